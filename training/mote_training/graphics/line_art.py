"""Lines on paper: drawings in contour, hatching and pencil, wire frames, curves of machines, technical drawings,
plants, mazes, music.
"""

import math

import numpy as np
from PIL import Image, ImageFilter

from . import colours, fonts, noise
from .canvas import Canvas
from .dice import Dice
from .layout import age
from .scenes import draw_scene
from .thumbnails import thumbnail
from .words import Writer


def draw(dice: Dice, width: int, height: int) -> np.ndarray:
    if dice.chance(0.45):
        picture = dice.choice((_contours, _contours, _hatching, _pencil))(dice, width, height)
    else:
        canvas = Canvas.random(dice, width, height, hard=0.15, large=0.3)
        paper, ink = _paper_and_ink(dice)
        canvas.fill(paper)
        dice.pick({_mesh: 3, _curves: 3, _flow: 3, _technical: 3, _plants: 3, _maze: 2, _music: 2, _scribbles: 2})(
            dice, canvas, paper, ink
        )
        picture = canvas.finish()
    return age(dice, picture, dice.uniform(0.3, 1.4)) if dice.chance(0.3) else picture


def _paper_and_ink(dice: Dice) -> tuple[colours.Colour, colours.Colour]:
    style = dice.pick({"black on white": 5, "cream": 3, "blueprint": 1, "white on black": 1, "coloured": 2})
    if style == "black on white":
        return colours.WHITE, colours.grey(dice.uniform(0, 0.3))
    if style == "cream":
        return colours.from_hls(0.11, dice.uniform(0.85, 0.95), 0.5), dice.choice(
            ((40, 30, 25), (90, 55, 30), (30, 40, 90))
        )
    if style == "blueprint":
        return (28, 66, 128), (225, 235, 250)
    if style == "white on black":
        return colours.grey(dice.uniform(0, 0.12)), colours.mix(
            colours.WHITE, colours.vivid(dice), dice.choice((0, 0.6))
        )
    paper = colours.pale(dice)
    return paper, colours.mix(colours.vivid(dice), colours.BLACK, dice.uniform(0, 0.6))


def _subject(dice: Dice, width: int, height: int) -> np.ndarray:
    canvas = Canvas(width, height, 1)
    draw_scene(dice, canvas)
    return np.asarray(canvas.image)


def _wobble(dice: Dice, picture: np.ndarray, reach: float) -> np.ndarray:
    """Bends straight edges as a hand would."""
    height, width = picture.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return noise.sample(
        picture, x + reach * noise.smooth(dice, width, height, 40), y + reach * noise.smooth(dice, width, height, 40)
    )


def _edges(picture: np.ndarray, thick: int) -> np.ndarray:
    """1 where colours change, drawn `thick` pixels wide with soft edges."""
    values = picture.astype(np.int16)
    change = np.zeros(picture.shape[:2], dtype=bool)
    change[:, 1:] |= np.abs(np.diff(values, axis=1)).max(axis=2) > 20
    change[1:] |= np.abs(np.diff(values, axis=0)).max(axis=2) > 20
    mask = Image.fromarray(change.astype(np.uint8) * 255)
    if thick > 1:
        mask = mask.filter(ImageFilter.MaxFilter(thick | 1))
    return np.asarray(mask, dtype=np.float32) / 255


def _contours(dice: Dice, width: int, height: int) -> np.ndarray:
    """A scene reduced to its outlines, as in colouring books; some parts may be tinted."""
    subject = _wobble(dice, _subject(dice, width * 2, height * 2), dice.uniform(0, 4))
    paper, ink = _paper_and_ink(dice)
    cover = _edges(subject, dice.choice((1, 3, 3, 5)))
    small = np.asarray(Image.fromarray(cover).resize((width, height), Image.BOX))[..., None]
    ground = np.broadcast_to(np.float32(paper), (height, width, 3))
    if dice.chance(0.2):
        ground = ground * 0.75 + 0.25 * np.asarray(Image.fromarray(subject).reduce(2), dtype=np.float32)
    return noise.to_pixels(ground * (1 - small) + np.float32(ink) * small)


def _hatching(dice: Dice, width: int, height: int) -> np.ndarray:
    """Tones as sets of parallel strokes: more directions where it is darker, or thicker lines, as engravings have."""
    source = _subject(dice, width, height) if dice.chance(0.6) else thumbnail(dice, width, height)
    tone = np.asarray(Image.fromarray(source).convert("L").filter(ImageFilter.GaussianBlur(2)), dtype=np.float32) / 255
    tone = noise.to_unit(tone)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    pitch, bend = dice.uniform(3.5, 9), dice.uniform(0, 3)
    shift = bend * noise.smooth(dice, width, height, 60)
    ink_cover = np.zeros((height, width), dtype=np.float32)
    engraved = dice.chance(0.5)
    turns = [dice.uniform(0, np.pi)]
    turns += [turns[0] + np.pi / 2, turns[0] + np.pi / 4]
    for level, turn in zip((0.95,) if engraved else (0.75, 0.5, 0.28), turns):
        phase = (x * np.cos(turn) + y * np.sin(turn) + shift) / pitch % 1
        wide = np.clip((level - tone) * (0.75 if engraved else 1.6), 0, 0.7 if engraved else 0.32)
        distance = (wide / 2 - np.abs(phase - 0.5)) * pitch
        ink_cover = np.maximum(ink_cover, np.where(wide > 0.02, np.clip(distance + 0.5, 0, 1), 0))
    if dice.chance(0.7):
        ink_cover = np.maximum(
            ink_cover,
            (
                _edges(_wobble(dice, source, 1), dice.choice((1, 3)))
                if source.shape == (height, width, 3) and not engraved
                else 0
            ),
        )
    paper, ink = _paper_and_ink(dice)
    return noise.to_pixels(np.float32(paper) + (np.float32(ink) - np.float32(paper)) * ink_cover[..., None])


def _pencil(dice: Dice, width: int, height: int) -> np.ndarray:
    """Grey, grainy strokes over a scene's edges and tones, as of graphite, crayon or charcoal on rough paper."""
    subject = _wobble(dice, _subject(dice, width, height), dice.uniform(0.5, 2))
    tone = 1 - np.asarray(Image.fromarray(subject).convert("L"), dtype=np.float32) / 255
    strokes = 0.5 + 0.5 * noise.smooth(dice, width, height, dice.uniform(10, 30), 1.6)
    angle = dice.uniform(0.3, 1.1)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    strokes = noise.sample(
        strokes, (x * np.cos(angle) + y * np.sin(angle)) % width, (y * np.cos(angle) - x * np.sin(angle)) % height
    )
    grain = 0.5 + 0.35 * noise.smooth(dice, width, height, 2)
    outline = Image.fromarray(noise.to_pixels(_edges(subject, 3) * 230)).filter(ImageFilter.BoxBlur(1))
    laid = tone * dice.uniform(0.3, 1) * strokes + np.asarray(outline, dtype=np.float32) / 255
    cover = np.clip(laid, 0, 1) * np.clip(grain + 0.35, 0, 1)
    paper, ink = _paper_and_ink(dice)
    shade = subject.astype(np.float32) if dice.chance(0.4) else np.float32(ink)
    return noise.to_pixels(np.float32(paper) + (shade - np.float32(paper)) * cover[..., None])


def _mesh(dice: Dice, canvas: Canvas, paper, ink) -> None:
    """A surface in space as a lattice of lines, near parts hiding far ones."""
    kind, count = dice.randrange(4), dice.randint(18, 44)
    u, v = np.meshgrid(np.linspace(0, 1, count), np.linspace(0, 1, count))
    if kind == 0:
        x, z = u * 2 - 1, v * 2 - 1
        y = 0.35 * noise.fractal(dice, count, count, count / dice.uniform(1.5, 4), 4)
    elif kind == 1:
        x, z = u * 2 - 1, v * 2 - 1
        radius = np.hypot(x, z) * dice.uniform(6, 16)
        y = -np.sin(radius) / (1 + 0.4 * radius) * 0.8
    elif kind == 2:
        x, y, z = (
            np.sin(np.pi * v) * np.cos(2 * np.pi * u),
            np.cos(np.pi * v),
            np.sin(np.pi * v) * np.sin(2 * np.pi * u),
        )
    else:
        ring = 0.75 + 0.32 * np.cos(2 * np.pi * v)
        x, y, z = ring * np.cos(2 * np.pi * u), 0.32 * np.sin(2 * np.pi * v), ring * np.sin(2 * np.pi * u)
    spin, tilt = dice.uniform(0, 6.28), dice.uniform(0.4, 0.9)
    x, z = x * math.cos(spin) - z * math.sin(spin), x * math.sin(spin) + z * math.cos(spin)
    y, z = y * math.cos(tilt) + z * math.sin(tilt), z * math.cos(tilt) - y * math.sin(tilt)
    scale = canvas.height * dice.uniform(0.36, 0.55) * 3
    px, py = canvas.width / 2 + x * scale / (3.2 - z * 0.9), canvas.height / 2 + y * scale / (3.2 - z * 0.9)
    depth = z[:-1, :-1] + z[1:, 1:]
    hidden, line = dice.chance(0.6), dice.uniform(0.7, 1.6)
    table = colours.continuous(dice) if dice.chance(0.35) else None
    height_share = noise.to_unit(y)
    for cell in np.argsort(depth.ravel()):
        row, column = divmod(int(cell), count - 1)
        quad = [
            (px[r, c], py[r, c])
            for r, c in ((row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column))
        ]
        fill = (
            tuple(int(part) for part in table[int(height_share[row, column] * 1023)])
            if table is not None
            else paper if hidden else None
        )
        canvas.polygon(quad, fill, ink, line)


def _curves(dice: Dice, canvas: Canvas, paper, ink) -> None:
    """Spirographs, Lissajous figures, roses, string art."""
    for _ in range(dice.choice((1, 1, 2, 5))):
        x, y = canvas.width * dice.uniform(0.35, 0.65), canvas.height * dice.uniform(0.4, 0.6)
        size, kind, shade = (
            canvas.height * dice.uniform(0.25, 0.55),
            dice.randrange(4),
            dice.choice((ink, ink, colours.vivid(dice))),
        )
        if kind == 3:
            pins, step = dice.randint(40, 120), dice.choice((2, 3, 5, 7, 13))
            for pin in range(pins):
                ends = [
                    (x + size * math.cos(6.2832 * at / pins), y + size * math.sin(6.2832 * at / pins))
                    for at in (pin, pin * step)
                ]
                canvas.line(ends, shade, 0.8)
            continue
        turns = dice.randint(3, 24)
        t = np.linspace(0, 2 * np.pi * turns, 160 * turns // 2)
        if kind == 0:
            ratio, pen = dice.choice((0.21, 0.3, 0.37, 0.43, 0.59, 0.71)), dice.uniform(0.3, 1)
            across = (1 - ratio) * np.cos(t) + pen * ratio * np.cos((1 - ratio) / ratio * t)
            down = (1 - ratio) * np.sin(t) - pen * ratio * np.sin((1 - ratio) / ratio * t)
        elif kind == 1:
            a, b, fade = dice.randint(1, 7), dice.randint(2, 8), np.exp(-t * dice.uniform(0, 0.02))
            across, down = np.sin(a * t / 2 + dice.random()) * fade, np.sin(b * t / 2.003) * fade
        else:
            reach = np.cos(dice.choice((2, 3, 4, 5, 7, 2.5, 3.5)) * t) * (1 - t / t[-1] * dice.uniform(0, 0.7))
            across, down = reach * np.cos(t), reach * np.sin(t)
        canvas.line(list(zip(x + size * across, y + size * down)), shade, dice.uniform(0.8, 2))


def _flow(dice: Dice, canvas: Canvas, paper, ink) -> None:
    """Many lines that follow a field, or a stack of ridges."""
    width, height = canvas.width, canvas.height
    if dice.chance(0.4):
        table, line = noise.fractal(dice, 200, 60, 30, 4), dice.uniform(0.8, 2)
        centre = np.exp(-((np.linspace(-1, 1, 200) * dice.uniform(1.5, 4)) ** 2))
        for row in range(60):
            base = height * (0.12 + 0.85 * row / 60)
            values = base - np.abs(table[row]) * centre * height * dice.uniform(0.08, 0.14)
            points = list(zip(np.linspace(width * 0.05, width * 0.95, 200), values))
            canvas.polygon(points + [(width * 0.95, height), (width * 0.05, height)], paper)
            canvas.line(points, ink, line)
        return
    angle = noise.smooth(dice, width, height, dice.uniform(100, 300)) * dice.uniform(0.8, 2) + dice.uniform(0, 6)
    shades = [ink] if dice.chance(0.6) else [ink, *colours.scheme(dice, 3)]
    count, steps, line = dice.randint(200, 700), dice.randint(12, 50), dice.uniform(0.7, 2.5)
    x, y = dice.numbers.uniform(0, width, count), dice.numbers.uniform(0, height, count)
    path = []
    for _ in range(steps):
        path.append(np.stack([x, y], axis=1))
        turn = noise.sample(angle, x, y)
        x, y = x + 6 * np.cos(turn), y + 6 * np.sin(turn)
    for index, points in enumerate(np.stack(path, axis=1)):
        canvas.line([tuple(point) for point in points.tolist()], shades[index % len(shades)], line)


def _technical(dice: Dice, canvas: Canvas, paper, ink) -> None:
    """Views of a part with axes, hidden edges, hatching, dimensions and a title block."""
    thin, family = colours.mix(ink, paper, 0.35), dice.choice((fonts.MONO[1], fonts.SANS[1], fonts.SANS[2]))
    canvas.rectangle((8, 8, canvas.width - 8, canvas.height - 8), None, ink, 1.5)
    for view in range(dice.randint(2, 5)):
        x, y = canvas.width * dice.uniform(0.18, 0.8), canvas.height * dice.uniform(0.2, 0.72)
        wide, tall = canvas.width * dice.uniform(0.06, 0.16), canvas.height * dice.uniform(0.06, 0.18)
        if dice.chance(0.5):
            for reach in sorted((dice.uniform(0.2, 1) for _ in range(dice.randint(1, 4))), reverse=True):
                canvas.circle(x, y, tall * reach, None, ink, 1.6)
            holes = dice.randint(3, 8)
            for hole in range(holes):
                canvas.circle(
                    x + tall * 0.75 * math.cos(6.283 * hole / holes),
                    y + tall * 0.75 * math.sin(6.283 * hole / holes),
                    tall * 0.1,
                    None,
                    ink,
                    1.2,
                )
            wide = tall
        else:
            canvas.rectangle((x - wide, y - tall, x + wide, y + tall), None, ink, 1.8)
            for _ in range(dice.randint(1, 4)):
                at = dice.uniform(-0.8, 0.8)
                canvas.dashes((x + wide * at, y - tall), (x + wide * at, y + tall), thin, 1, 7, 4)
            left = x + wide * dice.uniform(-0.9, 0.2)
            for step in np.arange(0, wide * 0.7, 6):
                canvas.line([(left + step, y + tall), (left + step + tall * 0.6, y + tall * 0.4)], thin, 0.8)
            canvas.line([(left, y + tall * 0.4), (left + wide * 0.7 + tall * 0.6, y + tall * 0.4)], ink, 1.4)
        canvas.dashes((x - wide * 1.25, y), (x + wide * 1.25, y), thin, 0.9, 14, 4)
        canvas.dashes((x, y - tall * 1.25), (x, y + tall * 1.25), thin, 0.9, 14, 4)
        below = y + tall * 1.4
        canvas.arrow((x, below), (x + wide, below), thin, 1, 7)
        canvas.arrow((x, below), (x - wide, below), thin, 1, 7)
        for side in (-1, 1):
            canvas.line([(x + side * wide, y + tall), (x + side * wide, below + 5)], thin, 0.8)
        canvas.text(x, below - 2, f"{wide * 2.54:.1f}", family.regular, 11, ink, "mb")
    block, writer = (canvas.width - 190, canvas.height - 68), Writer(dice)
    for row in range(3):
        canvas.rectangle((block[0], block[1] + 20 * row, canvas.width - 8, block[1] + 20 * row + 20), None, ink)
        canvas.fitted_text(
            (block[0] + 5, block[1] + 20 * row, canvas.width - 12, block[1] + 20 * row + 20),
            writer.title(3),
            family.regular,
            11,
            ink,
        )


def _plants(dice: Dice, canvas: Canvas, paper, ink) -> None:
    """Branching by rule, some with leaves."""
    leafy = dice.chance(0.4)
    leaf = colours.from_hls(dice.choice((0.3, 0.1, 0.95, 0.35)), dice.uniform(0.25, 0.6), 0.6)
    budget = [1400]

    def branch(x: float, y: float, angle: float, length: float, wide: float, depth: int) -> None:
        budget[0] -= 1
        end = (x + length * math.cos(angle), y - length * math.sin(angle))
        canvas.line([(x, y), end], ink, wide)
        if depth == 0 or length < 3 or budget[0] < 0:
            if leafy:
                canvas.circle(*end, dice.uniform(1.5, 4), leaf)
            return
        for _ in range(dice.choice((2, 2, 3))):
            branch(*end, angle + dice.gauss(0, spread), length * dice.uniform(0.62, 0.88), wide * 0.68, depth - 1)

    for _ in range(dice.randint(1, 5)):
        spread = dice.uniform(0.25, 0.55)
        size = canvas.height * dice.uniform(0.08, 0.24)
        branch(
            canvas.width * dice.uniform(0.1, 0.9),
            canvas.height * dice.uniform(0.85, 1.02),
            1.57 + dice.gauss(0, 0.1),
            size,
            size / 11,
            dice.randint(6, 9),
        )


def _maze(dice: Dice, canvas: Canvas, paper, ink) -> None:
    """A perfect maze by depth-first search."""
    pitch = dice.uniform(11, 40)
    columns, rows = int((canvas.width - 16) / pitch), int((canvas.height - 16) / pitch)
    seen, stack, open_walls = {(0, 0)}, [(0, 0)], set()
    while stack:
        x, y = stack[-1]
        ahead = [
            (x + dx, y + dy)
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))
            if 0 <= x + dx < columns and 0 <= y + dy < rows and (x + dx, y + dy) not in seen
        ]
        if not ahead:
            stack.pop()
            continue
        step = dice.choice(ahead)
        open_walls.add(frozenset(((x, y), step)))
        seen.add(step)
        stack.append(step)
    left, top, wide = (
        (canvas.width - columns * pitch) / 2,
        (canvas.height - rows * pitch) / 2,
        dice.uniform(1.2, pitch * 0.3),
    )
    canvas.rectangle((left, top, left + columns * pitch, top + rows * pitch), None, ink, wide)
    for y in range(rows):
        for x in range(columns):
            px, py = left + x * pitch, top + y * pitch
            if x + 1 < columns and frozenset(((x, y), (x + 1, y))) not in open_walls:
                canvas.line([(px + pitch, py), (px + pitch, py + pitch)], ink, wide)
            if y + 1 < rows and frozenset(((x, y), (x, y + 1))) not in open_walls:
                canvas.line([(px, py + pitch), (px + pitch, py + pitch)], ink, wide)


def _music(dice: Dice, canvas: Canvas, paper, ink) -> None:
    """Staves, bars, notes with stems and beams, words beneath."""
    gap, family, writer = dice.uniform(4.5, 9), dice.choice(fonts.SERIF), Writer(dice)
    canvas.text(canvas.width / 2, 8, writer.title(3), family.bold, gap * 3, ink, "ma")
    for top in np.arange(gap * 7, canvas.height - gap * 5, gap * dice.uniform(9, 12)):
        for line in range(5):
            canvas.line([(20, top + line * gap), (canvas.width - 20, top + line * gap)], ink, 0.9)
        canvas.arc((26, top - gap * 0.5, 26 + gap * 2.4, top + gap * 3.5), 90, 380, ink, 1.8)
        canvas.line([(26 + gap * 1.2, top - gap * 1.5), (26 + gap * 1.2, top + gap * 5)], ink, 1.6)
        x, beam = 26 + gap * 5, None
        while x < canvas.width - 30:
            if dice.chance(0.12):
                canvas.line([(x, top), (x, top + 4 * gap)], ink, 1.2)
                x += gap * 2
                continue
            y = top + gap * dice.randint(-2, 10) / 2
            hollow = dice.chance(0.2)
            canvas.ellipse(
                (x - gap * 0.62, y - gap * 0.46, x + gap * 0.62, y + gap * 0.46), None if hollow else ink, ink, 1.3
            )
            up = y > top + 2 * gap
            stem = (x + gap * (0.58 if up else -0.58), y + gap * (-3.3 if up else 3.3))
            canvas.line([(stem[0], y), stem], ink, 1.2)
            if beam and beam[2] == up and dice.chance(0.6) and not hollow:
                canvas.line([beam[:2], stem], ink, gap * 0.45)
                beam = None
            else:
                beam = (*stem, up)
            x += gap * dice.uniform(2, 4)
        if dice.chance(0.4):
            canvas.text(40, top + gap * 5.6, " ".join(writer.words(14)), family.regular, gap * 1.6, ink)


def _scribbles(dice: Dice, canvas: Canvas, paper, ink) -> None:
    """Loose strokes, loops and crossings of one or several pens."""
    for _ in range(dice.randint(2, 16)):
        count = dice.randint(8, 90)
        steps = dice.numbers.standard_normal((count, 2))
        smooth = np.cumsum(steps, axis=0) * dice.uniform(3, 14)
        centre = np.float64([dice.uniform(0.1, 0.9) * canvas.width, dice.uniform(0.1, 0.9) * canvas.height])
        dense = np.stack(
            [np.interp(np.linspace(0, count - 1, count * 6), np.arange(count), smooth[:, axis]) for axis in (0, 1)],
            axis=1,
        )
        kernel = np.hanning(13) / np.hanning(13).sum()
        dense = (
            np.stack([np.convolve(dense[:, axis], kernel, "valid") for axis in (0, 1)], axis=1)
            + centre
            - smooth.mean(axis=0)
        )
        canvas.line(
            [tuple(point) for point in dense.tolist()], dice.choice((ink, ink, colours.vivid(dice))), dice.uniform(1, 5)
        )

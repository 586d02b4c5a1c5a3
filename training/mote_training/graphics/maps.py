"""Maps: streets, relief, countries, transit."""

import math

import numpy as np

from . import colours, fonts, noise
from .canvas import Canvas
from .dice import Dice
from .words import Writer


def draw(dice: Dice, width: int, height: int) -> np.ndarray:
    kind = dice.pick({_streets: 4, _relief: 2, _political: 3, _transit: 2})
    if kind in (_relief, _political):
        return kind(dice, width, height)
    canvas = Canvas.random(dice, width, height, hard=0.1, large=0.35)
    kind(dice, canvas)
    return canvas.finish()


def _labels(dice: Dice, canvas: Canvas, count: int, ink, halo=None) -> None:
    writer, family = Writer(dice), dice.choice(fonts.SANS + fonts.SERIF[:4])
    for _ in range(count):
        size = dice.logarithmic(9, 22)
        x, y = dice.uniform(0, canvas.width), dice.uniform(0, canvas.height)
        text = writer.title(dice.choice((1, 1, 2)))
        canvas.text(
            x, y, text.upper() if dice.chance(0.2) else text, family.regular, size, ink, "mm", halo, 1.5 if halo else 0
        )


def _streets(dice: Dice, canvas: Canvas) -> None:
    """Blocks from a bent lattice, roads of three classes, a river, parks, houses, labels and pins."""
    dark = dice.chance(0.2)
    ground = colours.grey(0.14) if dark else dice.choice(((242, 239, 233), (245, 245, 245), (233, 229, 220)))
    park = (30, 60, 40) if dark else dice.choice(((200, 230, 190), (205, 235, 176)))
    water = (25, 45, 75) if dark else dice.choice(((170, 211, 223), (160, 195, 255), (155, 200, 240)))
    minor = colours.grey(0.28) if dark else colours.WHITE
    major = (90, 80, 60) if dark else dice.choice(((252, 214, 164), (255, 235, 140), (250, 180, 110)))
    edge = colours.mix(ground, colours.BLACK, 0.15)
    canvas.fill(ground)
    turn, cell = dice.uniform(0, 1.57), dice.uniform(30, 80)
    waves = [(dice.uniform(0, cell * 0.5), dice.uniform(0.003, 0.012), dice.uniform(0, 6)) for _ in range(2)]

    def place(u: float, v: float) -> tuple[float, float]:
        x, y = u * cell, v * cell
        x, y = x + waves[0][0] * math.sin(y * waves[0][1] + waves[0][2]), y + waves[1][0] * math.sin(
            x * waves[1][1] + waves[1][2]
        )
        return canvas.width / 2 + x * math.cos(turn) - y * math.sin(turn), canvas.height / 2 + x * math.sin(
            turn
        ) + y * math.cos(turn)

    reach = int(math.hypot(canvas.width, canvas.height) / cell / 2) + 2
    houses = dice.chance(0.5)
    house = colours.mix(ground, (140, 110, 90), 0.25)
    for u in range(-reach, reach):
        for v in range(-reach, reach):
            throw = dice.random()
            corners = [place(u, v), place(u + 1, v), place(u + 1, v + 1), place(u, v + 1)]
            if throw < 0.07:
                canvas.polygon(corners, park)
            elif throw < 0.11:
                canvas.polygon(corners, colours.mix(ground, dice.choice(((220, 200, 160), (220, 190, 210))), 0.6))
            elif houses and throw < 0.8:
                for part in range(3):
                    a, b = part / 3 + 0.06, part / 3 + dice.uniform(0.2, 0.3)
                    deep = dice.uniform(0.25, 0.8)
                    canvas.polygon(
                        [
                            place(u + a, v + 0.14),
                            place(u + b, v + 0.14),
                            place(u + b, v + deep),
                            place(u + a, v + deep),
                        ],
                        house,
                        edge if dice.chance(0.5) else None,
                    )
    if dice.chance(0.6):
        bend, v0 = dice.uniform(1, 4), dice.uniform(-3, 3)
        canvas.line(
            [place(u / 2, v0 + bend * math.sin(u / 8)) for u in range(-2 * reach, 2 * reach)],
            water,
            dice.uniform(12, 60),
        )
    rows = [(axis, at) for axis in (0, 1) for at in range(-reach, reach + 1)]
    kinds = {row: dice.pick({"minor": 6, "middle": 1.6, "major": 0.7, "none": 1}) for row in rows}
    for kind, wide, shade in (("minor", 3, minor), ("middle", 6, minor), ("major", 9, major)):
        for border in (True, False):
            for (axis, at), own in kinds.items():
                if own == kind:
                    points = [place(at, s) if axis == 0 else place(s, at) for s in range(-reach, reach + 1)]
                    canvas.line(points, edge if border else shade, wide + (1.6 if border else 0))
    if dice.chance(0.3):
        route = [(0, 0)]
        for _ in range(14):
            axis, step = dice.randrange(2), dice.choice((-1, 1, 1))
            route.append((route[-1][0] + step * (axis == 0), route[-1][1] + step * (axis == 1)))
        canvas.line([place(u - 3, v - 2) for u, v in route], dice.choice(((66, 133, 244), (200, 40, 60))), 5, True)
    _labels(
        dice,
        canvas,
        dice.randint(5, 26),
        colours.grey(0.8) if dark else colours.grey(0.25),
        ground if dice.chance(0.6) else None,
    )
    for _ in range(dice.choice((0, 0, 2, 6, 15))):
        x, y, size, shade = (
            dice.uniform(10, canvas.width - 10),
            dice.uniform(20, canvas.height),
            dice.uniform(6, 11),
            colours.vivid(dice),
        )
        canvas.polygon([(x - size * 0.85, y - size * 1.6), (x + size * 0.85, y - size * 1.6), (x, y)], shade)
        canvas.circle(x, y - size * 2, size, shade)
        canvas.circle(x, y - size * 2, size * 0.4, colours.WHITE)


def _overlay(dice: Dice, picture: np.ndarray, labels: int, ink, halo) -> np.ndarray:
    """Names, a grid and a scale over a map that was computed as an array."""
    height, width = picture.shape[:2]
    canvas = Canvas(width, height, dice.choice((1, 2)))
    canvas.paste((0, 0, width, height), picture)
    if dice.chance(0.3):
        for x in np.arange(dice.uniform(0, 90), width, 90):
            canvas.line([(x, 0), (x, height)], ink)
        for y in np.arange(dice.uniform(0, 90), height, 90):
            canvas.line([(0, y), (width, y)], ink)
    for _ in range(dice.choice((0, 1, 4))):
        points = [(dice.uniform(0, width), dice.uniform(0, height))]
        for _ in range(12):
            points.append((points[-1][0] + dice.gauss(0, 30), points[-1][1] + dice.gauss(0, 30)))
        canvas.line(points, dice.choice(((190, 60, 50), (90, 90, 90), (60, 120, 190))), dice.uniform(1, 2.5))
    _labels(dice, canvas, labels, ink, halo)
    return canvas.finish()


def _relief(dice: Dice, width: int, height: int) -> np.ndarray:
    """Heights as contour lines, tints or shading."""
    ground = noise.fractal(dice, width, height, dice.uniform(120, 320), 7, dice.uniform(0.38, 0.5))
    style = dice.choice(("contours", "tints", "both", "both"))
    ink = dice.choice(((150, 110, 70), (90, 90, 90), (60, 60, 60)))
    paper = np.float32(dice.choice((colours.WHITE, (247, 243, 228), (222, 235, 210), colours.dark(dice))))
    picture = np.broadcast_to(paper, (height, width, 3)).astype(np.float32)
    if style != "contours":
        stops = [(40, 90, 160), (120, 180, 215), (130, 185, 120), (225, 215, 150), (180, 130, 90), (245, 245, 245)]
        if dice.chance(0.35):
            stops = colours.scheme(dice, 5)
        values = noise.to_unit(ground)
        if dice.chance(0.5):
            values = np.floor(values * 9) / 8
        picture = colours.apply_ramp(values, colours.ramp(stops))
        if dice.chance(0.6):
            slope = np.gradient(ground, axis=1) + np.gradient(ground, axis=0)
            picture = picture * np.clip(1 - slope * dice.uniform(3, 9), 0.45, 1.35)[..., None]
    if style != "tints":
        interval = dice.uniform(0.08, 0.3)
        steepness = np.hypot(*np.gradient(ground)) + 1e-4
        for every, wide in ((1, 0.6), (5, 1.1)):
            at = ground / (interval * every)
            distance = np.abs(at - np.round(at)) * interval * every / steepness  # in pixels
            cover = np.clip(wide + 0.5 - distance, 0, 1)[..., None] * 0.9
            picture = picture * (1 - cover) + np.float32(ink) * cover
    return _overlay(
        dice,
        noise.to_pixels(picture),
        dice.randint(0, 14),
        colours.grey(0.15),
        colours.WHITE if dice.chance(0.5) else None,
    )


def _political(dice: Dice, width: int, height: int) -> np.ndarray:
    """Countries: warped cells in few colours, with coasts, borders and names."""
    index, gap = noise.nearest_sites(dice, width, height, dice.randint(8, 120), dice.uniform(3, 14), 0.2)
    cells = int(index.max()) + 1
    palette = np.float32(colours.scheme(dice, 6))
    if dice.chance(0.5):
        palette = palette + (255 - palette) * 0.45
    picture = palette[dice.numbers.integers(0, 6, cells)][index]
    if dice.chance(0.3):
        shades = colours.apply_ramp(
            dice.numbers.random(cells).astype(np.float32), colours.continuous(dice)
        )  # as maps of statistics
        picture = shades[index]
    cover = np.clip(dice.uniform(0.8, 1.8) - gap, 0, 1)[..., None]
    picture = (
        picture * (1 - cover) + np.float32(dice.choice((colours.WHITE, colours.grey(0.25), colours.grey(0.5)))) * cover
    )
    if dice.chance(0.7):
        land = noise.fractal(dice, width, height, height / 1.6, 7, 0.5) + dice.uniform(0, 0.5)
        sea = np.float32(dice.choice(((170, 211, 235), (120, 170, 220), colours.WHITE, (40, 60, 90))))
        wet = np.clip(-land * height / 12 + 0.5, 0, 1)[..., None]
        shore = np.clip(1.5 - np.abs(land) / (np.hypot(*np.gradient(land)) + 1e-4), 0, 1)[..., None] * 0.8
        picture = picture * (1 - wet) + sea * wet
        picture = picture * (1 - shore) + np.float32(colours.grey(0.35)) * shore
    return _overlay(
        dice,
        noise.to_pixels(picture),
        dice.randint(3, 22),
        colours.grey(0.1),
        colours.WHITE if dice.chance(0.4) else None,
    )


def _transit(dice: Dice, canvas: Canvas) -> None:
    """Lines in eighths of a turn with stops and names."""
    paper = dice.choice((colours.WHITE, colours.WHITE, (245, 243, 235), colours.grey(0.12)))
    canvas.fill(paper)
    ink = colours.legible_on(paper)
    writer, family = Writer(dice), dice.choice(fonts.SANS)
    wide, size = dice.uniform(4, 8), dice.uniform(8, 12)
    pitch = dice.uniform(34, 60)
    for _ in range(dice.randint(4, 11)):
        shade = colours.vivid(dice)
        x, y = (
            round(dice.uniform(0, canvas.width) / pitch) * pitch,
            round(dice.uniform(0, canvas.height) / pitch) * pitch,
        )
        heading = dice.randrange(8)
        points = [(x, y)]
        for _ in range(dice.randint(5, 14)):
            heading = (heading + dice.choice((-1, 0, 0, 0, 1))) % 8
            x, y = x + pitch * round(math.cos(heading * math.pi / 4)), y + pitch * round(
                math.sin(heading * math.pi / 4)
            )
            points.append((x, y))
        canvas.line(points, shade, wide, True)
        for x, y in points:
            if dice.chance(0.2):
                canvas.circle(x, y, wide, colours.WHITE, colours.BLACK, 2)
            else:
                canvas.circle(x, y, wide * 0.36, colours.WHITE)
            if dice.chance(0.5):
                canvas.text(x + wide * 1.2, y - wide, writer.title(1), family.regular, size, ink, "ls")

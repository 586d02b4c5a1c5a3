"""Handwriting: notes in the margins of printed pages, with underlines, circles and highlighter; notebooks,
blackboards, sticky notes.
"""

import math

import numpy as np

from . import colours, fonts
from .canvas import Canvas
from .dice import Dice
from .layout import age, rotate, set_paragraph
from .words import Writer

_PENS = ["1a237e", "0d47a1", "1565c0", "212121", "000000", "b71c1c", "c62828", "1b5e20", "4a148c", "424242", "5d4037"]


def draw(dice: Dice, width: int, height: int) -> np.ndarray:
    canvas = Canvas.random(dice, width, height, hard=0.1, large=0.3)
    kind = dice.pick({_annotated_page: 6, _notebook: 4, _board: 2, _sticky_notes: 2})
    kind(dice, canvas)
    picture = canvas.finish()
    if dice.chance(0.4):
        picture = rotate(dice, picture, dice.gauss(0, 2.5))
    if dice.chance(0.55):
        picture = age(dice, picture, dice.uniform(0.3, 1.6))
    return picture


def _pen(dice: Dice) -> colours.Colour:
    return colours.from_hex(dice.choice(_PENS))


def _wobbly(dice: Dice, points, wobble: float) -> list[tuple[float, float]]:
    """A stroke as a hand draws it: subdivided, with a slow deviation from the straight line."""
    result = []
    phase, speed = dice.uniform(0, 6), dice.uniform(0.5, 1.5)
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        steps = max(2, round(math.dist((x0, y0), (x1, y1)) / 8))
        for step in range(steps):
            share = step / steps
            phase += speed * dice.uniform(0.2, 0.8)
            result.append(
                (
                    x0 + (x1 - x0) * share + wobble * math.sin(phase * 0.7),
                    y0 + (y1 - y0) * share + wobble * math.sin(phase),
                )
            )
    return result + [points[-1]]


def _loop(dice: Dice, x: float, y: float, radius_x: float, radius_y: float) -> list[tuple[float, float]]:
    """A circle drawn round something, that does not quite meet itself."""
    start, turns, lean = dice.uniform(0, 6.3), dice.uniform(1.0, 1.3), dice.uniform(0.9, 1.15)
    angles = [start + turns * 2 * math.pi * step / 40 for step in range(41)]
    return [
        (x + radius_x * math.cos(a) * (1 + 0.1 * (lean - 1) * i), y + radius_y * math.sin(a) * (1 + 0.004 * i * lean))
        for i, a in enumerate(angles)
    ]


def _scribble(dice: Dice, canvas: Canvas, box, ink, size: float) -> float:
    """Handwritten lines into the box; returns the y below. Each line drifts a little, as on unruled paper."""
    family = dice.choice(fonts.HANDWRITTEN)
    writer = Writer(dice)
    left, y, right, bottom = box
    words = writer.words(dice.randint(2, 16))
    line = ""
    for word in words + [""]:
        if word and canvas.text_width(line + " " + word, family.regular, size) < right - left:
            line = f"{line} {word}".strip()
            continue
        if y + size > bottom:
            break
        canvas.text(
            left + dice.uniform(-3, 3),
            y + dice.uniform(-2, 2),
            line,
            family.regular,
            size * dice.uniform(0.95, 1.05),
            ink,
        )
        line = word
        y += size * dice.uniform(0.95, 1.25)
    return y


def _annotated_page(dice: Dice, canvas: Canvas) -> None:
    paper = dice.choice((colours.WHITE, colours.WHITE, (250, 246, 236), (244, 232, 205), (235, 235, 232)))
    ink = colours.grey(dice.uniform(0, 0.25))
    canvas.fill(paper)
    family = dice.choice(fonts.SERIF + fonts.SERIF + fonts.SANS)
    writer = Writer(dice)
    size = dice.logarithmic(9, 18)
    leading = dice.uniform(1.3, 1.7)
    margin = canvas.width * dice.uniform(0.18, 0.34)
    on_left = dice.chance(0.5)
    left, right = (margin, canvas.width - 24.0) if on_left else (24.0, canvas.width - margin)
    notes = (8.0, margin - 14) if on_left else (right + 14, canvas.width - 8.0)
    top = dice.uniform(-10, 40)
    # The highlighter lies beneath the print, as translucent ink does.
    rows = int((canvas.height - top) / (size * leading))
    for _ in range(dice.choice((0, 0, 1, 2, 4))):
        y = top + dice.randrange(max(1, rows)) * size * leading
        shade = colours.mix(colours.from_hls(dice.choice((0.15, 0.15, 0.3, 0.9, 0.5)), 0.6, 1), paper, 0.25)
        start = dice.uniform(left, right * 0.7)
        canvas.rectangle((start, y, min(right, start + dice.uniform(40, 300)), y + size * 1.15), shade)
    y = top
    while y < canvas.height - 12:
        y = set_paragraph(
            canvas,
            writer.paragraph(dice.randint(25, 120)),
            (left, y, right, canvas.height + 20),
            family,
            size,
            ink,
            leading,
            dice.choice(("justified", "left")),
            indent=size * 1.5,
        ) + dice.choice((0, size))
    pen = _pen(dice)
    thick = dice.uniform(1, 2.6)
    for _ in range(dice.randint(2, 9)):
        row_y = top + dice.randrange(max(1, rows)) * size * leading
        x = dice.uniform(left, right - 60)
        length = min(dice.uniform(30, 220), right - x)
        mark = dice.randrange(6)
        if mark <= 1:
            canvas.line(_wobbly(dice, [(x, row_y + size * 1.2), (x + length, row_y + size * 1.2)], 1), pen, thick)
        elif mark == 2:
            canvas.line(_loop(dice, x + length / 2, row_y + size * 0.6, length / 2, size * 0.95), pen, thick)
        elif mark == 3:
            edge = (left - 7) if on_left else (right + 7)
            canvas.line(
                _wobbly(dice, [(edge, row_y), (edge, row_y + size * leading * dice.randint(2, 6))], 1), pen, thick
            )
        elif mark == 4:
            canvas.line(_wobbly(dice, [(x, row_y + size * 0.6), (x + length, row_y + size * 0.55)], 0.7), pen, thick)
        else:
            end = ((left - 10) if on_left else (right + 10), row_y + dice.uniform(-30, 30))
            canvas.arrow((x, row_y + size), end, pen, thick, 9)
        if dice.chance(0.15):
            pen = _pen(dice)
    y = dice.uniform(0, 60)
    while y < canvas.height - 20:
        y = _scribble(
            dice,
            canvas,
            (notes[0], y, notes[1], canvas.height),
            pen if dice.chance(0.8) else _pen(dice),
            dice.uniform(14, 32),
        ) + dice.uniform(5, 90)
    if dice.chance(0.2):
        canvas.text(
            *((30, 20) if dice.chance(0.5) else (canvas.width * 0.6, canvas.height * 0.4)),
            dice.choice(("A+", "B", "?", "!!", "OK", "No!", "*")),
            dice.choice(fonts.HANDWRITTEN).regular,
            dice.uniform(40, 90),
            (200, 25, 30),
        )


def _notebook(dice: Dice, canvas: Canvas) -> None:
    paper = dice.choice((colours.WHITE, (252, 250, 240), (246, 238, 214), (230, 240, 232)))
    canvas.fill(paper)
    pitch = dice.uniform(16, 40)
    rule = colours.mix(paper, colours.from_hls(dice.choice((0.58, 0.55, 0.0, 0.35)), 0.5, 0.5), dice.uniform(0.25, 0.6))
    ruling = dice.choice(("lines", "lines", "squares", "dots", "none"))
    offset = dice.uniform(0, pitch)
    ys = np.arange(offset, canvas.height, pitch)
    xs = np.arange(offset, canvas.width, pitch)
    if ruling in ("lines", "squares"):
        for y in ys:
            canvas.line([(0, y), (canvas.width, y)], rule)
    if ruling == "squares":
        for x in xs:
            canvas.line([(x, 0), (x, canvas.height)], rule)
    if ruling == "dots":
        for y in ys:
            for x in xs:
                canvas.circle(x, y, 1.1, rule)
    if dice.chance(0.4):
        canvas.line([(pitch * 2.4, 0), (pitch * 2.4, canvas.height)], (225, 120, 120), 1.3)
    if dice.chance(0.25):
        for y in np.arange(10, canvas.height, 26):
            canvas.circle(14, y, 6, colours.grey(0.35))
    family, pen = dice.choice(fonts.HANDWRITTEN), _pen(dice)
    size = pitch * dice.uniform(0.75, 1.0)
    writer = Writer(dice)
    left = pitch * 2.6 + 4
    heading = dice.chance(0.5)
    for row, y in enumerate(ys[1:]):
        if dice.chance(0.1):
            continue
        if heading and row == 0:
            title = writer.title(3)
            canvas.text(left + 40, y, title, family.bold, size * 1.2, pen, "ls")
            canvas.line(
                _wobbly(
                    dice,
                    [(left + 36, y + 4), (left + 44 + canvas.text_width(title, family.bold, size * 1.2), y + 4)],
                    1,
                ),
                pen,
                1.6,
            )
            continue
        x = left + dice.uniform(-4, 4) + (20 if dice.chance(0.2) else 0)
        limit = dice.choice((0.95, 0.95, 0.95, 0.6, 0.4)) * canvas.width
        text = dice.choice(("- ", "", "", "")) + writer.word()
        while canvas.text_width(text, family.regular, size) < limit - x:
            text += " " + (writer.word() if dice.chance(0.94) else dice.choice(("=", "+", "->", "?", "12", "(x)", "&")))
        canvas.text(x, y + dice.uniform(-2, 1), text, family.regular, size, pen, "ls")
        if dice.chance(0.07):
            end = x + canvas.text_width(text, family.regular, size) * dice.random()
            canvas.line(_wobbly(dice, [(x, y - size * 0.25), (end, y - size * 0.3)], 1), pen, 1.5)
    for _ in range(dice.choice((0, 0, 1, 2))):
        _doodle(
            dice,
            canvas,
            dice.uniform(60, canvas.width - 60),
            dice.uniform(60, canvas.height - 60),
            dice.uniform(20, 60),
            pen,
        )


def _doodle(dice: Dice, canvas: Canvas, x: float, y: float, size: float, pen) -> None:
    style = dice.randrange(4)
    if style == 0:
        points = [
            (x + size * math.cos(a * 4 * math.pi / 5 - 1.57), y + size * math.sin(a * 4 * math.pi / 5 - 1.57))
            for a in range(6)
        ]
        canvas.line(_wobbly(dice, points, 1), pen, 1.8)
    elif style == 1:
        canvas.line(
            [(x + size * t / 60 * math.cos(t / 4), y + size * t / 60 * math.sin(t / 4)) for t in range(61)], pen, 1.8
        )
    elif style == 2:
        for petal in range(6):
            canvas.line(
                _loop(
                    dice,
                    x + size * 0.6 * math.cos(petal * 1.05),
                    y + size * 0.6 * math.sin(petal * 1.05),
                    size * 0.3,
                    size * 0.3,
                ),
                pen,
                1.5,
            )
        canvas.line(_loop(dice, x, y, size * 0.28, size * 0.28), pen, 1.5)
    else:
        corners = [
            (x - size, y - size),
            (x + size, y - size),
            (x + size, y + size),
            (x - size, y + size),
            (x - size, y - size),
        ]
        canvas.line(_wobbly(dice, corners, 1), pen, 1.6)
        canvas.line(_wobbly(dice, [corners[0], (x, y - size * 1.7), corners[1]], 1), pen, 1.6)


def _board(dice: Dice, canvas: Canvas) -> None:
    """Chalk on a blackboard or pens on a whiteboard: words, formulas, curves, boxes."""
    dark = dice.chance(0.6)
    board = (
        dice.choice(((30, 60, 45), (25, 40, 35), (35, 35, 38), (20, 30, 60)))
        if dark
        else dice.choice((colours.WHITE, (244, 247, 248)))
    )
    canvas.fill(board)
    chalks = (
        [(240, 240, 230), (240, 240, 230), (250, 220, 120), (245, 160, 170), (150, 210, 240)]
        if dark
        else [_pen(dice) for _ in range(3)]
    )
    writer = Writer(dice)
    letters = "abcfgnkxyzABFGNPQT"
    for _ in range(dice.randint(8, 22)):
        family, size, ink = dice.choice(fonts.HANDWRITTEN), dice.logarithmic(16, 52), dice.choice(chalks)
        x, y = dice.uniform(0, canvas.width * 0.8), dice.uniform(0, canvas.height * 0.92)
        if dice.chance(0.5):
            text = (
                " ".join(
                    f"{dice.choice(letters)}{dice.choice(('', '', '2', '(x)'))} {dice.choice('=+-=/')}"
                    for _ in range(dice.randint(2, 6))
                )
                + f" {dice.randint(0, 99)}"
            )
        else:
            text = writer.phrase(dice.randint(1, 4))
        canvas.text(x, y, text, family.regular, size, ink)
        if dice.chance(0.2):
            canvas.line(
                _loop(
                    dice,
                    x + canvas.text_width(text, family.regular, size) / 2,
                    y + size / 2,
                    canvas.text_width(text, family.regular, size) * 0.6,
                    size * 0.8,
                ),
                ink,
                2,
            )
    for _ in range(dice.randint(0, 2)):
        x, y, size, ink = (
            dice.uniform(60, canvas.width - 160),
            dice.uniform(90, canvas.height - 40),
            dice.uniform(60, 150),
            dice.choice(chalks),
        )
        canvas.arrow((x, y), (x + size, y), ink, 2)
        canvas.arrow((x, y), (x, y - size * 0.8), ink, 2)
        canvas.line(
            [(x + t * size / 30, y - size * (0.3 + 0.3 * math.sin(t / dice.uniform(4.9, 5.1)))) for t in range(28)],
            dice.choice(chalks),
            2.4,
        )


def _sticky_notes(dice: Dice, canvas: Canvas) -> None:
    canvas.gradient((0, 0, canvas.width, canvas.height), *colours.scheme(dice, 2), dice.uniform(0, 180))
    if dice.chance(0.5):
        canvas.fill(dice.choice((colours.WHITE, (214, 184, 140), (200, 205, 210), (60, 62, 66))))
    side = dice.uniform(90, 190)
    for top in np.arange(dice.uniform(-40, 20), canvas.height, side * 1.18):
        for left in np.arange(dice.uniform(-60, 20), canvas.width, side * 1.15):
            if dice.chance(0.15):
                continue
            x, y = left + dice.uniform(-10, 10), top + dice.uniform(-10, 10)
            shade = colours.from_hls(dice.choice((0.15, 0.15, 0.92, 0.33, 0.53, 0.08)), dice.uniform(0.65, 0.8), 0.9)
            box = (x, y, x + side, y + side)
            canvas.shadow(box, 5, 0.35, 4)
            canvas.gradient(box, shade, colours.mix(shade, colours.BLACK, 0.06))
            _scribble(
                dice,
                canvas,
                (x + side * 0.1, y + side * 0.12, x + side * 0.93, y + side * 0.95),
                colours.mix(_pen(dice), colours.BLACK, 0.4),
                side * dice.uniform(0.11, 0.2),
            )

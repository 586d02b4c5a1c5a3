"""Codes for machines: square codes with finder patterns, bar codes with digits, dot matrices; alone, on labels,
tickets and receipts.
"""

import numpy as np

from . import colours, fonts
from .canvas import Box, Canvas
from .dice import Dice
from .layout import age, rotate
from .words import Writer


def draw(dice: Dice, width: int, height: int) -> np.ndarray:
    canvas = Canvas.random(dice, width, height, hard=0.4, large=0.2)
    ground = dice.choice((colours.WHITE, colours.WHITE, (250, 248, 240), colours.pale(dice), colours.vivid(dice)))
    canvas.fill(ground)
    dice.pick({_alone: 3, _label: 4, _receipt: 2, _sheet: 1})(dice, canvas)
    picture = canvas.finish()
    if dice.chance(0.35):
        picture = rotate(dice, picture, dice.gauss(0, 5))
    return age(dice, picture, dice.uniform(0.3, 1.2)) if dice.chance(0.3) else picture


def _square(dice: Dice, canvas: Canvas, box: Box, ink=colours.BLACK, paper=colours.WHITE) -> None:
    """Finder and timing patterns where they belong, random data modules elsewhere."""
    modules = 17 + 4 * dice.choice((1, 2, 3, 3, 4, 6, 10))
    cells = dice.numbers.random((modules, modules)) < 0.5
    finder = np.zeros((8, 8), dtype=bool)
    finder[:7, :7] = True
    finder[1:6, 1:6] = False
    finder[2:5, 2:5] = True
    cells[:8, :8] = finder
    cells[:8, -8:] = finder[:, ::-1]
    cells[-8:, :8] = finder[::-1]
    cells[6, 8:-8] = np.arange(modules - 16) % 2 == 0
    cells[8:-8, 6] = np.arange(modules - 16) % 2 == 0
    if modules > 21:
        target = np.ones((5, 5), dtype=bool)
        target[1:4, 1:4] = False
        target[2, 2] = True
        cells[-9:-4, -9:-4] = target
    _modules(canvas, box, np.pad(cells, 2), ink, paper)
    if dice.chance(0.12):
        x, y, size = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, (box[2] - box[0]) * 0.1
        canvas.rectangle((x - size, y - size, x + size, y + size), colours.vivid(dice), paper, size * 0.2, size * 0.3)


def _matrix(dice: Dice, canvas: Canvas, box: Box, ink=colours.BLACK, paper=colours.WHITE) -> None:
    """Two solid and two dotted sides round random data."""
    modules = 2 * dice.randint(5, 16)
    cells = dice.numbers.random((modules, modules)) < 0.5
    cells[:, 0] = cells[-1] = True
    cells[0] = np.arange(modules) % 2 == 0
    cells[:, -1] = np.arange(modules) % 2 == 1
    _modules(canvas, box, np.pad(cells, 1), ink, paper)


def _modules(canvas: Canvas, box: Box, cells: np.ndarray, ink, paper) -> None:
    repeat = max(1, round((box[2] - box[0]) * 2 / len(cells)))
    pixels = np.where(cells[..., None], np.uint8(ink), np.uint8(paper)).astype(np.uint8)
    canvas.paste(box, np.repeat(np.repeat(pixels, repeat, axis=0), repeat, axis=1))


def _bars(dice: Dice, canvas: Canvas, box: Box, ink=colours.BLACK, paper=colours.WHITE) -> None:
    """Bars of one to four modules; guard bars reach lower; digits beneath."""
    left, top, right, bottom = box
    canvas.rectangle(box, paper)
    digits = dice.chance(0.75)
    low = bottom - (bottom - top) * (0.2 if digits else 0.04)
    modules = dice.choice((95, 95, 60, 140))
    unit, x, dark, index = (right - left) * 0.92 / modules, left + (right - left) * 0.04, True, 0
    while x < right - (right - left) * 0.04:
        wide = dice.choice((1, 1, 1, 2, 2, 3, 4)) * unit
        if dark:
            canvas.rectangle((x, top, min(x + wide, right), low + (bottom - low) * 0.4 * (index < 3)), ink)
        x, dark, index = x + wide, not dark, index + 1
    if digits:
        text = "".join(str(dice.randrange(10)) for _ in range(dice.choice((8, 12, 13))))
        text = " ".join(text) if dice.chance(0.4) else text
        size = min((bottom - top) * 0.17, (right - left) / len(text) * 1.4)
        canvas.text((left + right) / 2, bottom, text, fonts.MONO[1].regular, size, ink, "mb")


def _any(dice: Dice, canvas: Canvas, box: Box) -> None:
    kind = dice.pick({_square: 4, _bars: 4, _matrix: 1.5})
    if kind is not _bars:
        side = min(box[2] - box[0], box[3] - box[1])
        box = (box[0], box[1], box[0] + side, box[1] + side)
    ink = colours.BLACK if dice.chance(0.8) else colours.dark(dice)
    kind(dice, canvas, box, ink, colours.WHITE if dice.chance(0.85) else colours.pale(dice))


def _alone(dice: Dice, canvas: Canvas) -> None:
    size = canvas.height * dice.uniform(0.5, 0.95)
    x, y = (canvas.width - size) / 2, (canvas.height - size) / 2
    if dice.chance(0.6):
        _square(
            dice, canvas, (x, y, x + size, y + size), dice.choice((colours.BLACK, colours.BLACK, colours.dark(dice)))
        )
    else:
        _any(dice, canvas, (canvas.width * 0.1, y, canvas.width * 0.9, y + size))


def _label(dice: Dice, canvas: Canvas) -> None:
    """A parcel's or a product's label, or a ticket."""
    margin, writer, family = dice.uniform(12, 50), Writer(dice), dice.choice(fonts.SANS + fonts.MONO)
    left, top, right, bottom = margin, margin, canvas.width - margin, canvas.height - margin
    canvas.shadow((left, top, right, bottom), 8, 0.25, 3)
    canvas.rectangle((left, top, right, bottom), colours.WHITE, colours.BLACK, 2, dice.choice((0, 0, 12)))
    shade = dice.choice((colours.BLACK, colours.vivid(dice)))
    bar = dice.uniform(30, 60)
    canvas.rectangle((left, top, right, top + bar), shade)
    canvas.fitted_text(
        (left + 12, top, right - 12, top + bar),
        writer.title(2).upper(),
        family.bold,
        bar * 0.6,
        colours.legible_on(shade),
    )
    split = left + (right - left) * dice.uniform(0.45, 0.65)
    for y in np.arange(top + bar + 12, bottom - 20, dice.uniform(20, 34)):
        big = dice.chance(0.25)
        canvas.fitted_text(
            (left + 12, y, split - 8, y + 24),
            dice.choice((writer.name(), writer.number(), writer.date(), writer.title(3).upper())),
            family.bold if big else family.regular,
            20 if big else 13,
            colours.BLACK,
        )
    canvas.line([(split, top + bar), (split, bottom)], colours.BLACK, 1.5)
    _any(
        dice,
        canvas,
        (split + 14, top + bar + 14, right - 14, top + bar + 14 + (bottom - top - bar) * dice.uniform(0.45, 0.85)),
    )
    if dice.chance(0.4):
        canvas.rectangle((left, bottom - 84, split, bottom), colours.WHITE, colours.BLACK, 1.5)
        _bars(dice, canvas, (left + 12, bottom - 76, split - 12, bottom - 8))


def _receipt(dice: Dice, canvas: Canvas) -> None:
    wide, writer, family = canvas.width * dice.uniform(0.4, 0.6), Writer(dice), dice.choice(fonts.MONO)
    canvas.fill(dice.choice((colours.grey(0.35), colours.from_hls(0.08, 0.4, 0.4), colours.grey(0.8))))
    left = (canvas.width - wide) / 2 + dice.uniform(-40, 40)
    right, size, y, ink = left + wide, wide / 28, dice.uniform(-20, 16), colours.grey(dice.uniform(0.05, 0.4))
    canvas.shadow((left, -50, right, canvas.height + 50), 12, 0.4, 0)
    canvas.rectangle((left, -1, right, canvas.height + 1), (250, 249, 245))
    canvas.text((left + right) / 2, y + 10, writer.title(2).upper(), family.bold, size * 1.8, ink, "ma")
    y += size * 5
    while y < canvas.height * 0.75:
        canvas.fitted_text(
            (left + 14, y, right - 90, y + size * 1.4), writer.phrase(2).upper(), family.regular, size, ink
        )
        canvas.text(right - 14, y + size * 0.7, f"{dice.logarithmic(0.5, 200):.2f}", family.regular, size, ink, "rm")
        y += size * 1.5
        if dice.chance(0.08):
            canvas.dashes((left + 14, y), (right - 14, y), ink, 1, 4, 3)
            y += size * 0.6
    _any(dice, canvas, (left + wide * 0.15, y + 12, right - wide * 0.15, canvas.height - 14))


def _sheet(dice: Dice, canvas: Canvas) -> None:
    columns, rows = dice.randint(2, 5), dice.randint(2, 4)
    for row in range(rows):
        for column in range(columns):
            x, y = canvas.width * column / columns, canvas.height * row / rows
            _any(dice, canvas, (x + 12, y + 12, x + canvas.width / columns - 12, y + canvas.height / rows - 12))

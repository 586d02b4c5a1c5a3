"""Charts: lines, bars, areas, pies, points, heat maps, histograms, boxes, radar, candles; alone or several in one
picture.
"""

import numpy as np

from .canvas import Box, Canvas
from .chart_plots import ROUND, SQUARE, TYPES, Style
from .dice import Dice
from .words import Writer


def draw(dice: Dice, width: int, height: int) -> np.ndarray:
    canvas = Canvas.random(dice, width, height, hard=0.15, large=0.25)
    style = Style(dice)
    canvas.fill(style.paper)
    rows, columns = dice.choice(((1, 1), (1, 1), (1, 1), (1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (3, 3)))
    if rows * columns > 1:
        style.size = min(style.size, 10.5)
    top = 0.0
    if dice.chance(0.25):
        canvas.text(canvas.width / 2, 6, Writer(dice).title(4), style.family.bold, style.size * 1.7, style.ink, "ma")
        top = style.size * 2.6
    chart_type = dice.choice(TYPES) if dice.chance(0.3) else None
    for row in range(rows):
        for column in range(columns):
            cell_width, cell_height = canvas.width / columns, (canvas.height - top) / rows
            box = (
                column * cell_width + 4,
                top + row * cell_height + 4,
                (column + 1) * cell_width - 4,
                top + (row + 1) * cell_height - 4,
            )
            draw_chart(dice, canvas, box, style, chart_type)
    return canvas.finish()


def draw_chart(
    dice: Dice, canvas: Canvas, box: Box, style: Style, chart_type: str | None = None, bare: bool = False
) -> None:
    """One chart into a box; `bare` leaves out titles and labels."""
    chart_type = chart_type or dice.choice(TYPES)
    left, top, right, bottom = box
    writer, size = Writer(dice), style.size
    if not bare and dice.chance(0.7):
        canvas.fitted_text(
            (left + 10, top, right - 10, top + size * 2),
            writer.title(dice.randint(1, 5)),
            style.family.bold,
            size * dice.uniform(1.1, 1.5),
            style.ink,
            dice.choice("lm"),
        )
        top += size * 2
    if chart_type in ROUND:
        ROUND[chart_type](dice, canvas, (left, top, right, bottom), style, bare)
        return
    if not bare:
        left += size * (5.2 if dice.chance(0.6) else 3.4)
        bottom -= size * (3.2 if dice.chance(0.6) else 1.9)
        right -= size
        top += size * 0.6
        if left - box[0] > size * 5:
            _upright(canvas, box[0] + size * 0.8, (top + bottom) / 2, writer.title(2), style)
        if box[3] - bottom > size * 3:
            canvas.text(
                (left + right) / 2, box[3] - size * 0.3, writer.title(2), style.family.regular, size, style.ink, "mb"
            )
    if right - left < 30 or bottom - top < 24:
        return
    plot = (left, top, right, bottom)
    canvas.rectangle(plot, style.panel)
    if chart_type != "heat map":
        _grid(dice, canvas, plot, style)
    SQUARE[chart_type](dice, canvas, plot, style)
    if not bare:
        _axes(dice, canvas, plot, style, chart_type)
        if chart_type in ("lines", "areas", "bars", "points", "stacked") and dice.chance(0.6):
            _legend(dice, canvas, plot, style)


def _upright(canvas: Canvas, x: float, y: float, text: str, style: Style) -> None:
    """A label that runs upwards, drawn apart and turned."""
    width, height = round(canvas.text_width(text, style.family.regular, style.size)) + 4, round(style.size * 1.5)
    label = Canvas(max(4, width), max(4, height), 2)
    label.fill(style.paper)
    label.text(2, height / 2, text, style.family.regular, style.size, style.ink, "lm")
    canvas.paste(
        (x - height / 2, y - width / 2, x + height / 2, y + width / 2),
        np.ascontiguousarray(np.rot90(np.asarray(label.image))),
    )


def _grid(dice: Dice, canvas: Canvas, plot: Box, style: Style) -> None:
    left, top, right, bottom = plot
    horizontal, vertical = dice.randint(3, 9), dice.randint(3, 11)
    segments = []
    if style.grid_axes != "none":
        segments += [((left, y), (right, y)) for y in np.linspace(top, bottom, horizontal)]
    if style.grid_axes == "both":
        segments += [((x, top), (x, bottom)) for x in np.linspace(left, right, vertical)]
    for start, end in segments:
        if style.dashed:
            canvas.dashes(start, end, style.grid, 1, 4, 3)
        else:
            canvas.line([start, end], style.grid)


def _axes(dice: Dice, canvas: Canvas, plot: Box, style: Style, chart_type: str) -> None:
    left, top, right, bottom = plot
    if style.frame == "box":
        canvas.rectangle((left, top, right + 1, bottom + 1), outline=style.ink)
    elif style.frame == "axes":
        canvas.line([(left, top), (left, bottom), (right, bottom)], style.ink)
    unit = dice.choice((0.1, 0.2, 0.5, 1, 2, 5, 10, 25, 100, 1000))
    base = dice.choice((0, 0, 0, -2, 3, 10))
    count = dice.randint(3, 7)
    suffix = dice.choice(("", "", "", "%", "k"))
    for tick in range(count + 1):
        y = bottom + (top - bottom) * tick / count
        canvas.text(
            left - style.size * 0.5,
            y,
            f"{(base + tick) * unit:.6g}{suffix}",
            style.family.regular,
            style.size * 0.9,
            style.ink,
            "rm",
        )
        if style.frame != "none":
            canvas.line([(left - 4, y), (left, y)], style.ink)
    writer = Writer(dice)
    labels = dice.choice(("number", "year", "word", "month"))
    count = dice.randint(3, 9)
    for tick in range(count):
        x = left + (right - left) * (tick + 0.5) / count
        text = {
            "number": f"{tick * unit:.5g}",
            "year": str(1980 + 5 * tick),
            "word": writer.title(1)[:9],
            "month": "JFMAMJJASOND"[tick],
        }[labels]
        canvas.text(x, bottom + style.size * 0.4, text, style.family.regular, style.size * 0.9, style.ink, "ma")


def _legend(dice: Dice, canvas: Canvas, plot: Box, style: Style) -> None:
    left, top, right, _ = plot
    count, size, writer = dice.randint(2, 5), style.size * 0.95, Writer(dice)
    names = [writer.title(1)[:12] for _ in range(count)]
    wide = max(canvas.text_width(name, style.family.regular, size) for name in names) + size * 2.8
    x = dice.choice((left + 8, right - wide - 8))
    if x < left:
        return
    canvas.rectangle((x, top + 6, x + wide, top + 6 + count * size * 1.5 + size * 0.6), style.panel, style.grid)
    for index, name in enumerate(names):
        y = top + 6 + size * (0.95 + 1.5 * index)
        canvas.rectangle((x + size * 0.6, y - size * 0.35, x + size * 1.7, y + size * 0.35), style.series[index])
        canvas.text(x + size * 2.2, y, name, style.family.regular, size, style.ink, "lm")

"""The plots of charts: what is drawn between the axes, for each type of chart, and the style that a picture's charts
share.
"""

import math

import numpy as np

from . import colours, fonts, noise
from .canvas import Box, Canvas
from .colours import Colour
from .dice import Dice
from .words import Writer


class Style:
    """What a chart looks like: paper, ink, grid, series colours, faces; one for all charts of a picture."""

    def __init__(self, dice: Dice, paper: Colour | None = None, size: float | None = None):
        look = dice.pick({"plain": 5, "grey panel": 2, "dark": 3, "pale": 2})
        self.paper = (
            paper
            or {
                "plain": colours.WHITE,
                "grey panel": colours.WHITE,
                "dark": colours.dark(dice),
                "pale": colours.pale(dice),
            }[look]
        )
        self.ink = colours.legible_on(self.paper, dice)
        self.panel = colours.mix(self.paper, self.ink, 0.09) if look == "grey panel" else self.paper
        self.grid = colours.mix(
            self.panel,
            self.ink if look != "grey panel" else colours.WHITE,
            dice.choice((0.1, 0.2, 0.35)) if look != "grey panel" else 0.9,
        )
        self.series = [
            (
                shade
                if abs(colours.brightness(shade) - colours.brightness(self.panel)) > 0.12
                else colours.mix(shade, self.ink, 0.45)
            )
            for shade in (colours.scheme(dice, 8) if dice.chance(0.6) else [colours.vivid(dice) for _ in range(8)])
        ]
        self.family = dice.choice(fonts.SANS + fonts.SERIF[:3]) if dice.chance(0.95) else dice.choice(fonts.HANDWRITTEN)
        self.size = size or dice.uniform(8.5, 15)
        self.frame = dice.choice(("box", "axes", "axes", "none"))
        self.grid_axes = dice.choice(("y", "y", "both", "none"))
        self.dashed = dice.chance(0.25)
        self.line_width = dice.choice((1, 1.5, 2, 2.5, 3.5))
        self.continuous = colours.continuous(dice)


def _curve(dice: Dice, count: int) -> np.ndarray:
    """Values in 0..1: a walk, a trend with noise, waves, growth or steps."""
    numbers, t = dice.numbers, np.linspace(0, 1, count)
    style = dice.randrange(6)
    if style == 0:
        values = np.cumsum(numbers.standard_normal(count))
    elif style == 1:
        values = t * dice.uniform(-3, 3) + numbers.standard_normal(count) * dice.uniform(0.05, 0.5)
    elif style == 2:
        values = np.sin(t * dice.uniform(3, 40) + dice.uniform(0, 6)) * np.exp(
            -t * dice.uniform(0, 3)
        ) + 0.03 * numbers.standard_normal(count)
    elif style == 3:
        values = np.exp(t * dice.uniform(-4, 4))
    elif style == 4:
        values = np.repeat(numbers.random(count // 6 + 1), 6)[:count]
    else:
        values = 1 / (1 + np.exp(-dice.uniform(6, 20) * (t - dice.uniform(0.3, 0.7)))) + numbers.standard_normal(
            count
        ) * dice.choice((0, 0.04))
    return noise.to_unit(values)


def _lines(dice: Dice, canvas: Canvas, plot: Box, style: Style) -> None:
    left, top, right, bottom = plot
    count = dice.choice((6, 10, 20, 60, 200))
    xs = np.linspace(left, right, count)
    markers = count <= 20 and dice.chance(0.5)
    for index in range(dice.randint(1, 6)):
        low, high = sorted((dice.uniform(0.02, 0.98), dice.uniform(0.02, 0.98)))
        ys = bottom - (bottom - top) * (low + (high - low) * _curve(dice, count))
        points = list(zip(xs, ys))
        shade = style.series[index]
        if dice.chance(0.15):
            spread = (bottom - top) * dice.uniform(0.03, 0.1)
            canvas.polygon(
                [(x, max(top, y - spread)) for x, y in points]
                + [(x, min(bottom, y + spread)) for x, y in points[::-1]],
                colours.mix(style.panel, shade, 0.3),
            )
        if dice.chance(0.15):
            for start, end in zip(points, points[1:]):
                canvas.dashes(start, end, shade, style.line_width)
        else:
            canvas.line(points, shade, style.line_width)
        for x, y in points if markers else []:
            canvas.circle(x, y, style.line_width * 1.6 + 1, shade, style.panel if dice.chance(0.3) else None)


def _areas(dice: Dice, canvas: Canvas, plot: Box, style: Style) -> None:
    left, top, right, bottom = plot
    count, layers = dice.choice((8, 30, 100)), dice.randint(1, 5)
    xs = np.linspace(left, right, count)
    total = np.cumsum([0.15 + 0.6 * _curve(dice, count) for _ in range(layers)], axis=0)
    total = total / total.max() * dice.uniform(0.6, 0.98)
    for index in reversed(range(layers)):
        points = list(zip(xs, bottom - (bottom - top) * total[index]))
        canvas.polygon([(left, bottom), *points, (right, bottom)], colours.mix(style.panel, style.series[index], 0.75))
        canvas.line(points, style.series[index], style.line_width)


def _bars(dice: Dice, canvas: Canvas, plot: Box, style: Style) -> None:
    left, top, right, bottom = plot
    groups, series = dice.randint(3, 14), dice.choice((1, 1, 2, 3, 4))
    across = dice.chance(0.3)
    gap, each = dice.uniform(0.1, 0.5), dice.chance(0.2)
    span = (bottom - top) if across else (right - left)
    full = (right - left) if across else (bottom - top)
    outline = style.ink if dice.chance(0.2) else None
    values = np.clip(
        np.stack([_curve(dice, groups) * 0.8 + dice.uniform(0.05, 0.2) for _ in range(series)]), 0.02, 0.97
    )
    for group in range(groups):
        for index in range(series):
            start = span * (group + gap / 2 + (1 - gap) * index / series) / groups
            end = span * (group + gap / 2 + (1 - gap) * (index + 1) / series) / groups
            length = full * values[index, group]
            bar = (
                (left, top + start, left + length, top + end)
                if across
                else (left + start, bottom - length, left + end, bottom)
            )
            canvas.rectangle(bar, style.series[(group % 8) if each and series == 1 else index], outline)
            if series == 1 and groups < 9 and not across and style.frame == "none":
                canvas.text(
                    (bar[0] + bar[2]) / 2,
                    bar[1] - 2,
                    f"{values[index, group] * 100:.0f}",
                    style.family.regular,
                    style.size * 0.9,
                    style.ink,
                    "mb",
                )


def _stacked(dice: Dice, canvas: Canvas, plot: Box, style: Style) -> None:
    left, top, right, bottom = plot
    groups, series = dice.randint(3, 24), dice.randint(2, 6)
    parts = dice.numbers.random((groups, series)) + 0.1
    parts *= (dice.uniform(0.3, 0.95) * (0.6 + 0.4 * _curve(dice, groups)) / parts.sum(axis=1))[:, None]
    pitch, gap = (right - left) / groups, dice.uniform(0.05, 0.5)
    for group in range(groups):
        y = bottom
        for index in range(series):
            tall = parts[group, index] * (bottom - top)
            canvas.rectangle(
                (left + pitch * (group + gap / 2), y - tall, left + pitch * (group + 1 - gap / 2), y),
                style.series[index],
            )
            y -= tall


def _points(dice: Dice, canvas: Canvas, plot: Box, style: Style) -> None:
    left, top, right, bottom = plot
    radius = dice.logarithmic(1.2, 6)
    ring = style.panel if dice.chance(0.3) else None
    for index in range(dice.randint(1, 5)):
        count = round(dice.logarithmic(15, 350))
        lean, spread = dice.uniform(-1, 1), dice.uniform(0.03, 0.2)
        x = dice.uniform(0.2, 0.8) + dice.numbers.standard_normal(count) * dice.uniform(0.05, 0.25)
        y = dice.uniform(0.25, 0.75) + lean * (x - x.mean()) + dice.numbers.standard_normal(count) * spread
        keep = (x > 0.01) & (x < 0.99) & (y > 0.01) & (y < 0.99)
        sizes = radius * (dice.numbers.random(count) * 2 + 0.4 if dice.chance(0.25) else np.ones(count))
        square = dice.chance(0.2)
        for px, py, size in zip(left + x[keep] * (right - left), bottom - y[keep] * (bottom - top), sizes[keep]):
            if square:
                canvas.rectangle((px - size, py - size, px + size, py + size), style.series[index])
            else:
                canvas.circle(px, py, size, style.series[index], ring)
        if dice.chance(0.25):
            ends = [min(max(0.5 + lean * (at - x.mean()), 0.02), 0.98) for at in (0.05, 0.95)]
            canvas.line(
                [
                    (left + (right - left) * 0.05, bottom - ends[0] * (bottom - top)),
                    (left + (right - left) * 0.95, bottom - ends[1] * (bottom - top)),
                ],
                style.ink,
                style.line_width,
            )


def _heat_map(dice: Dice, canvas: Canvas, plot: Box, style: Style) -> None:
    left, top, right, bottom = plot
    columns, rows = dice.randint(4, 40), dice.randint(4, 26)
    if dice.chance(0.3):
        columns, rows = columns * 6, rows * 6
    values = noise.fractal(dice, columns, rows, max(2, rows / dice.uniform(1, 5)), 4)
    if dice.chance(0.4):
        values = values + dice.numbers.standard_normal((rows, columns)) * dice.uniform(0.2, 1)
    values = noise.to_unit(values)
    bar = 0 if dice.chance(0.4) else (right - left) * 0.06
    inner = right - bar * 2
    cells = noise.to_pixels(colours.apply_ramp(values, style.continuous))
    repeat_x, repeat_y = max(1, round((inner - left) * 2 / columns)), max(1, round((bottom - top) * 2 / rows))
    canvas.paste((left, top, inner, bottom), np.repeat(np.repeat(cells, repeat_x, axis=1), repeat_y, axis=0))
    cell_width, cell_height = (inner - left) / columns, (bottom - top) / rows
    if cell_width > 24 and cell_height > 12 and dice.chance(0.6):
        for row in range(rows):
            for column in range(columns):
                canvas.text(
                    left + (column + 0.5) * cell_width,
                    top + (row + 0.5) * cell_height,
                    f"{values[row, column]:.2f}",
                    style.family.regular,
                    min(style.size, cell_width / 2.6),
                    colours.legible_on(tuple(int(part) for part in cells[row, column])),
                    "mm",
                )
    if dice.chance(0.2) and cell_width > 6:
        for column in range(columns + 1):
            canvas.line([(left + column * cell_width, top), (left + column * cell_width, bottom)], style.paper)
        for row in range(rows + 1):
            canvas.line([(left, top + row * cell_height), (inner, top + row * cell_height)], style.paper)
    if bar:
        canvas.rectangle((inner, top, right, bottom), style.paper)
        canvas.paste(
            (right - bar * 1.3, top, right - bar * 0.5, bottom),
            noise.to_pixels(np.repeat(style.continuous[::-8, None], 4, axis=1)),
        )


def _histogram(dice: Dice, canvas: Canvas, plot: Box, style: Style) -> None:
    left, top, right, bottom = plot
    bins = dice.randint(8, 70)
    x = np.linspace(-1, 1, bins)
    for index in range(dice.choice((1, 1, 2))):
        centre, spread = dice.uniform(-0.4, 0.4), dice.uniform(0.1, 0.5)
        values = np.exp(-(((x - centre) / spread) ** 2) / 2) * (1 + 0.12 * dice.numbers.standard_normal(bins))
        values = np.clip(values / values.max() * dice.uniform(0.5, 0.95), 0, 1)
        pitch = (right - left) / bins
        outline = style.panel if dice.chance(0.5) and pitch > 4 else None
        for at, value in enumerate(values):
            canvas.rectangle(
                (left + at * pitch, bottom - value * (bottom - top), left + (at + 1) * pitch, bottom),
                style.series[index],
                outline,
            )
        if dice.chance(0.4):
            canvas.line(
                [(left + (at + 0.5) * pitch, bottom - value * (bottom - top)) for at, value in enumerate(values)],
                style.ink,
                style.line_width,
            )


def _boxes(dice: Dice, canvas: Canvas, plot: Box, style: Style) -> None:
    left, top, right, bottom = plot
    count = dice.randint(2, 10)
    pitch = (right - left) / count
    for index in range(count):
        levels = sorted(bottom - dice.uniform(0.05, 0.95) * (bottom - top) for _ in range(5))
        x, half = left + pitch * (index + 0.5), pitch * 0.28
        canvas.line([(x, levels[0]), (x, levels[4])], style.ink)
        canvas.rectangle((x - half, levels[1], x + half, levels[3]), style.series[index % 8], style.ink)
        for level, reach in ((levels[0], 0.5), (levels[2], 1), (levels[4], 0.5)):
            canvas.line([(x - half * reach, level), (x + half * reach, level)], style.ink, 1.5)


def _candles(dice: Dice, canvas: Canvas, plot: Box, style: Style) -> None:
    left, top, right, bottom = plot
    count = dice.randint(20, 110)
    close = noise.to_unit(np.cumsum(dice.numbers.standard_normal(count + 1))) * 0.8 + 0.1
    pitch = (right - left) / count
    up, down = ((38, 166, 91), (214, 48, 49)) if dice.chance(0.6) else (style.series[0], style.series[1])
    for index in range(count):
        first, last = close[index], close[index + 1]
        shade = up if last > first else down
        x = left + (index + 0.5) * pitch
        high, low = max(first, last) + dice.random() * 0.05, min(first, last) - dice.random() * 0.05
        level = lambda value: bottom - value * (bottom - top)
        canvas.line([(x, level(high)), (x, level(low))], shade)
        canvas.rectangle(
            (x - pitch * 0.35, level(max(first, last)), x + pitch * 0.35, level(min(first, last)) + 1), shade
        )


def _pie(dice: Dice, canvas: Canvas, box: Box, style: Style, bare: bool) -> None:
    left, top, right, bottom = box
    x, y = (left + right) / 2, (top + bottom) / 2
    with_legend = not bare and dice.chance(0.5) and right - left > 160
    if with_legend:
        x -= (right - left) * 0.14
    radius = min(right - left, bottom - top) * (0.46 if bare else 0.36)
    count = dice.randint(2, 8)
    shares = dice.numbers.dirichlet(np.ones(count) * 1.5)
    angle, writer = dice.uniform(-180, 180), Writer(dice)
    edge = style.paper if dice.chance(0.5) else None
    names = [writer.title(1)[:12] for _ in range(count)]
    for index, share in enumerate(shares):
        turn = share * 360
        middle = math.radians(angle + turn / 2)
        push = radius * 0.08 if dice.chance(0.08) else 0
        canvas.pie(
            x + push * math.cos(middle),
            y + push * math.sin(middle),
            radius,
            angle,
            angle + turn,
            style.series[index % 8],
            edge,
        )
        if not bare and not with_legend and share > 0.03:
            canvas.text(
                x + radius * 1.15 * math.cos(middle),
                y + radius * 1.15 * math.sin(middle),
                f"{names[index]}",
                style.family.regular,
                style.size,
                style.ink,
                "lm" if math.cos(middle) > 0 else "rm",
            )
        if share > 0.07 and dice.chance(0.6) and radius > 40:
            canvas.text(
                x + radius * 0.72 * math.cos(middle),
                y + radius * 0.72 * math.sin(middle),
                f"{share * 100:.0f}%",
                style.family.regular,
                style.size,
                colours.legible_on(style.series[index % 8]),
                "mm",
            )
        angle += turn
    if dice.chance(0.4):
        canvas.circle(x, y, radius * dice.uniform(0.4, 0.7), style.paper)
    if with_legend:
        for index, name in enumerate(names):
            at = y + (index - count / 2) * style.size * 1.8
            canvas.rectangle(
                (x + radius * 1.2, at, x + radius * 1.2 + style.size, at + style.size), style.series[index % 8]
            )
            canvas.text(x + radius * 1.2 + style.size * 1.5, at, name, style.family.regular, style.size, style.ink)


def _radar(dice: Dice, canvas: Canvas, box: Box, style: Style, bare: bool) -> None:
    left, top, right, bottom = box
    x, y, radius = (left + right) / 2, (top + bottom) / 2, min(right - left, bottom - top) * 0.38
    axes, writer = dice.randint(3, 9), Writer(dice)
    angles = [2 * math.pi * index / axes - math.pi / 2 for index in range(axes)]
    spoke = lambda angle, reach: (x + radius * reach * math.cos(angle), y + radius * reach * math.sin(angle))
    for ring in range(1, 5):
        points = [spoke(angle, ring / 4) for angle in angles]
        canvas.line(points + points[:1], style.grid)
    for angle in angles:
        canvas.line([(x, y), spoke(angle, 1)], style.grid)
        if not bare:
            canvas.text(*spoke(angle, 1.15), writer.title(1)[:8], style.family.regular, style.size, style.ink, "mm")
    for index in range(dice.randint(1, 3)):
        points = [spoke(angle, dice.uniform(0.25, 1)) for angle in angles]
        canvas.polygon(
            points,
            colours.mix(style.panel, style.series[index], 0.4) if dice.chance(0.6) else None,
            style.series[index],
            style.line_width,
        )


SQUARE = {
    "lines": _lines,
    "areas": _areas,
    "bars": _bars,
    "stacked": _stacked,
    "points": _points,
    "heat map": _heat_map,
    "histogram": _histogram,
    "boxes": _boxes,
    "candles": _candles,
}
ROUND = {"pie": _pie, "radar": _radar}
TYPES = [
    "lines",
    "lines",
    "lines",
    "areas",
    "bars",
    "bars",
    "stacked",
    "points",
    "points",
    "heat map",
    "histogram",
    "boxes",
    "candles",
    "pie",
    "pie",
    "radar",
]

"""Flat art: scenes, cartoons and comic strips, logos, badges, flags, sheets of icons, cards, patterns of ornaments."""

import math

import numpy as np

from . import colours, fonts
from .canvas import Box, Canvas
from .dice import Dice
from .layout import set_paragraph
from .scenes import draw_scene
from .widgets import Kit, Theme
from .words import Writer


def draw(dice: Dice, width: int, height: int) -> np.ndarray:
    canvas = Canvas.random(dice, width, height, hard=0.12, large=0.1)
    kind = dice.pick({_scene: 5, _cartoon: 3, _comic: 2.5, _logo: 5, _flags: 2, _icons: 2.5, _cards: 1, _ornament: 2})
    kind(dice, canvas)
    return canvas.finish()


def _scene(dice: Dice, canvas: Canvas) -> None:
    draw_scene(dice, canvas)


def _cartoon(dice: Dice, canvas: Canvas) -> None:
    """Thick contours, and often a balloon of speech."""
    draw_scene(dice, canvas, dice.choice((colours.BLACK, colours.BLACK, (50, 30, 20))), dice.uniform(1.5, 5))
    if dice.chance(0.5):
        _balloon(
            dice,
            canvas,
            (dice.uniform(0.05, 0.5) * canvas.width, dice.uniform(0.03, 0.2) * canvas.height),
            canvas.width * dice.uniform(0.25, 0.4),
            dice.uniform(14, 24),
        )


def _balloon(dice: Dice, canvas: Canvas, corner: tuple[float, float], wide: float, size: float) -> None:
    family = dice.choice([fonts.HANDWRITTEN[9], fonts.DISPLAY[7], fonts.HANDWRITTEN[0], fonts.HANDWRITTEN[8]])
    words = [word.upper() for word in Writer(dice).words(dice.randint(2, 14))]
    lines = 1 + int(sum(canvas.text_width(word + " ", family.regular, size) for word in words) / (wide - 24))
    x, y = corner
    tall = (lines + 0.4) * size * 1.2 + 16
    canvas.polygon(
        [(x + wide * 0.3, y + tall - 4), (x + wide * 0.5, y + tall - 4), (x + wide * 0.25, y + tall + size * 1.6)],
        colours.WHITE,
        colours.BLACK,
        2,
    )
    canvas.rectangle((x, y, x + wide, y + tall), colours.WHITE, colours.BLACK, 2, dice.choice((4, tall / 3)))
    canvas.polygon(
        [(x + wide * 0.31, y + tall - 5), (x + wide * 0.49, y + tall - 5), (x + wide * 0.4, y + tall + 1)],
        colours.WHITE,
    )
    set_paragraph(
        canvas, words, (x + 14, y + 10, x + wide - 10, y + tall + size), family, size, colours.BLACK, 1.2, "centred"
    )


def _comic(dice: Dice, canvas: Canvas) -> None:
    gutter = dice.uniform(4, 14)
    canvas.fill(dice.choice((colours.WHITE, colours.WHITE, colours.BLACK, (245, 235, 215))))
    rows, grey = dice.randint(1, 3), dice.chance(0.3)
    for row in range(rows):
        columns = dice.randint(1, 4)
        for column in range(columns):
            box = (gutter + column * (canvas.width - gutter) / columns, gutter + row * (canvas.height - gutter) / rows)
            wide, tall = (canvas.width - gutter) / columns - gutter, (canvas.height - gutter) / rows - gutter
            panel = Canvas(max(40, round(wide)), max(40, round(tall)), canvas.image.width // canvas.width)
            draw_scene(dice, panel, colours.BLACK, dice.uniform(1.2, 3))
            if dice.chance(0.65):
                _balloon(dice, panel, (6, 6), min(panel.width * 0.8, 190), dice.uniform(9, 14))
            pixels = np.asarray(panel.image.convert("L").convert("RGB") if grey else panel.image)
            canvas.paste((*box, box[0] + wide, box[1] + tall), pixels)
            canvas.rectangle((*box, box[0] + wide, box[1] + tall), None, colours.BLACK, dice.choice((1.5, 2.5)))


def _star(
    x: float, y: float, radius: float, inner: float, points: int, turn: float = -math.pi / 2
) -> list[tuple[float, float]]:
    return [
        (
            x + radius * (1 if i % 2 == 0 else inner) * math.cos(turn + i * math.pi / points),
            y + radius * (1 if i % 2 == 0 else inner) * math.sin(turn + i * math.pi / points),
        )
        for i in range(2 * points)
    ]


def _emblem(dice: Dice, canvas: Canvas, x: float, y: float, size: float, shades, ground) -> None:
    """A symbol within a circle of radius `size`: rings, petals, monograms, chevrons, waves, stars, blocks."""
    kind, turn = dice.randrange(9), dice.uniform(0, 6.28)
    first, second = shades[0], shades[1]
    if kind == 0:
        for index, reach in enumerate((1, 0.72, 0.45)):
            canvas.circle(x, y, size * reach, (first, ground, second)[index])
    elif kind == 1:
        petals = dice.randint(3, 8)
        for petal in range(petals):
            angle = turn + 2 * math.pi * petal / petals
            canvas.circle(
                x + size * 0.55 * math.cos(angle),
                y + size * 0.55 * math.sin(angle),
                size * 0.42,
                colours.mix(first, second, petal / petals),
            )
        canvas.circle(x, y, size * 0.25, ground)
    elif kind == 2:
        canvas.rectangle((x - size, y - size, x + size, y + size), first, radius=dice.choice((0, size * 0.3, size)))
        letter = Writer(dice).word()[0].upper()
        canvas.text(
            x, y, letter, dice.choice(fonts.DISPLAY + fonts.SERIF).bold, size * 1.5, dice.choice((ground, second)), "mm"
        )
    elif kind == 3:
        for index in range(3):
            lift = (index - 1) * size * 0.6
            canvas.line(
                [
                    (x - size * 0.8, y + lift + size * 0.4),
                    (x, y + lift - size * 0.3),
                    (x + size * 0.8, y + lift + size * 0.4),
                ],
                colours.mix(first, second, index / 2),
                size * 0.28,
            )
    elif kind == 4:
        canvas.polygon(_star(x, y, size, dice.uniform(0.35, 0.8), dice.choice((4, 5, 6, 8, 12, 16))), first)
        canvas.circle(x, y, size * 0.35, second)
    elif kind == 5:
        sides = dice.choice((3, 4, 5, 6, 6, 8))
        ring = [
            (x + size * math.cos(turn + 2 * math.pi * i / sides), y + size * math.sin(turn + 2 * math.pi * i / sides))
            for i in range(sides)
        ]
        for i in range(sides):
            canvas.polygon([(x, y), ring[i], ring[(i + 1) % sides]], colours.mix(first, second, (i + 0.5) / sides))
    elif kind == 6:
        canvas.circle(x, y, size, first)
        for index in range(4):
            canvas.line(
                [
                    (
                        x - size + 2 * size * t / 30,
                        y + size * (0.1 + 0.25 * index) + size * 0.1 * math.sin(t / 3 + index),
                    )
                    for t in range(31)
                ],
                second if index % 2 else ground,
                size * 0.1,
            )
    elif kind == 7:
        start = dice.uniform(0, 360)
        for index, reach in enumerate((1, 0.7, 0.4)):
            canvas.arc(
                (x - size * reach, y - size * reach, x + size * reach, y + size * reach),
                start + 60 * index,
                start + 60 * index + dice.uniform(180, 300),
                (first, second, first)[index],
                size * 0.2,
            )
    else:
        for row in range(3):
            for column in range(3):
                if dice.chance(0.7):
                    cell = (x + (column - 1.45) * size * 0.66, y + (row - 1.45) * size * 0.66)
                    canvas.rectangle(
                        (*cell, cell[0] + size * 0.6, cell[1] + size * 0.6),
                        dice.choice(shades),
                        radius=dice.choice((0, size * 0.1)),
                    )


def _logo(dice: Dice, canvas: Canvas) -> None:
    ground = dice.choice(
        (
            colours.WHITE,
            colours.WHITE,
            colours.WHITE,
            colours.pale(dice),
            colours.dark(dice),
            colours.vivid(dice),
            colours.BLACK,
        )
    )
    canvas.fill(ground)
    if dice.chance(0.12):
        canvas.gradient((0, 0, canvas.width, canvas.height), ground, colours.vivid(dice), dice.uniform(0, 360))
    writer = Writer(dice)
    columns, rows = dice.choice(((1, 1), (1, 1), (1, 1), (2, 1), (2, 2), (3, 2), (4, 3)))
    for row in range(rows):
        for column in range(columns):
            shades = colours.scheme(dice, 3)
            x, y = canvas.width * (column + 0.5) / columns, canvas.height * (row + 0.5) / rows
            unit = min(canvas.width / columns, canvas.height / rows)
            size = unit * dice.uniform(0.14, 0.3)
            beside = dice.chance(0.3) and columns <= 2
            family = dice.choice(fonts.DISPLAY + fonts.SANS + fonts.SERIF)
            name = dice.choice((writer.title(1), writer.title(1).upper(), writer.word(), writer.title(2)))
            letters = unit * dice.uniform(0.07, 0.2)
            ink = dice.choice((shades[0], colours.legible_on(ground)))
            limit = canvas.width / columns * (0.5 if beside else 0.9)
            while canvas.text_width(name, family.bold, letters) > limit and letters > 8:
                letters *= 0.9
            if beside:
                _emblem(dice, canvas, x - canvas.width / columns * 0.27, y, size, shades, ground)
                canvas.text(x - canvas.width / columns * 0.27 + size * 1.25, y, name, family.bold, letters, ink, "lm")
            else:
                _emblem(dice, canvas, x, y - unit * 0.1, size, shades, ground)
                canvas.text(x, y - unit * 0.1 + size * 1.25, name, family.bold, letters, ink, "ma")
                if dice.chance(0.4):
                    canvas.text(
                        x,
                        y - unit * 0.08 + size * 1.25 + letters * 1.4,
                        writer.phrase(3),
                        family.regular,
                        letters * 0.35,
                        colours.mix(ink, ground, 0.2),
                        "ma",
                    )


def _flag(dice: Dice, canvas: Canvas, box: Box) -> None:
    left, top, right, bottom = box
    wide, tall = right - left, bottom - top
    palette = dice.sample(
        [
            (206, 17, 38),
            (0, 56, 168),
            (0, 122, 61),
            (255, 205, 0),
            (255, 255, 255),
            (0, 0, 0),
            (245, 130, 30),
            (116, 172, 223),
        ],
        4,
    )
    layout = dice.randrange(8)
    if layout <= 1:
        count = dice.choice((2, 3, 3, 3, 5, 9))
        for index in range(count):
            part = (
                (left, top + tall * index / count, right, top + tall * (index + 1) / count)
                if layout == 0
                else (left + wide * index / count, top, left + wide * (index + 1) / count, bottom)
            )
            canvas.rectangle(part, palette[index % 3 if count < 5 else index % 2])
    elif layout == 2:
        canvas.rectangle(box, palette[0])
        for index, thick in ((1, 0.26), (2, 0.14)):
            canvas.rectangle(
                (left, top + tall * (0.5 - thick / 2), right, top + tall * (0.5 + thick / 2)), palette[index]
            )
            canvas.rectangle(
                (left + wide * 0.36 - tall * thick / 2, top, left + wide * 0.36 + tall * thick / 2, bottom),
                palette[index],
            )
    elif layout == 3:
        canvas.rectangle(box, palette[0])
        canvas.circle((left + right) / 2, (top + bottom) / 2, tall * 0.3, palette[1])
    elif layout == 4:
        canvas.rectangle((left, top, right, (top + bottom) / 2), palette[0])
        canvas.rectangle((left, (top + bottom) / 2, right, bottom), palette[1])
        canvas.polygon([(left, top), (left + wide * 0.42, (top + bottom) / 2), (left, bottom)], palette[2])
    elif layout == 5:
        canvas.rectangle(box, palette[0])
        canvas.line([(left, top), (right, bottom)], palette[1], tall * 0.16)
        canvas.line([(left, bottom), (right, top)], palette[1], tall * 0.16)
    elif layout == 6:
        for index in range(11):
            canvas.rectangle((left, top + tall * index / 11, right, top + tall * (index + 1) / 11), palette[index % 2])
        canvas.rectangle((left, top, left + wide * 0.42, top + tall * 6 / 11), palette[2])
        for row in range(4):
            for column in range(5):
                canvas.polygon(
                    _star(left + wide * (0.05 + 0.08 * column), top + tall * (0.08 + 0.13 * row), tall * 0.045, 0.4, 5),
                    palette[3],
                )
    else:
        canvas.rectangle(box, palette[0])
        canvas.polygon([(left, bottom), (right, top), (right, bottom)], palette[1])
    if dice.chance(0.4):
        canvas.polygon(
            _star((left + right) / 2, (top + bottom) / 2, tall * dice.uniform(0.12, 0.3), 0.4, 5), palette[3]
        )


def _flags(dice: Dice, canvas: Canvas) -> None:
    columns = dice.choice((1, 1, 2, 3, 4, 6))
    if columns == 1:
        _flag(dice, canvas, (0, 0, canvas.width, canvas.height))
        return
    canvas.fill(dice.choice((colours.WHITE, colours.grey(0.92), colours.dark(dice))))
    pitch = canvas.width / columns
    writer, family, ink = Writer(dice), dice.choice(fonts.SANS), colours.grey(0.4)
    for y in np.arange(pitch * 0.08, canvas.height, pitch * 0.78):
        for column in range(columns):
            box = (column * pitch + pitch * 0.08, y, (column + 1) * pitch - pitch * 0.08, y + pitch * 0.56)
            _flag(dice, canvas, box)
            canvas.rectangle(box, None, colours.grey(0.6))
            canvas.fitted_text(
                (box[0], box[3] + 2, box[2], box[3] + pitch * 0.16),
                writer.title(1),
                family.regular,
                pitch * 0.11,
                ink,
                "m",
            )


def _icons(dice: Dice, canvas: Canvas) -> None:
    theme = Theme(dice)
    kit = Kit(dice, canvas, theme)
    canvas.fill(dice.choice((theme.surface, colours.WHITE, colours.pale(dice), theme.accent)))
    columns = dice.randint(2, 11)
    pitch = canvas.width / columns
    style, ink = dice.choice(("plain", "tile", "disc")), dice.choice((theme.ink, theme.accent))
    for y in np.arange(pitch / 2, canvas.height + pitch / 2, pitch):
        for column in range(columns):
            x = (column + 0.5) * pitch
            if style == "tile":
                kit.app_icon(x, y, pitch * 0.72, 0.0)
            elif style == "disc":
                shade = colours.vivid(dice)
                canvas.circle(x, y, pitch * 0.36, shade)
                kit.icon(x, y, pitch * 0.36, colours.WHITE)
            else:
                kit.icon(x, y, pitch * 0.55, ink)


def _cards(dice: Dice, canvas: Canvas) -> None:
    """Playing cards on cloth."""
    felt = dice.choice(((20, 100, 60), (30, 60, 110), (110, 30, 40)))
    canvas.gradient((0, 0, canvas.width, canvas.height), felt, colours.mix(felt, colours.BLACK, 0.4), 45)
    tall = canvas.height * dice.uniform(0.25, 0.5)
    wide, symbols = tall * 0.7, fonts.SANS[0].regular
    for y in np.arange(tall * 0.1, canvas.height, tall * 1.1):
        for x in np.arange(dice.uniform(0, 20), canvas.width, wide * dice.choice((1.1, 0.5))):
            if dice.chance(0.1):
                continue
            canvas.shadow((x, y, x + wide, y + tall), 4, 0.3, 2)
            canvas.rectangle((x, y, x + wide, y + tall), colours.WHITE, colours.grey(0.6), radius=tall * 0.05)
            suit = dice.randrange(4)
            ink = (200, 20, 30) if suit in (1, 2) else colours.BLACK
            symbol, rank = "\u2660\u2665\u2666\u2663"[suit], dice.choice("A23456789JQK")
            canvas.text(x + wide * 0.06, y + tall * 0.03, rank, fonts.SERIF[1].bold, tall * 0.14, ink)
            canvas.text(x + wide * 0.06, y + tall * 0.17, symbol, symbols, tall * 0.12, ink)
            count = int(rank) if rank.isdigit() else 1
            size = tall * (0.14 if count > 1 else 0.4)
            for index in range(count):
                column, row = index % 2 if count > 3 else 0.5, index // (2 if count > 3 else 1)
                rows = max(1, math.ceil(count / (2 if count > 3 else 1)))
                canvas.text(
                    x + wide * (0.35 + 0.3 * column), y + tall * (row + 0.5) / rows, symbol, symbols, size, ink, "mm"
                )


def _ornament(dice: Dice, canvas: Canvas) -> None:
    """Rosettes and repeated emblems, as on cloth, paper or tiles."""
    shades = colours.scheme(dice, 5)
    canvas.fill(shades[0])
    if dice.chance(0.5):
        x, y = canvas.width / 2, canvas.height / 2
        for ring in range(dice.randint(4, 9), 0, -1):
            reach, count = canvas.height * 0.075 * ring, dice.choice((8, 12, 16, 24))
            shade, kind = dice.choice(shades[1:]), dice.randrange(4)
            for index in range(count):
                angle = 2 * math.pi * index / count
                px, py = x + reach * math.cos(angle), y + reach * math.sin(angle)
                if kind == 0:
                    canvas.circle(px, py, reach * 2.2 / count, shade)
                elif kind == 1:
                    canvas.line([(x, y), (px, py)], shade, max(1, reach * 0.05))
                elif kind == 2:
                    canvas.circle(px, py, reach * 0.5, None, shade, 2)
                else:
                    canvas.polygon(_star(px, py, reach * 2.5 / count, 0.5, 4, angle), shade)
            canvas.circle(x, y, reach * 0.8, dice.choice(shades), None)
        return
    pitch, state = canvas.width / dice.randint(3, 12), dice.randrange(1 << 30)
    for row, y in enumerate(np.arange(0, canvas.height + pitch, pitch)):
        for x in np.arange(-pitch, canvas.width + pitch, pitch):
            _emblem(Dice(state), canvas, x + (row % 2) * pitch / 2, y, pitch * 0.36, shades[1:], shades[0])

"""Screens of programs, each drawn into a box: file lists, forms, editors, web pages, chats, dashboards, players,
sheets of cells.
"""

import numpy as np

from . import charts, colours
from .canvas import Box
from .layout import set_paragraph
from .widgets import Kit


def _menu(kit: Kit, box: Box) -> None:
    x = box[0] + 8
    while x < box[2] - 60 and x < box[0] + 420:
        text = kit.writer.title(1)
        kit.label((x, box[1], box[2], box[3]), text)
        x += kit.canvas.text_width(text, kit.theme.family.regular, kit.theme.size) + 16


def files(kit: Kit, box: Box) -> None:
    left, top, right, bottom = box
    dice, theme = kit.dice, kit.theme
    side = left + (right - left) * 0.24
    kit.canvas.rectangle((left, top, side, bottom), colours.mix(theme.surface, theme.ink, 0.05))
    for index, y in enumerate(np.arange(top + 8, bottom - 16, 24)):
        if index == 2:
            kit.canvas.rectangle(
                (left + 3, y - 2, side - 3, y + 20), colours.mix(theme.surface, theme.accent, 0.5), radius=theme.radius
            )
        kit.icon(left + 16, y + 9, 12, theme.accent)
        kit.label((left + 30, y, side - 4, y + 18), kit.writer.title(1))
    pitch = dice.uniform(60, 100)
    if dice.chance(0.6):
        for y in np.arange(top + 10, bottom - pitch, pitch):
            for x in np.arange(side + 10, right - pitch, pitch):
                if dice.chance(0.5):
                    kit.picture((x + 8, y, x + pitch - 10, y + pitch * 0.6))
                else:
                    kit.icon(
                        x + pitch / 2,
                        y + pitch * 0.33,
                        pitch * 0.5,
                        dice.choice((theme.accent, (244, 190, 70), theme.faint)),
                    )
                kit.label(
                    (x, y + pitch * 0.65, x + pitch, y + pitch * 0.9), kit.writer.word() + ".txt", 0.85, align="m"
                )
    else:
        for y in np.arange(top + 4, bottom - 20, 22):
            kit.list_row((side + 4, y, right - 4, y + 22))


def form(kit: Kit, box: Box) -> None:
    left, top, right, bottom = box
    dice = kit.dice
    y = top + 14
    if dice.chance(0.5):
        kit.label((left + 16, y, right - 16, y + 26), kit.writer.title(3), 1.6, None, True)
        y += 36
    split = left + (right - left) * dice.uniform(0.25, 0.45)
    while y < bottom - 60:
        row = dice.randrange(5)
        kit.label((left + 16, y, split - 8, y + 22), kit.writer.title(2))
        if row <= 1:
            kit.field((split, y, right - 20, y + 22))
        elif row == 2:
            for index in range(3):
                kit.switch(split + index * 90, y + 4)
                kit.label((split + 32 + index * 90, y, split + 88 + index * 90, y + 22), kit.writer.word())
        elif row == 3:
            kit.slider((split, y, right - 30, y + 22))
        else:
            kit.button((split, y, min(right - 20, split + 120), y + 23))
        y += dice.choice((30, 36))
    for index in range(dice.choice((1, 2, 2, 3))):
        kit.button((right - 106 - 102 * index, bottom - 38, right - 14 - 102 * index, bottom - 12), primary=index == 0)


def application(kit: Kit, box: Box) -> None:
    """Menu and tool bars, a tree at the left, a list or a picture in the middle, settings at the right."""
    left, top, right, bottom = box
    dice, theme = kit.dice, kit.theme
    kit.canvas.rectangle(box, theme.surface)
    _menu(kit, (left, top, right, top + 20))
    y = top + 22
    bar = colours.mix(theme.surface, theme.ink, 0.06)
    kit.canvas.rectangle((left, y, right, y + 32), bar)
    for x in np.arange(left + 18, left + (right - left) * dice.uniform(0.4, 1), 28):
        kit.icon(x, y + 16, 15, dice.choice((theme.ink, theme.ink, theme.faint, theme.accent)))
    y += 33
    a, b = left + (right - left) * 0.2, right - (right - left) * dice.choice((0, 0.22))
    for row_y in np.arange(y + 6, bottom - 18, 19):
        indent = dice.choice((0, 12, 12, 24))
        kit.canvas.rectangle(
            (left + 8 + indent, row_y + 4, left + 17 + indent, row_y + 13),
            dice.choice((theme.accent, theme.second, theme.faint)),
            radius=2,
        )
        kit.label((left + 22 + indent, row_y, a - 4, row_y + 17), kit.writer.phrase(2))
    kit.canvas.line([(a, y), (a, bottom)], theme.line)
    if dice.chance(0.5):
        kit.canvas.rectangle((a + 1, y, b, bottom), colours.mix(theme.surface, colours.BLACK, 0.3))
        inset = dice.uniform(10, 40)
        kit.picture((a + inset, y + inset, b - inset, bottom - inset))
    else:
        tall = dice.choice((22, 40, 52))
        for row_y in np.arange(y, bottom - tall / 2, tall):
            if dice.chance(0.08):
                kit.canvas.rectangle((a + 1, row_y, b, row_y + tall), colours.mix(theme.surface, theme.accent, 0.25))
            kit.list_row((a + 2, row_y, b, row_y + tall))
            kit.canvas.line([(a + 2, row_y + tall), (b, row_y + tall)], theme.line)
    if b < right:
        kit.canvas.rectangle((b, y, right, bottom), bar)
        row_y = y + 10
        while row_y < bottom - 24:
            kit.label((b + 8, row_y, right - 6, row_y + 15), kit.writer.title(2), 0.9, theme.faint)
            dice.choice((kit.slider, kit.field, kit.button))((b + 8, row_y + 17, right - 8, row_y + 37))
            row_y += 48


def text_editor(kit: Kit, box: Box) -> None:
    left, top, right, bottom = box
    _menu(kit, (left, top, right, top + 20))
    kit.canvas.rectangle(
        (left, top + 22, right, bottom), colours.WHITE if not kit.theme.is_dark else colours.grey(0.08)
    )
    ink = colours.grey(0.1) if not kit.theme.is_dark else colours.grey(0.9)
    y = top + 30
    while y < bottom - 10:
        y = (
            set_paragraph(
                kit.canvas,
                kit.writer.paragraph(kit.dice.randint(10, 60)),
                (left + 12, y, right - 12, bottom),
                kit.theme.family,
                kit.theme.size,
                ink,
                1.4,
            )
            + 8
        )


def web(kit: Kit, box: Box) -> None:
    left, top, right, bottom = box
    dice, canvas, theme = kit.dice, kit.canvas, kit.theme
    wide = right - left
    if dice.chance(0.5):
        shade = colours.mix(theme.surface, theme.ink, 0.1)
        canvas.rectangle((left, top, right, top + 58), shade)
        x = left + 8
        for index in range(dice.randint(1, 5)):
            if index == 0:
                canvas.rectangle((x, top + 6, x + 120, top + 30), theme.surface, radius=6)
            kit.label((x + 12, top + 6, x + 110, top + 28), kit.writer.title(2), 0.95)
            x += 124
        canvas.rectangle((left, top + 29, right, top + 58), theme.surface)
        for index in range(3):
            kit.icon(left + 20 + 26 * index, top + 44, 13, theme.faint)
        canvas.rectangle((left + 96, top + 33, right - 60, top + 54), shade, radius=11)
        kit.label((left + 110, top + 33, right - 70, top + 54), kit.writer.address(), 1)
        top += 58
    header = theme.accent if dice.chance(0.4) else theme.surface
    canvas.rectangle((left, top, right, top + 44), header)
    ink = colours.legible_on(header)
    kit.label(
        (left + 20, top, left + 150, top + 44),
        kit.writer.title(1),
        1.8,
        theme.accent if header == theme.surface else ink,
        True,
    )
    for index in range(dice.randint(2, 6)):
        kit.label(
            (right - 80 - 76 * index, top, right - 12 - 76 * index, top + 44), kit.writer.title(1), 1, ink, align="m"
        )
    y = top + 44
    if dice.chance(0.6):
        tall = dice.uniform(110, 230)
        if dice.chance(0.6):
            kit.picture((left, y, right, y + tall))
            ink = colours.WHITE
        else:
            first = colours.mix(theme.accent, theme.surface, dice.random() * 0.8)
            canvas.gradient(
                (left, y, right, y + tall), first, colours.mix(first, theme.second, 0.5), dice.uniform(0, 90)
            )
            ink = colours.legible_on(first)
        kit.label(
            (left + 40, y + tall * 0.2, right - 40, y + tall * 0.5),
            kit.writer.title(4),
            2.8,
            ink,
            True,
            dice.choice("lm"),
        )
        kit.label((left + 40, y + tall * 0.5, right - 40, y + tall * 0.65), kit.writer.phrase(9), 1.2, ink)
        kit.button((left + 40, y + tall * 0.7, left + 150, y + tall * 0.7 + 30), primary=True)
        y += tall + 16
    layout = dice.choice(("cards", "article", "list"))
    if layout == "cards":
        columns = max(1, min(5, round(wide / dice.uniform(130, 230))))
        pitch = (wide - 24) / columns
        tall = pitch * dice.uniform(0.8, 1.4)
        while y < bottom:
            for column in range(columns):
                x = left + 16 + column * pitch
                kit.card((x, y, x + pitch - 14, y + tall - 14))
                kit.picture((x + 1, y + 1, x + pitch - 15, y + tall * 0.55), theme.radius)
                kit.label(
                    (x + 10, y + tall * 0.57, x + pitch - 20, y + tall * 0.68), kit.writer.title(3), 1.1, None, True
                )
                set_paragraph(
                    canvas,
                    kit.writer.words(14),
                    (x + 10, y + tall * 0.7, x + pitch - 22, y + tall - 20),
                    theme.family,
                    theme.size * 0.9,
                    theme.faint,
                    1.3,
                )
            y += tall
    elif layout == "article":
        edge = left + wide * dice.choice((0.68, 0.75, 0.97))
        y += 10
        kit.label((left + 20, y, edge, y + 34), kit.writer.title(5), 2.2, None, True)
        y += 44
        while y < bottom - 10:
            if dice.chance(0.25):
                kit.picture((left + 20, y, edge - 20, y + wide * 0.25))
                y += wide * 0.25 + 12
            y = (
                set_paragraph(
                    canvas,
                    kit.writer.paragraph(dice.randint(20, 80)),
                    (left + 20, y, edge - 20, bottom),
                    theme.family,
                    theme.size * 1.05,
                    theme.ink,
                    1.5,
                )
                + 12
            )
        for row_y in np.arange(top + 80, bottom, 44) if edge < left + wide * 0.9 else ():
            kit.list_row((edge, row_y, right - 10, row_y + 38))
    else:
        tall = dice.uniform(50, 90)
        while y < bottom:
            kit.picture((left + 16, y + 4, left + 16 + tall * 1.3, y + tall - 6), theme.radius)
            kit.label(
                (left + 28 + tall * 1.3, y + 4, right - 20, y + tall * 0.4),
                kit.writer.title(5),
                1.25,
                theme.accent if dice.chance(0.5) else None,
                True,
            )
            kit.label(
                (left + 28 + tall * 1.3, y + tall * 0.4, right - 20, y + tall * 0.7),
                kit.writer.phrase(14),
                0.95,
                theme.faint,
            )
            canvas.line([(left + 16, y + tall), (right - 16, y + tall)], theme.line)
            y += tall + 4


def chat(kit: Kit, box: Box) -> None:
    left, top, right, bottom = box
    dice, canvas, theme = kit.dice, kit.canvas, kit.theme
    if dice.chance(0.3):
        canvas.rectangle(box, colours.mix(theme.page, theme.accent, 0.15))
    header = theme.accent if dice.chance(0.5) else theme.surface
    canvas.rectangle((left, top, right, top + 40), header)
    kit.avatar(left + 26, top + 20, 14)
    kit.label((left + 48, top, right - 60, top + 40), kit.writer.name(), 1.2, colours.legible_on(header), True)
    mine = theme.accent if dice.chance(0.6) else (220, 248, 198)
    theirs = colours.mix(theme.surface, theme.ink, 0.08)
    size, y = theme.size * dice.uniform(1, 1.4), top + 50.0
    while y < bottom - 50:
        is_mine = dice.chance(0.5)
        widest = (right - left) * 0.62
        if dice.chance(0.1):
            tall = widest * 0.5
            x = right - widest * 0.7 - 12 if is_mine else left + 44
            kit.picture((x, y, x + widest * 0.7, y + tall), 10)
            y += tall + 10
            continue
        words = kit.writer.paragraph(1)[: dice.choice((3, 8, 20))] if dice.chance(0.6) else kit.writer.paragraph(25)
        joined = " ".join(words)
        length = canvas.text_width(joined, theme.family.regular, size)
        lines = max(1, int(length / (widest - 30)) + 1)
        wide = min(length + 26, widest)
        tall = lines * size * 1.3 + 14
        x = right - wide - 12 if is_mine else left + 44
        fill = mine if is_mine else theirs
        canvas.rectangle((x, y, x + wide, y + tall), fill, radius=12)
        set_paragraph(
            canvas,
            words,
            (x + 12, y + 6, x + wide - 10, y + tall + size),
            theme.family,
            size,
            colours.legible_on(fill),
            1.3,
        )
        if not is_mine:
            kit.avatar(left + 24, y + tall - 14, 13)
        y += tall + dice.choice((5, 12))
    canvas.rectangle((left, bottom - 44, right, bottom), theme.surface)
    kit.field((left + 12, bottom - 36, right - 52, bottom - 8))
    canvas.circle(right - 28, bottom - 22, 15, theme.accent)
    kit.icon(right - 28, bottom - 22, 13, colours.legible_on(theme.accent))


def dashboard(kit: Kit, box: Box) -> None:
    left, top, right, bottom = box
    dice, canvas, theme = kit.dice, kit.canvas, kit.theme
    canvas.rectangle(box, theme.page)
    if dice.chance(0.6):
        shade = dice.choice((theme.accent, colours.grey(0.13), theme.surface))
        side = left + dice.choice((46, 130))
        canvas.rectangle((left, top, side, bottom), shade)
        for y in np.arange(top + 20, bottom - 10, 34):
            kit.icon(left + 22, y, 15, colours.legible_on(shade, dice))
            if side - left > 60:
                kit.label(
                    (left + 40, y - 12, side - 4, y + 12), kit.writer.title(1), 1, colours.legible_on(shade, dice)
                )
        left = side
    kit.label((left + 14, top + 6, right - 100, top + 36), kit.writer.title(2), 1.7, None, True)
    kit.avatar(right - 26, top + 20, 13)
    style = charts.Style(dice, theme.surface, theme.size * 0.8)
    y = top + 44
    columns = dice.randint(3, 5)
    pitch = (right - left - 14) / columns
    for column in range(columns):
        x = left + 10 + column * pitch
        fill = style.series[column] if dice.chance(0.25) else theme.surface
        kit.card((x, y, x + pitch - 10, y + 62), fill)
        ink = colours.legible_on(fill)
        kit.label((x + 10, y + 6, x + pitch - 20, y + 22), kit.writer.title(2), 0.85, ink)
        kit.label((x + 10, y + 22, x + pitch - 20, y + 50), kit.writer.number(), 2, ink, True)
    y += 74
    while y < bottom - 30:
        tall, x = dice.uniform(110, 210), left + 10.0
        while x < right - 60:
            wide = min(dice.choice((1, 1, 2)) * pitch * dice.choice((1, 1.5)), right - x - 4)
            if right - x - wide < 70:
                wide = right - x - 4
            card = (x, y, x + wide - 8, y + tall - 8)
            kit.card(card)
            if dice.chance(0.8):
                charts.draw_chart(
                    dice, canvas, (card[0] + 8, card[1] + 8, card[2] - 8, card[3] - 8), style, bare=wide < 150
                )
            else:
                for row_y in np.arange(card[1] + 6, card[3] - 26, 26):
                    kit.list_row((card[0] + 4, row_y, card[2] - 4, row_y + 24))
            x += wide
        y += tall


def player(kit: Kit, box: Box) -> None:
    left, top, right, bottom = box
    dice, canvas, theme = kit.dice, kit.canvas, kit.theme
    edge = right if dice.chance(0.4) else left + (right - left) * 0.72
    low = bottom - dice.choice((44, 120))
    kit.picture((left, top, edge, low))
    canvas.blend((left, low - 40, edge, low), colours.BLACK, 0.5)
    kit.slider((left + 12, low - 38, edge - 12, low - 26))
    for index in range(6):
        kit.icon(left + 24 + 30 * index, low - 14, 13, colours.WHITE)
    if dice.chance(0.4):
        canvas.text(
            (left + edge) / 2,
            low - 62,
            " ".join(kit.writer.words(6)),
            theme.family.bold,
            19,
            colours.WHITE,
            "mm",
            colours.BLACK,
            1.5,
        )
    kit.label((left + 12, low + 6, edge - 12, low + 34), kit.writer.title(5), 1.5, None, True)
    for y in np.arange(top + 6, bottom, 64) if edge < right else ():
        kit.picture((edge + 8, y, edge + 98, y + 54), 4)
        kit.label((edge + 104, y + 4, right - 4, y + 22), kit.writer.title(3), 1, None, True)
        kit.label((edge + 104, y + 24, right - 4, y + 40), kit.writer.name(), 0.9, theme.faint)


def sheet(kit: Kit, box: Box) -> None:
    left, top, right, bottom = box
    dice, canvas, theme = kit.dice, kit.canvas, kit.theme
    canvas.rectangle((left, top, right, top + 52), dice.choice((theme.surface, (33, 115, 70), theme.accent)))
    for x in np.arange(left + 18, right - 20, 27):
        kit.icon(x, top + 36, 13, dice.choice((theme.ink, theme.faint, theme.second)))
    top += 52
    canvas.rectangle((left, top, right, bottom), colours.WHITE if not theme.is_dark else colours.grey(0.1))
    ink, rule = (
        (colours.grey(0.1), colours.grey(0.85)) if not theme.is_dark else (colours.grey(0.9), colours.grey(0.25))
    )
    row_height, column_width = dice.uniform(15, 24), dice.uniform(48, 110)
    numeric = [dice.chance(0.6) for _ in range(40)]
    filled = dice.randint(3, 30)
    tints = {
        dice.randrange(20): colours.mix(
            colours.WHITE if not theme.is_dark else colours.BLACK, colours.vivid(dice), 0.35
        )
        for _ in range(dice.choice((0, 1, 3)))
    }
    for row, y in enumerate(np.arange(top, bottom, row_height)):
        for column, x in enumerate(np.arange(left, right, column_width)):
            cell = (x, y, x + column_width, y + row_height)
            if row == 0 or column == 0:
                canvas.rectangle(cell, theme.page)
                kit.label(
                    cell, chr(64 + column) if row == 0 and column else str(row or ""), 0.9, theme.faint, align="m"
                )
            elif row < filled and column < 8 and dice.chance(0.9):
                if row in tints or column in tints:
                    canvas.rectangle(cell, tints.get(row, tints.get(column)))
                text = f"{dice.logarithmic(1, 99999):,.2f}" if numeric[column] and row > 1 else kit.writer.title(2)
                kit.label(
                    (x + 3, y, x + column_width - 3, y + row_height),
                    text,
                    0.95,
                    ink,
                    row == 1,
                    "r" if numeric[column] and row > 1 else "l",
                )
    for y in np.arange(top, bottom, row_height):
        canvas.line([(left, y), (right, y)], rule)
    for x in np.arange(left, right, column_width):
        canvas.line([(x, top), (x, bottom)], rule)
    x, y = left + column_width * dice.randint(1, 4), top + row_height * dice.randint(1, 9)
    canvas.rectangle((x, y, x + column_width + 1, y + row_height + 1), None, (33, 115, 70), 2)
    if dice.chance(0.3):
        chart = (left + (right - left) * 0.45, top + (bottom - top) * 0.4, right - 20, bottom - 20)
        style = charts.Style(dice, colours.WHITE, theme.size * 0.85)
        canvas.rectangle(chart, colours.WHITE, rule)
        charts.draw_chart(dice, canvas, (chart[0] + 4, chart[1] + 4, chart[2] - 4, chart[3] - 4), style)

"""Pages of text: books, articles, letters, newspapers, slides, tables, posters, forms."""

import numpy as np

from . import colours, fonts
from .canvas import Canvas
from .dice import Dice
from .layout import age, paper_colours, rotate, set_paragraph, writer_and_family
from .thumbnails import thumbnail
from .words import Writer


def draw(dice: Dice, width: int, height: int) -> np.ndarray:
    canvas = Canvas.random(dice, width, height)
    paper, ink = paper_colours(dice)
    canvas.fill(paper)
    page = dice.pick(
        {_book: 4, _article: 5, _letter: 2, _newspaper: 2, _slide: 3, _table: 2, _poster: 3, _words_only: 2}
    )
    page(dice, canvas, paper, ink)
    picture = canvas.finish()
    if dice.chance(0.25):
        picture = rotate(dice, picture, dice.gauss(0, 2.5))
    if dice.chance(0.25):
        picture = age(dice, picture, dice.uniform(0.3, 1.5))
    return picture


def _accents(dice: Dice, words: list[str], family: fonts.Family, ink: colours.Colour) -> dict | None:
    """Some words bold, slanted or coloured like links."""
    if dice.chance(0.5):
        return None
    link = colours.mix(colours.vivid(dice), ink, 0.3)
    choices = [(family.bold, ink), (family.italic, ink), (family.regular, link)]
    return {index: dice.choice(choices) for index in range(len(words)) if dice.chance(0.05)}


def _book(dice: Dice, canvas: Canvas, paper, ink) -> None:
    writer, family = writer_and_family(dice, {"serif": 9, "sans": 2})
    size = dice.logarithmic(9, 26)
    margin = canvas.width * dice.uniform(0.03, 0.16)
    y = canvas.height * dice.uniform(-0.05, 0.12)
    align, leading, gap = (
        dice.choice(("justified", "justified", "left")),
        dice.uniform(1.15, 1.7),
        dice.choice((0, 0, size * 0.7)),
    )
    if dice.chance(0.4):
        canvas.text(canvas.width / 2, max(4, y - size * 1.6), writer.title(4), family.italic, size * 0.85, ink, "ma")
    if dice.chance(0.35):
        canvas.text(canvas.width / 2, y, writer.title(3), family.bold, size * 1.8, ink, "ma")
        y += size * 4
    first = True
    while y < canvas.height - margin * 0.5:
        words = writer.paragraph(dice.randint(15, 140))
        left = margin
        if first and dice.chance(0.25) and writer.joint:
            initial, words[0] = words[0][:1], words[0][1:] or "a"
            canvas.text(
                margin, y - size * 0.3, initial, family.bold, size * 3, colours.mix(ink, colours.vivid(dice), 0.5)
            )
            left += size * 2.6
        y = (
            set_paragraph(
                canvas,
                words,
                (left, y, canvas.width - margin, canvas.height - margin * 0.4),
                family,
                size,
                ink,
                leading,
                align,
                writer.joint,
                0 if gap or left > margin else size * 1.5,
                _accents(dice, words, family, ink),
            )
            + gap
        )
        first = False


def _article(dice: Dice, canvas: Canvas, paper, ink) -> None:
    """Headings, one to three columns, boxes with pictures, lists, rules."""
    writer, family = writer_and_family(dice)
    heading = family if dice.chance(0.5) or writer.script != "latin" else dice.choice(fonts.SANS + fonts.SERIF)
    size = dice.logarithmic(8, 18)
    columns = dice.choice((1, 1, 2, 2, 3)) if size < 13 else dice.choice((1, 1, 2))
    margin, gutter = canvas.width * dice.uniform(0.03, 0.1), size * 1.8
    accent = colours.mix(colours.vivid(dice), ink, 0.25)
    top = margin * dice.uniform(0.3, 1)
    if dice.chance(0.7):
        big = size * dice.uniform(1.6, 3.2)
        words = writer.title(dice.randint(3, 8)).split(" ") if writer.joint else list(writer.title(9))
        as_bold = heading._replace(regular=heading.bold)
        top = set_paragraph(
            canvas,
            words,
            (margin, top, canvas.width - margin, canvas.height),
            as_bold,
            big,
            dice.choice((ink, ink, accent)),
            1.2,
            dice.choice(("left", "centred")),
            writer.joint,
        )
        canvas.text(
            margin,
            top + size * 0.4,
            f"{writer.name()} \u2014 {writer.date()}",
            fonts.SANS[0].regular,
            size * 0.85,
            colours.mix(ink, paper, 0.4),
        )
        top += size * 2.6
    column_width = (canvas.width - 2 * margin - (columns - 1) * gutter) / columns
    align = dice.choice(("justified", "left"))
    for column in range(columns):
        left = margin + column * (column_width + gutter)
        right, y = left + column_width, top
        while y < canvas.height - margin * 0.4:
            block = dice.pick({"text": 6, "heading": 2, "picture": 1, "list": 1, "quote": 0.6, "code": 0.4})
            box = (left, y, right, canvas.height - margin * 0.3)
            if block == "text":
                words = writer.paragraph(dice.randint(25, 120))
                y = (
                    set_paragraph(
                        canvas,
                        words,
                        box,
                        family,
                        size,
                        ink,
                        1.35,
                        align,
                        writer.joint,
                        0,
                        _accents(dice, words, family, ink),
                    )
                    + size * 0.8
                )
            elif block == "heading":
                canvas.fitted_text(
                    (left, y, right, y + size * 2),
                    writer.title(dice.randint(1, 5)),
                    heading.bold,
                    size * 1.35,
                    dice.choice((ink, accent)),
                )
                y += size * 2.2
            elif block == "picture":
                tall = min(column_width * dice.uniform(0.4, 0.75), canvas.height * 0.45)
                canvas.paste(
                    (left, y, right, y + tall), thumbnail(dice, 200, max(20, round(200 * tall / column_width)))
                )
                canvas.fitted_text(
                    (left, y + tall, right, y + tall + size * 1.6),
                    writer.phrase(8),
                    family.italic,
                    size * 0.85,
                    colours.mix(ink, paper, 0.3),
                )
                y += tall + size * 2.2
            elif block == "list":
                for _ in range(dice.randint(3, 6)):
                    canvas.circle(left + size * 0.7, y + size * 0.6, size * 0.18, ink)
                    y = set_paragraph(
                        canvas,
                        writer.words(dice.randint(3, 14)),
                        (left + size * 1.6, y, right, box[3]),
                        family,
                        size,
                        ink,
                        1.35,
                        "left",
                        writer.joint,
                    )
                y += size * 0.7
            elif block == "quote":
                start = y
                italic = family._replace(regular=family.italic)
                y = set_paragraph(
                    canvas,
                    writer.paragraph(20),
                    (left + size * 1.5, y, right, box[3]),
                    italic,
                    size * 1.1,
                    colours.mix(ink, paper, 0.2),
                    1.4,
                    "left",
                    writer.joint,
                )
                canvas.rectangle((left, start, left + 3, y), accent)
                y += size
            else:
                rows = dice.randint(2, 6)
                canvas.rectangle((left, y, right, y + rows * size * 1.3 + size), colours.mix(paper, ink, 0.08))
                for row in range(rows):
                    canvas.fitted_text(
                        (left + size, y + size * 0.4 + row * size * 1.3, right, y + size * 1.7 + row * size * 1.3),
                        "  " * dice.randint(0, 3) + Writer(dice).phrase(dice.randint(2, 6)),
                        fonts.MONO[0].regular,
                        size * 0.9,
                        ink,
                    )
                y += rows * size * 1.3 + size * 2
        if column and dice.chance(0.4):
            canvas.line(
                [(left - gutter / 2, top), (left - gutter / 2, canvas.height - margin)], colours.mix(ink, paper, 0.7)
            )


def _letter(dice: Dice, canvas: Canvas, paper, ink) -> None:
    writer, family = writer_and_family(dice, {"hand": 6, "mono": 3, "serif": 3})
    size = dice.logarithmic(13, 36)
    margin = canvas.width * dice.uniform(0.06, 0.16)
    y = margin * dice.uniform(0.4, 1)
    canvas.text(canvas.width - margin, y, writer.date(), family.regular, size, ink, "ra")
    y += size * 2.2
    canvas.text(margin, y, writer.title(2) + ",", family.regular, size, ink)
    y += size * 1.8
    for _ in range(4):
        y = (
            set_paragraph(
                canvas,
                writer.paragraph(dice.randint(15, 60)),
                (margin, y, canvas.width - margin, canvas.height - size),
                family,
                size,
                ink,
                dice.uniform(1.1, 1.5),
                "left",
                writer.joint,
                size * 1.5,
            )
            + size * 0.4
        )


def _newspaper(dice: Dice, canvas: Canvas, paper, ink) -> None:
    writer = Writer(dice)
    family = dice.choice(fonts.SERIF)
    size = dice.uniform(7, 11)
    masthead = dice.choice(fonts.SERIF + fonts.DISPLAY)
    canvas.text(canvas.width / 2, 6, writer.title(3), masthead.bold, dice.uniform(28, 54), ink, "ma")
    for y in (68, 86):
        canvas.line([(12, y), (canvas.width - 12, y)], ink, dice.choice((1, 2)))
    canvas.text(canvas.width / 2, 71, f"{writer.date()}   \u2022   {writer.phrase(4)}", family.regular, 10, ink, "ma")
    columns = dice.randint(3, 6)
    pitch = (canvas.width - 24) / columns
    column = 0
    while column < columns:
        span = min(columns - column, dice.choice((1, 2, 2, 3)))
        left, right, y = 12 + column * pitch, 12 + (column + span) * pitch - 8, 92.0
        big = min(34.0, size * (1.5 + 0.8 * span))
        y = (
            set_paragraph(
                canvas,
                writer.words(dice.randint(3, 7)),
                (left, y, right, 400),
                family._replace(regular=family.bold),
                big,
                ink,
                1.1,
            )
            + 6
        )
        if dice.chance(0.6):
            tall = (right - left) * dice.uniform(0.5, 0.8)
            canvas.paste((left, y, right, y + tall), thumbnail(dice, 220, 150, grey=dice.chance(0.6)))
            y += tall + 6
        for part in range(span):
            x = left + part * pitch
            words = writer.paragraph(round(9 * (canvas.height - y) / size * pitch / size / 28))
            set_paragraph(canvas, words, (x, y, x + pitch - 8, canvas.height - 4), family, size, ink, 1.2, "justified")
        column += span
        if column < columns:
            canvas.line(
                [(12 + column * pitch - 4, 92), (12 + column * pitch - 4, canvas.height)], colours.mix(ink, paper, 0.6)
            )


def _slide(dice: Dice, canvas: Canvas, paper, ink) -> None:
    writer, family = writer_and_family(dice, {"sans": 8, "serif": 2, "hand": 1})
    accent, second = colours.scheme(dice, 2)
    unit = canvas.height / 100
    if dice.chance(0.4):
        canvas.gradient(
            (0, 0, canvas.width, canvas.height),
            paper,
            colours.mix(paper, accent, dice.uniform(0.1, 0.4)),
            dice.uniform(0, 180),
        )
    style = dice.randrange(4)
    if style == 0:
        canvas.rectangle((0, 0, canvas.width, 18 * unit), accent)
    elif style == 1:
        canvas.rectangle((0, 0, 3 * unit, canvas.height), accent)
    elif style == 2:
        canvas.line([(8 * unit, 19 * unit), (canvas.width - 8 * unit, 19 * unit)], accent, 0.6 * unit)
    title_ink = colours.legible_on(accent) if style == 0 else dice.choice((ink, accent))
    canvas.fitted_text(
        (8 * unit, 2 * unit, canvas.width - 6 * unit, 17 * unit),
        writer.title(dice.randint(2, 5)),
        family.bold,
        dice.uniform(7, 11) * unit,
        title_ink,
    )
    half = dice.chance(0.45)
    right = canvas.width * 0.55 if half else canvas.width - 8 * unit
    y, size = 25 * unit, dice.uniform(4, 6.5) * unit
    for _ in range(dice.randint(3, 7)):
        sub = dice.chance(0.3)
        x = (12 if sub else 8) * unit
        bullet = size * (0.16 if sub else 0.22)
        canvas.circle(x, y + size * 0.6, bullet, dice.choice((accent, second)))
        y = (
            set_paragraph(
                canvas,
                writer.words(dice.randint(2, 11)),
                (x + size * 0.8, y, right, canvas.height - 9 * unit),
                family,
                size * (0.82 if sub else 1),
                ink,
                1.25,
                "left",
                writer.joint,
            )
            + size * 0.4
        )
    if half:
        box = (canvas.width * 0.59, 26 * unit, canvas.width - 6 * unit, 84 * unit)
        canvas.paste(box, thumbnail(dice, 200, 230), dice.choice((0, 0, 2 * unit)))
    canvas.text(
        canvas.width - 5 * unit,
        96 * unit,
        str(dice.randint(1, 60)),
        family.regular,
        3 * unit,
        colours.mix(ink, paper, 0.4),
        "rm",
    )


def _table(dice: Dice, canvas: Canvas, paper, ink) -> None:
    writer, family = Writer(dice), dice.choice(fonts.SANS + fonts.SERIF)
    size = dice.logarithmic(9, 18)
    row_height = size * dice.uniform(1.5, 2.4)
    columns = dice.randint(3, 9)
    margin = dice.choice((0, 12, 30))
    weights = [dice.uniform(0.6, 2) for _ in range(columns)]
    edges = [margin]
    for weight in weights:
        edges.append(edges[-1] + weight / sum(weights) * (canvas.width - 2 * margin))
    accent = colours.mix(colours.vivid(dice), paper, dice.choice((0, 0.4, 0.8)))
    y = margin * 1.0
    if dice.chance(0.5):
        canvas.text(margin + 6, y + 4, writer.title(4), family.bold, size * 1.7, ink)
        y += size * 3
    styles = [dice.choice(("word", "number", "number", "date", "name", "percent", "mark")) for _ in range(columns)]
    rules, zebra, row = dice.choice(("all", "rows", "none")), dice.chance(0.5), 0
    line = colours.mix(paper, ink, dice.uniform(0.15, 0.9))
    while y < canvas.height - margin:
        box = (margin, y, canvas.width - margin, y + row_height)
        if row == 0:
            canvas.rectangle(box, accent)
        elif zebra and row % 2 == 0:
            canvas.rectangle(box, colours.mix(paper, accent, 0.15))
        for column in range(columns):
            cell = (edges[column] + 5, y, edges[column + 1] - 5, y + row_height)
            value = {
                "word": writer.phrase,
                "number": lambda _: writer.number(),
                "date": lambda _: writer.date(),
                "name": lambda _: writer.name(),
                "percent": lambda _: f"{dice.uniform(-20, 120):.1f}%",
                "mark": lambda _: dice.choice(("yes", "no", "\u2014", "x")),
            }[styles[column]](dice.randint(1, 4))
            right = styles[column] in ("number", "percent")
            if row == 0:
                canvas.fitted_text(
                    cell, writer.title(1), family.bold, size, colours.legible_on(accent), "r" if right else "l"
                )
            else:
                canvas.fitted_text(cell, value, family.regular, size, ink, "r" if right else "l")
        if rules != "none":
            canvas.line([(margin, y + row_height), (canvas.width - margin, y + row_height)], line)
        y += row_height
        row += 1
    if rules == "all":
        for x in edges:
            canvas.line([(x, margin), (x, y)], line)


def _poster(dice: Dice, canvas: Canvas, paper, ink) -> None:
    writer = Writer(dice)
    shades = colours.scheme(dice, 3)
    if dice.chance(0.35):
        canvas.paste((0, 0, canvas.width, canvas.height), thumbnail(dice, 320, 240))
        ink = dice.choice((colours.WHITE, colours.WHITE, colours.BLACK))
    elif dice.chance(0.4):
        canvas.gradient((0, 0, canvas.width, canvas.height), shades[0], shades[1], dice.uniform(0, 360))
        ink = colours.legible_on(colours.mix(shades[0], shades[1], 0.5), dice)
    outlined = colours.legible_on(ink) if dice.chance(0.35) else None
    y = canvas.height * dice.uniform(0.02, 0.3)
    while y < canvas.height * 0.9:
        family = dice.choice(fonts.DISPLAY + fonts.SANS + fonts.SERIF)
        size = dice.logarithmic(18, 110)
        text = writer.title(dice.randint(1, 4))
        text = text.upper() if dice.chance(0.4) else text
        while size > 10 and canvas.text_width(text, family.bold, size) > canvas.width * 0.94:
            size *= 0.85
        stroke = max(1.0, size / 18) if outlined else 0
        canvas.text(
            canvas.width / 2, y, text, family.bold, size, dice.choice((ink, ink, shades[2])), "ma", outlined, stroke
        )
        y += size * dice.uniform(1.15, 1.8)


def _words_only(dice: Dice, canvas: Canvas, paper, ink) -> None:
    """Words all over: clouds of words, lists of names, letters of every size."""
    shades = [ink, *colours.scheme(dice, 4)]
    writer, family = writer_and_family(dice, {"sans": 5, "serif": 3, "hand": 3, "mono": 1})
    one_face = dice.chance(0.5)
    y = -5.0
    while y < canvas.height:
        tallest, x = 8.0, dice.uniform(-40, 5)
        row_size = dice.logarithmic(9, 60)
        while x < canvas.width:
            size = row_size * dice.uniform(0.75, 1)
            face = (
                family.regular
                if one_face or writer.script != "latin"
                else dice.choice(dice.choice((fonts.SANS, fonts.SERIF, fonts.DISPLAY, fonts.HANDWRITTEN))).bold
            )
            word = writer.word() if dice.chance(0.7) else writer.title(1)
            canvas.text(x, y, word, face, size, dice.choice(shades))
            x += canvas.text_width(word, face, size) + size * 0.35
            tallest = max(tallest, size)
        y += tallest * 1.15

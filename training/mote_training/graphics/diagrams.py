"""Diagrams: plans of floors, flow charts, networks, trees, circuits, schedules, sets and cycles."""

import math

import numpy as np

from . import colours, fonts
from .canvas import Canvas
from .dice import Dice
from .words import Writer


def draw(dice: Dice, width: int, height: int) -> np.ndarray:
    canvas = Canvas.random(dice, width, height, hard=0.1, large=0.35)
    kinds = {_floor_plan: 2, _flow_chart: 4, _network: 2, _tree: 2, _circuit: 2, _schedule: 1.5, _sets: 1.5}
    dice.pick(kinds)(dice, canvas)
    return canvas.finish()


def _floor_plan(dice: Dice, canvas: Canvas) -> None:
    """Rooms by splitting rectangles; walls, doors, dimensions, furniture."""
    blue = dice.chance(0.25)
    paper = (24, 60, 120) if blue else dice.choice((colours.WHITE, (250, 248, 240)))
    wall = colours.WHITE if blue else dice.choice((colours.BLACK, colours.grey(0.3)))
    tinted = dice.chance(0.4) and not blue
    canvas.fill(paper)
    if blue or dice.chance(0.2):
        for at in np.arange(0, max(canvas.width, canvas.height), 16):
            shade = colours.mix(paper, wall, 0.12)
            canvas.line([(at, 0), (at, canvas.height)], shade)
            canvas.line([(0, at), (canvas.width, at)], shade)
    rooms = [(50.0, 44.0, canvas.width - 40.0, canvas.height - 44.0)]
    for _ in range(dice.randint(4, 10)):
        rooms.sort(key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
        left, top, right, bottom = rooms.pop()
        share = dice.uniform(0.35, 0.65)
        if right - left > bottom - top:
            cut = left + (right - left) * share
            rooms += [(left, top, cut, bottom), (cut, top, right, bottom)]
        else:
            cut = top + (bottom - top) * share
            rooms += [(left, top, right, cut), (left, cut, right, bottom)]
    writer, family, thick = Writer(dice), dice.choice(fonts.SANS), dice.uniform(3, 7)
    for left, top, right, bottom in rooms:
        canvas.rectangle((left, top, right, bottom), colours.pale(dice) if tinted else None, wall, thick)
    thin = colours.mix(wall, paper, 0.35)
    for left, top, right, bottom in rooms:
        door = min(34.0, (bottom - top) * 0.4, (right - left) * 0.4)
        x = dice.uniform(left + 8, right - door - 8)
        canvas.rectangle((x, bottom - thick, x + door, bottom + 1), paper)
        canvas.arc((x - door, bottom - door, x + door, bottom + door), 270, 360, thin, 1.2)
        canvas.line([(x, bottom), (x, bottom - door)], thin, 1.2)
        middle = ((left + right) / 2, (top + bottom) / 2)
        canvas.text(*middle, writer.title(1), family.regular, 12, wall, "mm")
        canvas.text(
            middle[0],
            middle[1] + 15,
            f"{(right - left) / 40:.1f} x {(bottom - top) / 40:.1f}",
            family.regular,
            10,
            thin,
            "mm",
        )
        for _ in range(dice.randint(0, 3)):
            fx, fy = dice.uniform(left + 10, max(left + 11, right - 60)), dice.uniform(
                top + 10, max(top + 11, bottom - 50)
            )
            canvas.rectangle(
                (fx, fy, min(fx + dice.uniform(15, 50), right - 8), min(fy + dice.uniform(12, 40), bottom - 8)),
                None,
                thin,
                1.2,
                dice.choice((0, 0, 5)),
            )
    canvas.line([(50, 24), (canvas.width - 40, 24)], thin)
    canvas.text(canvas.width / 2, 20, f"{canvas.width * 25}", family.regular, 11, thin, "mb")


def _box_style(dice: Dice):
    paper = dice.choice((colours.WHITE, colours.WHITE, colours.pale(dice), colours.dark(dice)))
    family = dice.choice(fonts.SANS + fonts.SANS + fonts.HANDWRITTEN[:4] + fonts.MONO[:2])
    return paper, colours.legible_on(paper, dice), family, colours.scheme(dice, 5)


def _node(
    dice: Dice,
    canvas: Canvas,
    x: float,
    y: float,
    wide: float,
    tall: float,
    fill,
    line,
    family,
    size: float,
    shape: str,
) -> None:
    box = (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
    if shape == "diamond":
        canvas.polygon([(x, box[1] - tall * 0.2), (box[2], y), (x, box[3] + tall * 0.2), (box[0], y)], fill, line, 1.3)
    elif shape == "ellipse":
        canvas.ellipse(box, fill, line, 1.3)
    elif shape == "slanted":
        canvas.polygon(
            [(box[0] + 12, box[1]), (box[2], box[1]), (box[2] - 12, box[3]), (box[0], box[3])], fill, line, 1.3
        )
    else:
        canvas.rectangle(box, fill, line, 1.3, 8 if shape == "round" else 0)
    writer = Writer(dice)
    ink = colours.legible_on(fill)
    lines = dice.choice((1, 1, 2)) if tall > size * 2.6 else 1
    for row in range(lines):
        top = y + (row - lines / 2) * size * 1.2
        canvas.fitted_text(
            (box[0] + 8, top, box[2] - 8, top + size * 1.2),
            writer.title(dice.choice((1, 2, 3))),
            family.regular,
            size,
            ink,
            "m",
        )


def _flow_chart(dice: Dice, canvas: Canvas) -> None:
    paper, ink, family, shades = _box_style(dice)
    canvas.fill(paper)
    columns, rows = dice.randint(2, 5), dice.randint(3, 6)
    pitch_x, pitch_y = canvas.width / columns, canvas.height / rows
    wide, tall = pitch_x * dice.uniform(0.55, 0.75), pitch_y * dice.uniform(0.4, 0.6)
    size = dice.uniform(8, 14)
    places = [(column, row) for row in range(rows) for column in range(columns) if dice.chance(0.8)]
    at = lambda place: ((place[0] + 0.5) * pitch_x, (place[1] + 0.5) * pitch_y)
    head, line_width = dice.uniform(6, 10), dice.choice((1, 1.5, 2))
    for first, second in zip(places, places[1:]):
        (x0, y0), (x1, y1) = at(first), at(second)
        if first[1] == second[1]:
            canvas.arrow((x0 + wide / 2, y0), (x1 - wide / 2, y1), ink, line_width, head)
        else:
            middle = (y0 + y1) / 2
            canvas.line([(x0, y0 + tall / 2), (x0, middle), (x1, middle)], ink, line_width)
            canvas.arrow((x1, middle), (x1, y1 - tall / 2), ink, line_width, head)
    for _ in range(dice.randint(0, 4)):
        first, second = dice.choice(places), dice.choice(places)
        if first != second:
            (x0, y0), (x1, y1) = at(first), at(second)
            canvas.line(
                [(x0 + wide / 2, y0), (x0 + pitch_x / 2, y0), (x0 + pitch_x / 2, y1), (x1, y1)],
                colours.mix(ink, paper, 0.3),
                line_width,
            )
    outlined = dice.chance(0.6)
    for place in places:
        shape = dice.pick({"plain": 4, "round": 4, "diamond": 2, "ellipse": 1.5, "slanted": 1})
        _node(
            dice,
            canvas,
            *at(place),
            wide,
            tall,
            dice.choice(shades + [paper]),
            ink if outlined else None,
            family,
            size,
            shape,
        )


def _network(dice: Dice, canvas: Canvas) -> None:
    paper, ink, family, shades = _box_style(dice)
    canvas.fill(paper)
    count = round(dice.logarithmic(8, 130))
    centres = [
        (dice.uniform(0.15, 0.85) * canvas.width, dice.uniform(0.15, 0.85) * canvas.height)
        for _ in range(dice.randint(1, 5))
    ]
    nodes = []
    for _ in range(count):
        group = dice.randrange(len(centres))
        nodes.append(
            (
                centres[group][0] + dice.gauss(0, canvas.width / 9),
                centres[group][1] + dice.gauss(0, canvas.height / 8),
                group,
                dice.logarithmic(3, 22 if count < 60 else 9),
            )
        )
    faint = colours.mix(ink, paper, dice.uniform(0.3, 0.8))
    for index, (x, y, group, _) in enumerate(nodes):
        others = sorted(nodes, key=lambda node: (node[0] - x) ** 2 + (node[1] - y) ** 2)[1 : dice.randint(2, 4)]
        for other in others + ([dice.choice(nodes)] if dice.chance(0.25) else []):
            canvas.line([(x, y), other[:2]], faint, dice.choice((0.7, 1, 2)))
    writer, labelled = Writer(dice), dice.chance(0.5)
    for x, y, group, radius in nodes:
        canvas.circle(x, y, radius, shades[group], paper if dice.chance(0.5) else ink)
        if labelled and dice.chance(0.5):
            canvas.text(x, y + radius + 2, writer.word(), family.regular, dice.uniform(8, 12), ink, "ma")


def _tree(dice: Dice, canvas: Canvas) -> None:
    """An organisation, a taxonomy or a mind map, level by level."""
    paper, ink, family, shades = _box_style(dice)
    canvas.fill(paper)
    levels = [1]
    for _ in range(dice.randint(2, 4)):
        levels.append(min(levels[-1] * dice.randint(2, 3), 16))
    sideways, elbows = dice.chance(0.4), dice.chance(0.6)
    size = dice.uniform(8, 13)
    down = (canvas.width if sideways else canvas.height) / len(levels)
    across = canvas.height if sideways else canvas.width
    at = lambda level, index: (
        (down * (level + 0.5), across * (index + 0.5) / levels[level])
        if sideways
        else (across * (index + 0.5) / levels[level], down * (level + 0.5))
    )
    for level in range(1, len(levels)):
        for index in range(levels[level]):
            start, end = at(level - 1, index * levels[level - 1] // levels[level]), at(level, index)
            if elbows:
                middle = (start[0] + end[0]) / 2 if sideways else (start[1] + end[1]) / 2
                points = (
                    [start, (middle, start[1]), (middle, end[1]), end]
                    if sideways
                    else [start, (start[0], middle), (end[0], middle), end]
                )
            else:
                points = [start, end]
            canvas.line(points, ink, 1.4)
    for level, count in enumerate(levels):
        wide = down * 0.7 if sideways else min(across / count * 0.85, 150)
        tall = min(across / count * 0.7, 40) if sideways else min(down * 0.5, 44)
        for index in range(count):
            _node(
                dice,
                canvas,
                *at(level, index),
                wide,
                tall,
                shades[level % 5],
                ink if dice.chance(0.3) else None,
                family,
                size,
                "round" if elbows else "ellipse",
            )


def _circuit(dice: Dice, canvas: Canvas) -> None:
    """Wires on a lattice with resistors, capacitors, gates, chips and dots; or a board with traces."""
    board = dice.chance(0.35)
    paper = (
        dice.choice(((12, 70, 40), (20, 30, 80), (15, 15, 18)))
        if board
        else dice.choice((colours.WHITE, (252, 250, 235)))
    )
    wire = (
        dice.choice(((200, 170, 80), (60, 150, 90)))
        if board
        else dice.choice((colours.BLACK, (0, 100, 0), (120, 0, 0)))
    )
    canvas.fill(paper)
    pitch, thick = dice.uniform(22, 44), dice.uniform(1, 2) * (2 if board else 1)
    columns, rows = int(canvas.width / pitch), int(canvas.height / pitch)
    for _ in range(columns * rows // 6):
        x, y = dice.randint(0, columns) * pitch, dice.randint(0, rows) * pitch
        points = [(x, y)]
        for _ in range(dice.randint(1, 4)):
            heading = dice.randrange(8 if board else 4) * (1 if board else 2)
            steps = dice.randint(1, 5)
            x, y = x + pitch * steps * round(math.cos(heading * math.pi / 4)), y + pitch * steps * round(
                math.sin(heading * math.pi / 4)
            )
            points.append((x, y))
        canvas.line(points, wire, thick)
        for x, y in (points[0], points[-1]):
            canvas.circle(x, y, thick * (2.2 if board else 1.6), wire)
            if board:
                canvas.circle(x, y, thick, paper)
    mono = fonts.MONO[1].regular
    for _ in range(columns * rows // 14):
        x, y = dice.randint(1, columns) * pitch, dice.randint(1, rows) * pitch
        part, half = dice.randrange(4), pitch * 0.5
        fill = colours.grey(0.1) if board else paper
        if part == 0:
            canvas.line([(x - half, y), (x + half, y)], paper, thick + 4)
            canvas.line(
                [
                    (x - half + half * step / 4, y + (half * 0.4 if step % 2 else -half * 0.4) * (0 < step < 8))
                    for step in range(9)
                ],
                wire,
                thick,
            )
        elif part == 1:
            canvas.rectangle((x - 4, y - half * 0.6, x + 4, y + half * 0.6), paper)
            for side in (-3, 3):
                canvas.line([(x + side, y - half * 0.6), (x + side, y + half * 0.6)], wire, thick + 0.5)
        elif part == 2:
            wide, tall = pitch * dice.randint(2, 4), pitch * dice.randint(2, 5)
            canvas.rectangle((x, y, x + wide, y + tall), fill, wire, thick)
            for at in np.arange(y + pitch / 4, y + tall, pitch / 2):
                for side in (x - 7, x + wide):
                    canvas.rectangle((side, at - 2, side + 7, at + 2), colours.grey(0.7) if board else wire)
            canvas.text(x + wide / 2, y + tall / 2, f"U{dice.randint(1, 40)}", mono, 12, colours.legible_on(fill), "mm")
        else:
            canvas.polygon(
                [(x - half * 0.7, y - half * 0.7), (x - half * 0.7, y + half * 0.7), (x + half * 0.7, y)],
                fill,
                wire,
                thick,
            )
        canvas.text(
            x + half * 0.4,
            y - half * 0.7,
            f"{dice.choice('RCLDQ')}{dice.randint(1, 99)}",
            mono,
            dice.uniform(8, 11),
            colours.legible_on(paper),
            "lb",
        )


def _schedule(dice: Dice, canvas: Canvas) -> None:
    """Bars of time in rows."""
    paper, ink, family, shades = _box_style(dice)
    canvas.fill(paper)
    writer, left, rule = Writer(dice), canvas.width * dice.uniform(0.15, 0.3), colours.mix(paper, ink, 0.15)
    columns, tall = dice.randint(6, 24), dice.uniform(18, 34)
    canvas.rectangle((0, 0, canvas.width, tall), shades[0])
    for column in range(columns):
        x = left + (canvas.width - left) * column / columns
        canvas.line([(x, 0), (x, canvas.height)], rule)
        canvas.fitted_text(
            (x, 0, x + (canvas.width - left) / columns, tall),
            str(column + 1),
            family.regular,
            11,
            colours.legible_on(shades[0]),
            "m",
        )
    start = 0.0
    for row, y in enumerate(np.arange(tall, canvas.height, tall)):
        canvas.line([(0, y), (canvas.width, y)], rule)
        canvas.fitted_text((8, y, left - 6, y + tall), writer.title(3), family.regular, 12, ink)
        start = (start + dice.uniform(-0.03, 0.1)) % 0.8
        end = min(start + dice.uniform(0.05, 0.3), 1)
        box = (left + (canvas.width - left) * start, y + tall * 0.2, left + (canvas.width - left) * end, y + tall * 0.8)
        canvas.rectangle(box, dice.choice(shades), radius=dice.choice((0, 4)))


def _sets(dice: Dice, canvas: Canvas) -> None:
    """Overlapping translucent circles, or a cycle of steps."""
    paper, ink, family, shades = _box_style(dice)
    canvas.fill(paper)
    writer, middle = Writer(dice), (canvas.width / 2, canvas.height / 2)
    count, reach = dice.randint(2, 6), min(canvas.width, canvas.height)
    if dice.chance(0.5):
        radius, spread = reach * dice.uniform(0.2, 0.28), reach * dice.uniform(0.14, 0.2)
        for index in range(count):
            angle = 2 * math.pi * index / count
            x, y = middle[0] + spread * math.cos(angle), middle[1] + spread * math.sin(angle)
            mask = canvas.mask((x - radius, y - radius, x + radius, y + radius), shape="ellipse").point(
                lambda level: level // 2
            )
            scale = canvas.image.width / canvas.width
            canvas.image.paste(shades[index % 5], (round((x - radius) * scale), round((y - radius) * scale)), mask)
            canvas.text(
                middle[0] + spread * 2 * math.cos(angle),
                middle[1] + spread * 2 * math.sin(angle),
                writer.title(1),
                family.bold,
                dice.uniform(13, 20),
                ink,
                "mm",
            )
    else:
        count += 1
        for index in range(count):
            angle, step = 2 * math.pi * index / count, 2 * math.pi / count
            ring = reach * 0.36
            canvas.arc(
                (middle[0] - ring, middle[1] - ring, middle[0] + ring, middle[1] + ring),
                math.degrees(angle),
                math.degrees(angle + step * 0.8),
                shades[index % 5],
                9,
            )
            _node(
                dice,
                canvas,
                middle[0] + ring * math.cos(angle),
                middle[1] + ring * math.sin(angle),
                110,
                44,
                shades[index % 5],
                None,
                family,
                13,
                dice.choice(("round", "ellipse")),
            )

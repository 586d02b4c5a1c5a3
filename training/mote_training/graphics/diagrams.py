"""Maps and diagrams: street, relief, political and transit maps, plans of floors; flow charts, networks, trees, circuits, schedules, sets."""

import math

import numpy as np

from . import colours, fonts, noise
from .canvas import Canvas
from .dice import Dice
from .words import Writer


def draw(dice: Dice, width: int, height: int) -> np.ndarray:
    kind = dice.pick({_streets: 4, _relief: 2, _political: 3, _transit: 2, _floor_plan: 2, _flow_chart: 4, _network: 2, _tree: 2, _circuit: 2, _schedule: 1.5, _sets: 1.5})
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
        canvas.text(x, y, text.upper() if dice.chance(0.2) else text, family.regular, size, ink, "mm", halo, 1.5 if halo else 0)


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
        x, y = x + waves[0][0] * math.sin(y * waves[0][1] + waves[0][2]), y + waves[1][0] * math.sin(x * waves[1][1] + waves[1][2])
        return canvas.width / 2 + x * math.cos(turn) - y * math.sin(turn), canvas.height / 2 + x * math.sin(turn) + y * math.cos(turn)

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
                    canvas.polygon([place(u + a, v + 0.14), place(u + b, v + 0.14), place(u + b, v + deep), place(u + a, v + deep)], house, edge if dice.chance(0.5) else None)
    if dice.chance(0.6):
        bend, v0 = dice.uniform(1, 4), dice.uniform(-3, 3)
        canvas.line([place(u / 2, v0 + bend * math.sin(u / 8)) for u in range(-2 * reach, 2 * reach)], water, dice.uniform(12, 60))
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
    _labels(dice, canvas, dice.randint(5, 26), colours.grey(0.8) if dark else colours.grey(0.25), ground if dice.chance(0.6) else None)
    for _ in range(dice.choice((0, 0, 2, 6, 15))):
        x, y, size, shade = dice.uniform(10, canvas.width - 10), dice.uniform(20, canvas.height), dice.uniform(6, 11), colours.vivid(dice)
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
    return _overlay(dice, noise.to_pixels(picture), dice.randint(0, 14), colours.grey(0.15), colours.WHITE if dice.chance(0.5) else None)


def _political(dice: Dice, width: int, height: int) -> np.ndarray:
    """Countries: warped cells in few colours, with coasts, borders and names."""
    index, gap = noise.nearest_sites(dice, width, height, dice.randint(8, 120), dice.uniform(3, 14), 0.2)
    cells = int(index.max()) + 1
    palette = np.float32(colours.scheme(dice, 6))
    if dice.chance(0.5):
        palette = palette + (255 - palette) * 0.45
    picture = palette[dice.numbers.integers(0, 6, cells)][index]
    if dice.chance(0.3):
        shades = colours.apply_ramp(dice.numbers.random(cells).astype(np.float32), colours.continuous(dice))  # as maps of statistics
        picture = shades[index]
    cover = np.clip(dice.uniform(0.8, 1.8) - gap, 0, 1)[..., None]
    picture = picture * (1 - cover) + np.float32(dice.choice((colours.WHITE, colours.grey(0.25), colours.grey(0.5)))) * cover
    if dice.chance(0.7):
        land = noise.fractal(dice, width, height, height / 1.6, 7, 0.5) + dice.uniform(0, 0.5)
        sea = np.float32(dice.choice(((170, 211, 235), (120, 170, 220), colours.WHITE, (40, 60, 90))))
        wet = np.clip(-land * height / 12 + 0.5, 0, 1)[..., None]
        shore = np.clip(1.5 - np.abs(land) / (np.hypot(*np.gradient(land)) + 1e-4), 0, 1)[..., None] * 0.8
        picture = picture * (1 - wet) + sea * wet
        picture = picture * (1 - shore) + np.float32(colours.grey(0.35)) * shore
    return _overlay(dice, noise.to_pixels(picture), dice.randint(3, 22), colours.grey(0.1), colours.WHITE if dice.chance(0.4) else None)


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
        x, y = round(dice.uniform(0, canvas.width) / pitch) * pitch, round(dice.uniform(0, canvas.height) / pitch) * pitch
        heading = dice.randrange(8)
        points = [(x, y)]
        for _ in range(dice.randint(5, 14)):
            heading = (heading + dice.choice((-1, 0, 0, 0, 1))) % 8
            x, y = x + pitch * round(math.cos(heading * math.pi / 4)), y + pitch * round(math.sin(heading * math.pi / 4))
            points.append((x, y))
        canvas.line(points, shade, wide, True)
        for x, y in points:
            if dice.chance(0.2):
                canvas.circle(x, y, wide, colours.WHITE, colours.BLACK, 2)
            else:
                canvas.circle(x, y, wide * 0.36, colours.WHITE)
            if dice.chance(0.5):
                canvas.text(x + wide * 1.2, y - wide, writer.title(1), family.regular, size, ink, "ls")


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
        canvas.text(middle[0], middle[1] + 15, f"{(right - left) / 40:.1f} x {(bottom - top) / 40:.1f}", family.regular, 10, thin, "mm")
        for _ in range(dice.randint(0, 3)):
            fx, fy = dice.uniform(left + 10, max(left + 11, right - 60)), dice.uniform(top + 10, max(top + 11, bottom - 50))
            canvas.rectangle((fx, fy, min(fx + dice.uniform(15, 50), right - 8), min(fy + dice.uniform(12, 40), bottom - 8)), None, thin, 1.2, dice.choice((0, 0, 5)))
    canvas.line([(50, 24), (canvas.width - 40, 24)], thin)
    canvas.text(canvas.width / 2, 20, f"{canvas.width * 25}", family.regular, 11, thin, "mb")


def _box_style(dice: Dice):
    paper = dice.choice((colours.WHITE, colours.WHITE, colours.pale(dice), colours.dark(dice)))
    family = dice.choice(fonts.SANS + fonts.SANS + fonts.HANDWRITTEN[:4] + fonts.MONO[:2])
    return paper, colours.legible_on(paper, dice), family, colours.scheme(dice, 5)


def _node(dice: Dice, canvas: Canvas, x: float, y: float, wide: float, tall: float, fill, line, family, size: float, shape: str) -> None:
    box = (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
    if shape == "diamond":
        canvas.polygon([(x, box[1] - tall * 0.2), (box[2], y), (x, box[3] + tall * 0.2), (box[0], y)], fill, line, 1.3)
    elif shape == "ellipse":
        canvas.ellipse(box, fill, line, 1.3)
    elif shape == "slanted":
        canvas.polygon([(box[0] + 12, box[1]), (box[2], box[1]), (box[2] - 12, box[3]), (box[0], box[3])], fill, line, 1.3)
    else:
        canvas.rectangle(box, fill, line, 1.3, 8 if shape == "round" else 0)
    writer = Writer(dice)
    ink = colours.legible_on(fill)
    lines = dice.choice((1, 1, 2)) if tall > size * 2.6 else 1
    for row in range(lines):
        top = y + (row - lines / 2) * size * 1.2
        canvas.fitted_text((box[0] + 8, top, box[2] - 8, top + size * 1.2), writer.title(dice.choice((1, 2, 3))), family.regular, size, ink, "m")


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
            canvas.line([(x0 + wide / 2, y0), (x0 + pitch_x / 2, y0), (x0 + pitch_x / 2, y1), (x1, y1)], colours.mix(ink, paper, 0.3), line_width)
    outlined = dice.chance(0.6)
    for place in places:
        shape = dice.pick({"plain": 4, "round": 4, "diamond": 2, "ellipse": 1.5, "slanted": 1})
        _node(dice, canvas, *at(place), wide, tall, dice.choice(shades + [paper]), ink if outlined else None, family, size, shape)


def _network(dice: Dice, canvas: Canvas) -> None:
    paper, ink, family, shades = _box_style(dice)
    canvas.fill(paper)
    count = round(dice.logarithmic(8, 130))
    centres = [(dice.uniform(0.15, 0.85) * canvas.width, dice.uniform(0.15, 0.85) * canvas.height) for _ in range(dice.randint(1, 5))]
    nodes = []
    for _ in range(count):
        group = dice.randrange(len(centres))
        nodes.append((centres[group][0] + dice.gauss(0, canvas.width / 9), centres[group][1] + dice.gauss(0, canvas.height / 8), group, dice.logarithmic(3, 22 if count < 60 else 9)))
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
    at = lambda level, index: (down * (level + 0.5), across * (index + 0.5) / levels[level]) if sideways else (across * (index + 0.5) / levels[level], down * (level + 0.5))
    for level in range(1, len(levels)):
        for index in range(levels[level]):
            start, end = at(level - 1, index * levels[level - 1] // levels[level]), at(level, index)
            if elbows:
                middle = (start[0] + end[0]) / 2 if sideways else (start[1] + end[1]) / 2
                points = [start, (middle, start[1]), (middle, end[1]), end] if sideways else [start, (start[0], middle), (end[0], middle), end]
            else:
                points = [start, end]
            canvas.line(points, ink, 1.4)
    for level, count in enumerate(levels):
        wide = down * 0.7 if sideways else min(across / count * 0.85, 150)
        tall = min(across / count * 0.7, 40) if sideways else min(down * 0.5, 44)
        for index in range(count):
            _node(dice, canvas, *at(level, index), wide, tall, shades[level % 5], ink if dice.chance(0.3) else None, family, size, "round" if elbows else "ellipse")


def _circuit(dice: Dice, canvas: Canvas) -> None:
    """Wires on a lattice with resistors, capacitors, gates, chips and dots; or a board with traces."""
    board = dice.chance(0.35)
    paper = dice.choice(((12, 70, 40), (20, 30, 80), (15, 15, 18))) if board else dice.choice((colours.WHITE, (252, 250, 235)))
    wire = dice.choice(((200, 170, 80), (60, 150, 90))) if board else dice.choice((colours.BLACK, (0, 100, 0), (120, 0, 0)))
    canvas.fill(paper)
    pitch, thick = dice.uniform(22, 44), dice.uniform(1, 2) * (2 if board else 1)
    columns, rows = int(canvas.width / pitch), int(canvas.height / pitch)
    for _ in range(columns * rows // 6):
        x, y = dice.randint(0, columns) * pitch, dice.randint(0, rows) * pitch
        points = [(x, y)]
        for _ in range(dice.randint(1, 4)):
            heading = dice.randrange(8 if board else 4) * (1 if board else 2)
            steps = dice.randint(1, 5)
            x, y = x + pitch * steps * round(math.cos(heading * math.pi / 4)), y + pitch * steps * round(math.sin(heading * math.pi / 4))
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
            canvas.line([(x - half + half * step / 4, y + (half * 0.4 if step % 2 else -half * 0.4) * (0 < step < 8)) for step in range(9)], wire, thick)
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
            canvas.polygon([(x - half * 0.7, y - half * 0.7), (x - half * 0.7, y + half * 0.7), (x + half * 0.7, y)], fill, wire, thick)
        canvas.text(x + half * 0.4, y - half * 0.7, f"{dice.choice('RCLDQ')}{dice.randint(1, 99)}", mono, dice.uniform(8, 11), colours.legible_on(paper), "lb")


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
        canvas.fitted_text((x, 0, x + (canvas.width - left) / columns, tall), str(column + 1), family.regular, 11, colours.legible_on(shades[0]), "m")
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
            mask = canvas.mask((x - radius, y - radius, x + radius, y + radius), shape="ellipse").point(lambda level: level // 2)
            scale = canvas.image.width / canvas.width
            canvas.image.paste(shades[index % 5], (round((x - radius) * scale), round((y - radius) * scale)), mask)
            canvas.text(middle[0] + spread * 2 * math.cos(angle), middle[1] + spread * 2 * math.sin(angle), writer.title(1), family.bold, dice.uniform(13, 20), ink, "mm")
    else:
        count += 1
        for index in range(count):
            angle, step = 2 * math.pi * index / count, 2 * math.pi / count
            ring = reach * 0.36
            canvas.arc((middle[0] - ring, middle[1] - ring, middle[0] + ring, middle[1] + ring), math.degrees(angle), math.degrees(angle + step * 0.8), shades[index % 5], 9)
            _node(dice, canvas, middle[0] + ring * math.cos(angle), middle[1] + ring * math.sin(angle), 110, 44, shades[index % 5], None, family, 13, dice.choice(("round", "ellipse")))

"""Flat pictures of things: landscapes, towns, faces, animals, flowers, still lifes. Drawn on a canvas, for vector art,
cartoons and as the subject of paintings. `outline` is the colour of contours, or None for shapes without.
"""

import math

import numpy as np

from . import colours
from .canvas import Canvas
from .colours import Colour
from .dice import Dice


def draw_scene(dice: Dice, canvas: Canvas, outline: Colour | None = None, line: float = 2.5) -> None:
    dice.choice((landscape, landscape, town, faces, animals, flowers, shapes, still_life))(dice, canvas, outline, line)


def sky(dice: Dice, canvas: Canvas) -> None:
    box = (0, 0, canvas.width, canvas.height)
    hue = dice.choice((0.55, 0.58, 0.6, 0.05, 0.1, 0.9, 0.7, dice.random()))
    top = colours.from_hls(hue, dice.uniform(0.2, 0.8), dice.uniform(0.4, 0.9))
    if dice.chance(0.5):
        canvas.gradient(box, top, colours.mix(top, colours.WHITE, dice.uniform(0.2, 0.7)))
    else:
        canvas.fill(top)
    if dice.chance(0.7):
        x, y, radius = (
            dice.uniform(0.1, 0.9) * canvas.width,
            dice.uniform(0.08, 0.5) * canvas.height,
            dice.uniform(0.04, 0.16) * canvas.height,
        )
        shade = dice.choice(((255, 236, 130), (255, 250, 230), (250, 140, 60)))
        for ring in range(dice.choice((0, 0, 3)), 0, -1):
            canvas.circle(x, y, radius * (1 + 0.5 * ring), colours.mix(top, shade, 0.35 / ring))
        canvas.circle(x, y, radius, shade)


def cloud(dice: Dice, canvas: Canvas, x: float, y: float, size: float, shade: Colour) -> None:
    for offset in (-1.0, -0.4, 0.3, 0.9):
        radius = size * dice.uniform(0.35, 0.62)
        canvas.circle(x + offset * size, y - radius * 0.5, radius, shade)
    canvas.rectangle((x - size * 1.3, y - size * 0.3, x + size * 1.3, y + size * 0.12), shade, radius=size * 0.2)


def landscape(dice: Dice, canvas: Canvas, outline: Colour | None, line: float) -> None:
    width, height = canvas.width, canvas.height
    sky(dice, canvas)
    for _ in range(dice.randint(0, 5)):
        cloud(
            dice,
            canvas,
            dice.uniform(0, width),
            dice.uniform(0.05, 0.4) * height,
            dice.uniform(18, 60),
            dice.choice((colours.WHITE, colours.grey(0.93))),
        )
    hue, layers = dice.choice((0.3, 0.25, 0.1, 0.6, 0.75, dice.random())), dice.randint(2, 5)
    for layer in range(layers):
        share = (layer + 1) / layers
        shade = colours.from_hls(
            hue + dice.uniform(-0.04, 0.04), 0.72 - 0.5 * share * dice.uniform(0.7, 1), dice.uniform(0.3, 0.7)
        )
        base, steps = height * (0.35 + 0.5 * share), 60
        if dice.chance(0.4) and layer < layers - 1:
            xs = np.linspace(-20, width + 20, dice.randint(6, 14))
            points = [(x, base - dice.uniform(0, 0.35) * height * (1 - 0.5 * share)) for x in xs]
        else:
            waves = [(dice.uniform(0.01, 0.06) * height, dice.uniform(1, 4), dice.uniform(0, 6)) for _ in range(3)]
            points = [
                (x, base + sum(a * math.sin(x / width * f * 3 + p) for a, f, p in waves))
                for x in np.linspace(0, width, steps)
            ]
        canvas.polygon([(-20, height + 20), *points, (width + 20, height + 20)], shade, outline, line)
        if share > 0.4:
            for _ in range(dice.choice((0, 3, 8, 16))):
                index = dice.randrange(len(points))
                tree(
                    dice,
                    canvas,
                    points[index][0],
                    points[index][1] + dice.uniform(0, 0.08) * height,
                    height * dice.uniform(0.06, 0.2) * share,
                    outline,
                    line,
                )
    if dice.chance(0.35):
        water = colours.from_hls(0.56, dice.uniform(0.4, 0.7), 0.6)
        top = height * dice.uniform(0.72, 0.9)
        canvas.rectangle((0, top, width, height), water)
        for _ in range(30):
            x, y = dice.uniform(0, width), dice.uniform(top, height)
            canvas.line([(x, y), (x + dice.uniform(10, 60), y)], colours.mix(water, colours.WHITE, 0.4), 2)
    if dice.chance(0.5):
        for _ in range(dice.randint(1, 4)):
            house(
                dice,
                canvas,
                dice.uniform(0, width),
                height * dice.uniform(0.65, 0.92),
                height * dice.uniform(0.1, 0.28),
                outline,
                line,
            )


def tree(dice: Dice, canvas: Canvas, x: float, y: float, size: float, outline: Colour | None, line: float) -> None:
    trunk = colours.from_hls(0.07, dice.uniform(0.2, 0.4), 0.4)
    leaf = colours.from_hls(dice.choice((0.3, 0.33, 0.25, 0.1)), dice.uniform(0.2, 0.5), dice.uniform(0.3, 0.7))
    canvas.rectangle((x - size * 0.06, y - size * 0.4, x + size * 0.06, y), trunk)
    if dice.chance(0.5):
        for step in range(3):
            top, wide = y - size * (1.05 - 0.25 * step), size * (0.2 + 0.09 * step)
            canvas.polygon(
                [(x, top), (x + wide, top + size * 0.38), (x - wide, top + size * 0.38)], leaf, outline, line * 0.7
            )
    else:
        canvas.circle(x, y - size * 0.62, size * 0.36, leaf, outline, line * 0.7)
        canvas.circle(x - size * 0.1, y - size * 0.7, size * 0.16, colours.mix(leaf, colours.WHITE, 0.2))


def house(dice: Dice, canvas: Canvas, x: float, y: float, size: float, outline: Colour | None, line: float) -> None:
    wall, roof = colours.from_hls(dice.random(), dice.uniform(0.55, 0.9), dice.uniform(0.2, 0.7)), colours.from_hls(
        dice.choice((0.02, 0.06, 0.6)), dice.uniform(0.25, 0.5), 0.6
    )
    wide = size * dice.uniform(0.7, 1.2)
    canvas.rectangle((x - wide / 2, y - size * 0.6, x + wide / 2, y), wall, outline, line)
    canvas.polygon(
        [(x - wide * 0.6, y - size * 0.58), (x, y - size), (x + wide * 0.6, y - size * 0.58)], roof, outline, line
    )
    canvas.rectangle(
        (x - size * 0.08, y - size * 0.28, x + size * 0.08, y),
        colours.mix(roof, colours.BLACK, 0.4),
        outline,
        line * 0.6,
    )
    for side in (-1, 1):
        canvas.rectangle(
            (
                x + side * wide * 0.3 - size * 0.08,
                y - size * 0.45,
                x + side * wide * 0.3 + size * 0.08,
                y - size * 0.28,
            ),
            (250, 235, 150),
            outline or wall,
            line * 0.6,
        )


def town(dice: Dice, canvas: Canvas, outline: Colour | None, line: float) -> None:
    sky(dice, canvas)
    hue = dice.random()
    for layer in range(dice.randint(1, 3)):
        x = dice.uniform(-40, 0)
        while x < canvas.width:
            wide, top = dice.uniform(30, 110), canvas.height * dice.uniform(0.12 + 0.15 * layer, 0.75)
            shade = colours.from_hls(
                hue + dice.uniform(-0.12, 0.12), 0.65 - 0.2 * layer + dice.uniform(-0.12, 0.12), dice.uniform(0.15, 0.6)
            )
            canvas.rectangle((x, top, x + wide, canvas.height + 9), shade, outline, line)
            glass = dice.choice(
                ((255, 235, 150), colours.mix(shade, colours.BLACK, 0.4), colours.mix(shade, colours.WHITE, 0.5))
            )
            step, sparse = dice.uniform(11, 22), dice.choice((1, 1, 0.6))
            for wy in np.arange(top + 8, canvas.height - 10, step * 1.3):
                for wx in np.arange(x + 7, x + wide - step * 0.7, step):
                    if dice.chance(sparse):
                        canvas.rectangle((wx, wy, wx + step * 0.55, wy + step * 0.7), glass)
            if dice.chance(0.3):
                canvas.polygon(
                    [(x, top), (x + wide / 2, top - wide * 0.6), (x + wide, top)],
                    colours.mix(shade, colours.BLACK, 0.3),
                    outline,
                    line,
                )
            x += wide + dice.choice((0, 0, 12))
    if dice.chance(0.5):
        road = canvas.height * dice.uniform(0.85, 0.93)
        canvas.rectangle((0, road, canvas.width, canvas.height), colours.grey(0.3))
        canvas.dashes(
            (0, (road + canvas.height) / 2), (canvas.width, (road + canvas.height) / 2), colours.WHITE, 3, 30, 24
        )
        for _ in range(dice.randint(0, 4)):
            x, shade = dice.uniform(0, canvas.width), colours.vivid(dice)
            canvas.rectangle((x, road - 14, x + 70, road + 8), shade, outline, line, 6)
            canvas.polygon(
                [(x + 14, road - 13), (x + 22, road - 30), (x + 50, road - 30), (x + 60, road - 13)],
                (190, 220, 240),
                outline,
                line,
            )
            for wheel in (16, 54):
                canvas.circle(x + wheel, road + 8, 9, colours.grey(0.1))
                canvas.circle(x + wheel, road + 8, 4, colours.grey(0.7))


def face(dice: Dice, canvas: Canvas, x: float, y: float, size: float, outline: Colour | None, line: float) -> None:
    skin = dice.choice((colours.from_hls(0.06, dice.uniform(0.3, 0.85), 0.5), (255, 220, 60), colours.vivid(dice)))
    hair, cloth = colours.from_hls(
        dice.choice((0.08, 0.1, 0.03, dice.random())), dice.uniform(0.05, 0.6), 0.5
    ), colours.vivid(dice)
    if dice.chance(0.7):
        canvas.ellipse((x - size * 1.2, y + size * 0.85, x + size * 1.2, y + size * 3), cloth, outline, line)
        canvas.rectangle(
            (x - size * 0.25, y + size * 0.6, x + size * 0.25, y + size * 1.15), colours.mix(skin, colours.BLACK, 0.12)
        )
    style = dice.randrange(3)
    if style == 0:
        canvas.ellipse((x - size * 0.95, y - size * 1.2, x + size * 0.95, y + size * 1.1), hair, outline, line)
    canvas.ellipse((x - size * 0.75, y - size * 0.95, x + size * 0.75, y + size), skin, outline, line)
    if style != 2:
        canvas.pie(x, y - size * 0.35, size * 0.82, 180, 360, hair)
    for side in (-1, 1):
        canvas.ellipse(
            (x + side * size * 0.3 - size * 0.14, y - size * 0.2, x + side * size * 0.3 + size * 0.14, y + size * 0.1),
            colours.WHITE,
            outline,
            line * 0.6,
        )
        canvas.circle(x + side * size * 0.3 + size * 0.03, y - size * 0.03, size * 0.08, colours.BLACK)
        canvas.line(
            [(x + side * size * 0.16, y - size * 0.32), (x + side * size * 0.46, y - size * dice.uniform(0.3, 0.42))],
            colours.mix(hair, colours.BLACK, 0.4),
            max(1.5, size * 0.06),
        )
    canvas.line(
        [(x, y), (x - size * 0.08, y + size * 0.28), (x + size * 0.05, y + size * 0.3)],
        colours.mix(skin, colours.BLACK, 0.4),
        max(1, size * 0.04),
    )
    if dice.chance(0.5):
        canvas.arc(
            (x - size * 0.35, y + size * 0.1, x + size * 0.35, y + size * 0.65),
            20,
            160,
            (170, 40, 50),
            max(1.5, size * 0.06),
        )
    else:
        canvas.pie(x, y + size * 0.42, size * 0.3, 0, 180, (160, 30, 40))
    if dice.chance(0.25):
        for side in (-1, 1):
            canvas.circle(
                x + side * size * 0.3, y - size * 0.05, size * 0.25, None, colours.BLACK, max(1.5, size * 0.05)
            )


def faces(dice: Dice, canvas: Canvas, outline: Colour | None, line: float) -> None:
    first, second = colours.scheme(dice, 2)
    canvas.gradient((0, 0, canvas.width, canvas.height), first, dice.choice((first, second)), dice.uniform(0, 180))
    count = dice.choice((1, 1, 2, 3, 6))
    size = canvas.height * (0.3 if count == 1 else 0.2 if count < 4 else 0.12) * dice.uniform(0.8, 1.25)
    for index in range(count):
        x = canvas.width * (index % 3 + 0.5) / min(count, 3)
        face(dice, canvas, x, canvas.height * (0.42 if count <= 3 else 0.22 + 0.5 * (index // 3)), size, outline, line)


def animals(dice: Dice, canvas: Canvas, outline: Colour | None, line: float) -> None:
    """Cats, fish, birds, of ellipses and triangles."""
    first, second = colours.scheme(dice, 2)
    canvas.gradient(
        (0, 0, canvas.width, canvas.height), colours.mix(first, colours.WHITE, 0.4), dice.choice((first, second))
    )
    for _ in range(dice.randint(1, 6)):
        size = canvas.height * dice.uniform(0.08, 0.26)
        x, y, shade = dice.uniform(0.1, 0.9) * canvas.width, dice.uniform(0.2, 0.8) * canvas.height, colours.vivid(dice)
        side, belly = dice.choice((-1, 1)), colours.mix(shade, colours.WHITE, 0.5)
        kind = dice.randrange(3)
        if kind == 0:
            canvas.ellipse((x - size * 0.8, y, x + size * 0.8, y + size * 1.8), shade, outline, line)
            canvas.ellipse((x - size * 0.4, y + size * 0.5, x + size * 0.4, y + size * 1.7), belly)
            for ear in (-1, 1):
                canvas.polygon(
                    [
                        (x + ear * size * 0.65, y - size * 0.2),
                        (x + ear * size * 0.6, y - size * 0.95),
                        (x + ear * size * 0.1, y - size * 0.5),
                    ],
                    shade,
                    outline,
                    line,
                )
            canvas.ellipse((x - size * 0.75, y - size * 0.65, x + size * 0.75, y + size * 0.55), shade, outline, line)
            for eye in (-1, 1):
                canvas.ellipse(
                    (
                        x + eye * size * 0.3 - size * 0.12,
                        y - size * 0.25,
                        x + eye * size * 0.3 + size * 0.12,
                        y + size * 0.08,
                    ),
                    colours.BLACK,
                )
                for hair in (-0.1, 0.05, 0.2):
                    canvas.line(
                        [(x + eye * size * 0.2, y + size * 0.2), (x + eye * size * 1.05, y + size * (0.2 + hair))],
                        outline or colours.BLACK,
                        1,
                    )
            canvas.polygon(
                [(x - size * 0.09, y + size * 0.1), (x + size * 0.09, y + size * 0.1), (x, y + size * 0.22)],
                (240, 130, 150),
            )
        elif kind == 1:
            canvas.polygon(
                [
                    (x - side * size * 0.8, y),
                    (x - side * size * 1.5, y - size * 0.6),
                    (x - side * size * 1.5, y + size * 0.6),
                ],
                colours.mix(shade, colours.BLACK, 0.2),
                outline,
                line,
            )
            canvas.ellipse((x - size, y - size * 0.6, x + size, y + size * 0.6), shade, outline, line)
            for stripe in (-0.3, 0.1):
                canvas.rectangle(
                    (
                        x + side * size * stripe - size * 0.08,
                        y - size * 0.5,
                        x + side * size * stripe + size * 0.08,
                        y + size * 0.5,
                    ),
                    belly,
                )
            canvas.circle(x + side * size * 0.6, y - size * 0.15, size * 0.14, colours.WHITE, outline, line * 0.5)
            canvas.circle(x + side * size * 0.63, y - size * 0.15, size * 0.07, colours.BLACK)
        else:
            canvas.ellipse((x - size * 0.9, y - size * 0.5, x + size * 0.9, y + size * 0.6), shade, outline, line)
            canvas.circle(x + side * size * 0.8, y - size * 0.55, size * 0.42, shade, outline, line)
            canvas.polygon(
                [
                    (x + side * size * 1.15, y - size * 0.65),
                    (x + side * size * 1.6, y - size * 0.5),
                    (x + side * size * 1.15, y - size * 0.4),
                ],
                (250, 170, 40),
                outline,
                line,
            )
            canvas.polygon(
                [
                    (x + size * 0.3, y - size * 0.1),
                    (x - side * size * 1.1, y - size * 0.7),
                    (x - side * size * 0.4, y + size * 0.25),
                ],
                colours.mix(shade, colours.BLACK, 0.25),
                outline,
                line,
            )
            canvas.circle(x + side * size * 0.9, y - size * 0.62, size * 0.08, colours.BLACK)


def flowers(dice: Dice, canvas: Canvas, outline: Colour | None, line: float) -> None:
    canvas.fill(dice.choice((colours.pale(dice), colours.dark(dice), colours.any_colour(dice))))
    shades, green = colours.scheme(dice, 4), colours.from_hls(0.33, dice.uniform(0.2, 0.45), 0.5)
    for _ in range(dice.randint(4, 22)):
        x, y, size = (
            dice.uniform(0, canvas.width),
            dice.uniform(0, canvas.height),
            canvas.height * dice.logarithmic(0.04, 0.2),
        )
        if dice.chance(0.6):
            canvas.line([(x, y), (x + dice.uniform(-20, 20), y + size * 3)], green, max(2, size * 0.1))
            canvas.ellipse((x, y + size * 1.2, x + size * 0.9, y + size * 1.6), green, outline, line)
        petals, shade, wide = dice.randint(5, 10), dice.choice(shades), dice.uniform(0.3, 0.55)
        for petal in range(petals):
            angle = 2 * math.pi * petal / petals
            ring = [
                (
                    x
                    + size * (0.55 + 0.5 * math.cos(t)) * math.cos(angle)
                    - size * wide * 0.6 * math.sin(t) * math.sin(angle),
                    y
                    + size * (0.55 + 0.5 * math.cos(t)) * math.sin(angle)
                    + size * wide * 0.6 * math.sin(t) * math.cos(angle),
                )
                for t in np.linspace(0, 6.28, 16)
            ]
            canvas.polygon(ring, shade, outline or colours.mix(shade, colours.BLACK, 0.15), line * 0.6)
        canvas.circle(x, y, size * 0.28, (250, 205, 60), outline, line * 0.6)


def shapes(dice: Dice, canvas: Canvas, outline: Colour | None, line: float) -> None:
    """Abstract: overlapping circles, bars, rings, triangles, zigzags, dots."""
    palette = colours.scheme(dice, 6)
    canvas.fill(palette[0])
    for _ in range(dice.randint(6, 40)):
        x, y, size, shade = (
            dice.uniform(0, canvas.width),
            dice.uniform(0, canvas.height),
            canvas.height * dice.logarithmic(0.03, 0.4),
            dice.choice(palette),
        )
        kind, turn = dice.randrange(7), dice.uniform(0, 6.28)
        if kind == 0:
            canvas.circle(x, y, size, shade, outline, line)
        elif kind == 1:
            canvas.rectangle(
                (x - size, y - size * 0.4, x + size, y + size * 0.4), shade, outline, line, dice.choice((0, size * 0.4))
            )
        elif kind == 2:
            canvas.polygon(
                [(x + size * math.cos(turn + a), y + size * math.sin(turn + a)) for a in (0, 2.09, 4.19)],
                shade,
                outline,
                line,
            )
        elif kind == 3:
            canvas.circle(x, y, size, None, shade, max(2, size * 0.2))
        elif kind == 4:
            canvas.line(
                [(x + size * 0.3 * step, y + (size * 0.2 if step % 2 else 0)) for step in range(7)],
                shade,
                max(2, size * 0.08),
            )
        elif kind == 5:
            for row in range(4):
                for column in range(5):
                    canvas.circle(x + column * size * 0.2, y + row * size * 0.2, size * 0.05, shade)
        else:
            canvas.pie(x, y, size, math.degrees(turn), math.degrees(turn) + dice.choice((90, 180)), shade)


def still_life(dice: Dice, canvas: Canvas, outline: Colour | None, line: float) -> None:
    """Jars, fruit and a cloth on a table."""
    width, height = canvas.width, canvas.height
    wall, board = colours.scheme(dice, 2)
    canvas.fill(wall)
    edge = height * dice.uniform(0.55, 0.7)
    canvas.rectangle((0, edge, width, height), board)
    for _ in range(dice.randint(1, 4)):
        x, wide, tall, shade = (
            dice.uniform(0.1, 0.9) * width,
            width * dice.uniform(0.05, 0.13),
            height * dice.uniform(0.2, 0.5),
            colours.any_colour(dice),
        )
        foot = edge + height * dice.uniform(0.02, 0.12)
        profile = [(0, 0.55), (0.1, 0.8), (0.35, 1.0), (0.6, 0.8), (0.75, 0.35), (0.92, 0.32), (1, 0.45)]
        left, right = [(x - wide * w, foot - tall * h) for h, w in profile], [
            (x + wide * w, foot - tall * h) for h, w in reversed(profile)
        ]
        canvas.ellipse((x - wide, foot - 8, x + wide * 1.6, foot + 12), colours.mix(board, colours.BLACK, 0.35))
        canvas.polygon(left + right, shade, outline, line)
        canvas.polygon(
            [(x - wide * w * 0.7, foot - tall * h) for h, w in profile]
            + [(x - wide * w * 0.35, foot - tall * h) for h, w in reversed(profile)],
            colours.mix(shade, colours.WHITE, 0.35),
        )
    for _ in range(dice.randint(2, 9)):
        x, y, size = (
            dice.uniform(0.1, 0.9) * width,
            edge + height * dice.uniform(0.05, 0.25),
            height * dice.uniform(0.04, 0.1),
        )
        shade = colours.from_hls(dice.choice((0.0, 0.02, 0.08, 0.15, 0.25)), dice.uniform(0.4, 0.55), 0.8)
        canvas.ellipse(
            (x - size, y + size * 0.5, x + size * 1.7, y + size * 1.2), colours.mix(board, colours.BLACK, 0.35)
        )
        canvas.circle(x, y, size, shade, outline, line)
        canvas.circle(x - size * 0.3, y - size * 0.35, size * 0.28, colours.mix(shade, colours.WHITE, 0.5))
        canvas.line([(x, y - size * 0.9), (x + 3, y - size * 1.3)], (80, 50, 30), 2)

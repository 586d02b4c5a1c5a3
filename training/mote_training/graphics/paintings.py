"""Paintings: a subject laid on in directed strokes from broad to fine with relief, in dots, in knife-cut patches, as
washes of water colour; and abstract ones of poured, dripped and scraped colour.
"""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from . import colours, noise
from .canvas import Canvas
from .dice import Dice
from .scenes import draw_scene
from .thumbnails import thumbnail


def draw(dice: Dice, width: int, height: int) -> np.ndarray:
    kind = dice.pick({_strokes: 6, _dots: 1.2, _water: 2, _poured: 1.5, _dripped: 1, _fields: 1})
    return noise.to_pixels(kind(dice, width, height))


def _subject(dice: Dice, width: int, height: int) -> np.ndarray:
    """What is painted: a flat scene, a soft picture, or swirling colour, softened and varied as paint is."""
    style = dice.randrange(4)
    if style <= 1:
        canvas = Canvas(width, height)
        draw_scene(dice, canvas)
        picture = np.asarray(canvas.image)
    elif style == 2:
        picture = np.asarray(
            Image.fromarray(thumbnail(dice, width // 2, height // 2)).resize((width, height), Image.BICUBIC)
        )
    else:
        values = noise.fractal(dice, width, height, height / dice.uniform(1.5, 4), 4)
        picture = colours.apply_ramp(0.5 + 0.25 * values, colours.ramp(colours.scheme(dice, dice.randint(4, 8))))
    tone = 1 + 0.14 * noise.fractal(dice, width, height, height / 4, 4)
    tint = np.stack([noise.smooth(dice, width, height, height / 5) for _ in range(3)], axis=-1)
    picture = picture * tone[..., None] + 10 * tint
    if dice.chance(0.4):
        grey = picture.mean(axis=2, keepdims=True)
        picture = grey + (picture - grey) * dice.uniform(0.3, 0.8)  # the muted colours of old pigments
    return np.clip(picture, 0, 255)


def _field(dice: Dice, picture: np.ndarray) -> np.ndarray:
    """The direction of strokes at each pixel: one slant, swirls, along the subject's contours, or a mix."""
    height, width = picture.shape[:2]
    x, y = noise.grid(width, height)
    style = dice.randrange(4)
    wander = noise.smooth(dice, width, height, height / dice.uniform(1.5, 4))
    if style == 0:
        return dice.uniform(0, np.pi) + 0.35 * wander
    if style == 1:
        angle = 0 * x
        for _ in range(dice.randint(2, 7)):
            centre = (dice.uniform(-1.3, 1.3), dice.uniform(-1, 1))
            distance = np.hypot(x - centre[0], y - centre[1])
            angle = (
                angle
                + np.exp(-distance * 3)
                * dice.choice((-1, 1))
                * (np.arctan2(y - centre[1], x - centre[0]) + np.pi / 2)
                * 2
            )
        return angle + 0.6 * wander
    soft = np.asarray(
        Image.fromarray(noise.to_pixels(picture)).convert("L").filter(ImageFilter.GaussianBlur(6)), dtype=np.float32
    )
    along = np.arctan2(np.gradient(soft, axis=0), np.gradient(soft, axis=1)) + np.pi / 2
    strong = np.clip(np.hypot(*np.gradient(soft)) / 3, 0, 1)
    base = dice.uniform(0, np.pi) + wander * dice.uniform(0.3, 1.2)
    return (
        np.arctan2(
            strong * np.sin(2 * along) + (1 - strong) * np.sin(2 * base),
            strong * np.cos(2 * along) + (1 - strong) * np.cos(2 * base),
        )
        / 2
    )


def _bristles(dice: Dice, angle: np.ndarray, reach: int, step: float) -> np.ndarray:
    """Noise drawn out along the field (line integral convolution), of unit deviation."""
    height, width = angle.shape
    grains = dice.numbers.standard_normal((height, width), dtype=np.float32)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    cosine, sine = np.cos(angle).astype(np.float32) * step, np.sin(angle).astype(np.float32) * step
    total = grains.copy()
    for side in (-1, 1):
        at_x, at_y = x, y
        for _ in range(reach):
            columns = np.clip(at_x, 0, width - 1).astype(np.int32)
            rows = np.clip(at_y, 0, height - 1).astype(np.int32)
            at_x, at_y = at_x + side * cosine[rows, columns], at_y + side * sine[rows, columns]
            total += noise.sample(grains, at_x, at_y)
    return total / (2 * reach + 1) ** 0.5


def _strokes(dice: Dice, width: int, height: int) -> np.ndarray:
    subject = _subject(dice, width, height)
    angle = _field(dice, subject)
    finest = dice.logarithmic(2.5, 9)
    knife = dice.chance(0.2)  # flat patches, as a palette knife leaves
    jitter, turn_jitter = dice.uniform(4, 26), dice.uniform(0.05, 0.4)
    painted = Image.fromarray(noise.to_pixels(np.broadcast_to(subject.mean(axis=(0, 1)), subject.shape)))
    brush = ImageDraw.Draw(painted)
    for factor in (5.0, 2.4, 1.0):
        wide = finest * factor * (1.5 if knife else 1)
        long = wide * (dice.uniform(1.2, 2.5) if knife else dice.uniform(3, 7))
        count = min(5200, round(1.5 * width * height / (wide * long)))
        soft = np.asarray(
            Image.fromarray(noise.to_pixels(subject)).filter(ImageFilter.BoxBlur(max(0, round(wide / 3))))
        )
        x, y = dice.numbers.uniform(0, width, count), dice.numbers.uniform(0, height, count)
        shades = (
            noise.sample(soft, x, y)
            + dice.numbers.standard_normal((count, 1)) * jitter
            + dice.numbers.standard_normal((count, 3)) * jitter * 0.4
        )
        # Each stroke bends once: half of it before and half after its place.
        extra = dice.numbers.standard_normal(count) * turn_jitter
        first = noise.sample(angle, x, y) + extra
        before_x, before_y = x - np.cos(first) * long / 2, y - np.sin(first) * long / 2
        second = noise.sample(angle, x + np.cos(first) * long / 2, y + np.sin(first) * long / 2) + extra
        second = np.where(np.cos(second - first) < 0, second + np.pi, second)
        after_x, after_y = x + np.cos(second) * long / 2, y + np.sin(second) * long / 2
        widths = np.maximum(1, wide * dice.numbers.uniform(0.6, 1.3, count)).astype(int)
        rows = np.stack([before_x, before_y, x, y, after_x, after_y], axis=1).tolist()
        for points, shade, stroke in zip(rows, np.clip(shades, 0, 255).astype(int).tolist(), widths.tolist()):
            brush.line(points, tuple(shade), stroke, "curve" if stroke > 3 and not knife else None)
            if stroke > 3 and not knife:
                half = stroke / 2
                brush.ellipse((points[4] - half, points[5] - half, points[4] + half, points[5] + half), tuple(shade))
    picture = np.asarray(painted, dtype=np.float32)
    if dice.chance(0.3):
        picture = np.asarray(painted.filter(ImageFilter.GaussianBlur(dice.uniform(0.5, 1.2))), dtype=np.float32)
    # Relief: ridges of the bristles and of the strokes' own edges, lit from above left.
    ridges = _bristles(dice, angle, dice.randint(5, 10), 1.2) * dice.uniform(0.4, 1.6) + picture.mean(
        axis=2
    ) / dice.uniform(12, 40)
    ridges = np.asarray(Image.fromarray(ridges.astype(np.float32)).resize((width, height)))
    light = np.gradient(ridges, axis=0) + np.gradient(ridges, axis=1)
    return picture * np.clip(1 + light[..., None] * dice.uniform(0.02, 0.12), 0.55, 1.5)


def _dots(dice: Dice, width: int, height: int) -> np.ndarray:
    """Dabs of pure colour beside each other."""
    subject = _subject(dice, width, height)
    painted = Image.fromarray(noise.to_pixels(np.broadcast_to(subject.mean(axis=(0, 1)) * 0.8 + 40, subject.shape)))
    brush, radius = ImageDraw.Draw(painted), dice.uniform(2, 6)
    count = min(11000, round(width * height / radius**2 * 0.55))
    x, y = dice.numbers.uniform(0, width, count), dice.numbers.uniform(0, height, count)
    shades = (
        np.clip(noise.sample(subject, x, y) + dice.numbers.standard_normal((count, 3)) * dice.uniform(10, 45), 0, 255)
        .astype(int)
        .tolist()
    )
    radii = radius * dice.numbers.uniform(0.6, 1.2, count)
    for left, top, right, bottom, shade in zip(
        (x - radii).tolist(), (y - radii).tolist(), (x + radii).tolist(), (y + radii).tolist(), shades
    ):
        brush.ellipse((left, top, right, bottom), tuple(shade))
    return np.asarray(painted, dtype=np.float32)


def _water(dice: Dice, width: int, height: int) -> np.ndarray:
    """Transparent washes: bleeding edges that dry darker, granulation, bare paper."""
    subject = noise.to_pixels(_subject(dice, width, height))
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    reach = dice.uniform(2, 9)
    warped = noise.sample(
        subject,
        x + reach * noise.fractal(dice, width, height, 60, 4),
        y + reach * noise.fractal(dice, width, height, 60, 4),
    )
    soft = Image.fromarray(warped).filter(ImageFilter.GaussianBlur(dice.uniform(1, 5)))
    wash = np.asarray(soft, dtype=np.float32)
    edge = np.abs(
        np.asarray(soft.convert("L"), dtype=np.float32)
        - np.asarray(soft.convert("L").filter(ImageFilter.BoxBlur(4)), dtype=np.float32)
    )
    pigment = np.clip(
        0.65 + 0.22 * noise.fractal(dice, width, height, height / 3, 6, 0.6) + edge * dice.uniform(0.01, 0.04), 0, 1.25
    )
    grain = 1 + 0.05 * noise.smooth(dice, width, height, 2.5)
    bare = np.clip(noise.fractal(dice, width, height, height / 1.5, 5) * 0.5 + dice.uniform(0.5, 1.5), 0, 1)
    paper = np.float32((252, 249, 240))
    return paper + (wash - paper) * (pigment * bare * grain)[..., None]


def _poured(dice: Dice, width: int, height: int) -> np.ndarray:
    """Marbled paint: noise looked up through noise."""
    cell = height / dice.uniform(1, 3)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    values = noise.fractal(dice, width, height, cell, 3)
    for _ in range(2):
        reach = dice.uniform(0.05, 0.16) * height
        shift_x, shift_y = (reach * noise.fractal(dice, width, height, cell, 3, 0.4) for _ in range(2))
        values = noise.sample(values, x + shift_x, y + shift_y)
    values = noise.to_unit(values) * dice.choice((1, 2, 4)) % 1.0001
    table = colours.ramp(colours.scheme(dice, dice.randint(3, 7)))
    if dice.chance(0.4):
        values = np.floor(values * 8) / 8
    light = np.gradient(values, axis=0)
    return colours.apply_ramp(values, table) * np.clip(1 - light * 6, 0.8, 1.25)[..., None]


def _dripped(dice: Dice, width: int, height: int) -> np.ndarray:
    """Threads and splashes thrown over a ground."""
    canvas = Canvas(width, height, dice.choice((1, 2)))
    shades = colours.scheme(dice, 6)
    canvas.gradient((0, 0, width, height), shades[0], shades[1], dice.uniform(0, 90))
    for _ in range(dice.randint(25, 110)):
        shade, wide = dice.choice(shades), dice.logarithmic(0.8, 9)
        x, y, heading = dice.uniform(0, width), dice.uniform(0, height), dice.uniform(0, 6.28)
        if dice.chance(0.4):
            for _ in range(dice.randint(5, 30)):
                canvas.circle(x + dice.gauss(0, 35), y + dice.gauss(0, 35), dice.logarithmic(0.6, 6), shade)
            continue
        points = []
        bend = dice.gauss(0, 0.1)
        for _ in range(dice.randint(15, 60)):
            points.append((x, y))
            bend = 0.9 * bend + dice.gauss(0, 0.07)
            heading += bend
            x, y = x + 9 * np.cos(heading), y + 9 * np.sin(heading)
        canvas.line(points, shade, wide, True)
    return canvas.finish().astype(np.float32)


def _fields(dice: Dice, width: int, height: int) -> np.ndarray:
    """A few large fields with scraped, uneven edges."""
    picture = np.broadcast_to(np.float32(colours.any_colour(dice)), (height, width, 3))
    x, y = noise.grid(width, height)
    for shade in colours.scheme(dice, dice.randint(2, 5)):
        centre_x, centre_y, half_x, half_y = (
            dice.uniform(-0.6, 0.6),
            dice.uniform(-0.8, 0.8),
            dice.uniform(0.4, 1.3),
            dice.uniform(0.12, 0.6),
        )
        ragged = 0.03 * noise.fractal(dice, width, height, 50, 5, 0.6, 2)
        inside = np.minimum(half_x - np.abs(x - centre_x), half_y - np.abs(y - centre_y)) + ragged
        cover = np.clip(inside * dice.choice((12, 40, 120)), 0, 1) * np.clip(
            0.85 + 0.2 * noise.fractal(dice, width, height, 30, 4, 0.6, 6), 0, 1
        )
        tone = 1 + 0.1 * noise.fractal(dice, width, height, 90, 5, 0.6, 3)
        picture = picture * (1 - cover[..., None]) + np.float32(shade) * (tone * cover)[..., None]
    weave = 1 + 0.03 * np.sin(np.arange(width) * 2.1)[None, :, None] * np.sin(np.arange(height) * 2.1)[:, None, None]
    return picture * weave

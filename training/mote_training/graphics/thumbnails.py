"""Small pictures that stand where a photograph would, in pages and interfaces: soft scenes, blurred shapes,
textures."""

import numpy as np

from . import colours, noise
from .dice import Dice


def thumbnail(dice: Dice, width: int, height: int, grey: bool = False) -> np.ndarray:
    """uint8 [height, width, 3]."""
    style = dice.pick({"hills": 4, "bokeh": 2, "clouds": 2, "object": 3, "gradient": 1.5, "street": 2})
    picture = {
        "hills": _hills,
        "bokeh": _bokeh,
        "clouds": _clouds,
        "object": _object,
        "gradient": _gradient,
        "street": _street,
    }[style](dice, max(8, width), max(8, height))
    picture = picture + noise.smooth(dice, picture.shape[1], picture.shape[0], 2)[..., None] * dice.uniform(0, 6)
    if grey:
        picture = np.repeat(picture.mean(axis=2, keepdims=True), 3, axis=2)
    return noise.to_pixels(picture)


def _vertical(first, second, width: int, height: int) -> np.ndarray:
    share = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    return np.float32(first) * (1 - share) + np.float32(second) * share + np.zeros((1, width, 1), np.float32)


def _hills(dice: Dice, width: int, height: int) -> np.ndarray:
    hue = dice.random()
    day = dice.chance(0.7)
    sky = colours.from_hls(0.58 + dice.uniform(-0.08, 0.04), 0.6 if day else 0.2, 0.6), colours.from_hls(
        dice.choice((0.1, 0.58, 0.95)), 0.85 if day else 0.45, 0.7
    )
    picture = _vertical(*sky, width, height)
    rows = np.arange(height, dtype=np.float32)[:, None]
    x = np.arange(width, dtype=np.float32)
    base = dice.choice((0.3, 0.22, 0.6, 0.08, hue))
    layers = dice.randint(2, 5)
    for layer in range(layers):
        share = (layer + 1) / layers
        ridge = sum(
            dice.uniform(0.02, 0.09)
            * np.sin(x / width * dice.uniform(3, 9) * 2**octave + dice.uniform(0, 6))
            / 1.8**octave
            for octave in range(4)
        )
        top = height * (0.35 + 0.5 * share * dice.uniform(0.8, 1) + ridge)
        colour = np.float32(
            colours.mix(
                sky[1], colours.from_hls(base, dice.uniform(0.12, 0.4), dice.uniform(0.2, 0.6)), 0.25 + 0.75 * share
            )
        )
        texture = 1 + 0.12 * share * noise.fractal(dice, width, height, max(3, height / 10), 4)
        picture = np.where((rows > top)[..., None], colour * texture[..., None], picture)
    return picture


def _bokeh(dice: Dice, width: int, height: int) -> np.ndarray:
    picture = _vertical(colours.dark(dice), colours.mix(colours.any_colour(dice), colours.BLACK, 0.4), width, height)
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)[:, None]
    shades = colours.scheme(dice, 4)
    for _ in range(dice.randint(8, 26)):
        radius = dice.uniform(0.03, 0.16) * height
        distance = np.hypot(x - dice.uniform(0, width), y - dice.uniform(0, height))
        disc = 1 / (1 + np.exp(np.clip((distance - radius) / max(0.6, 0.06 * radius), -30, 30)))
        picture += disc[..., None] * np.float32(dice.choice(shades)) * dice.uniform(0.2, 0.6)
    return picture


def _clouds(dice: Dice, width: int, height: int) -> np.ndarray:
    values = noise.to_unit(noise.fractal(dice, width, height, height / dice.uniform(1.2, 4), 6, 0.55))
    return colours.apply_ramp(values, colours.ramp(colours.scheme(dice, dice.randint(3, 5))))


def _object(dice: Dice, width: int, height: int) -> np.ndarray:
    """A round shaded thing, or a head and shoulders, before a soft background."""
    picture = _vertical(colours.any_colour(dice), colours.any_colour(dice), width, height)
    x, y = noise.grid(width, height)
    if dice.chance(0.5):
        skin, hair, cloth = (
            colours.from_hls(0.06, dice.uniform(0.3, 0.8), 0.45),
            colours.from_hls(0.07, dice.uniform(0.05, 0.5), 0.4),
            colours.any_colour(dice),
        )
        parts = [
            ((0, -0.25, 0.40, 0.52), hair),
            ((0, 1.0, 0.85, 0.62), cloth),
            ((0, 0.3, 0.14, 0.35), skin),
            ((0, -0.12, 0.30, 0.42), skin),
        ]
    else:
        parts = [
            (
                (dice.uniform(-0.4, 0.4), dice.uniform(-0.2, 0.3), dice.uniform(0.3, 0.7), dice.uniform(0.3, 0.7)),
                colours.any_colour(dice),
            )
            for _ in range(dice.randint(1, 3))
        ]
    light = dice.uniform(-0.7, 0.7)
    for (centre_x, centre_y, radius_x, radius_y), colour in parts:
        across, down = (x - centre_x) / radius_x, (y - centre_y) / radius_y
        inside = 1 / (1 + np.exp(np.clip((across**2 + down**2 - 1) * 40 * radius_x, -30, 30)))
        shade = 1 - 0.35 * (across * light + down * 0.6)
        picture = picture * (1 - inside[..., None]) + np.float32(colour) * (shade * inside)[..., None]
    return picture


def _gradient(dice: Dice, width: int, height: int) -> np.ndarray:
    x, y = noise.grid(width, height)
    values = 0.5 + 0.3 * (x * dice.uniform(-1, 1) + y * dice.uniform(-1, 1)) + 0.1 * np.sin(3 * x + 2 * y)
    return colours.apply_ramp(values, colours.ramp(colours.scheme(dice, 3)))


def _street(dice: Dice, width: int, height: int) -> np.ndarray:
    """Fronts of houses with rows of windows."""
    picture = _vertical(colours.from_hls(0.58, 0.7, 0.5), colours.from_hls(0.1, 0.85, 0.4), width, height)
    x = -dice.uniform(0, 20)
    wall_hue = dice.random()
    while x < width:
        wide = dice.uniform(0.12, 0.35) * width
        top = round(height * dice.uniform(0.08, 0.45))
        left, right = max(0, round(x)), min(width, round(x + wide))
        wall = colours.from_hls(wall_hue + dice.uniform(-0.1, 0.1), dice.uniform(0.3, 0.8), dice.uniform(0.1, 0.5))
        picture[top:, left:right] = np.float32(wall) * dice.uniform(0.8, 1.1)
        step_x, step_y = max(5, round(wide / dice.randint(3, 7))), max(6, round(height / dice.randint(8, 16)))
        glass = np.float32(
            colours.mix(wall, dice.choice((colours.BLACK, colours.BLACK, (255, 240, 170))), dice.uniform(0.4, 0.8))
        )
        for row in range(top + step_y // 2, height - step_y, step_y):
            for column in range(left + step_x // 4, right - step_x // 2, step_x):
                picture[row : row + round(step_y * 0.55), column : column + round(step_x * 0.55)] = (
                    glass * dice.uniform(0.8, 1.2)
                )
        x += wide
    return picture

"""Smooth pictures: gradients of every shape, arcs of colours, glows, spheres, skies, waves, steps of tone."""

import numpy as np

from . import colours, noise
from .dice import Dice


def draw(dice: Dice, width: int, height: int) -> np.ndarray:
    kind = dice.pick(
        {
            _linear: 3,
            _radial: 2,
            _conic: 1.5,
            _mesh: 4,
            _arcs: 3,
            _sky: 3,
            _spheres: 2,
            _waves: 3,
            _glows: 2,
            _hue_plane: 1.2,
        }
    )
    picture = kind(dice, width, height)
    if dice.chance(0.12):
        steps = dice.randint(6, 24)  # banding, as few levels show it
        picture = np.round(picture / 255 * steps) * (255 / steps)
    elif dice.chance(0.25):
        picture = picture + dice.numbers.standard_normal((height, width, 1), dtype=np.float32) * dice.uniform(0.5, 5)
    return noise.to_pixels(picture)


def _ramp(dice: Dice) -> np.ndarray:
    count = dice.randint(2, 6)
    stops = colours.scheme(dice, count)
    if dice.chance(0.3):
        hue, span = dice.random(), dice.uniform(0.3, 1) * dice.choice((-1, 1))
        stops = [
            colours.from_hls(hue + span * index / 11, dice.uniform(0.48, 0.52), dice.uniform(0.8, 1))
            for index in range(12)
        ]
    positions = (
        [0.0, *sorted(dice.random() for _ in range(len(stops) - 2)), 1.0]
        if dice.chance(0.4) and len(stops) > 2
        else None
    )
    return colours.ramp(stops, positions)


def _linear(dice: Dice, width: int, height: int) -> np.ndarray:
    x, y = noise.grid(width, height)
    angle = dice.choice((0, np.pi / 2, dice.uniform(0, 2 * np.pi)))
    values = noise.to_unit(x * np.cos(angle) + y * np.sin(angle))
    if dice.chance(0.25):
        values = values * dice.uniform(1.5, 5) % 1
        if dice.chance(0.7):
            values = 1 - np.abs(2 * values - 1)
    return colours.apply_ramp(values, _ramp(dice))


def _radial(dice: Dice, width: int, height: int) -> np.ndarray:
    x, y = noise.grid(width, height)
    radius = np.hypot((x - dice.uniform(-1, 1)) * dice.uniform(0.6, 1.4), y - dice.uniform(-1, 1))
    values = noise.to_unit(radius) ** dice.uniform(0.6, 1.6)
    if dice.chance(0.25):
        values = 0.5 - 0.5 * np.cos(values * dice.uniform(6, 40))
    return colours.apply_ramp(values, _ramp(dice))


def _conic(dice: Dice, width: int, height: int) -> np.ndarray:
    x, y = noise.grid(width, height)
    angle = np.arctan2(y - dice.uniform(-0.5, 0.5), x - dice.uniform(-0.7, 0.7)) / (2 * np.pi) + dice.random()
    values = angle * dice.choice((1, 1, 2, 3, 6)) % 1
    if dice.chance(0.6):
        values = 1 - np.abs(2 * values - 1)
    return colours.apply_ramp(values, _ramp(dice))


def _mesh(dice: Dice, width: int, height: int) -> np.ndarray:
    """Blobs of colour running into each other."""
    x, y = noise.grid(width, height)
    count = dice.randint(3, 8)
    shades = colours.scheme(dice, count)
    sharp = dice.uniform(1.2, 6)
    if dice.chance(0.4):
        bend = dice.uniform(0.05, 0.3)
        x, y = x + bend * np.sin(2.4 * y + 1), y + bend * np.sin(2 * x)
    total = np.full((height, width, 1), 1e-6, dtype=np.float32)
    picture = np.zeros((height, width, 3), dtype=np.float32)
    for shade in shades:
        distance = np.hypot(x - dice.uniform(-1.5, 1.5), y - dice.uniform(-1.1, 1.1))
        weight = np.exp(-sharp * distance)[..., None]
        picture += weight * np.float32(shade)
        total += weight
    return picture / total


def _arcs(dice: Dice, width: int, height: int) -> np.ndarray:
    """Bands of colours bent into arcs, soft or hard, whole or faint, over a plain or shaded ground."""
    x, y = noise.grid(width, height)
    picture = np.float32(colours.any_colour(dice)) * (0.85 + 0.15 * y[..., None] * dice.uniform(-1, 1))
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        radius = np.hypot(x - dice.uniform(-1.4, 1.4), (y - dice.uniform(-0.5, 1.6)) * dice.uniform(0.8, 1.1))
        inner, wide = dice.uniform(0.3, 1.3), dice.uniform(0.1, 0.7)
        share = (radius - inner) / wide
        bands = _ramp(dice)
        if dice.chance(0.4):
            share = (np.floor(share * 7) + 0.5) / 7  # bands of one colour each
        edge = dice.choice((0.004, 0.03, 0.12))
        cover = (
            np.clip((radius - inner) / edge, 0, 1)
            * np.clip((inner + wide - radius) / edge, 0, 1)
            * dice.choice((1, 1, 0.6, 0.35))
        )
        picture = picture * (1 - cover[..., None]) + colours.apply_ramp(np.clip(share, 0, 1), bands) * cover[..., None]
    return picture


def _sky(dice: Dice, width: int, height: int) -> np.ndarray:
    x, y = noise.grid(width, height)
    top = colours.from_hls(dice.uniform(0.55, 0.75), dice.uniform(0.1, 0.6), dice.uniform(0.4, 0.9))
    low = colours.from_hls(dice.choice((0.03, 0.08, 0.12, 0.55, 0.9)), dice.uniform(0.5, 0.9), dice.uniform(0.5, 1))
    table = colours.ramp([top, colours.mix(top, low, dice.uniform(0.2, 0.6)), low])
    values = noise.to_unit(y) + 0.02 * noise.smooth(dice, width, height, height / 2)
    picture = colours.apply_ramp(values, table)
    sun_x, sun_y = dice.uniform(-1.2, 1.2), dice.uniform(-0.8, 0.9)
    distance = np.hypot(x - sun_x, y - sun_y)
    glow = np.exp(-distance * dice.uniform(1.5, 4)) * dice.uniform(0.3, 1)
    disc = np.clip((dice.uniform(0.06, 0.25) - distance) * height / 3, 0, 1)
    picture = picture + (np.float32((255, 244, 214)) - picture) * np.maximum(glow, disc)[..., None]
    if dice.chance(0.6):
        cloud = (
            np.clip(
                noise.fractal(dice, width, height, height / dice.uniform(2, 5), 6, 0.55, dice.uniform(1.5, 4))
                - dice.uniform(-0.2, 0.8),
                0,
                1.5,
            )
            / 1.5
        )
        picture = picture + (np.float32(colours.mix(colours.WHITE, low, 0.3)) - picture) * cloud[..., None]
    if dice.chance(0.3):
        stars = dice.numbers.random((height, width)) > 0.9985
        picture = np.where(stars[..., None], 255.0, picture * 0.5)
    return picture


def _spheres(dice: Dice, width: int, height: int) -> np.ndarray:
    """Balls lit from one side, with gloss and a shadow on the ground behind."""
    x, y = noise.grid(width, height)
    picture = colours.apply_ramp(noise.to_unit(y + 0.3 * x), colours.ramp(colours.scheme(dice, 2)))
    light = np.float32([dice.uniform(-0.8, 0.8), -dice.uniform(0.3, 0.9), dice.uniform(0.4, 0.9)])
    light = light / np.linalg.norm(light)
    for _ in range(dice.randint(1, 9)):
        radius, centre_x, centre_y = dice.uniform(0.1, 0.5), dice.uniform(-1.2, 1.2), dice.uniform(-0.8, 0.8)
        across, down = (x - centre_x) / radius, (y - centre_y) / radius
        squared = across**2 + down**2
        shadow = np.exp(-((across + light[0]) ** 2 * 1.2 + (down - 0.9) ** 2 * 6)) * 0.4
        picture = picture * (1 - shadow[..., None])
        depth = np.sqrt(np.clip(1 - squared, 0, 1))
        lit = np.clip(across * light[0] + down * light[1] + depth * light[2], 0, 1)
        gloss = lit ** dice.choice((12, 40, 80)) * dice.uniform(0, 1)
        ball = np.float32(colours.vivid(dice)) * (0.15 + 0.85 * lit)[..., None] + 255 * gloss[..., None]
        cover = np.clip((1 - np.sqrt(squared)) * radius * height / 2, 0, 1)[..., None]
        picture = picture * (1 - cover) + ball * cover
    return picture


def _waves(dice: Dice, width: int, height: int) -> np.ndarray:
    """Layers with a curved edge, each shaded along itself, as wallpapers have."""
    x, y = noise.grid(width, height)
    shades = colours.scheme(dice, dice.randint(4, 9))
    picture = np.broadcast_to(np.float32(shades[0]), (height, width, 3))
    turn = dice.uniform(0, 2 * np.pi) if dice.chance(0.5) else 0
    across, along = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    soft = dice.choice((2, 2, 8, 60))
    for index, shade in enumerate(shades[1:]):
        offset = -0.9 + 1.8 * (index + 0.5) / (len(shades) - 1)
        edge = offset + sum(
            dice.uniform(0.03, 0.25) / (n + 1) * np.sin(across * dice.uniform(1, 3) * (n + 1) + dice.uniform(0, 6))
            for n in range(3)
        )
        cover = np.clip((along - edge) * height / (2 * soft) + 0.5, 0, 1)[..., None]
        fade = (1 - 0.35 * np.clip((along - edge) * dice.uniform(0, 2), -0.5, 1))[..., None]
        picture = picture * (1 - cover) + np.float32(shade) * fade * cover
    return picture


def _glows(dice: Dice, width: int, height: int) -> np.ndarray:
    """Light in the dark: discs out of focus, rays, rings."""
    x, y = noise.grid(width, height)
    picture = np.broadcast_to(np.float32(colours.dark(dice)), (height, width, 3)).copy()
    shades = colours.scheme(dice, 4)
    for _ in range(dice.randint(5, 24)):
        distance = np.hypot(x - dice.uniform(-1.4, 1.4), y - dice.uniform(-1, 1))
        radius = dice.uniform(0.03, 0.35)
        style = dice.randrange(3)
        if style == 0:
            light = np.exp(-((distance / radius) ** 2))
        elif style == 1:
            light = np.clip((radius - distance) * height / dice.uniform(2, 20), 0, 1) * 0.4
        else:
            light = np.exp(-(((distance - radius) / (0.12 * radius)) ** 2))
        picture += light[..., None] * np.float32(dice.choice(shades)) * dice.uniform(0.3, 1)
    return picture


def _hue_plane(dice: Dice, width: int, height: int) -> np.ndarray:
    """Hue one way, tone the other: colour pickers, wheels, plasma."""
    x, y = noise.grid(width, height)
    style = dice.randrange(3)
    if style == 0:
        start, low = dice.random(), dice.uniform(0, 0.5)
        hue, tone = (start + noise.to_unit(x) * dice.uniform(0.1, 1)) % 1, low + noise.to_unit(y) * dice.uniform(
            0.2, 1 - low
        )
    elif style == 1:
        hue, tone = np.arctan2(y, x) / (2 * np.pi) + 0.5, np.clip(np.hypot(x, y), 0, 1)
    else:
        rate = dice.uniform(1, 5)
        hue = (np.sin(rate * x) + np.sin(rate * (y + x * 0.5) + 1) + np.sin(rate * np.hypot(x, y) + 2)) / 6 + 0.5
        tone = 0.5 + 0 * x
    rainbow = colours.ramp([colours.from_hls(index / 12, 0.5, dice.uniform(0.9, 1)) for index in range(13)])
    pure = colours.apply_ramp(hue, rainbow)
    white = np.clip(1 - 2 * tone, 0, 1)[..., None]
    black = np.clip(2 * tone - 1, 0, 1)[..., None]
    return pure * (1 - white) * (1 - black) + 255 * white

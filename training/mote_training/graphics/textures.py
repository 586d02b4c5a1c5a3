"""Procedural textures: clouds, marble, wood, stone, weaves, tiles, bricks, stripes, checkers, dots, mosaics, terrazzo,
camouflage.
"""

import numpy as np

from . import colours, noise
from .dice import Dice


def draw(dice: Dice, width: int, height: int) -> np.ndarray:
    kind = dice.pick(
        {
            _clouds: 2,
            _marble: 2,
            _wood: 2,
            _mosaic: 3,
            _stripes: 2.5,
            _checkers: 2.5,
            _dots: 2,
            _bricks: 1.5,
            _weave: 1.5,
            _terrazzo: 1.5,
            _camouflage: 1.2,
            _granite: 1,
            _hexagons: 1.5,
            _moire: 1,
            _truchet: 1.5,
        }
    )
    return noise.to_pixels(kind(dice, width, height))


def _plane(dice: Dice, width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """Pixel coordinates: straight, turned, seen in perspective, or bent."""
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    style = dice.pick({"straight": 4, "turned": 3, "perspective": 1.5, "bent": 1.5})
    if style == "turned":
        turn = dice.choice((np.pi / 4, dice.uniform(0, np.pi)))
        x, y = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    elif style == "perspective":
        depth = height * dice.uniform(0.4, 1.2) / (y + height * dice.uniform(0.05, 0.4))
        x, y = (x - width / 2) * depth, depth * height
    elif style == "bent":
        size, reach = dice.uniform(60, 250), dice.uniform(4, 40)
        x, y = x + noise.smooth(dice, width, height, size) * reach, y + noise.smooth(dice, width, height, size) * reach
    return x, y


def _soft_step(values: np.ndarray, sharp: float = 1.0) -> np.ndarray:
    """An edge about a pixel wide at zero, for values in pixels."""
    return np.clip(values * sharp + 0.5, 0, 1)


def _blend(first, second, share: np.ndarray) -> np.ndarray:
    return np.float32(first) + (np.float32(second) - np.float32(first)) * share[..., None]


def _clouds(dice: Dice, width: int, height: int) -> np.ndarray:
    values = noise.fractal(
        dice, width, height, dice.logarithmic(20, 300), 8, dice.uniform(0.4, 0.7), dice.choice((1, 1, 3))
    )
    if dice.chance(0.3):
        values = -np.abs(values)
    return colours.apply_ramp(noise.to_unit(values), colours.continuous(dice))


def _marble(dice: Dice, width: int, height: int) -> np.ndarray:
    x, y = noise.grid(width, height)
    warp = noise.fractal(dice, width, height, dice.uniform(60, 220), 6, 0.55)
    phase = x * dice.uniform(1, 6) + y * dice.uniform(-4, 4) + warp * dice.uniform(0.6, 3)
    veins = np.abs(np.sin(phase)) ** dice.uniform(0.15, 0.8)
    return colours.apply_ramp(veins, colours.ramp([colours.any_colour(dice), *colours.scheme(dice, 2)]))


def _wood(dice: Dice, width: int, height: int) -> np.ndarray:
    x, y = noise.grid(width, height)
    if dice.chance(0.5):
        x, y = y, x
    grain = noise.fractal(dice, width, height, 10, 3, 0.6, 14)
    rings = np.hypot(x * dice.uniform(0.03, 0.4) - dice.uniform(-0.5, 0.5), y - dice.uniform(-1.5, 1.5)) * dice.uniform(
        6, 22
    )
    rings = rings + noise.fractal(dice, width, height, 160, 4, 0.5) * dice.uniform(0.3, 1.2)
    values = (rings % 1) ** dice.uniform(0.5, 2)
    first = colours.from_hls(dice.uniform(0.04, 0.12), dice.uniform(0.35, 0.75), dice.uniform(0.25, 0.6))
    picture = _blend(first, colours.mix(first, (40, 15, 0), dice.uniform(0.3, 0.6)), values)
    picture = picture * (1 + 0.05 * grain)[..., None]
    if dice.chance(0.4):
        board = height / dice.randint(3, 8)
        rows = np.arange(height) // board
        shade = dice.numbers.uniform(0.82, 1.12, int(rows.max()) + 1)[rows.astype(int)]
        picture = picture * shade[:, None, None] * np.where(np.arange(height) % board < 2, 0.45, 1)[:, None, None]
    return picture


def _mosaic(dice: Dice, width: int, height: int) -> np.ndarray:
    """Cells coloured at random or after a hidden picture, with or without joints: tesserae, stained glass, crystals."""
    count = round(dice.logarithmic(40, 2500))
    index, gap = noise.nearest_sites(dice, width, height, count, dice.choice((0, 0, 6)), dice.choice((0, 0.3, 0.75)))
    cells = int(index.max()) + 1
    if dice.chance(0.5):
        hidden = noise.to_unit(noise.fractal(dice, width, height, height / 2, 3))
        sums = np.bincount(index.ravel(), hidden.ravel(), minlength=cells) / np.maximum(
            np.bincount(index.ravel(), minlength=cells), 1
        )
        table = colours.continuous(dice)
        shades = colours.apply_ramp(sums.astype(np.float32), table) * dice.numbers.uniform(0.85, 1.12, (cells, 1))
    else:
        palette = np.float32(colours.scheme(dice, dice.randint(3, 9)))
        shades = palette[dice.numbers.integers(0, len(palette), cells)] * dice.numbers.uniform(0.85, 1.12, (cells, 1))
    picture = shades[index].astype(np.float32)
    joint = dice.choice((0, 0, 1.2, 2.5, 5))
    if joint:
        cover = np.clip(joint - gap, 0, 1)
        picture = (
            picture * (1 - cover[..., None])
            + np.float32(dice.choice((colours.BLACK, colours.grey(0.85), colours.any_colour(dice)))) * cover[..., None]
        )
    if dice.chance(0.3):
        picture = picture * (1 + 0.06 * noise.fractal(dice, width, height, 8, 2))[..., None]
    return picture


def _stripes(dice: Dice, width: int, height: int) -> np.ndarray:
    x, y = _plane(dice, width, height)
    shades = colours.scheme(dice, dice.randint(2, 6))
    widths = np.float32([dice.uniform(0.2, 1) for _ in shades])
    edges = np.cumsum(widths) / widths.sum()
    period = dice.logarithmic(6, 160) * len(shades) / 2
    at = x / period % 1
    picture = np.float32(shades)[np.clip(np.searchsorted(edges, at), 0, len(shades) - 1)]
    if dice.chance(0.4):
        # A second set across: tartan and gingham.
        across = np.float32(shades)[np.clip(np.searchsorted(edges, y / period % 1), 0, len(shades) - 1)]
        picture = (picture + across) / 2
        if dice.chance(0.5):
            threads = ((np.arange(width)[None, :] + np.arange(height)[:, None]) % 4 < 2)[..., None]
            picture = np.where(threads, picture, 0.85 * across + 0.15 * picture)
    return picture


def _checkers(dice: Dice, width: int, height: int) -> np.ndarray:
    x, y = _plane(dice, width, height)
    side = dice.logarithmic(6, 100)
    first, second = colours.scheme(dice, 2)
    if dice.chance(0.4):
        first, second = dice.choice((colours.WHITE, colours.grey(0.8))), dice.choice(
            (colours.BLACK, colours.vivid(dice))
        )
    odd = (np.floor(x / side) + np.floor(y / side)) % 2
    picture = _blend(first, second, odd.astype(np.float32))
    if dice.chance(0.3):
        cell = (np.floor(x / side) * 131 + np.floor(y / side) * 37).astype(np.int64) % 997
        picture = picture * dice.numbers.uniform(0.75, 1.1, 997)[cell][..., None]
    if dice.chance(0.25):
        across, down = x / side % 1 - 0.5, y / side % 1 - 0.5
        picture = np.where(
            (np.abs(across) + np.abs(down) < dice.uniform(0.2, 0.48))[..., None],
            np.float32(colours.any_colour(dice)),
            picture,
        )
    return picture


def _dots(dice: Dice, width: int, height: int) -> np.ndarray:
    """Polka dots, or a halftone of a hidden tone."""
    x, y = _plane(dice, width, height)
    pitch = dice.logarithmic(8, 80)
    row = np.floor(y / pitch)
    shift = 0.5 * (row % 2) if dice.chance(0.6) else 0
    across, down = (x / pitch + shift) % 1 - 0.5, y / pitch % 1 - 0.5
    radius = np.float32(dice.uniform(0.15, 0.45))
    if dice.chance(0.5):
        radius = 0.1 + 0.55 * noise.to_unit(noise.fractal(dice, width, height, height / 2, 3))
    cover = _soft_step((radius - np.hypot(across, down)) * pitch)
    return _blend(*colours.scheme(dice, 2), cover)


def _bricks(dice: Dice, width: int, height: int) -> np.ndarray:
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    tall = dice.logarithmic(10, 60)
    wide = tall * dice.choice((1, 2, 2.5, 4))
    row = np.floor(y / tall)
    shifted = x / wide + (row % 2) * dice.choice((0.5, 0.5, 0, 0.33))
    cell = (np.floor(shifted) * 57 + row * 131).astype(np.int64) % 997
    joint = dice.uniform(1, 4)
    edge = np.minimum(
        np.minimum(shifted % 1, 1 - shifted % 1) * wide, np.minimum(y / tall % 1, 1 - y / tall % 1) * tall
    )
    base = np.float32(dice.choice((colours.from_hls(0.03, 0.4, 0.5), colours.any_colour(dice), colours.pale(dice))))
    picture = (
        base
        * dice.numbers.uniform(0.75, 1.15, 997)[cell][..., None]
        * (1 + 0.08 * noise.fractal(dice, width, height, 12, 3))[..., None]
    )
    cover = _soft_step(joint - edge)
    if dice.chance(0.5):
        picture = (
            picture * (1 + 0.25 * _soft_step(joint + 2 - edge, 0.5) * np.where(y / tall % 1 < 0.5, 1, -1))[..., None]
        )
    return picture * (1 - cover[..., None]) + np.float32(colours.grey(dice.uniform(0.3, 0.9))) * cover[..., None]


def _weave(dice: Dice, width: int, height: int) -> np.ndarray:
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    pitch, repeat = dice.logarithmic(5, 34), dice.choice((1, 2, 2))
    over = (np.floor(x / pitch / repeat) + np.floor(y / pitch)) % 2 == 0
    warp, weft = colours.scheme(dice, 2)
    rounded_x, rounded_y = np.sin(np.pi * (x / pitch % 1)), np.sin(np.pi * (y / pitch % 1))
    shade = np.where(over, rounded_x * (0.75 + 0.25 * rounded_y), rounded_y * (0.75 + 0.25 * rounded_x)) ** 0.6
    fibres = 1 + 0.06 * np.where(
        over, noise.smooth(dice, width, height, 2, 14), noise.smooth(dice, width, height, 14, 2)
    )
    return np.where(over[..., None], np.float32(warp), np.float32(weft)) * (0.35 + 0.65 * shade * fibres)[..., None]


def _terrazzo(dice: Dice, width: int, height: int) -> np.ndarray:
    index, gap = noise.nearest_sites(dice, width, height, round(dice.logarithmic(150, 1500)), 3)
    cells = int(index.max()) + 1
    shades = np.float32(colours.scheme(dice, 5))[dice.numbers.integers(0, 5, cells)]
    inset = dice.numbers.uniform(2, 22, cells).astype(np.float32)[index]
    cover = _soft_step(gap - inset)[..., None]
    return (
        np.float32(colours.pale(dice) if dice.chance(0.7) else colours.dark(dice)) * (1 - cover) + shades[index] * cover
    )


def _camouflage(dice: Dice, width: int, height: int) -> np.ndarray:
    shades = colours.scheme(dice, dice.randint(3, 6))
    picture = np.broadcast_to(np.float32(shades[0]), (height, width, 3))
    for shade in shades[1:]:
        field = noise.fractal(dice, width, height, dice.uniform(30, 130), 4, 0.45)
        cover = _soft_step((field - dice.uniform(0.0, 0.6)) * 40, 0.6)[..., None]
        picture = picture * (1 - cover) + np.float32(shade) * cover
    return picture


def _granite(dice: Dice, width: int, height: int) -> np.ndarray:
    values = noise.fractal(dice, width, height, dice.uniform(4, 20), 4, 0.8)
    picture = colours.apply_ramp(noise.to_unit(values), colours.ramp(colours.scheme(dice, 3)))
    return picture * (1 + 0.08 * noise.fractal(dice, width, height, 120, 3))[..., None]


def _hexagons(dice: Dice, width: int, height: int) -> np.ndarray:
    x, y = _plane(dice, width, height)
    side = dice.logarithmic(8, 60)
    x, y = x / side, y / side
    # Two shifted rectangular lattices; the nearer centre owns the point.
    step = np.float32([np.sqrt(3), 3])
    best = None
    for shift in (0.0, 0.5):
        column, row = np.floor(x / step[0] + shift + 0.5), np.floor(y / step[1] + shift + 0.5)
        across, down = np.abs(x - (column - shift) * step[0]), np.abs(y - (row - shift) * step[1])
        distance = across**2 + down**2
        inner = np.maximum(across, across * 0.5 + down * np.float32(np.sqrt(3) / 2))
        code = (column * 57 + row * 131 + shift * 400).astype(np.int64) % 997
        best = (
            (distance, inner, code)
            if best is None
            else tuple(np.where(distance < best[0], new, old) for new, old in zip((distance, inner, code), best))
        )
    palette = np.float32(colours.scheme(dice, dice.randint(2, 6)))
    picture = (
        palette[dice.numbers.integers(0, len(palette), 997)][best[2].astype(int)]
        * dice.numbers.uniform(0.9, 1.1, 997)[best[2].astype(int)][..., None]
    )
    cover = _soft_step((best[1] - dice.uniform(0.72, 0.85)) * side)[..., None]
    return picture * (1 - cover) + np.float32(colours.any_colour(dice)) * cover


def _moire(dice: Dice, width: int, height: int) -> np.ndarray:
    x, y = noise.grid(width, height)
    rate = dice.uniform(20, 70)
    first = np.sin(rate * np.hypot(x - dice.uniform(-1, 1), y - dice.uniform(-1, 1)))
    second = np.sin(
        rate * (np.hypot(x - dice.uniform(-1, 1), y - dice.uniform(-1, 1)) if dice.chance(0.5) else x * 0.8 + y * 0.6)
    )
    values = first * second if dice.chance(0.6) else np.maximum(first, second)
    return _blend(*colours.scheme(dice, 2), np.clip(values * dice.choice((0.5, 6)) + 0.5, 0, 1))


def _truchet(dice: Dice, width: int, height: int) -> np.ndarray:
    """Quarter circles or diagonals turned at random in each tile, running into paths."""
    side = dice.logarithmic(12, 70)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32) / side, np.arange(height, dtype=np.float32) / side)
    columns, rows = int(width / side) + 2, int(height / side) + 2
    flip = dice.numbers.random((rows, columns))[y.astype(int), x.astype(int)] < 0.5
    across, down = x % 1, y % 1
    across = np.where(flip, 1 - across, across)
    wide = dice.uniform(0.1, 0.35)
    if dice.chance(0.7):
        near = np.minimum(np.abs(np.hypot(across, down) - 0.5), np.abs(np.hypot(1 - across, 1 - down) - 0.5))
    else:
        near = np.minimum(np.abs(across + down - 0.5), np.abs(across + down - 1.5)) * 0.707
    cover = _soft_step((wide / 2 - near) * side)
    return _blend(*colours.scheme(dice, 2), cover)

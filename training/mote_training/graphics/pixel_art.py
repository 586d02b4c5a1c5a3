"""Pixel art: sprites, worlds of tiles, landscapes in few colours, ordered dither, screens of text and blocks; enlarged
without smoothing.
"""

import numpy as np

from . import colours, noise
from .dice import Dice


def draw(dice: Dice, width: int, height: int) -> np.ndarray:
    zoom = dice.choice((2, 3, 4, 4, 5, 6, 8))
    columns, rows = -(-width // zoom), -(-height // zoom)
    kind = dice.pick({_sprites: 3, _tiles: 3, _platforms: 3, _landscape: 2, _dither: 2, _blocks: 1})
    small = kind(dice, columns, rows)
    large = np.repeat(np.repeat(small, zoom, axis=0), zoom, axis=1)[:height, :width]
    if dice.chance(0.12) and zoom > 2:
        large = large.copy()
        large[zoom - 1 :: zoom] = large[zoom - 1 :: zoom] * 0.7  # the dark lines of a tube screen
    return large


def _limited(dice: Dice) -> np.ndarray:
    """A palette of 6 to 16 colours, uint8 [n, 3], dark to bright, as old machines had."""
    shades = colours.scheme(dice, dice.randint(5, 14)) + [colours.grey(0.05), colours.grey(0.95)]
    return np.uint8(sorted(shades, key=colours.brightness))


def _sprite(dice: Dice, size: int, palette: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A symmetrical creature with a dark contour; its pixels and where it is."""
    half = (size + 1) // 2
    y, x = np.mgrid[0:size, 0:half]
    body = (
        dice.numbers.random((size, half)) < 0.75 - 0.6 * np.hypot((x - half) / half, (y - size / 2) / (size / 2)) ** 2
    )
    body = np.concatenate([body, body[:, ::-1][:, size % 2 :]], axis=1)
    tint = np.uint8(dice.sample(range(1, len(palette)), 3))
    part = dice.numbers.integers(0, 3, (size, half)) * (dice.numbers.random((size, half)) < 0.4)
    part = np.concatenate([part, part[:, ::-1][:, size % 2 :]], axis=1)
    grown = body.copy()
    grown[1:] |= body[:-1]
    grown[:-1] |= body[1:]
    grown[:, 1:] |= body[:, :-1]
    grown[:, :-1] |= body[:, 1:]
    pixels = np.where(body[..., None], palette[tint[part]], palette[0])
    eye = size // 3
    if size >= 8:
        for column in (half - 1 - size // 6, size - half + size // 6):
            pixels[eye, column], grown[eye, column] = palette[-1], True
    return pixels.astype(np.uint8), grown


def _put(picture: np.ndarray, pixels: np.ndarray, inside: np.ndarray, x: int, y: int) -> None:
    left, top = max(0, x), max(0, y)
    right, bottom = min(picture.shape[1], x + pixels.shape[1]), min(picture.shape[0], y + pixels.shape[0])
    if right > left and bottom > top:
        cut = (slice(top - y, bottom - y), slice(left - x, right - x))
        view = picture[top:bottom, left:right]
        view[inside[cut]] = pixels[cut][inside[cut]]


def _sprites(dice: Dice, columns: int, rows: int) -> np.ndarray:
    palette = _limited(dice)
    picture = np.full((rows, columns, 3), palette[dice.choice((0, 0, -1, len(palette) // 2))], dtype=np.uint8)
    size = dice.randint(8, 20)
    if dice.chance(0.3):
        stars = dice.numbers.random((rows, columns)) > 0.985
        picture[stars] = palette[-1]
    kinds = [_sprite(dice, size, palette) for _ in range(dice.choice((1, 3, 12)))]
    for y in range(dice.randint(0, 6), rows, size + dice.randint(2, 6)):
        for x in range(dice.randint(0, 6), columns, size + 4):
            if dice.chance(0.85):
                _put(picture, *dice.choice(kinds), x, y)
    return picture


def _tile(dice: Dice, size: int, base: colours.Colour, style: int) -> np.ndarray:
    """One tile: speckles, bricks, planks, waves or a bevel."""
    tile = np.float32(np.broadcast_to(np.float32(base), (size, size, 3)))
    y, x = np.mgrid[0:size, 0:size]
    if style == 0:
        mask = dice.numbers.random((size, size)) < 0.15
    elif style == 1:
        mask = (y % 4 == 3) | ((x + (y // 4 % 2) * size // 2) % (size // 2) == 0)
    elif style == 2:
        mask = (y % (size // 2)) == 0
    elif style == 3:
        mask = (x + (y * 2 % 6)) % 6 == 0
    else:
        mask = (x == size - 1) | (y == size - 1)
        tile = np.where(((x == 0) | (y == 0))[..., None], tile * 1.3, tile)
    return noise.to_pixels(np.where(mask[..., None], tile * 0.72, tile))


def _tiles(dice: Dice, columns: int, rows: int) -> np.ndarray:
    """A map seen from above: water, sand, grass, rock by height; trees and creatures on it."""
    size = dice.choice((8, 8, 12, 16))
    across, down = columns // size + 1, rows // size + 1
    if dice.chance(0.6):
        bases = [(50, 90, 190), (220, 200, 130), (90, 170, 70), (50, 120, 60), (120, 115, 110)]
    else:
        bases = colours.scheme(dice, 5)
    tiles = np.stack(
        [
            _tile(dice, size, base, style)
            for base, style in zip(bases, (3, 0, 0, dice.randrange(5), dice.choice((1, 4))))
        ]
    )
    level = np.clip((noise.to_unit(noise.fractal(dice, max(across, 8), max(down, 8), 6, 3)) * 5).astype(int), 0, 4)[
        :down, :across
    ]
    picture = tiles[level].transpose(0, 2, 1, 3, 4).reshape(down * size, across * size, 3)[:rows, :columns].copy()
    palette = _limited(dice)
    things = [_sprite(dice, size, palette) for _ in range(4)]
    for _ in range(dice.randint(3, across * down // 6 + 4)):
        _put(picture, *dice.choice(things), dice.randrange(across) * size, dice.randrange(down) * size)
    return picture


def _platforms(dice: Dice, columns: int, rows: int) -> np.ndarray:
    """A world from the side: sky, hills, ledges, coins, a bar with counters."""
    sky, far, near, brick = colours.scheme(dice, 4)
    picture = np.empty((rows, columns, 3), dtype=np.uint8)
    share = (np.arange(rows) * 6 // rows / 5)[:, None]
    picture[:] = noise.to_pixels(
        np.float32(sky) * (1 - share) + np.float32(colours.mix(sky, colours.WHITE, 0.5)) * share
    )[:, None]
    x, y = np.arange(columns), np.arange(rows)[:, None]
    for shade, base, reach in ((colours.mix(far, sky, 0.5), 0.55, 0.2), (far, 0.7, 0.12)):
        top = rows * base - rows * reach * np.abs(np.sin(x / columns * dice.uniform(4, 12) + dice.uniform(0, 6)))
        picture[np.broadcast_to(y > np.round(top), (rows, columns))] = shade
    size = dice.choice((8, 8, 12))
    tile, turf = _tile(dice, size, brick, dice.choice((1, 4, 2))), _tile(dice, size, near, 0)
    solid = np.ones((size, size), dtype=bool)
    ground = rows // size - dice.randint(1, 3)
    for column in range(columns // size + 1):
        if dice.chance(0.9):
            for row in range(ground, rows // size + 1):
                _put(picture, turf if row == ground else tile, solid, column * size, row * size)
    palette = _limited(dice)
    creature = [_sprite(dice, dice.choice((size, size * 3 // 2)), palette) for _ in range(3)]
    for _ in range(dice.randint(3, 9)):
        left, row = dice.randrange(columns // size + 1), dice.randint(2, max(3, ground - 2))
        for column in range(left, left + dice.randint(2, 7)):
            _put(picture, tile, solid, column * size, row * size)
        _put(picture, *dice.choice(creature), left * size, row * size - size)
    for _ in range(dice.randint(2, 5)):
        _put(picture, *dice.choice(creature), dice.randrange(columns), (ground - 1) * size)
    picture[:6] = picture[:6] * 0.4
    picture[1:5, 2 : 2 + columns // 4] = colours.vivid(dice)
    return picture


_ORDER = np.float32([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]) / 16 - 0.47


def _quantise(tone: np.ndarray, palette: np.ndarray, dithered: bool) -> np.ndarray:
    """Tone in 0..1 to the palette's steps, with an ordered pattern between two steps."""
    rows, columns = tone.shape
    pattern = np.tile(_ORDER, (rows // 4 + 1, columns // 4 + 1))[:rows, :columns] if dithered else 0
    return palette[np.clip(np.round(tone * (len(palette) - 1) + pattern), 0, len(palette) - 1).astype(int)]


def _landscape(dice: Dice, columns: int, rows: int) -> np.ndarray:
    """Sky in bands, a sun, mountains and water."""
    first, second = colours.scheme(dice, 2)
    steps = dice.randint(4, 9)
    bands = np.uint8([colours.mix(first, second, step / (steps - 1)) for step in range(steps)])
    tone = np.broadcast_to(np.linspace(0, 1, rows, dtype=np.float32)[:, None], (rows, columns))
    picture = _quantise(tone, bands, dice.chance(0.6)).copy()
    x, y = np.arange(columns), np.arange(rows)[:, None]
    sun = np.hypot(x - columns * dice.uniform(0.2, 0.8), y - rows * dice.uniform(0.2, 0.5)) < rows * dice.uniform(
        0.06, 0.18
    )
    picture[sun] = dice.choice(((255, 236, 160), (255, 120, 90), (250, 250, 250)))
    for layer in range(dice.randint(1, 4)):
        ridge = rows * (0.5 + 0.12 * layer) - np.abs(noise.fractal(dice, columns, 8, columns / 5, 4)[0]) * rows * 0.16
        inside = np.broadcast_to(y > ridge, (rows, columns))
        shade = np.float32(colours.mix(colours.mix(first, second, 0.5), colours.BLACK, 0.3 + 0.17 * layer))
        picture[inside] = noise.to_pixels(shade)
    if dice.chance(0.4):
        line = int(rows * dice.uniform(0.75, 0.9))
        mirror = picture[line - (rows - line) : line][::-1]
        picture[line : line + len(mirror)] = mirror * 0.75
        picture[line::3] = np.clip(picture[line::3] * 1.15, 0, 255)
    return picture


def _dither(dice: Dice, columns: int, rows: int) -> np.ndarray:
    """A smooth tone in two to six colours."""
    x, y = noise.grid(columns, rows)
    style = dice.randrange(3)
    if style == 0:
        tone = noise.to_unit(noise.fractal(dice, columns, rows, rows / 2, 4))
    elif style == 1:
        tone = noise.to_unit(x * dice.uniform(-1, 1) + y * dice.uniform(-1, 1))
    else:
        depth = np.sqrt(np.clip(1 - (x**2 + y**2) / dice.uniform(0.4, 0.9), 0, 1))
        tone = np.clip(depth * (0.6 - 0.4 * x - 0.4 * y), 0, 1)
    return _quantise(tone, _limited(dice)[:: dice.choice((1, 2, 5))], True)


def _blocks(dice: Dice, columns: int, rows: int) -> np.ndarray:
    """Cells of random glyph-like patterns in fixed colours, as screens of text mode; or falling blocks."""
    palette, size = _limited(dice), 8
    across, down = columns // size + 1, rows // size + 1
    glyphs = dice.numbers.random((40, size, size)) < 0.45
    glyphs[:, :, -1] = glyphs[:, -1] = False
    glyphs[0] = False
    which = np.where(dice.numbers.random((down, across)) < 0.35, 0, dice.numbers.integers(0, 40, (down, across)))
    ink = (
        dice.numbers.integers(1, len(palette), (down, 1))
        if dice.chance(0.6)
        else dice.numbers.integers(0, len(palette), (down, across))
    )
    ink = np.broadcast_to(ink, (down, across))
    cells = np.where(glyphs[which][..., None], palette[ink][:, :, None, None], palette[0])
    return cells.transpose(0, 2, 1, 3, 4).reshape(down * size, across * size, 3)[:rows, :columns].astype(np.uint8)

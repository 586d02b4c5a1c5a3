"""Smooth noise and sampling on arrays: float32 [height, width] unless said otherwise."""

import numpy as np
from PIL import Image

from .dice import Dice


def smooth(dice: Dice, width: int, height: int, cell_x: float, cell_y: float | None = None) -> np.ndarray:
    """Noise of about unit deviation whose features are `cell` pixels large: a random grid enlarged by a cubic."""
    cell_y = cell_x if cell_y is None else cell_y
    grid = dice.numbers.standard_normal((int(height / cell_y) + 4, int(width / cell_x) + 4)).astype(np.float32)
    # A box with a random fraction, so that grids of different octaves do not line up.
    left, top = dice.random(), dice.random()
    box = (
        1 + left,
        1 + top,
        min(1 + left + width / cell_x, grid.shape[1]),
        min(1 + top + height / cell_y, grid.shape[0]),
    )
    return np.asarray(Image.fromarray(grid).resize((width, height), Image.BICUBIC, box=box)) * 1.3


def fractal(
    dice: Dice, width: int, height: int, cell: float, octaves: int = 5, gain: float = 0.5, stretch: float = 1.0
) -> np.ndarray:
    """Sum of octaves, scaled to about unit deviation; `stretch` > 1 draws features out horizontally."""
    total = np.zeros((height, width), dtype=np.float32)
    amplitude, power = 1.0, 0.0
    for _ in range(octaves):
        if cell < 1.5:
            break
        total += amplitude * smooth(dice, width, height, cell * stretch, cell)
        power += amplitude * amplitude
        amplitude *= gain
        cell /= 2
    return total / max(power, 1e-6) ** 0.5


def to_unit(values: np.ndarray) -> np.ndarray:
    """Stretched to exactly 0..1."""
    low, high = float(values.min()), float(values.max())
    return (values - low) / max(high - low, 1e-6)


def grid(width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """x and y of every pixel, centred, in units of half the height."""
    x = (np.arange(width, dtype=np.float32) - (width - 1) / 2) * (2 / height)
    y = (np.arange(height, dtype=np.float32) - (height - 1) / 2) * (2 / height)
    return np.broadcast_to(x, (height, width)), np.broadcast_to(y[:, None], (height, width))


def sample(picture: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Nearest pixels at x, y (in pixels), edges repeated."""
    columns = np.clip(x, 0, picture.shape[1] - 1).astype(np.int32)
    rows = np.clip(y, 0, picture.shape[0] - 1).astype(np.int32)
    return picture[rows, columns]


def to_pixels(values: np.ndarray) -> np.ndarray:
    """Rounded and clamped to uint8."""
    return np.clip(values + 0.5, 0, 255).astype(np.uint8)


def nearest_sites(
    dice: Dice, width: int, height: int, count: int, warp: float = 0.0, regular: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Voronoi cells: the index of the nearest of `count` random sites (int32), and the distance between the nearest
    and the second nearest in pixels, which is zero at borders. Sites are sorted into buckets so that a pixel looks at
    nine buckets only. `warp` bends the borders by that many pixels; `regular` in 0..1 pulls sites towards a
    lattice."""
    cell = (width * height / max(count, 1)) ** 0.5
    columns, rows = int(np.ceil(width / cell)) + 2, int(np.ceil(height / cell)) + 2
    jitter = 0.5 + (dice.numbers.random((rows, columns, 2), dtype=np.float32) - 0.5) * (1 - regular)
    sites = (jitter + np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1) - 1).astype(np.float32)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32) / cell, np.arange(height, dtype=np.float32) / cell)
    if warp:
        x = x + smooth(dice, width, height, max(4.0, cell / 2)) * (warp / cell)
        y = y + smooth(dice, width, height, max(4.0, cell / 2)) * (warp / cell)
    bucket_x = np.clip(np.floor(x).astype(np.int32) + 1, 0, columns - 1)
    bucket_y = np.clip(np.floor(y).astype(np.int32) + 1, 0, rows - 1)
    best = np.full((height, width), 1e9, dtype=np.float32)
    second = best.copy()
    index = np.zeros((height, width), dtype=np.int32)
    flat = sites.reshape(-1, 2)
    for step_y in (-1, 0, 1):
        for step_x in (-1, 0, 1):
            candidate = np.clip(bucket_y + step_y, 0, rows - 1) * columns + np.clip(bucket_x + step_x, 0, columns - 1)
            distance = (flat[candidate, 0] - x) ** 2 + (flat[candidate, 1] - y) ** 2
            closer = distance < best
            # A bucket clamped at the edge can be seen twice; it must not count as its own neighbour.
            second = np.where(closer, best, np.where(candidate == index, second, np.minimum(second, distance)))
            index = np.where(closer, candidate, index)
            best = np.where(closer, distance, best)
    return index, (np.sqrt(second) - np.sqrt(best)) * cell

"""Fractals by escape time: Mandelbrot and Julia sets, their cubic and folded relatives, with smooth, banded or
two-tone colouring; Newton's basins; branching ferns by iterated maps. Places to look at are found on the borders of
the sets.
"""

import numpy as np
from PIL import Image

from . import colours, noise
from .dice import Dice


def draw(dice: Dice, width: int, height: int) -> np.ndarray:
    kind = dice.pick({"mandelbrot": 4, "julia": 5, "cubic": 1.5, "ship": 1, "newton": 1.5, "maps": 1})
    if kind == "newton":
        return _newton(dice, width, height)
    if kind == "maps":
        return _maps(dice, width, height)
    # Fine borders alias at one sample a pixel: some pictures keep that, as quick renderers do, others average four.
    scale = 2 if dice.chance(0.4) else 1
    with np.errstate(over="ignore", invalid="ignore"):  # escaped points may overflow before they are dropped
        picture = _escape(dice, width * scale, height * scale, kind)
    return np.asarray(Image.fromarray(picture).reduce(scale)) if scale > 1 else picture


def _iterate(kind: str, z_x, z_y, c_x, c_y, limit: int) -> tuple[np.ndarray, np.ndarray]:
    """Escape times with fraction (float32, `limit` where none), and the smallest |z| met. Escaped points are dropped
    every few steps, so the work follows what is left."""
    shape = z_x.shape
    times = np.full(z_x.size, limit, dtype=np.float32)
    nearest = np.full(z_x.size, 4, dtype=np.float32)
    alive = np.arange(z_x.size)
    x, y = z_x.ravel().astype(np.float32), z_y.ravel().astype(np.float32)
    c_x, c_y = (np.broadcast_to(np.float32(part), shape).ravel() for part in (c_x, c_y))
    closest = nearest.copy()
    for step in range(limit):
        if kind == "ship":
            x, y = np.abs(x), np.abs(y)
        xx, yy = x * x, y * y
        size = xx + yy
        if step % 3 == 2 or step == limit - 1:
            gone = size > 64
            if gone.any():
                # The fraction makes bands run into each other: log2 of log2 of |z|.
                times[alive[gone]] = step - np.log2(np.log2(np.minimum(size[gone], 1e30)) / 6)
                nearest[alive[gone]] = closest[gone]
                keep = ~gone
                alive, x, y, xx, yy, size, closest = (part[keep] for part in (alive, x, y, xx, yy, size, closest))
                c_x, c_y = c_x[keep], c_y[keep]
            if alive.size == 0:
                break
        np.minimum(closest, size, out=closest)
        if kind == "cubic":
            x, y = x * (xx - 3 * yy) + c_x, y * (3 * xx - yy) + c_y
        else:
            x, y = xx - yy + c_x, 2 * x * y + c_y
    nearest[alive] = closest
    return times.reshape(shape), np.sqrt(nearest).reshape(shape)


def _border_point(dice: Dice, kind: str, c: tuple[float, float] | None) -> tuple[float, float]:
    """A point where escape times differ most, on a coarse look at the whole set."""
    x, y = np.meshgrid(np.linspace(-2.2, 1.5, 96), np.linspace(-1.5, 1.5, 80))
    times, _ = _iterate(kind, x * (c is not None), y * (c is not None), *(c or (x, y)), 40)
    edges = np.abs(np.diff(times, axis=0))[:, :-1] + np.abs(np.diff(times, axis=1))[:-1]
    candidates = np.argsort(edges.ravel())[-300:]
    row, column = divmod(int(candidates[dice.randrange(300)]), edges.shape[1])
    return float(x[row, column]), float(y[row, column])


def _escape(dice: Dice, width: int, height: int, kind: str) -> np.ndarray:
    x, y = noise.grid(width, height)
    turn = dice.uniform(0, 6.28)
    x, y = x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)
    c = None
    if kind in ("julia", "cubic") and (kind == "julia" or dice.chance(0.5)):
        # Constants just outside or on the border of the Mandelbrot set give the richest Julia sets.
        c = (
            _border_point(dice, "mandelbrot", None)
            if kind == "julia"
            else (dice.uniform(-0.6, 0.6), dice.uniform(-0.9, 0.9))
        )
    zoom = dice.logarithmic(0.9, 60) if dice.chance(0.7) else 0.8
    centre = _border_point(dice, kind, c) if zoom > 0.9 else (-0.5 if c is None else 0.0, 0.0)
    plane_x, plane_y = centre[0] + x * (1.2 / zoom), centre[1] + y * (1.2 / zoom)
    limit = dice.randint(30, 60) + round(8 * np.log2(zoom + 1))
    times, nearest = _iterate(
        kind, *((plane_x, plane_y) if c else (plane_x * 0, plane_y * 0)), *(c or (plane_x, plane_y)), limit
    )
    inside = times >= limit
    style = dice.pick({"smooth": 4, "cycle": 3, "bands": 2, "two": 1.5, "trap": 1.5})
    table = colours.continuous(dice) if dice.chance(0.5) else colours.ramp(colours.scheme(dice, dice.randint(3, 6)))
    low = float(np.percentile(times, 1))
    if style == "smooth":
        values = np.log1p(np.clip(times - low, 0, None)) / np.log1p(max(limit - low, 1))
    elif style == "cycle":
        values = 0.5 - 0.5 * np.cos(np.clip(times - low, 0, None) ** 0.7 * dice.uniform(0.3, 1.6))
    elif style == "bands":
        values = np.floor(times) * dice.uniform(0.1, 0.4) % 1
    elif style == "two":
        values = np.floor(times) % 2
    else:
        values = np.clip(nearest * dice.uniform(0.5, 1.5), 0, 1)
    picture = colours.apply_ramp(values, table)
    core = np.float32(dice.choice((colours.BLACK, colours.BLACK, colours.WHITE, colours.any_colour(dice))))
    picture = np.where(inside[..., None] & (style != "trap"), core, picture)
    if dice.chance(0.25):
        # Light from the side, as though times were heights.
        relief = np.diff(np.log1p(np.clip(times, 0, None)), axis=1, append=0)
        relief[:, -1] = 0
        picture = picture * np.clip(1 + 2.5 * relief, 0.4, 1.6)[..., None]
    return noise.to_pixels(picture)


def _newton(dice: Dice, width: int, height: int) -> np.ndarray:
    """Basins of the roots of z^n = 1, darker where more steps are needed."""
    x, y = noise.grid(width, height)
    degree, zoom, turn = dice.randint(3, 5), dice.logarithmic(0.5, 4), dice.uniform(0, 6.28)
    z = ((x + 1j * y) * np.exp(1j * turn) / zoom + complex(dice.uniform(-0.4, 0.4), dice.uniform(-0.4, 0.4))).astype(
        np.complex64
    )
    speed = dice.uniform(0.8, 1.3)
    steps = np.zeros((height, width), dtype=np.float32)
    for _ in range(11):
        power = z * z if degree == 3 else z * z * z if degree == 4 else (z * z) * (z * z)
        # Near a zero of the derivative the step would leave the plane: it is damped, and far points are pulled back.
        damped = np.conj(power) / (degree * (power.real**2 + power.imag**2) + np.float32(1e-6))
        z = z - np.complex64(speed) * (z * power - 1) * damped
        z = z / np.maximum(1, np.abs(z) / 50)
        steps += np.abs(z * power - 1) > 0.01
    root = np.floor(np.angle(z) / (2 * np.pi) * degree + 0.5).astype(int) % degree
    shade = np.clip(1 - steps / dice.uniform(8, 16), 0.1, 1)
    return noise.to_pixels(np.float32(colours.scheme(dice, degree))[root] * shade[..., None])


def _maps(dice: Dice, width: int, height: int) -> np.ndarray:
    """Density of points under random affine maps (with a bend): ferns, dust, flames."""
    numbers = dice.numbers
    count, points = dice.randint(2, 4), 12000
    matrices = [
        np.float32([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
        * np.float32([dice.uniform(0.62, 0.9), dice.uniform(0.5, 0.85)])
        for a in (dice.uniform(0, 6.28) for _ in range(count))
    ]
    offsets = numbers.uniform(-1, 1, (count, 2)).astype(np.float32)
    bend = dice.choice((0, 1, 1))
    place = numbers.uniform(-1, 1, (points, 2)).astype(np.float32)
    hue = numbers.random(points).astype(np.float32)
    gathered, hues = [], []
    which_hue = numbers.random(count).astype(np.float32)
    stacked = np.stack(matrices)
    for step in range(32):
        which = numbers.integers(0, count, points)
        place = np.einsum("nij,nj->ni", stacked[which], place) + offsets[which]
        if bend == 1:
            place = np.sin(place)
        hue = 0.5 * (hue + which_hue[which])
        if step > 5:
            gathered.append(place)
            hues.append(hue)
    place, hue = np.concatenate(gathered), np.concatenate(hues)
    low, high = np.percentile(place, (1, 99), axis=0)
    scale = 0.9 * min(width / max(high[0] - low[0], 1e-3), height / max(high[1] - low[1], 1e-3))
    columns = ((place[:, 0] - (low[0] + high[0]) / 2) * scale + width / 2).astype(int)
    rows = ((place[:, 1] - (low[1] + high[1]) / 2) * scale + height / 2).astype(int)
    keep = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    at = rows[keep] * width + columns[keep]
    hits = np.bincount(at, minlength=width * height).reshape(height, width).astype(np.float32)
    tint = np.bincount(at, hue[keep], minlength=width * height).reshape(height, width) / np.maximum(hits, 1)
    light = np.clip(np.log1p(hits) / np.log1p(np.percentile(hits[hits > 0], 97)), 0, 1)
    if dice.chance(0.5):
        light = np.maximum(light, np.asarray(Image.fromarray(light).reduce(2).resize((width, height), Image.BICUBIC)))
    ground = np.float32(dice.choice((colours.BLACK, colours.BLACK, colours.WHITE, colours.dark(dice))))
    ink = colours.apply_ramp(tint.astype(np.float32), colours.ramp(colours.scheme(dice, 3)))
    return noise.to_pixels(ground + (ink - ground) * np.clip(light, 0, 1)[..., None])

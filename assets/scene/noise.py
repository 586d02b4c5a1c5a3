"""Repeatable noise on any coordinates, from integer hashes: no generator state, so the order of calls does not matter."""

import numpy as np


def _hash(ix, iy, seed):
    """Two lattice coordinates -> 32 well-mixed bits."""
    h = np.atleast_1d(ix).astype(np.uint32) * np.uint32(0x9E3779B1)
    h = h ^ np.atleast_1d(iy).astype(np.uint32) * np.uint32(0x85EBCA77)
    h ^= np.uint32((seed * 0xC2B2AE3D) & 0xFFFFFFFF)
    h ^= h >> np.uint32(15)
    h *= np.uint32(0x2C1B3C6D)
    h ^= h >> np.uint32(12)
    h *= np.uint32(0x297A2D39)
    h ^= h >> np.uint32(15)
    return h.reshape(np.broadcast_shapes(np.shape(ix), np.shape(iy)))


def white(x, y, seed=0):
    """A value in 0..1 for each integer place."""
    ix, iy = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    return _hash(ix & 0xFFFFFFFF, iy & 0xFFFFFFFF, seed) / 4294967295.0


def smooth(x, y, seed=0):
    """Gradient noise (Perlin, "Improving noise", 2002), about -1..1, one feature a unit."""
    x, y = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
    fx, fy = np.floor(x), np.floor(y)
    u, v = x - fx, y - fy
    ix, iy = fx.astype(np.int64), fy.astype(np.int64)

    def corner(dx, dy):
        angle = _hash((ix + dx) & 0xFFFFFFFF, (iy + dy) & 0xFFFFFFFF, seed) * (2 * np.pi / 4294967296.0)
        return np.cos(angle) * (u - dx) + np.sin(angle) * (v - dy)

    su, sv = (t * t * t * (t * (t * 6 - 15) + 10) for t in (u, v))
    top = corner(0, 0) * (1 - su) + corner(1, 0) * su
    bottom = corner(0, 1) * (1 - su) + corner(1, 1) * su
    return 1.5 * (top * (1 - sv) + bottom * sv)


def fractal(x, y, octaves, seed=0, gain=0.5):
    """Octaves of smooth(), each twice as fine and `gain` times as strong as the one before."""
    total, strength = 0.0, 1.0
    for octave in range(octaves):
        turn_x, turn_y = 0.8 * x - 0.6 * y, 0.6 * x + 0.8 * y  # hides the lattice
        total = total + strength * smooth(x, y, seed + 31 * octave)
        x, y, strength = 2.03 * turn_x + 7.1, 2.03 * turn_y + 3.7, strength * gain
    return total


def ridged(x, y, octaves, seed=0):
    """Sharp crests and wide valleys, 0..about 1 (Musgrave's ridged multifractal, simplified)."""
    total, strength, carried = 0.0, 0.5, 1.0
    for octave in range(octaves):
        crest = (1.0 - np.minimum(1.0, np.abs(smooth(x, y, seed + 17 * octave)))) ** 2
        total = total + strength * crest * carried
        carried = np.clip(crest * 1.4, 0.0, 1.0)
        x, y, strength = 2.07 * (0.8 * x - 0.6 * y) + 1.3, 2.07 * (0.6 * x + 0.8 * y) + 9.2, strength * 0.5
    return total


def step(low, high, x):
    """0 below `low`, 1 above `high`, an S between."""
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return t * t * (3 - 2 * t)

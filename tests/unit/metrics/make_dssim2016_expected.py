#!/usr/bin/env python3
"""Prints dssim2016_expected.inc: scores of synthetic pictures by the independent metrics/dssim2016_reference.py.

    python3 tests/unit/metrics/make_dssim2016_expected.py > tests/unit/metrics/dssim2016_expected.inc

The pictures are the ones that dssim2016_test.cc draws, by the same formulas in integers.
"""

import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "metrics"))
import dssim2016_reference  # noqa: E402

SIZES = [(1, 1), (1, 9), (7, 7), (8, 8), (13, 9), (15, 40), (16, 16), (17, 31), (31, 32), (64, 48), (129, 257)]


def draw(width, height, channels):
    """A smooth shape with a fine pattern in it, other for each channel."""
    y, x, c = np.indices((height, width, channels))
    return (((x * x + 2 * y * y * (c + 1)) // 16 + 40 * c + ((x * 7) ^ (y * 5)) % 32) % 256).astype(np.uint8)


def damage(picture, strength):
    """Coarser steps, and a darker right half."""
    y, x, c = np.indices(picture.shape)
    coarse = picture.astype(int) // strength * strength
    return np.where(2 * x >= picture.shape[1], coarse * 15 // 16, coarse).astype(np.uint8)


def main():
    print("// Made by make_dssim2016_expected.py: width, height, channels, strength, score.")
    for width, height in SIZES:
        for channels in (3, 4):
            for strength in (5, 48):
                picture = draw(width, height, channels)
                score = dssim2016_reference.dssim(picture, damage(picture, strength))
                print(f"{{{width}, {height}, {channels}, {strength}, {score:.12g}}},")


if __name__ == "__main__":
    main()

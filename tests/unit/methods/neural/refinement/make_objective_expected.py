#!/usr/bin/env python3
"""Prints objective_expected.inc: the objective and its gradient by PyTorch, in double precision; DSSIM-2016 by
training/mote_training/losses.py.

    python3 tests/unit/methods/neural/refinement/make_objective_expected.py > tests/unit/methods/neural/refinement/objective_expected.inc

The pictures are the ones that objective_test.cc draws, by the same formulas. Resampling is a dense matrix written from the filter's
description, not from the C++.
"""

import math
import pathlib
import sys

import numpy as np
import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[5] / "training"))
from mote_training.entropy_model import _Clamp  # noqa: E402
from mote_training.losses import dssim2016  # noqa: E402

# Reference and raster: doubled, odd sides, shrunk, equal, one side kept, luma alone, four scales.
SIZES = [
    ((64, 48), (32, 24)),
    ((67, 49), (33, 25)),
    ((40, 36), (61, 55)),
    ((48, 40), (48, 40)),
    ((37, 35), (37, 20)),
    ((19, 17), (7, 9)),
    ((290, 271), (50, 40)),
]
ERROR_WEIGHTS = (0, 0.2, 10)
SMALL_ERROR = 1 / 255


def pattern(width, height):
    """Slopes that go up and down, at the same places of the picture whatever its size: integers 0..255, [3, height, width]."""
    c, y, x = np.indices((3, height, width))
    phase = (3 * (x * 1024 // width) + 2 * (c + 1) * (y * 1024 // height)) % 512
    return np.minimum(phase, 511 - phase), c, y, x


def draw_reference(width, height):
    shape, _, y, x = pattern(width, height)
    return np.clip(shape + ((x * 7) ^ (y * 5)) % 32 - 16, 0, 255) / 255


def draw_raster(width, height):
    """Some samples lie outside 0..1, none on a bound, where the way of rounding would tell its side."""
    shape, c, y, x = pattern(width, height)
    values = shape / 255 * 1.061 + (1 - 1.061) / 2 + ((13 * x + 29 * y + 7 * c) % 17 - 8) / 200
    return values.astype(np.float32).astype(np.float64)


def lanczos(inputs, outputs):
    """[outputs, inputs]"""
    stretch = max(inputs / outputs, 1)
    matrix = np.zeros((outputs, inputs))
    for i in range(outputs):
        for j in range(inputs):
            t = (j + 0.5 - (i + 0.5) * inputs / outputs) / stretch
            matrix[i, j] = np.sinc(t) * np.sinc(t / 3) if abs(t) < 3 else 0
    return torch.from_numpy(matrix / matrix.sum(axis=1, keepdims=True))


def evaluate(size, raster_size, error_weight):
    reference = torch.from_numpy(draw_reference(*size))[None]
    raster = torch.from_numpy(draw_raster(*raster_size)).requires_grad_(True)
    upscaled = lanczos(raster_size[1], size[1]) @ raster @ lanczos(raster_size[0], size[0]).T
    test = _Clamp.apply(upscaled, 0, 1)[None]
    error = ((reference - test).square().mean() + SMALL_ERROR**2).sqrt() - SMALL_ERROR
    total = dssim2016(reference, test) + error_weight * error
    (gradient,) = torch.autograd.grad(total.sum(), raster)
    return total.item(), gradient.flatten()


def main():
    print("// Made by make_objective_expected.py: reference, raster, the weight of error, total, the gradient's length, the gradient at 1/7, 3/7 and")
    print("// 6/7 of its samples, its product with the test's direction.")
    for size, raster_size in SIZES:
        for error_weight in ERROR_WEIGHTS:
            total, gradient = evaluate(size, raster_size, error_weight)
            count = gradient.numel()
            direction = torch.arange(count, dtype=torch.float64) * 7919 % 101 / 50 - 1
            entries = [gradient[count * k // 7].item() for k in (1, 3, 6)]
            figures = [total, math.sqrt(gradient.square().sum()), *entries, (gradient * direction).sum().item()]
            print(
                f"{{{{{size[0]}, {size[1]}}}, {{{raster_size[0]}, {raster_size[1]}}}, {error_weight},\n "
                + ", ".join(f"{figure:.9g}" for figure in figures)
                + "},"
            )


if __name__ == "__main__":
    main()

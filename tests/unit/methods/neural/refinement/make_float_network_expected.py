#!/usr/bin/env python3
"""Writes float_network_expected.bin: what a small network of random weights gives without roundings, and its gradients, by PyTorch in
double precision. float_network_expected_test.cc compares the float twins of synthesis and context model with it.

    python3 tests/unit/methods/neural/refinement/make_float_network_expected.py

Written from spec/neural.md, sections 4 and 5, not from the C++. Little-endian. Four 32-bit numbers: columns, rows, level, bytes of
weights. Those bytes (section 6). Then 32-bit floats, each tensor as [row][column][channel]: latents; raster (luma less 1/2, Cb, Cr,
pixel-unshuffled by two); the derivatives by the latents of the raster's product with `direction`; each group's means and scales; the
derivatives by the latents of their products with `direction`; bits of each latent if it were half its value above its mean, and
those bits' derivatives by its raw scale.
"""

import math
import pathlib
import struct
import sys

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[5] / "training"))
from mote_training.entropy_model import SCALE_MAX, SCALE_MIN, bits, scale_of  # noqa: E402
from mote_training.integer_model import kernel_of  # noqa: E402
from mote_training.weights_file import DECISIONS, SCALES, Layer, Weights, layer_names, plain_mixers, to_bytes  # noqa: E402

FILE = pathlib.Path(__file__).resolve().with_name("float_network_expected.bin")
COLUMNS, ROWS, LEVEL = 3, 2, 141
UNIT = 64  # of a latent, one quantiser step
DEPTHS, GROUPS, LEVELS = (1, 1, 2, 1), [2, 3], 3
CHANNELS = sum(GROUPS)
# Nearer to its kink than this no leaky() may have its input, lest rounding choose the slope.
LEAST_DISTANCE = 0.002
# The training's density ends at 40 bits, the refinement's goes on.
MOST_BITS = 39


def shapes():
    """Kernel, inputs and outputs by name. Some numbers of channels are no multiples of 8."""
    result = {"synthesis.linear": (1, CHANNELS, 768), "synthesis.first": (3, CHANNELS + 1, 6)}
    for entry, inputs, outputs in (("climb1", 6, 32), ("climb2", 8, 64), ("climb3", 16, 32), ("join", 12, 8), ("head", 8, 12)):
        result[f"synthesis.{entry}"] = (3, inputs, outputs)
    for stage, (width, hidden) in enumerate(((6, 5), (8, 9), (16, 4), (8, 3))):
        for depth in range(DEPTHS[stage]):
            result[f"synthesis.stage{stage}.{depth}.first"] = (3, width, hidden)
            result[f"synthesis.stage{stage}.{depth}.second"] = (3, hidden, width)
    for group, count in enumerate(GROUPS):
        layers = ((5, count, 9), (3, sum(GROUPS[:group]) + 2, 9), (1, 9, 7), (1, 7, 10), (1, 10, 2 * count))
        result |= {f"context.{group}.{name}": shape for name, shape in zip(("own", "earlier", "mix1", "mix2", "mix3"), layers)}
    result["analysis.linear"] = (1, 768, CHANNELS)
    for stage in range(3):
        result[f"analysis.entry{stage}"] = (3, 2 if stage else 48, 2)
        result |= {f"analysis.stage{stage}.0.{part}": (3, 2, 2) for part in ("first", "second")}
    return result | {"analysis.last": (3, 2, CHANNELS)}


def random_layer(random, name, kernel, inputs, outputs):
    """Such that independent inputs come out about as large."""
    places = 12 if kernel == 5 else kernel * kernel
    mantissas = random.integers(-8, 8, (outputs, places, inputs))
    multipliers = random.integers(4, 40, outputs)
    weights = mantissas * multipliers[:, None, None]
    shift = max(1, round(float(np.log2(np.sqrt((weights**2).sum(axis=(1, 2)).mean())))))
    biases = random.integers(-30 << shift, 30 << shift, outputs)
    return Layer(name, kernel, shift, 4, multipliers, biases, mantissas)


def random_weights(random):
    steps = random.integers(1500, 6000, (LEVELS, CHANNELS))
    by_name = shapes()
    layers = {name: random_layer(random, name, *by_name[name]) for name in layer_names(DEPTHS, len(GROUPS))}
    for group, count in enumerate(GROUPS):  # scale indices of all kinds
        last = layers[f"context.{group}.mix3"]
        last.biases[count:] = random.integers(100, 900, count) << last.shift
    return Weights(DEPTHS, GROUPS, steps, np.zeros((SCALES, DECISIONS), np.int64), plain_mixers(CHANNELS), layers)


class FloatModel:
    """The network without roundings and clamps, on [1, channels, rows, columns]."""

    def __init__(self, weights):
        self._weights = weights
        self.least_distance = float("inf")

    def _layer(self, name, x):
        layer = self._weights.layers[name]
        unit = 2.0**-layer.shift
        kernel, biases = (torch.from_numpy(numbers * unit) for numbers in (kernel_of(layer), layer.biases))
        return F.conv2d(x, kernel, biases, padding=layer.kernel // 2)

    def _leaky(self, x):
        self.least_distance = min(self.least_distance, x.abs().min().item())
        return F.leaky_relu(x, 1 / 8)

    def _residuals(self, stage, x):
        for index in range(DEPTHS[stage]):
            inner = self._layer(f"synthesis.stage{stage}.{index}.first", self._leaky(x))
            x = x + self._layer(f"synthesis.stage{stage}.{index}.second", self._leaky(inner))
        return x

    def steps(self):
        position = LEVEL * (LEVELS - 1)
        below = min(position // 255, LEVELS - 2)
        low, high = self._weights.steps[below], self._weights.steps[below + 1]
        fraction = position - 255 * below
        return torch.from_numpy(((low * (255 - fraction) + high * fraction + 127) // 255).astype(np.float64)).view(-1, 1, 1)

    def synthesis(self, latents):
        z = latents * self.steps() / 2**11
        raster = F.pixel_shuffle(self._layer("synthesis.linear", z), 16)
        x = self._layer("synthesis.first", torch.cat([z, torch.full_like(z[:, :1], 512 * LEVEL / 255)], dim=1))
        x = self._residuals(0, x)
        for stage in (1, 2, 3):
            x = F.pixel_shuffle(self._layer(f"synthesis.climb{stage}", self._leaky(x)), 2)
            if stage == 3:
                x = x + self._layer("synthesis.join", F.pixel_unshuffle(raster, 2))
            x = self._residuals(stage, x)
        return F.pixel_unshuffle(raster, 2) + self._layer("synthesis.head", self._leaky(x))

    def context(self, latents):
        parameters = []
        start = 0
        ones = torch.ones_like(latents[:, :1])
        for group, count in enumerate(GROUPS):
            known = torch.cat([latents[:, :start], UNIT * ones, UNIT * LEVEL / 255 * ones], dim=1)
            x = self._layer(f"context.{group}.earlier", known)
            x = x + self._layer(f"context.{group}.own", latents[:, start : start + count])
            for layer in ("mix1", "mix2", "mix3"):
                x = self._layer(f"context.{group}.{layer}", self._leaky(x))
            parameters.append(x)
            start += count
        return parameters


def in_order(tensor):
    return tensor[0].permute(1, 2, 0).flatten()


def direction(count):
    return torch.arange(count, dtype=torch.float64) * 7919 % 101 / 50 - 1


def costs(latents, parameters):
    """Bits, and their derivatives by raw scale."""
    scales = torch.cat([group.chunk(2, dim=1)[1] for group in parameters], dim=1).detach().requires_grad_(True)
    offsets = (latents / 2 / UNIT).detach()
    step = math.log(SCALE_MAX / SCALE_MIN) / (SCALES - 1)
    cost = bits(offsets, scale_of(math.log(SCALE_MIN) + scales / 16 * step))
    if cost.max() > MOST_BITS:
        raise ValueError(f"a latent takes {cost.max()} bits: another seed will do")
    return cost, *torch.autograd.grad(cost.sum(), scales)


def make(seed):
    random = np.random.default_rng(seed)
    weights = random_weights(random)
    model = FloatModel(weights)
    latents = torch.from_numpy(np.rint(100 * random.standard_normal((1, CHANNELS, ROWS, COLUMNS)))).requires_grad_(True)
    raster = in_order(model.synthesis(latents))
    (by_raster,) = torch.autograd.grad((raster * direction(raster.numel())).sum(), latents)
    parameters = model.context(latents)
    total = sum((in_order(group) * direction(group.numel())).sum() for group in parameters)
    (by_parameters,) = torch.autograd.grad(total, latents)
    if model.least_distance < LEAST_DISTANCE:
        raise ValueError(f"an input of leaky() is {model.least_distance}: another seed will do")
    tensors = [in_order(latents), raster, in_order(by_raster), *map(in_order, parameters), in_order(by_parameters)]
    tensors += map(in_order, costs(latents, parameters))
    file = to_bytes(weights)
    floats = [tensor.detach().numpy().astype("<f4").tobytes() for tensor in tensors]
    return b"".join([struct.pack("<4I", COLUMNS, ROWS, LEVEL, len(file)), file, *floats])


def main():
    FILE.write_bytes(make(seed=1))


if __name__ == "__main__":
    main()

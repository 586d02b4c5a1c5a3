"""The integer network of spec/neural.md, sections 4 and 5, and the analysis, from a file of weights: what a decoder computes, to the bit.

Values are integers kept in float64 tensors, [batch, channels, height, width]: sums stay under 2^31, so nothing is ever rounded but
where the specification does. A level is an integer, 0..255, one for a call.
"""

import numpy as np
import torch
import torch.nn.functional as F

from .transform_init import STRIDE
from .weights_file import ACTIVATION_LIMIT, CAUSAL_PLACES, LOGIT_UNIT, SCALES, STEP_BITS, Layer, Weights

LATENT_BITS = 6
SCALED_BITS = 9  # of z, and of what the analysis puts out
RASTER_BITS = 12
ESCAPE = 16


def rounded_shift(x: torch.Tensor, shift: int) -> torch.Tensor:
    return torch.floor((x + 2.0 ** (shift - 1)) / 2.0**shift) if shift else x


def clamped(x: torch.Tensor) -> torch.Tensor:
    return x.clamp(-ACTIVATION_LIMIT, ACTIVATION_LIMIT)


def leaky(x: torch.Tensor) -> torch.Tensor:
    return torch.maximum(x, torch.floor(x / 8))


def kernel_of(layer: Layer) -> np.ndarray:
    """The layer's weights as a convolution has them, [outputs, inputs, kernel, kernel]."""
    weights = layer.weights()
    if layer.kernel == 5:  # causal: what follows in raster order is zero
        weights = np.pad(weights, ((0, 0), (0, 25 - CAUSAL_PLACES), (0, 0)))
    shape = (layer.outputs, layer.kernel, layer.kernel, layer.inputs)
    return weights.reshape(shape).transpose(0, 3, 1, 2)


class IntegerModel:
    def __init__(self, weights: Weights):
        self.weights = weights
        self.groups = weights.groups
        self.levels = weights.steps.shape[0]
        self._kernels = {name: torch.from_numpy(kernel_of(layer).astype(np.float64)) for name, layer in weights.layers.items()}
        self._biases = {name: torch.from_numpy(layer.biases.astype(np.float64)) for name, layer in weights.layers.items()}

    def layer(self, name: str, x: torch.Tensor, plus: torch.Tensor | None = None, stride: int = 1) -> torch.Tensor:
        layer = self.weights.layers[name]
        total = F.conv2d(x, self._kernels[name], self._biases[name], stride=stride, padding=layer.kernel // 2)
        out = rounded_shift(total, layer.shift)
        if plus is not None:
            out = out + plus
        return clamped(out)

    def _residuals(self, stage: str, x: torch.Tensor, depth: int) -> torch.Tensor:
        for index in range(depth):
            inner = self.layer(f"{stage}.{index}.first", leaky(x))
            x = self.layer(f"{stage}.{index}.second", leaky(inner), plus=x)
        return x

    # Quantiser

    def step(self, level: int) -> torch.Tensor:
        """Each channel's quantiser step in units of 2^-14, [channels, 1, 1]."""
        position = level * (self.levels - 1)
        below = min(position // 255, self.levels - 2)
        fraction = position - 255 * below
        table = self.weights.steps
        step = (table[below] * (255 - fraction) + table[below + 1] * fraction + 127) // 255
        return torch.from_numpy(step.astype(np.float64)).view(-1, 1, 1)

    # Context model

    def known_planes(self, group: int, latents: torch.Tensor, level: int) -> torch.Tensor:
        """What `earlier` of group `group` reads: the latents of earlier groups, a plane of ones and one of the level."""
        start = sum(self.groups[:group])
        ones = torch.ones_like(latents[:, :1])
        return torch.cat([latents[:, :start], ones * 64, ones * ((64 * level + 127) // 255)], dim=1)

    def _mix(self, group: int, h: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        h = clamped(h)
        for layer in ("mix1", "mix2", "mix3"):
            h = self.layer(f"context.{group}.{layer}", leaky(h))
        means, scales = h.chunk(2, dim=1)
        return means, rounded_shift(scales, 4).clamp(0, 63)

    def group_parameters(self, group: int, latents: torch.Tensor, level: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Means and scale indices of one group, given all latents (of which only those are used that a decoder would have)."""
        start = sum(self.groups[:group])
        earlier = self.layer(f"context.{group}.earlier", self.known_planes(group, latents, level))
        own = latents[:, start : start + self.groups[group]]
        return self._mix(group, self.layer(f"context.{group}.own", own, plus=earlier))

    def context(self, latents: torch.Tensor, level: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Means (Q6) and scale indices of all latents, given the latents."""
        parameters = [self.group_parameters(group, latents, level) for group in range(len(self.groups))]
        return torch.cat([means for means, _ in parameters], dim=1), torch.cat([scales for _, scales in parameters], dim=1)

    def quantise(self, latents: torch.Tensor, level: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """From latents in quantiser steps (any reals): latents (Q6) as a decoder has them, symbols, and scale indices.
        Sequential, so slow."""
        decoded, symbols, indices = (torch.zeros(latents.shape, dtype=torch.float64) for _ in range(3))
        batch, _, height, width = latents.shape
        start = 0
        for group, count in enumerate(self.groups):
            channels = slice(start, start + count)
            start += count
            fixed = self.layer(f"context.{group}.earlier", self.known_planes(group, decoded, level))
            own = self._kernels[f"context.{group}.own"].flatten(1).t()
            own_bias = self._biases[f"context.{group}.own"]
            own_shift = self.weights.layers[f"context.{group}.own"].shift
            padded = F.pad(decoded[:, channels], (2, 2, 2, 2))
            for y in range(height):
                for x in range(width):
                    window = padded[:, :, y : y + 5, x : x + 5].flatten(1)
                    h = rounded_shift(window @ own + own_bias, own_shift) + fixed[:, :, y, x]
                    means, scales = self._mix(group, h[:, :, None, None])
                    symbol = (latents[:, channels, y, x] - means[:, :, 0, 0] / 2**LATENT_BITS).round()
                    value = clamped(64 * symbol + means[:, :, 0, 0])
                    symbols[:, channels, y, x], indices[:, channels, y, x] = symbol, scales[:, :, 0, 0]
                    decoded[:, channels, y, x] = padded[:, :, y + 2, x + 2] = value
        return decoded, symbols, indices

    def bits(self, symbols: torch.Tensor, indices: torch.Tensor) -> torch.Tensor:
        """What each symbol costs by the file's densities alone, in bits."""
        more = 1 / (1 + np.exp(-self.weights.logits / LOGIT_UNIT))
        not_less = np.concatenate([np.zeros((SCALES, 1)), -np.cumsum(np.log2(more), axis=1)], axis=1)
        cost = not_less - np.concatenate([np.log2(1 - more), np.zeros((SCALES, 1))], axis=1)
        magnitude, index = symbols.abs().long().numpy(), indices.long().numpy()
        total = cost[index, np.minimum(magnitude, ESCAPE)] + (magnitude > 0)
        suffix = np.maximum(0, (index - 24) // 7)
        ones = np.floor(np.log2(np.maximum(((magnitude - ESCAPE) >> suffix) + 1, 1)))
        escaped = np.where(ones < 8, 2 * ones + 1, 2 * ones) + suffix
        return torch.from_numpy(total + np.where(magnitude >= ESCAPE, escaped, 0))

    # Synthesis and analysis

    def scaled(self, latents: torch.Tensor, level: int) -> torch.Tensor:
        return clamped(rounded_shift(latents * self.step(level), LATENT_BITS + STEP_BITS - SCALED_BITS))

    def synthesis(self, latents: torch.Tensor, level: int) -> torch.Tensor:
        """The raster as luma less 1/2 and chroma (Q12), from latents (Q6)."""
        depths = self.weights.depths
        z = self.scaled(latents, level)
        raster = F.pixel_shuffle(self.layer("synthesis.linear", z), STRIDE)
        level_plane = torch.full_like(z[:, :1], (512 * level + 127) // 255)
        x = self.layer("synthesis.first", torch.cat([z, level_plane], dim=1))
        x = self._residuals("synthesis.stage0", x, depths[0])
        for stage in (1, 2):
            x = F.pixel_shuffle(self.layer(f"synthesis.climb{stage}", leaky(x)), 2)
            x = self._residuals(f"synthesis.stage{stage}", x, depths[stage])
        x = F.pixel_shuffle(self.layer("synthesis.climb3", leaky(x)), 2)
        x = self.layer("synthesis.join", F.pixel_unshuffle(raster, 2), plus=x)
        x = self._residuals("synthesis.stage3", x, depths[3])
        return clamped(raster + F.pixel_shuffle(self.layer("synthesis.head", leaky(x)), 2))

    def analysis(self, raster: torch.Tensor) -> torch.Tensor:
        """Latents before division by their steps (Q9), from luma less 1/2 and chroma (Q12)."""
        linear = self.layer("analysis.linear", F.pixel_unshuffle(raster, STRIDE))
        x = F.pixel_unshuffle(raster, 4)
        for stage in range(3):
            x = self.layer(f"analysis.entry{stage}", x, stride=2 if stage else 1)
            x = leaky(self._residuals(f"analysis.stage{stage}", x, 1))
        return self.layer("analysis.last", x, plus=linear)

    def latents_in_steps(self, raster: torch.Tensor, level: int) -> torch.Tensor:
        """The analysis divided by the quantiser's steps: not integers."""
        return self.analysis(raster) / 2**SCALED_BITS / (self.step(level) / 2**STEP_BITS)


def colours(raster: torch.Tensor) -> torch.Tensor:
    """8-bit sRGB from the synthesis' raster."""
    luma, blue_less, red_less = (raster + torch.tensor([2048.0, 0, 0], dtype=raster.dtype).view(3, 1, 1)).unbind(1)
    red = luma + rounded_shift(22970 * red_less, 14)
    green = luma + rounded_shift(-5638 * blue_less - 11700 * red_less, 14)
    blue = luma + rounded_shift(29032 * blue_less, 14)
    return rounded_shift(255 * torch.stack([red, green, blue], dim=1), 12).clamp(0, 255)

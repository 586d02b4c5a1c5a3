"""Context models that the released codec does not have, for ablations: other orders, less context, and a hyper-latent.

A variant is data:
    order     "slice": groups one after the other over the whole raster, as `entropy_model` has it; a prefix decodes.
              "position": positions in raster order, all groups at each; a group sees all channels of the positions before, and the
              earlier groups at its own.
              "checkerboard": as "slice", but each group in two passes, as in He et al., "Checkerboard context model for efficient
              learned image compression", 2021: positions of even x + y first, from the earlier groups alone; then the others,
              which see those.
    groups    channels of each group
    kernels   [causal, earlier]: sides of the two windows, odd; 0 leaves the window out. By "position" the earlier one is 1 or 0.
    widths    of the hidden layers
    hyper     channels of a hyper-latent at a quarter of the latents' resolution, coded first under a density of its own; 0 for none
              (Balle et al., "Variational image compression with a scale hyperprior", 2018)

Latents are [batch, channels, height, width] in quantiser steps; level is [batch] in 0..1. By "slice" and without hyper-latent this
is `entropy_model.ContextModel`.
"""

import torch
import torch.nn.functional as F
from torch import nn

from .entropy_model import CausalConv2d, GroupContext, bits, scale_of

_ORDERS = ("slice", "position", "checkerboard")
_HYPER_WIDTH = 48
_HYPER_KNOTS = 4  # of the level, between which the hyper-latent's density is interpolated


class CheckerboardConv2d(nn.Conv2d):
    """A convolution that gives positions of odd x + y what lies at even ones, and the even ones nothing."""

    def __init__(self, inputs: int, outputs: int, kernel: int):
        super().__init__(inputs, outputs, kernel, padding=kernel // 2, bias=False)
        offsets = torch.arange(kernel)
        # The window's middle is as far along one axis as along the other: its own parity is even whatever the kernel.
        mask = (offsets.view(-1, 1) + offsets) % 2
        self.register_buffer("mask", mask.float(), persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        rows, columns = (torch.arange(side, device=x.device) for side in x.shape[2:])
        odd = ((rows.view(-1, 1) + columns) % 2).to(x)
        return F.conv2d(x, self.weight * self.mask, padding=self.padding) * odd


class VariantGroup(nn.Module):
    """Mean and log-scale of one group from features of what is decoded before it."""

    def __init__(self, seen: int, before: int, channels: int, variant: dict):
        """`seen`: channels that the causal window reads; `before`: channels of earlier groups."""
        super().__init__()
        causal_kernel, earlier_kernel = variant["kernels"]
        first = variant["widths"][0]
        window = CheckerboardConv2d if variant["order"] == "checkerboard" else CausalConv2d
        self.own = window(seen, first, causal_kernel) if causal_kernel else None
        # What tells the edges, the level and the hyper-latent stays when the window over earlier groups is left out.
        inputs = (before if earlier_kernel else 0) + variant["hyper"] + 2
        kernel = max(earlier_kernel, 1)
        self.reads_earlier = earlier_kernel > 0
        self.earlier = nn.Conv2d(inputs, first, kernel, padding=kernel // 2)
        self.mix = GroupContext(before, channels, tuple(variant["widths"]), (1, 1)).mix
        self.channels = channels

    def forward(self, before: torch.Tensor, seen: torch.Tensor, side: torch.Tensor) -> torch.Tensor:
        features = self.earlier(torch.cat([before, side], dim=1) if self.reads_earlier else side)
        if self.own is not None:
            features = features + self.own(seen)
        batch, _, height, width = features.shape
        return self.mix(features).float().view(batch, 2, self.channels, height, width)


class HyperPrior(nn.Module):
    """A latent about the latents: analysed to a quarter of their sides, rounded, and read back at their resolution."""

    def __init__(self, latents: int, channels: int):
        super().__init__()
        self.channels = channels
        self.analysis = nn.Sequential(
            nn.Conv2d(latents + 1, _HYPER_WIDTH, 3, padding=1),
            nn.LeakyReLU(0.125),
            nn.Conv2d(_HYPER_WIDTH, _HYPER_WIDTH, 5, stride=2, padding=2),
            nn.LeakyReLU(0.125),
            nn.Conv2d(_HYPER_WIDTH, channels, 5, stride=2, padding=2),
        )
        self.synthesis = nn.Sequential(
            nn.Conv2d(channels + 1, 4 * _HYPER_WIDTH, 3, padding=1),
            nn.PixelShuffle(2),
            nn.LeakyReLU(0.125),
            nn.Conv2d(_HYPER_WIDTH, 4 * channels, 3, padding=1),
            nn.PixelShuffle(2),
        )
        self.mean = nn.Parameter(torch.zeros(_HYPER_KNOTS, channels))
        self.log_scale = nn.Parameter(torch.zeros(_HYPER_KNOTS, channels))

    def _at_level(self, knots: torch.Tensor, level: torch.Tensor) -> torch.Tensor:
        position = level * (_HYPER_KNOTS - 1)
        below = position.floor().clamp(0, _HYPER_KNOTS - 2).long()
        value = torch.lerp(knots[below], knots[below + 1], (position - below).unsqueeze(1))
        return value.unsqueeze(2).unsqueeze(3)

    def forward(self, latents: torch.Tensor, level: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Features at the latents' resolution, and the bits of the hyper-latent, [batch]. In training noise stands for rounding in
        the rate alone."""

        def with_level(x: torch.Tensor) -> torch.Tensor:
            return torch.cat([x, level.view(-1, 1, 1, 1).to(x).expand(-1, 1, *x.shape[2:])], dim=1)

        # Magnitudes matter more than signs, and large ones less than their size says.
        hyper = self.analysis(with_level(latents.abs().log1p())).float()
        mean, scale = self._at_level(self.mean, level), scale_of(self._at_level(self.log_scale, level))
        rounded = hyper + ((hyper - mean).round() + mean - hyper).detach()
        coded = hyper + torch.rand_like(hyper) - 0.5 if self.training else rounded
        rate = bits(coded - mean, scale.expand_as(coded)).sum(dim=(1, 2, 3))
        features = self.synthesis(with_level(rounded))
        return features[:, :, : latents.shape[2], : latents.shape[3]], rate


class VariantContext(nn.Module):
    def __init__(self, variant: dict):
        super().__init__()
        if variant["order"] not in _ORDERS:
            raise ValueError(f"order {variant['order']!r} is unknown; there are {', '.join(_ORDERS)}")
        if variant["order"] == "position" and variant["kernels"][1] > 1:
            raise ValueError(
                "by position the earlier groups are known at the position itself alone: an earlier kernel of 1 or 0"
            )
        self.variant = variant
        self.groups = variant["groups"]
        self.by_position = variant["order"] == "position"
        total = sum(self.groups)
        self.hyper = HyperPrior(total, variant["hyper"]) if variant["hyper"] else None
        starts = [sum(self.groups[:group]) for group in range(len(self.groups))]
        self.contexts = nn.ModuleList(
            VariantGroup(total if self.by_position else count, start, count, variant)
            for start, count in zip(starts, self.groups, strict=True)
        )

    def forward(self, latents: torch.Tensor, level: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Mean and scale of all latents, and the bits of what is sent beside them, [batch]."""
        batch, _, height, width = latents.shape
        ones = latents.new_ones(batch, 1, height, width)
        side, side_bits = torch.cat([ones, ones * level.view(-1, 1, 1, 1)], dim=1), latents.new_zeros(batch)
        if self.hyper is not None:
            features, side_bits = self.hyper(latents, level)
            side = torch.cat([features.to(side), side], dim=1)
        parameters = []
        start = 0
        for context, count in zip(self.contexts, self.groups, strict=True):
            seen = latents if self.by_position else latents[:, start : start + count]
            parameters.append(context(latents[:, :start], seen, side))
            start += count
        mean, log_scale = torch.cat(parameters, dim=2).unbind(1)
        return mean, scale_of(log_scale), side_bits

    def bits(self, latents: torch.Tensor, level: torch.Tensor) -> torch.Tensor:
        """Of whole-numbered latents, with what is sent beside them, [batch]."""
        mean, scale, side_bits = self(latents, level)
        return bits(latents - mean, scale).sum(dim=(1, 2, 3)) + side_bits

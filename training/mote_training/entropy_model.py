"""The context model: mean and scale of each latent from decoded groups and decoded neighbours, and the rate they give.

Groups of channels are coded one after the other over the whole raster (slice-major), each in raster order. A latent of group g sees all of
groups 0..g-1 in its neighbourhood and the causal part of group g.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

SCALE_MIN, SCALE_MAX = 0.05, 32.0  # of the logistic density, in quantiser steps
_LOG_SCALE_START = math.log(0.6)


class _Clamp(torch.autograd.Function):
    """A clamp that keeps the gradient of what would come back inside."""

    @staticmethod
    def forward(context, x: torch.Tensor, low: float, high: float) -> torch.Tensor:
        context.save_for_backward(x)
        context.bounds = low, high
        return x.clamp(low, high)

    @staticmethod
    def backward(context, gradient: torch.Tensor):
        (x,) = context.saved_tensors
        low, high = context.bounds
        leaves = ((x < low) & (gradient > 0)) | ((x > high) & (gradient < 0))
        return gradient.masked_fill(leaves, 0), None, None


def scale_of(log_scale: torch.Tensor) -> torch.Tensor:
    """The density's scale from what the context model puts out, SCALE_MIN..SCALE_MAX. The integer decoder has a table of log-spaced
    scales, so that the output is its index but for a factor."""
    return _Clamp.apply(log_scale, math.log(SCALE_MIN), math.log(SCALE_MAX)).exp()


def single_precision(like: torch.Tensor):
    """No autocast on `like`'s device. Where a sum of large latents matters to a fraction of a step, eight bits of mantissa do not do."""
    return torch.autocast(like.device.type, enabled=False)


class CausalConv2d(nn.Conv2d):
    """A convolution whose kernel covers only what raster order has decoded: rows above, and what lies left in its own row."""

    def __init__(self, inputs: int, outputs: int, kernel: int):
        super().__init__(inputs, outputs, kernel, padding=kernel // 2, bias=False)
        mask = torch.zeros(kernel, kernel)
        mask[: kernel // 2] = 1
        mask[kernel // 2, : kernel // 2] = 1
        self.register_buffer("mask", mask, persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.conv2d(x, self.weight * self.mask, padding=self.padding)


class GroupContext(nn.Module):
    """Mean and log-scale of one group: [batch, 2, channels, height, width]."""

    def __init__(self, earlier: int, channels: int, widths: tuple[int, int, int], kernels: tuple[int, int]):
        super().__init__()
        first, second, third = widths
        own_kernel, earlier_kernel = kernels
        self.channels = channels
        self.own = CausalConv2d(channels, first, own_kernel)
        # One more channel, of ones: with zero padding it tells where the picture ends. And one of the rate level.
        self.earlier = nn.Conv2d(earlier + 2, first, earlier_kernel, padding=earlier_kernel // 2)
        self.mix = nn.Sequential(
            nn.LeakyReLU(0.125),
            nn.Conv2d(first, second, 1),
            nn.LeakyReLU(0.125),
            nn.Conv2d(second, third, 1),
            nn.LeakyReLU(0.125),
            nn.Conv2d(third, 2 * channels, 1),
        )
        nn.init.zeros_(self.mix[-1].weight)
        nn.init.zeros_(self.mix[-1].bias)
        self.mix[-1].bias.data[channels:] = _LOG_SCALE_START

    def forward(self, earlier: torch.Tensor, own: torch.Tensor, level: torch.Tensor) -> torch.Tensor:
        batch, _, height, width = own.shape
        ones = own.new_ones(batch, 1, height, width)
        features = self.earlier(torch.cat([earlier, ones, ones * level.view(-1, 1, 1, 1)], dim=1)) + self.own(own)
        return self.mix(features).float().view(batch, 2, self.channels, height, width)


class ContextModel(nn.Module):
    def __init__(self, groups: list[int], widths: tuple[int, int, int], kernels: tuple[int, int]):
        super().__init__()
        self.groups = groups
        starts = [sum(groups[:g]) for g in range(len(groups))]
        self.contexts = nn.ModuleList(
            GroupContext(start, count, widths, kernels) for start, count in zip(starts, groups, strict=True)
        )

    def group_parameters(self, group: int, latents: torch.Tensor, level: torch.Tensor):
        """Mean and scale of group `group`, [batch, channels, height, width] each. `latents`: all channels, of which only those
        that the group may see are used. `level`: [batch], 0..1."""
        start = sum(self.groups[:group])
        own = latents[:, start : start + self.groups[group]]
        with single_precision(latents):
            mean, log_scale = self.contexts[group](latents[:, :start].float(), own.float(), level).unbind(1)
        return mean, scale_of(log_scale)

    def forward(self, latents: torch.Tensor, level: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean and scale of all latents, given the (noisy or quantised) latents themselves."""
        parameters = [self.group_parameters(group, latents, level) for group in range(len(self.groups))]
        return torch.cat([mean for mean, _ in parameters], dim=1), torch.cat([scale for _, scale in parameters], dim=1)


def bits(offsets: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    """Bits of latents that lie `offsets` from their means, in bins one wide, under a logistic density of that scale (elementwise).
    Written through sigmoids of the nearer tail, so that it is exact far out: P = s((a + 1/2)/b) - s((a - 1/2)/b)."""
    distance = offsets.abs()
    upper = torch.sigmoid((0.5 - distance) / scale)
    lower = torch.sigmoid((-0.5 - distance) / scale)
    # Far out both underflow: the escape code of the real coder costs no more than this either.
    probability = (upper - lower).clamp(min=2.0**-40)
    return -torch.log2(probability)


# Rounding about means that depend on what was rounded is sequential; done all at once from what the last round gave, it settles.
_ROUNDS = 3


def round_by_price(offsets: torch.Tensor, scale: torch.Tensor, price: torch.Tensor) -> torch.Tensor:
    """Whole numbers: up only past 1/2 + price x (bits that it costs more), as MakeThresholds in encoder_symbols.cc says."""
    distance = offsets.abs()
    below = distance.floor()
    more = (bits(below + 1, scale) - bits(below, scale)).clamp(min=0)
    threshold = (0.5 + price * more).clamp(max=0.95)
    return offsets.sign() * torch.where(distance - below >= threshold, below + 1, below)


def rounded_latents(
    context: ContextModel, latents: torch.Tensor, level: torch.Tensor, price: torch.Tensor, rounds: int = _ROUNDS
) -> torch.Tensor:
    """`latents`: in quantiser steps, [batch, channels, height, width]; `level`, `price`: [batch]. About what a decoder would have."""
    decoded = latents
    for _ in range(rounds):
        mean, scale = context(decoded, level)
        decoded = mean + round_by_price(latents - mean, scale, price.view(-1, 1, 1, 1))
    return decoded

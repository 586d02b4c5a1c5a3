"""Analysis, quantisation and synthesis. Rasters are [batch, 3, height, width] sRGB in 0..1 with sides divisible by STRIDE."""

import math

import torch
import torch.nn.functional as F
from torch import nn

from .colour import rgb_to_ycc, ycc_to_rgb
from .entropy_model import ContextModel, bits, round_by_price, rounded_latents, scale_of, single_precision
from .transform_init import STRIDE, basis

SLOPE = 0.125  # of the leaky ReLU: a shift by 3 in integers


class Residual(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(self.second.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.second(F.leaky_relu(self.first(F.leaky_relu(x, SLOPE)), SLOPE))


def _zeroed(convolution: nn.Conv2d) -> nn.Conv2d:
    nn.init.zeros_(convolution.weight)
    nn.init.zeros_(convolution.bias)
    return convolution


class Analysis(nn.Module):
    """A linear transform (starts as the DCT) and a network beside it (starts at zero). Encoder only: float for ever."""

    def __init__(self, luma: int, chroma: int, widths: tuple[int, int, int]):
        super().__init__()
        start = basis(luma, chroma)
        channels = start.shape[0]
        self.linear = nn.Conv2d(3, channels, STRIDE, stride=STRIDE, bias=False)
        self.linear.weight.data.copy_(start)
        first, second, third = widths
        self.network = nn.Sequential(
            nn.PixelUnshuffle(4),
            nn.Conv2d(48, first, 3, padding=1),
            Residual(first),
            nn.LeakyReLU(SLOPE),
            nn.Conv2d(first, second, 3, stride=2, padding=1),
            Residual(second),
            nn.LeakyReLU(SLOPE),
            nn.Conv2d(second, third, 3, stride=2, padding=1),
            Residual(third),
            nn.LeakyReLU(SLOPE),
            _zeroed(nn.Conv2d(third, channels, 3, padding=1)),
        )

    def forward(self, ycc: torch.Tensor) -> torch.Tensor:
        with single_precision(ycc):
            linear = self.linear(ycc.float())
        return linear + self.network(ycc)


class Synthesis(nn.Module):
    """The linear inverse (starts as the DCT) and a trunk that climbs from 1/16 to 1/2 of the raster, where a head that sees both
    takes away blocks and adds detail."""

    def __init__(self, luma: int, chroma: int, widths: tuple[int, int, int, int], depths: tuple[int, int, int, int]):
        super().__init__()
        start = basis(luma, chroma)
        channels = start.shape[0]
        self.linear = nn.ConvTranspose2d(channels, 3, STRIDE, stride=STRIDE, bias=False)
        self.linear.weight.data.copy_(start)
        sixteenth, eighth, quarter, half = widths

        def stage(inputs: int, width: int, depth: int) -> nn.Sequential:
            return nn.Sequential(
                nn.Conv2d(inputs, 4 * width, 3, padding=1), nn.PixelShuffle(2), *(Residual(width) for _ in range(depth)),
                nn.LeakyReLU(SLOPE),
            )

        self.trunk = nn.Sequential(
            nn.Conv2d(channels + 1, sixteenth, 3, padding=1),
            *(Residual(sixteenth) for _ in range(depths[0])),
            nn.LeakyReLU(SLOPE),
            stage(sixteenth, eighth, depths[1]),
            stage(eighth, quarter, depths[2]),
        )
        self.climb = nn.Sequential(nn.Conv2d(quarter, 4 * half, 3, padding=1), nn.PixelShuffle(2))
        self.join = nn.Conv2d(12, half, 3, padding=1)
        self.head = nn.Sequential(
            *(Residual(half) for _ in range(depths[3])),
            nn.LeakyReLU(SLOPE),
            _zeroed(nn.Conv2d(half, 12, 3, padding=1)),
            nn.PixelShuffle(2),
        )

    def forward(self, latents: torch.Tensor, level: torch.Tensor) -> torch.Tensor:
        """`latents`: dequantised, in the units of the analysis. `level`: [batch], 0..1. The raster as luma and chroma."""
        with single_precision(latents):
            linear = self.linear(latents.float())
        level_plane = level.view(-1, 1, 1, 1).to(latents).expand(-1, 1, *latents.shape[2:])
        features = self.climb(self.trunk(torch.cat([latents, level_plane], dim=1)))
        return linear + self.head(features + self.join(F.pixel_unshuffle(linear, 2)))


class Codec(nn.Module):
    """The whole chain. One model for all rates: each channel's quantiser step is interpolated between `levels` knots."""

    def __init__(self, preset: dict):
        super().__init__()
        luma, chroma = preset["luma_channels"], preset["chroma_channels"]
        groups = preset["groups"]
        if sum(groups) != luma + 2 * chroma:
            raise ValueError(f"groups {groups} add up to {sum(groups)}, expected {luma + 2 * chroma}")
        self.levels = preset["levels"]
        self.analysis = Analysis(luma, chroma, tuple(preset["analysis_widths"]))
        self.synthesis = Synthesis(luma, chroma, tuple(preset["synthesis_widths"]), tuple(preset["synthesis_depths"]))
        self.context = ContextModel(groups, tuple(preset["context_widths"]), tuple(preset["context_kernels"]))
        low, high = preset["log_step_range"]
        start = torch.linspace(high, low, self.levels).view(-1, 1).expand(-1, sum(groups))
        self.log_step = nn.Parameter(start.clone())

    def step(self, level: torch.Tensor) -> torch.Tensor:
        """`level`: [batch] in 0..1. The quantiser step of each channel in the units of the analysis, [batch, channels, 1, 1]."""
        position = level * (self.levels - 1)
        below = position.floor().clamp(0, self.levels - 2).long()
        fraction = (position - below).unsqueeze(1)
        step = torch.lerp(self.log_step[below].exp(), self.log_step[below + 1].exp(), fraction)
        return step.unsqueeze(2).unsqueeze(3)

    def analyse(self, raster: torch.Tensor, level: torch.Tensor) -> torch.Tensor:
        """The latents before quantisation, in quantiser steps, [batch, channels, height/STRIDE, width/STRIDE]."""
        return self.analysis(rgb_to_ycc(raster)).float() / self.step(level)

    def synthesise(self, latents: torch.Tensor, level: torch.Tensor) -> torch.Tensor:
        """The raster, not clamped, from latents in quantiser steps."""
        return ycc_to_rgb(self.synthesis(latents * self.step(level), level).float())

    def forward(self, raster: torch.Tensor, level: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The decoded raster and bits, [batch, channels]. Noise stands for rounding in the rate and the context; the synthesis
        gets hard-rounded latents, with the gradient passed straight through."""
        latents = self.analyse(raster, level)
        noisy = latents + torch.rand_like(latents) - 0.5
        mean, scale = self.context(noisy, level)
        rate = bits(noisy - mean, scale).sum(dim=(2, 3))
        offset = latents - mean
        rounded = latents + (offset.round() - offset).detach()
        return self.synthesise(rounded, level), rate

    def forward_rounded(
        self, raster: torch.Tensor, level: torch.Tensor, price: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """As `forward`, but for what a stream has: rounded latents in the context and the bits of whole symbols. `price`: [batch].
        At low rates nearly all symbols are 0, of which noise sees nothing. The analysis gets the slope of bits that noise would
        give on average, and gradients pass straight through the rounding everywhere else."""
        latents = self.analyse(raster, level)
        with torch.no_grad():
            decoded = rounded_latents(self.context, latents, level, price)
        mean, scale = self.context(latents + (decoded - latents).detach(), level)
        with torch.no_grad():
            offsets = latents - mean
            symbols = round_by_price(offsets, scale, price.view(-1, 1, 1, 1))
            slope = bits(offsets + 0.5, scale) - bits(offsets - 0.5, scale)
            rounding = symbols - offsets
        # The value is that of symbols; by the mean the slope at the symbol, by the latent the mean slope around it.
        rate = bits(latents.detach() - mean + rounding, scale) + slope * (latents - latents.detach())
        rounded = latents + (mean + symbols - latents).detach()
        return self.synthesise(rounded, level), rate.sum(dim=(2, 3))

    @torch.no_grad()
    def quantise(self, raster: torch.Tensor, level: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """What a decoder would have: latents rounded about means that come from rounded latents, and their bits, [batch, channels]
        each. Sequential over groups and positions, so slow; for evaluation."""
        latents = self.analyse(raster, level)
        decoded = torch.zeros_like(latents)
        rate = torch.zeros(latents.shape[:2], device=latents.device)
        kernel = self.context.contexts[0].own.kernel_size[0]
        reach = kernel // 2
        for group, count in enumerate(self.context.groups):
            start = sum(self.context.groups[:group])
            channels = slice(start, start + count)
            model = self.context.contexts[group]
            batch, _, height, width = latents.shape
            ones = latents.new_ones(batch, 1, height, width)
            known = torch.cat([decoded[:, :start], ones, ones * level.view(-1, 1, 1, 1)], dim=1)
            fixed = model.earlier(known)
            causal = (model.own.weight * model.own.mask).flatten(1)
            padded = F.pad(torch.zeros_like(latents[:, channels]), (reach, reach, reach, reach))
            for y in range(height):
                for x in range(width):
                    window = padded[:, :, y : y + kernel, x : x + kernel].flatten(1)
                    features = fixed[:, :, y, x] + window @ causal.t()
                    mean, log_scale = model.mix(features[:, :, None, None]).view(batch, 2, count).unbind(1)
                    scale = scale_of(log_scale)
                    offset = (latents[:, channels, y, x] - mean).round()
                    rate[:, channels] += bits(offset, scale)
                    decoded[:, channels, y, x] = offset + mean
                    padded[:, :, y + reach, x + reach] = offset + mean
        return decoded, rate


def lambda_of_level(level: torch.Tensor, low: float, high: float) -> torch.Tensor:
    """The weight of distortion against bits per raster pixel, log-spaced over the levels 0..1."""
    return torch.exp(math.log(low) + level * (math.log(high) - math.log(low)))

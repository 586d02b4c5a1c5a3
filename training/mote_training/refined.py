"""Latents of a batch refined by gradient descent, as src/methods/neural/refinement/latent_refiner.cc does it for one picture: stochastic
Gumbel annealing (Yang, Bamler and Mandt, 2020) between the two nearest symbols, the bits of whole symbols weighed alike, Adam.

The codec that judges the latents may change from step to step; so it is tuned for what refinement makes of latents, at one forward and one
backward pass a step for both.
"""

from collections.abc import Callable

import torch

from .entropy_model import bits, rounded_latents
from .model import Codec

_FIRST_TEMPERATURE, _LAST_TEMPERATURE = 0.3, 1.2  # the last over the root of the number of steps
_FIRST_RATE, _LAST_RATE = 0.035, 0.12  # of Adam, in quantiser steps; the last over the root of the number of steps
_FIRST_DECAY, _SECOND_DECAY, _TINY = 0.9, 0.99, 1e-20
_LEAST_REMAINDER = 1e-4


Judge = Callable[[torch.Tensor, torch.Tensor], tuple[torch.Tensor, dict[str, torch.Tensor]]]


def relax(offset: torch.Tensor, temperature: float, uniform: torch.Tensor):
    """The whole number below `offset`, the weight in 0..1 of the one above, and that weight's slope by `offset`; none has a gradient.
    `uniform`: noise in 0..1, both excluded."""
    with torch.no_grad():
        below = offset.floor()
        rest = (offset - below).clamp(_LEAST_REMAINDER, 1 - _LEAST_REMAINDER)
        preference = torch.atanh(rest) - torch.atanh(1 - rest)
        weight = torch.sigmoid((preference / temperature + torch.logit(uniform)) / temperature)
        preference_slope = 1 / (1 - rest.square()) + 1 / (rest * (2 - rest))
        return below, weight, weight * (1 - weight) * preference_slope / temperature**2


class RefinedBatch:
    """`raster`: [batch, 3, height, width]; `level`: [batch], 0..1; `steps`: of the descent; `judge`: from rasters decoded and bits of every
    latent to a loss, [batch], and what else is to be reported."""

    def __init__(self, model: Codec, raster: torch.Tensor, level: torch.Tensor, steps: int, judge: Judge):
        self.level, self.steps, self._judge = level, steps, judge
        self.step = 0
        with torch.no_grad(), self._autocast():
            self._targets = model.analyse(raster, level)
            self._decoded = self._rounded_latents(model)
        self._first_moment, self._second_moment = torch.zeros_like(self._targets), torch.zeros_like(self._targets)

    @property
    def is_refined(self) -> bool:
        return self.step >= self.steps

    def relaxed(self, model: Codec) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        """The judgement of the relaxed latents. After the `backward` of its loss times a number, call `move` with that number."""
        temperature = _FIRST_TEMPERATURE * (self._last(_LAST_TEMPERATURE) / _FIRST_TEMPERATURE) ** (self.step / self.steps)
        # Leaves, whose gradients `move` puts together. The context reads the latents of the step before.
        self._context_input = self._decoded.requires_grad_()
        with self._autocast():
            mean, scale = model.context(self._context_input, self.level)
            offset = (self._targets - mean).detach()
            below, weight, self._slope = relax(offset, temperature, torch.rand_like(mean).clamp(1e-6, 1 - 1e-6))
            below_bits, above_bits = bits(below, scale), bits(below + 1, scale)
            # By the offset the rate moves with the weight. Of the means the rate alone has a gradient: what is decoded follows the targets,
            # wherever the means lie.
            by_offset = (above_bits - below_bits).detach() * self._slope
            self._rate_offset = offset + (mean.detach() - mean)
            self._rate_offset.retain_grad()
            rate = torch.lerp(below_bits, above_bits, weight) + by_offset * (self._rate_offset - offset)
            self._synthesis_input = (mean.detach() + below + weight).requires_grad_()
            decoded = model.synthesise(self._synthesis_input, self.level)
        return self._judge(decoded, rate)

    def move(self, factor: float) -> None:
        """A step of Adam on the latents, by the gradients that the last `relaxed` left."""
        with torch.no_grad():
            by_decoded = self._synthesis_input.grad + self._context_input.grad
            gradient = (by_decoded * self._slope + self._rate_offset.grad) / factor
            self.step += 1
            self._first_moment.lerp_(gradient, 1 - _FIRST_DECAY)
            self._second_moment.lerp_(gradient.square(), 1 - _SECOND_DECAY)
            first = self._first_moment / (1 - _FIRST_DECAY**self.step)
            second = self._second_moment / (1 - _SECOND_DECAY**self.step)
            rate = _FIRST_RATE + (self._last(_LAST_RATE) - _FIRST_RATE) * self.step / self.steps
            self._targets = self._targets - rate * first / (second.sqrt() + _TINY)
            self._decoded = self._synthesis_input.detach()

    def rounded(self, model: Codec) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        """The judgement of the latents rounded, as a decoder has them. The encoder's choice of symbols is taken as given: what is decoded
        moves with the means, and the rate has its gradient by the scales."""
        with self._autocast():
            # From where noise has left the relaxed latents, rounding would not settle.
            with torch.no_grad():
                decoded = self._rounded_latents(model)
            mean, scale = model.context(decoded, self.level)
            symbols = (self._targets - mean).detach().round()
            raster = model.synthesise(mean + symbols, self.level)
        return self._judge(raster, bits(symbols, scale))

    def _rounded_latents(self, model: Codec) -> torch.Tensor:
        return rounded_latents(model.context, self._targets, self.level, torch.zeros_like(self.level))

    def _last(self, value: float) -> float:
        return value / self.steps**0.5

    def _autocast(self):
        return torch.autocast(self.level.device.type, dtype=torch.bfloat16)

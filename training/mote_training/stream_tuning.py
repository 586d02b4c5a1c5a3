"""Tunes a trained codec on streams that the encoder has made with it (streams.py): the latents are what refinement leaves, which differs from what training on
crops sees, and the pictures are whole and judged at their own size.

The decoder learns with the symbols taken as given: what a latent decodes to moves with its mean, and its bits with its scale; the context is of the
latents that the stream has. The analysis learns to find the refined latents at once: what refinement has moved to another symbol is pulled there, and all
the rest is to stay where it was. Quantiser steps stay as they are.
"""

import pathlib

import numpy as np
import torch
import torch.nn.functional as F

from .entropy_model import bits
from .learner import Learner
from .losses import distortion
from .streams import Stream, load_all

_SYMBOL_REACH = 0.5  # from a latent as decoded to where its symbol ends, in quantiser steps
_STAY_WEIGHT = 0.1  # of the square of how far the analysis has moved, against that of what lies beyond the symbol's end


class StreamTuning(Learner):
    _OWN_KEY = "elasticity"

    def __init__(self, preset: dict, streams: pathlib.Path, device: torch.device, seed: int):
        """`streams`: a folder that streams.py has filled."""
        super().__init__(preset, device, seed)
        self.model.log_step.requires_grad_(False)
        self._streams = load_all(streams)
        self._order: list[int] = []
        # Of each stream by its number, when it was first seen: distortion and bits, and the latents as the analysis had them.
        self._first: dict[int, tuple[float, float]] = {}
        self._analysed: dict[int, torch.Tensor] = {}

    def step(self) -> dict[str, float]:
        losses, reports = zip(*(self._learn(self._next_stream()) for _ in range(self.schedule["batch"])), strict=True)
        self._descend(torch.stack(losses).mean())
        return {name: float(np.mean([report[name] for report in reports])) for name in reports[0]}

    def _next_stream(self) -> int:
        if not self._order:
            self._order = self.random.permutation(len(self._streams)).tolist()
        return self._order.pop()

    def _learn(self, number: int) -> tuple[torch.Tensor, dict[str, float]]:
        """Distortion and bits as parts of what they were, so weighed as one per cent of bytes is worth; times the root of the distortion, so that neither
        the good nor the bad streams drown the others. What the analysis learns from shares no weight with them."""
        parts, rate = self.judge(self._streams[number])
        first_distortion, first_bits = self._first.setdefault(number, (parts["total"].item(), rate.item()))
        relative_distortion, relative_bits = parts["total"] / first_distortion, rate / first_bits
        loss = first_distortion**0.5 * (relative_distortion + self.schedule["elasticity"] * relative_bits)
        beyond, moved = self.judge_analysis(number)
        report = {name: value.item() for name, value in parts.items()}
        report |= {"distortion_kept": relative_distortion.item(), "bits_kept": relative_bits.item()}
        report |= {"beyond_symbols": beyond.item(), "analysis_moved": moved.item()}
        return loss + self.schedule["analysis_weight"] * (beyond + _STAY_WEIGHT * moved), report

    def judge(self, stream: Stream) -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        """The distortion's parts and the bits of all symbols, as scalars."""
        level = torch.tensor([stream.level], device=self.device)
        symbols, latents = stream.symbols[None].to(self.device), stream.latents[None].to(self.device)
        picture = self._floats(stream.picture)
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            mean, scale = self.model.context(latents, level)
            raster = self.model.synthesise(mean + symbols, level)
        shown = F.interpolate(raster.float(), size=picture.shape[2:], mode="bicubic", antialias=True)
        parts = distortion(picture, shown, self.schedule["loss"])
        return {name: value[0] for name, value in parts.items()}, bits(symbols, scale).sum()

    def judge_analysis(self, number: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean squares over all latents, in quantiser steps: of how far the analysis lies beyond the symbols' ends, and of how far it has moved."""
        stream = self._streams[number]
        level = torch.tensor([stream.level], device=self.device)
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            analysed = self.model.analyse(self._floats(stream.raster), level)[0]
        first = self._analysed.setdefault(number, analysed.detach())
        distance = (analysed - stream.latents.to(self.device)).abs()
        return F.relu(distance - _SYMBOL_REACH).square().mean(), (analysed - first).square().mean()

    def _floats(self, picture: torch.Tensor) -> torch.Tensor:
        floats = picture[None].to(self.device).permute(0, 3, 1, 2).float() / 255
        return floats.contiguous(memory_format=torch.channels_last)

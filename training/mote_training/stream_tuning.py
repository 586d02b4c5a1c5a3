"""Tunes a trained codec's decoder on streams that the encoder has made with it (streams.py): the latents are what refinement leaves, which differs from
what training on crops sees, and the pictures are whole and judged at their own size.

The symbols are taken as given. What a latent decodes to moves with its mean, and its bits with its scale; the context is of the latents that the stream
has. Analysis and quantiser steps stay as they are, so that an encoder finds the same latents again.
"""

import pathlib

import numpy as np
import torch
import torch.nn.functional as F

from .entropy_model import bits
from .learner import Learner
from .losses import distortion
from .streams import Stream, load_all

_TUNED = ("synthesis.", "context.")


class StreamTuning(Learner):
    _OWN_KEY = "elasticity"

    def __init__(self, preset: dict, streams: pathlib.Path, device: torch.device, seed: int):
        """`streams`: a folder that streams.py has filled."""
        super().__init__(preset, device, seed)
        for name, parameter in self.model.named_parameters():
            parameter.requires_grad_(name.startswith(_TUNED))
        self._streams = load_all(streams)
        self._order: list[int] = []
        self._first: dict[int, tuple[float, float]] = {}  # of a stream by number: distortion and bits when it was first seen

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
        the good nor the bad streams drown the others."""
        parts, rate = self.judge(self._streams[number])
        first_distortion, first_bits = self._first.setdefault(number, (parts["total"].item(), rate.item()))
        relative_distortion, relative_bits = parts["total"] / first_distortion, rate / first_bits
        loss = first_distortion**0.5 * (relative_distortion + self.schedule["elasticity"] * relative_bits)
        report = {name: value.item() for name, value in parts.items()}
        return loss, report | {"distortion_kept": relative_distortion.item(), "bits_kept": relative_bits.item()}

    def judge(self, stream: Stream) -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        """The distortion's parts and the bits of all symbols, as scalars."""
        level = torch.tensor([stream.level], device=self.device)
        symbols, latents = stream.symbols[None].to(self.device), stream.latents[None].to(self.device)
        picture = stream.picture[None].to(self.device).permute(0, 3, 1, 2).float() / 255
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            mean, scale = self.model.context(latents, level)
            raster = self.model.synthesise(mean + symbols, level)
        shown = F.interpolate(raster.float(), size=picture.shape[2:], mode="bicubic", antialias=True)
        parts = distortion(picture, shown, self.schedule["loss"])
        return {name: value[0] for name, value in parts.items()}, bits(symbols, scale).sum()

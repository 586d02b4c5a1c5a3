"""A preset's training on crops of the corpus, step by step."""

import numpy as np
import torch

from .corpus import Pack, draw_crops
from .learner import Learner
from .losses import distortion
from .model import Codec, lambda_of_level


class Bank:
    """Crops of one size, drawn ahead, each used `_USES` times in different company."""

    _USES = 2

    def __init__(self, crop: int, batch: int, count: int, whole: bool):
        self.crop, self.batch, self.count, self.whole = crop, batch, max(count, batch), whole
        self._crops = np.empty(0)
        self._order = np.empty(0, dtype=int)

    def next_batch(self, pack: Pack, graphics_share: float, random: np.random.Generator) -> np.ndarray:
        if len(self._order) < self.batch:
            self._crops = draw_crops(pack, self.count, self.crop, graphics_share, random, self.whole)
            self._order = np.concatenate([random.permutation(self.count) for _ in range(self._USES)])
        chosen, self._order = self._order[: self.batch], self._order[self.batch :]
        return self._crops[chosen]


class Training(Learner):
    def __init__(self, preset: dict, pack: Pack, device: torch.device, seed: int, model: Codec | None = None):
        """`model`: another than the preset's own, for ablations."""
        super().__init__(preset, device, seed, model)
        self.pack = pack
        # The two kinds of batches: crops, and whole pictures shrunk to miniatures (what a few dozen bytes can hold).
        self._crops = Bank(self.schedule["crop"], self.schedule["batch"], self.schedule["bank_crops"], whole=False)
        area_ratio = (self.schedule["crop"] // self.schedule["miniature"]) ** 2
        self._miniatures = Bank(
            self.schedule["miniature"], self.schedule["batch"] * area_ratio, self.schedule["bank_crops"], whole=True
        )

    def _next_batch(self) -> tuple[torch.Tensor, int]:
        """Rasters, and how many times they are taken to be doubled before they are judged."""
        miniature = self.random.random() < self.schedule["miniature_share"]
        shares = self.schedule["miniature_octaves" if miniature else "octaves"]
        octaves = int(self.random.choice(len(shares), p=shares))
        bank = self._miniatures if miniature else self._crops
        crops = bank.next_batch(self.pack, self.schedule["graphics_share"], self.random)
        raster = torch.from_numpy(crops).to(self.device).permute(0, 3, 1, 2).float() / 255
        return raster.contiguous(memory_format=torch.channels_last), octaves

    def _draw_levels(self, batch: int) -> torch.Tensor:
        """Stratified, so that every batch has low and high rates."""
        return (torch.arange(batch, device=self.device) + torch.rand(batch, device=self.device)) / batch

    def step(self) -> dict[str, float]:
        """One batch of crops, or of as many pixels of miniatures; what it cost, as means over the batch."""
        raster, octaves = self._next_batch()
        level = self._draw_levels(raster.shape[0])
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            decoded, rate = self._forward(raster, level)
        loss, report = self._judge(raster, level, octaves, decoded, rate)
        self._descend(loss.mean())
        return report

    def _judge(self, raster: torch.Tensor, level: torch.Tensor, octaves: int, decoded: torch.Tensor, rate: torch.Tensor):
        """The loss, [batch], and a report of its parts. `rate`: bits, [batch, channels]."""
        parts = distortion(raster, decoded.float(), self.schedule["loss"], octaves)
        pixels = raster.shape[2] * raster.shape[3]
        bits_per_pixel = rate.sum(dim=1) / pixels
        weight = lambda_of_level(level, *self.schedule["lambda_range"])
        # Divided by the square root of lambda, so that no level drowns the others.
        loss = (bits_per_pixel + weight * parts["total"]) / weight.sqrt()
        report = {name: value.mean().item() for name, value in parts.items()}
        report |= {"loss": loss.mean().item(), "bits_per_pixel": bits_per_pixel.mean().item()}
        for group, channels in enumerate(rate.split(self.preset["model"]["groups"], dim=1)):
            report[f"group_{group}"] = channels.sum(dim=1).mean().item() / pixels
        return loss, report

    def _forward(self, raster: torch.Tensor, level: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        if self.crops < self.schedule["rounded_from"]:
            return self.model(raster, level)
        return self.model.forward_rounded(raster, level, self._draw_prices(len(level)))

    def _draw_prices(self, batch: int) -> torch.Tensor:
        return torch.from_numpy(self.random.uniform(*self.schedule["prices"], batch)).float().to(self.device)

"""Tunes a trained codec on refined latents: those of a pool of batches are refined while the codec learns from each step.

A batch comes in with a step of the codec's own on latents plainly rounded, which the analysis learns from too; then as many steps on relaxed
latents as the schedule's `descent_steps`, which refine them, then `rounded_steps` on the same latents rounded; and a new one takes its place.
The steps of the batches of the pool are interleaved at random.
"""

import functools

import torch

from .corpus import Pack
from .refined import RefinedBatch
from .training import Training


class Tuning(Training):
    _OWN_KEY = "descent_steps"

    def __init__(self, preset: dict, pack: Pack, device: torch.device, seed: int):
        super().__init__(preset, pack, device, seed)
        self._pool: list[RefinedBatch] = []
        self._rounded_steps: list[int] = []  # of each batch of the pool

    def step(self) -> dict[str, float]:
        if len(self._pool) < self.schedule["pool"]:
            return self._take_in()
        index = int(self.random.integers(len(self._pool)))
        batch = self._pool[index]
        if batch.is_refined:
            loss, report = batch.rounded(self.model)
            self._descend(loss.mean())
            self._rounded_steps[index] += 1
            if self._rounded_steps[index] == self.schedule["rounded_steps"]:
                del self._pool[index], self._rounded_steps[index]
            return {f"rounded_{name}": value for name, value in report.items()}
        loss, report = batch.relaxed(self.model)
        weight = self.schedule["relaxed_weight"]
        self._descend(weight * loss.mean())
        batch.move(weight / len(loss))
        return {f"relaxed_{name}": value for name, value in report.items()}

    def _take_in(self) -> dict[str, float]:
        raster, octaves = self._next_batch()
        level = self._draw_levels(len(raster))
        judge = functools.partial(self._judge, raster, level, octaves)
        self._pool.append(RefinedBatch(self.model, raster, level, self.schedule["descent_steps"], judge))
        self._rounded_steps.append(0)
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            decoded, rate = self.model.forward_rounded(raster, level, self._draw_prices(len(level)))
        loss, report = judge(decoded, rate)
        self._descend(loss.mean())
        return report

"""A training: one preset's model and schedule, step by step, resumed from checkpoints."""

import os
import pathlib
import tempfile
import tomllib

import numpy as np
import torch

from .corpus import Pack, draw_crops
from .losses import distortion
from .model import Codec, lambda_of_level

_PRESETS = pathlib.Path(__file__).resolve().parent.parent / "presets.toml"


def preset_names() -> list[str]:
    return list(tomllib.loads(_PRESETS.read_text()))


def load_preset(name: str) -> dict:
    presets = tomllib.loads(_PRESETS.read_text())
    if name not in presets:
        raise SystemExit(f"preset {name!r} is unknown; {_PRESETS.name} has {', '.join(presets)}")
    preset = presets[name]
    if "model_of" in preset:
        return {"model": presets[preset["model_of"]]["model"], "schedule": preset["schedule"]}
    return preset


def learning_rate(schedule: dict, crops: int) -> float:
    """Warm-up over the first 1 %, full to 70 %, then 0.3 x to 90 %, then 0.1 x."""
    done = crops / schedule["total_crops"]
    factor = 1.0 if done < 0.7 else 0.3 if done < 0.9 else 0.1
    return schedule["learning_rate"] * factor * min(1.0, 0.05 + done / 0.01)


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


class Training:
    def __init__(self, preset: dict, pack: Pack, device: torch.device, seed: int, model: Codec | None = None):
        """`model`: another than the preset's own, for ablations."""
        self.preset, self.schedule, self.pack, self.device = preset, preset["schedule"], pack, device
        torch.manual_seed(seed)
        self.random = np.random.default_rng(seed)
        model = Codec(preset["model"]) if model is None else model
        self.model = model.to(device, memory_format=torch.channels_last)
        self.optimiser = torch.optim.Adam(self.model.parameters(), lr=self.schedule["learning_rate"], betas=(0.9, 0.99))
        self.average = {name: value.detach().clone() for name, value in self.model.state_dict().items()}
        self.crops = 0
        self.steps = 0
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
        """The loss, [batch], and a report of its parts. `rate`: bits, [batch, channels] or of every latent."""
        parts = distortion(raster, decoded.float(), self.schedule["loss"], octaves)
        rate = rate.flatten(2).sum(dim=2) if rate.dim() > 2 else rate
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

    def _descend(self, loss: torch.Tensor) -> None:
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate(self.schedule, self.crops)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self._update_average()
        self.crops += self.schedule["batch"]
        self.steps += 1

    def _forward(self, raster: torch.Tensor, level: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        if self.crops < self.schedule["rounded_from"]:
            return self.model(raster, level)
        return self.model.forward_rounded(raster, level, self._draw_prices(len(level)))

    def _draw_prices(self, batch: int) -> torch.Tensor:
        return torch.from_numpy(self.random.uniform(*self.schedule["prices"], batch)).float().to(self.device)

    @torch.no_grad()
    def _update_average(self) -> None:
        decay = min(0.999, (self.steps + 1) / (self.steps + 10))
        for name, value in self.model.state_dict().items():
            self.average[name].lerp_(value, 1 - decay) if value.is_floating_point() else self.average[name].copy_(value)

    def state(self) -> dict:
        return {
            "preset": self.preset,
            "model": self.model.state_dict(),
            "average": self.average,
            "optimiser": self.optimiser.state_dict(),
            "crops": self.crops,
            "steps": self.steps,
        }

    def save(self, path: pathlib.Path) -> None:
        """Whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as temporary:
            torch.save(self.state(), temporary)
        os.replace(temporary.name, path)

    def load(self, path: pathlib.Path) -> dict:
        """Goes on from `path`: a checkpoint, or averaged weights alone (in which case the optimiser starts afresh). What it has."""
        state = torch.load(path, map_location=self.device)
        if state["preset"]["model"] != self.preset["model"]:
            raise SystemExit(f"{path}: the checkpoint was made with another model than this preset's")
        average = {name: value.float() for name, value in state["average"].items()}
        self.model.load_state_dict(state.get("model", average))
        self.average = {name: value.clone() for name, value in average.items()}
        if "optimiser" in state:
            self.optimiser.load_state_dict(state["optimiser"])
        self.crops, self.steps = state["crops"], state["steps"]
        return state


def save_average(state: dict, path: pathlib.Path) -> None:
    """Of a checkpoint's `state` the averaged weights alone, in half precision: what is worth keeping between machines."""
    average = {name: value.half() if value.is_floating_point() else value for name, value in state["average"].items()}
    torch.save({name: state[name] for name in ("preset", "crops", "steps")} | {"average": average}, path)

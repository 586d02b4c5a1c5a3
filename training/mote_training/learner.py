"""A codec that learns step by step: presets, the optimiser, the moving average of the weights, checkpoints."""

import os
import pathlib
import tempfile
import tomllib

import numpy as np
import torch

from .model import Codec

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


class Learner:
    """`step` is left to those who know what to learn from; it calls `_descend` once."""

    # A key of the schedule that only this kind of learner has: from another's checkpoint, or from averaged weights, its
    # own as well, it starts anew.
    _OWN_KEY: str | None = None

    def __init__(self, preset: dict, device: torch.device, seed: int, model: Codec | None = None):
        """`model`: another than the preset's own, for ablations."""
        self.preset, self.schedule, self.device = preset, preset["schedule"], device
        torch.manual_seed(seed)
        self.random = np.random.default_rng(seed)
        model = Codec(preset["model"]) if model is None else model
        self.model = model.to(device, memory_format=torch.channels_last)
        self.optimiser = torch.optim.Adam(self.model.parameters(), lr=self.schedule["learning_rate"], betas=(0.9, 0.99))
        self.average = {name: value.detach().clone() for name, value in self.model.state_dict().items()}
        self.crops = 0
        self.steps = 0

    def step(self) -> dict[str, float]:
        """Learns from one batch; what it cost, as means over the batch."""
        raise NotImplementedError

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

    @torch.no_grad()
    def _update_average(self) -> None:
        decay = min(self.schedule["average_decay"], (self.steps + 1) / (self.steps + 10))
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
        average = {name: value.float() for name, value in state["average"].items()}
        if state["preset"]["model"] != self.preset["model"]:
            raise SystemExit(f"{path}: the checkpoint was made with another model than this preset's")
        self.model.load_state_dict(state.get("model", average))
        self.average = {name: value.clone() for name, value in average.items()}
        if "optimiser" in state:
            self.optimiser.load_state_dict(state["optimiser"])
        self.crops, self.steps = state["crops"], state["steps"]
        is_own = "optimiser" in state and self._OWN_KEY in state["preset"]["schedule"]
        if self._OWN_KEY is not None and not is_own:
            self.crops = self.steps = 0
        return state


def save_average(state: dict, path: pathlib.Path) -> None:
    """Of a checkpoint's `state` the averaged weights alone, in half precision: what is worth keeping between machines."""
    average = {name: value.half() if value.is_floating_point() else value for name, value in state["average"].items()}
    torch.save({name: state[name] for name in ("preset", "crops", "steps")} | {"average": average}, path)

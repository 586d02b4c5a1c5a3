"""Context models alone, trained and measured on frozen latents: those of released weights, divided by the steps of a random level and
rounded to integers, so that bits compare at exactly equal distortion. Part of `ablate`."""

import pathlib

import numpy as np
import torch

from .ablation_data import PARTS, mixed_batch, to_raster, write_whole
from .context_variants import VariantContext
from .evaluate import load_checkpoint
from .model import lambda_of_level
from .learner import learning_rate
from .transform_init import STRIDE
from .variants import multiplications

_BATCH = 16


class CachedLatents:
    """Latents of a bank's crops, by its parts, before division by steps; the file is written if it is not there."""

    def __init__(self, checkpoint: pathlib.Path, bank: dict[str, np.ndarray], path: pathlib.Path):
        self.codec, state = load_checkpoint(checkpoint)
        self.lambda_range = state["preset"]["schedule"]["lambda_range"]
        if not path.exists():
            write_whole(path, {part: self._analyse(bank[part]) for part in PARTS})
        with np.load(path) as stored:
            self.parts = {part: stored[part] for part in PARTS}
        if any(len(self.parts[part]) != len(bank[part]) for part in PARTS):
            raise SystemExit(f"{path}: not of these crops; delete it to make it again")

    @torch.no_grad()
    def _analyse(self, crops: np.ndarray) -> np.ndarray:
        level = torch.zeros(_BATCH)
        unit = self.codec.step(level[:1])
        batches = []
        for begin in range(0, len(crops), _BATCH):
            raster = to_raster(crops[begin : begin + _BATCH])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                latents = self.codec.analyse(raster, level[: len(raster)])
            batches.append((latents * unit).half().numpy())
        return np.concatenate(batches)

    @torch.no_grad()
    def symbols(self, latents: np.ndarray, level: torch.Tensor) -> torch.Tensor:
        """Whole numbers, [batch, channels, height, width]."""
        return (torch.from_numpy(latents).float() / self.codec.step(level)).round()


@torch.no_grad()
def _held_out_bits(model: VariantContext, latents: CachedLatents, levels: list[float]) -> list[float]:
    """Bits a raster pixel at each level, over photographs and graphics of the held-out crops together."""
    model.eval()
    held_out = np.concatenate([latents.parts["held_out_photographs"], latents.parts["held_out_graphics"]])
    result = []
    for value in levels:
        total = 0.0
        for begin in range(0, len(held_out), _BATCH):
            level = torch.full((len(held_out[begin : begin + _BATCH]),), value)
            total += model.bits(latents.symbols(held_out[begin : begin + _BATCH], level), level).sum().item()
        result.append(total / (len(held_out) * held_out.shape[2] * held_out.shape[3] * STRIDE**2))
    model.train()
    return result


def train_context(family: dict, variant: dict, latents: CachedLatents) -> dict:
    options = family["model"] | variant.get("model", {})
    schedule = family["schedule"] | variant.get("schedule", {})
    seed = variant.get("seed", family["seed"])
    torch.manual_seed(seed)
    model = VariantContext(options)
    random = np.random.default_rng(seed)
    torch.manual_seed(seed)
    optimiser = torch.optim.Adam(model.parameters(), lr=schedule["learning_rate"], betas=(0.9, 0.99))
    photographs, graphics = latents.parts["training_photographs"], latents.parts["training_graphics"]
    pixels = photographs.shape[2] * photographs.shape[3] * STRIDE**2
    batch = schedule["batch"]
    curve = []
    crops = 0
    while crops < schedule["total_crops"]:
        level = torch.from_numpy((np.arange(batch) + random.random(batch)) / batch).float()
        symbols = latents.symbols(mixed_batch(photographs, graphics, batch, schedule["graphics_share"], random), level)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            rate = model.bits(symbols, level)
        loss = (rate / pixels / lambda_of_level(level, *latents.lambda_range).sqrt()).mean()
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(schedule, crops)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        crops += batch
        if crops % schedule["measured_every"] < batch and crops + batch <= schedule["total_crops"]:
            curve.append([crops, float(np.mean(_held_out_bits(model, latents, family["levels"])))])
    side = photographs.shape[2]
    shape = (1, photographs.shape[1], side, side)
    macs = multiplications(model, lambda: model(torch.zeros(shape), torch.zeros(1)))
    return {
        "bits": _held_out_bits(model, latents, family["levels"]),
        "curve": curve,
        "parameters": sum(round(value.numel() * share) for value, share in _weights_and_shares(model)),
        "kilo_multiplications": macs / (side * STRIDE) ** 2 / 1000,
    }


def _weights_and_shares(model: VariantContext):
    """Every parameter, and the share of it that its mask leaves."""
    masked = {id(layer.weight): layer.mask.mean().item() for layer in model.modules() if hasattr(layer, "mask")}
    return [(value, masked.get(id(value), 1.0)) for value in model.parameters()]


def context_table(family: dict, results: dict) -> str:
    """Bits of each variant over those of the first of its section, at each level and over all."""
    lines = []
    base = section = None
    for variant in family["variants"]:
        if variant["name"] not in results:
            continue
        result = results[variant["name"]]
        if variant["section"] != section:
            section, base = variant["section"], result
            levels = " | ".join(f"level {level:g}" for level in family["levels"])
            lines += [
                f"\n{section}\n",
                f"| variant | parameters | kMAC a pixel | {levels} | mean |",
                "| --- " * (len(family["levels"]) + 4) + "|",
                "| bits a pixel of the first | | | " + " | ".join(f"{bits:.4f}" for bits in base["bits"]) + " | |",
            ]
        ratios = [ours / first for ours, first in zip(result["bits"], base["bits"], strict=True)]
        mean = float(np.exp(np.mean(np.log(ratios))))
        lines.append(
            f"| {variant['name']} | {result['parameters']:,} | {result['kilo_multiplications']:.1f} | "
            + " | ".join(f"{100 * ratio:.1f}" for ratio in [*ratios, mean])
            + " |"
        )
    return "\n".join(lines)

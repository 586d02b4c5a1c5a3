"""Trains the variants of a family of ablations.toml briefly, measures them on held-out crops, and prints tables in Markdown.

    python3 -m mote_training.ablate transforms --pack corpus.npz --work build/ablation
    python3 -m mote_training.ablate contexts --pack corpus.npz --work build/ablation --checkpoint checkpoints/released.pt

Variants have the same crops in the same order from the same seed. What was measured is kept in WORK/FAMILY.json, so a second call
trains only what is missing; --only NAME ... limits it to some variants.
"""

import argparse
import json
import pathlib
import time
import tomllib
from collections.abc import Callable

import numpy as np
import torch

from . import variants
from .ablate_context import CachedLatents, context_table, train_context
from .ablation_data import kept_bank, mixed_batch, to_raster
from .losses import dssim2016, multiscale_dissimilarity
from .model import Codec
from .training import Training

_ABLATIONS = pathlib.Path(__file__).resolve().parent.parent / "ablations.toml"
_MEASURES = ("dssim", "ms_ssim", "mse")


class BankTraining(Training):
    """Trains a variant on a bank of crops that is there already."""

    def __init__(self, preset: dict, bank: dict[str, np.ndarray], seed: int, model: Codec):
        super().__init__(preset, None, torch.device("cpu"), seed, model)
        self._bank = bank

    def _next_batch(self) -> tuple[torch.Tensor, int]:
        schedule = self.schedule
        photographs, graphics = self._bank["training_photographs"], self._bank["training_graphics"]
        batch = mixed_batch(photographs, graphics, schedule["batch"], schedule["graphics_share"], self.random)
        return to_raster(batch), 0


@torch.no_grad()
def measure(model: Codec, crops: np.ndarray, levels: list[float]) -> dict[str, list[float]]:
    """Means over the crops at each level: estimated bits a pixel of hard-rounded latents, and distortions."""
    raster = to_raster(crops)
    result: dict[str, list[float]] = {name: [] for name in ("bits", *_MEASURES)}
    for value in levels:
        level = torch.full((len(crops),), value)
        latents, rate = model.quantise(raster, level)
        decoded = model.synthesise(latents, level).clamp(0, 1)
        result["bits"].append(rate.sum().item() / raster[:, 0].numel())
        result["dssim"].append(dssim2016(raster, decoded).mean().item())
        result["ms_ssim"].append(multiscale_dissimilarity(raster, decoded).mean().item())
        result["mse"].append((raster - decoded).square().mean().item())
    return result


def relative_bits(ours: dict, theirs: dict, measure_name: str) -> float:
    """Bits that we need over theirs for equal distortion: the mean of the logarithms' difference over the distortions that both
    curves have, each interpolated linearly in logarithms (after Bjontegaard, VCEG-M33, 2001). NaN where they share none.
    """
    curves = [(np.log(curve[measure_name])[::-1], np.log(curve["bits"])[::-1]) for curve in (ours, theirs)]
    low, high = max(x.min() for x, _ in curves), min(x.max() for x, _ in curves)
    if high <= low:
        return float("nan")
    at = np.linspace(low, high, 200)
    our_bits, their_bits = (np.interp(at, np.maximum.accumulate(x), y) for x, y in curves)
    return float(np.exp((our_bits - their_bits).mean()))


def _decoder_multiplications(model: Codec, preset: dict, crop: int) -> list[float]:
    """Thousands a pixel: synthesis and context."""
    side = crop // preset["stride"]
    latents, level = torch.zeros(1, sum(preset["groups"]), side, side), torch.zeros(1)
    parts = [
        variants.multiplications(model.synthesis, lambda: model.synthesis(latents, level)),
        variants.multiplications(model.context, lambda: model.context(latents, level)),
    ]
    return [part / crop**2 / 1000 for part in parts]


def train_transform(family: dict, variant: dict, bank: dict[str, np.ndarray]) -> dict:
    """What is measured of the variant once trained."""
    preset = {part: family[part] | variant.get(part, {}) for part in ("model", "schedule")}
    seed = variant.get("seed", family["seed"])
    torch.manual_seed(seed)

    def moments_of(size: int) -> torch.Tensor:
        crops = mixed_batch(
            bank["training_photographs"],
            bank["training_graphics"],
            1000,
            preset["schedule"]["graphics_share"],
            np.random.default_rng(seed),
        )
        return variants.second_moments(to_raster(crops), size)

    model = variants.build(preset["model"], moments_of)
    training = BankTraining(preset, bank, seed, model)
    losses = []
    while training.crops < training.schedule["total_crops"]:
        losses.append(training.step()["loss"])
    model.load_state_dict(training.average)
    model.eval()
    return {
        "kilo_multiplications": _decoder_multiplications(model, preset["model"], family["bank"]["crop"]),
        "loss": float(np.mean(losses[-len(losses) // 10 :])),
        **{kind: measure(model, bank[f"held_out_{kind}"], family["levels"]) for kind in ("photographs", "graphics")},
    }


def transform_table(family: dict, results: dict) -> str:
    """One table a section, each with the first variant, which has 100 %."""

    def both(result: dict) -> dict:
        pairs = {
            name: zip(result["photographs"][name], result["graphics"][name], strict=True)
            for name in ("bits", *_MEASURES)
        }
        return {name: [(a + b) / 2 for a, b in values] for name, values in pairs.items()}

    first = family["variants"][0]["name"]
    base = results[first]
    lines = []
    section = None
    for variant in family["variants"][1:]:
        if variant["name"] not in results:
            continue
        if variant["section"] != section:
            section = variant["section"]
            lines += [
                f"\n{section}\n",
                "| variant | DSSIM-2016 | multi-scale SSIM | PSNR | DSSIM-2016, photographs | DSSIM-2016, graphics "
                "| kMAC a pixel, synthesis + context |",
                "| --- | --- | --- | --- | --- | --- | --- |",
                f"| {first} | "
                + " | ".join(["100"] * 5)
                + " | {:.1f} + {:.1f} |".format(*base["kilo_multiplications"]),
            ]
        result = results[variant["name"]]
        cells = [relative_bits(both(result), both(base), name) for name in _MEASURES]
        cells += [relative_bits(result[kind], base[kind], "dssim") for kind in ("photographs", "graphics")]
        lines.append(
            f"| {variant['name']} | "
            + " | ".join(f"{100 * cell:.1f}" for cell in cells)
            + " | {:.1f} + {:.1f} |".format(*result["kilo_multiplications"])
        )
    return "\n".join(lines)


def run_missing(family: dict, kept: pathlib.Path, only: set[str] | None, train: Callable[[dict], dict]) -> dict:
    """What the file has, and what `train` makes of the variants that are missing there, kept one by one."""
    results = json.loads(kept.read_text()) if kept.exists() else {}
    for variant in family["variants"]:
        name = variant["name"]
        if name in results or (only is not None and name not in only):
            continue
        begin = time.process_time()
        result = train(variant)
        results = (json.loads(kept.read_text()) if kept.exists() else {}) | {name: result}
        result["seconds"] = round(time.process_time() - begin)
        unfinished = kept.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(results, indent=1))
        unfinished.replace(kept)
        print(f"{name}: {result['seconds']} s", flush=True)
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("family", choices=("transforms", "contexts"))
    parser.add_argument("--pack", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder of crops and results")
    parser.add_argument("--checkpoint", type=pathlib.Path, help="weights whose latents the contexts code")
    parser.add_argument("--only", nargs="+", help="names of variants")
    arguments = parser.parse_args()
    family = tomllib.loads(_ABLATIONS.read_text())[arguments.family]
    names = {variant["name"] for variant in family["variants"]}
    only = set(arguments.only) if arguments.only else None
    if only and only - names:
        raise SystemExit(f"{', '.join(sorted(only - names))}: no such variant; there are {', '.join(sorted(names))}")
    if arguments.family == "contexts" and arguments.checkpoint is None:
        raise SystemExit("contexts need --checkpoint")
    counts = dict(family["bank"])
    crop = counts.pop("crop")
    bank = kept_bank(arguments.work / f"crops-{crop}.npz", arguments.pack, crop, counts, family["seed"])
    kept = arguments.work / f"{arguments.family}.json"
    if arguments.family == "transforms":
        results = run_missing(family, kept, only, lambda variant: train_transform(family, variant, bank))
        print(transform_table(family, results))
    else:
        latents = CachedLatents(arguments.checkpoint, bank, arguments.work / "latents.npz")
        results = run_missing(family, kept, only, lambda variant: train_context(family, variant, latents))
        print(context_table(family, results))


if __name__ == "__main__":
    main()

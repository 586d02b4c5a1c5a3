"""What integers cost: the network of a weights file against the float checkpoint that it was made from.

    python3 -m mote_training.compare --checkpoint ../build/base.pt --pack ../build/corpus.npz --weights ../build/weights/neural-5.bin

For a few crops at several levels: bits with the float context model and with the integer one (ideal code length by the file's
densities), each given the float analysis; PSNR between both syntheses given the same latents; and for the whole chain in
floats and in integers (analysis too), bits and PSNR to the crop.
"""

import argparse
import math
import pathlib

import numpy as np
import torch

from .colour import rgb_to_ycc
from .corpus import Pack, draw_crops
from .evaluate import load_checkpoint
from .integer_model import LATENT_BITS, RASTER_BITS, IntegerModel, colours
from .model import Codec
from .weights_file import read

_LEVELS = (0, 64, 128, 192, 255)


def psnr(first: torch.Tensor, second: torch.Tensor) -> float:
    """Of pictures in 0..1."""
    return -10 * math.log10(max((first.double() - second.double()).square().mean().item(), 1e-12))


@torch.no_grad()
def compare(model: Codec, integers: IntegerModel, raster: torch.Tensor, level: int) -> dict[str, float]:
    """Means over a batch of rasters [batch, 3, height, width] in 0..1, at one level in 0..255."""
    at = torch.full((len(raster),), level / 255)
    pixels = raster[:, 0].numel()
    latents = model.analyse(raster, at)
    float_decoded, float_rate = model.quantise(raster, at)
    decoded, symbols, indices = integers.quantise(latents.double(), level)
    means, again = integers.context(decoded, level)
    if not torch.equal(indices, again) or not torch.equal(decoded, (64 * symbols + means).clamp(-8191, 8191)):
        raise SystemExit("the sequential and the parallel integer context models differ")
    integer_raster = torch.round(rgb_to_ycc(raster).double() * 2**RASTER_BITS)
    all_decoded, all_symbols, all_indices = integers.quantise(integers.latents_in_steps(integer_raster, level), level)
    float_picture = model.synthesise((decoded / 2**LATENT_BITS).float(), at).clamp(0, 1)
    return {
        "bits_float": float_rate.sum().item() / pixels,
        "bits_integer": integers.bits(symbols, indices).sum().item() / pixels,
        "bits_chain": integers.bits(all_symbols, all_indices).sum().item() / pixels,
        "agreement_db": psnr(float_picture, colours(integers.synthesis(decoded, level)) / 255),
        "psnr_float": psnr(model.synthesise(float_decoded, at).clamp(0, 1), raster),
        "psnr_integer": psnr(colours(integers.synthesis(decoded, level)) / 255, raster),
        "psnr_chain": psnr(colours(integers.synthesis(all_decoded, level)) / 255, raster),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=pathlib.Path, required=True)
    parser.add_argument("--pack", type=pathlib.Path, required=True)
    parser.add_argument("--weights", type=pathlib.Path, required=True)
    parser.add_argument("--crops", type=int, default=8)
    parser.add_argument("--seed", type=int, default=2, help="not the seed of the export, so that other crops are seen")
    arguments = parser.parse_args()
    model, state = load_checkpoint(arguments.checkpoint)
    integers = IntegerModel(read(arguments.weights))
    share = state["preset"]["schedule"]["graphics_share"]
    crops = draw_crops(Pack(arguments.pack), arguments.crops, 256, share, np.random.default_rng(arguments.seed))
    raster = torch.from_numpy(crops).permute(0, 3, 1, 2).float() / 255
    rows = []
    for level in _LEVELS:
        rows.append(compare(model, integers, raster, level))
        print(f"level {level:3}: " + ", ".join(f"{name} {value:.4f}" for name, value in rows[-1].items()), flush=True)
    total = {name: sum(row[name] for row in rows) for name in rows[0]}
    for name in ("bits_integer", "bits_chain"):
        print(f"{name}: {100 * (total[name] / total['bits_float'] - 1):+.3f} % of the float model's bits")


if __name__ == "__main__":
    main()

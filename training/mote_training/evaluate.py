"""Estimates a checkpoint's quality on a folder of pictures: hard-rounded latents, estimated bits (no stream is written).

    python3 -m mote_training.evaluate --checkpoint build/base.pt --pictures FOLDER --bytes 4096

For each picture, several raster sizes; at each the highest level whose estimated bits fit; the raster is resized to the original by
Lanczos; the best by DSSIM-2016 counts. Published figures come from real streams, not from here.
"""

import argparse
import pathlib

import numpy as np
import torch
from PIL import Image

from .losses import dssim2016
from .model import Codec
from .transform_init import STRIDE

_SCALES = (1.0, 0.75, 0.5, 0.375)
_OVERHEAD_BYTES = 16  # header, rounding of the coder
_HALVINGS = 6


def load_checkpoint(path: pathlib.Path) -> tuple[Codec, dict]:
    """The averaged weights, and all that the file has."""
    state = torch.load(path, map_location="cpu")
    model = Codec(state["preset"]["model"])
    model.load_state_dict({name: value.float() for name, value in state["average"].items()})
    return model.eval(), state


def load_model(path: pathlib.Path) -> Codec:
    return load_checkpoint(path)[0]


def to_tensor(picture: Image.Image) -> torch.Tensor:
    return torch.from_numpy(np.array(picture)).permute(2, 0, 1)[None].float() / 255


def raster_of(picture: Image.Image, scale: float) -> torch.Tensor:
    """The picture shrunk and its edges repeated up to a multiple of STRIDE; the padding is cut off again by `decoded_picture`."""
    size = [max(1, round(side * scale)) for side in picture.size]
    raster = to_tensor(picture.resize(size, Image.LANCZOS))
    right, bottom = (-side % STRIDE for side in size)
    return torch.nn.functional.pad(raster, (0, right, 0, bottom), mode="replicate")


def decoded_picture(raster: torch.Tensor, original: Image.Image, scale: float) -> Image.Image:
    width, height = (max(1, round(side * scale)) for side in original.size)
    pixels = (raster[0, :, :height, :width].clamp(0, 1) * 255).round().byte().permute(1, 2, 0).numpy()
    return Image.fromarray(pixels).resize(original.size, Image.LANCZOS)


@torch.no_grad()
def encode(model: Codec, picture: Image.Image, scale: float, budget_bytes: int):
    """The decoded picture at the highest level that fits, its level and bits by group; None where even level 0 does not fit."""
    raster = raster_of(picture, scale)
    best = None
    low, high = 0.0, 1.0
    level = 0.5
    for step in range(_HALVINGS):
        at = torch.tensor([level])
        latents, rate = model.quantise(raster, at)
        if rate.sum().item() <= 8 * (budget_bytes - _OVERHEAD_BYTES):
            best = (latents, level, rate)
            low = level
        else:
            high = level
        level = (low + high) / 2 if step + 2 < _HALVINGS or best else 0.0
    if best is None:
        return None
    latents, level, rate = best
    decoded = decoded_picture(model.synthesise(latents, torch.tensor([level])), picture, scale)
    return decoded, level, rate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=pathlib.Path, required=True)
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    parser.add_argument("--bytes", type=int, default=4096)
    parser.add_argument("--output", type=pathlib.Path, help="write the decoded pictures here")
    arguments = parser.parse_args()
    model = load_model(arguments.checkpoint)
    scores = []
    for path in sorted(arguments.pictures.iterdir()):
        picture = Image.open(path).convert("RGB")
        best = None
        for scale in _SCALES:
            if picture.size[0] * picture.size[1] * scale * scale > 512 * 512:
                continue  # too slow here, and too large a raster for a few kilobytes
            encoded = encode(model, picture, scale, arguments.bytes)
            if encoded is None:
                continue
            decoded, level, rate = encoded
            score = dssim2016(to_tensor(picture), to_tensor(decoded)).item()
            if best is None or score < best[0]:
                best = (score, scale, level, rate.sum().item() / 8, decoded)
        if best is None:
            print(f"{path.name}: nothing fits {arguments.bytes} bytes")
            continue
        score, scale, level, size, decoded = best
        scores.append(score)
        print(f"{path.name}: {score:.4f} at scale {scale}, level {level:.3f}, {size:.0f} bytes", flush=True)
        if arguments.output:
            arguments.output.mkdir(parents=True, exist_ok=True)
            decoded.save(arguments.output / f"{path.stem}.png")
    if scores:
        print(f"mean over {len(scores)}: {sum(scores) / len(scores):.4f}")


if __name__ == "__main__":
    main()

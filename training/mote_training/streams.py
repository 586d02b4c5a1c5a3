"""What the encoder itself makes of pictures of the pack, to tune a codec on: their streams' symbols and latents beside the pictures.

    python3 -m mote_training.streams --weights ../weights/neural-5.bin --mote ../build/mote --pack ../build/corpus.npz --output ../build/streams

`mote` must have been built with the weights that are given. OUTPUT gets one NUMBER.npz a stream; what is there already is kept, so that a second call
goes on where the first was stopped, and several may work side by side (--first). 1000 streams take some 40 minutes of two cores.
"""

import argparse
import dataclasses
import math
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import torch
from PIL import Image

from .corpus import Pack
from .integer_model import LATENT_BITS
from .transform_init import STRIDE

_SPEC = pathlib.Path(__file__).resolve().parent.parent.parent / "spec"
_LONGEST_SIDE = (420, 900)  # pixels, log-uniform; no picture is enlarged
_BITS_PER_PIXEL = (0.035, 0.22)  # log-uniform: 4096 bytes of 0.15 to 1 megapixel
_MINIATURE_SHARE = 0.06  # of the pictures; they get so few bytes:
_MINIATURE_BYTES = (40, 600)


@dataclasses.dataclass
class Stream:
    symbols: torch.Tensor  # float [channels, rows, columns]
    latents: torch.Tensor  # what a decoder has, in quantiser steps, of the same shape
    level: float  # 0..1
    picture: torch.Tensor  # uint8 [height, width, 3]
    raster: torch.Tensor  # the same, resampled as the analysis sees it, [STRIDE rows, STRIDE columns, 3]


def load(path: pathlib.Path) -> Stream | None:
    """None: the stream was cut."""
    with np.load(path) as stored:
        if stored["cut"]:
            return None
        latents = torch.from_numpy(stored["latents"].astype(np.float32)) / 2**LATENT_BITS
        symbols = torch.from_numpy(stored["symbols"].astype(np.float32))
        picture = stored["picture"]
        size = latents.shape[2] * STRIDE, latents.shape[1] * STRIDE
        raster = np.asarray(Image.fromarray(picture).resize(size, Image.LANCZOS))
        return Stream(symbols, latents, int(stored["level"]) / 255, torch.from_numpy(picture), torch.from_numpy(raster))


def load_all(folder: pathlib.Path) -> list[Stream]:
    streams = [stream for stream in map(load, sorted(folder.glob("*.npz"))) if stream is not None]
    if not streams:
        raise SystemExit(f"{folder}: no streams; mote_training.streams writes them")
    return streams


def draw_picture(pack: Pack, graphics_share: float, random: np.random.Generator) -> tuple[Image.Image, int]:
    """A picture, perhaps shrunk, and the bytes that it is to be encoded to."""
    is_graphic = random.random() < graphics_share and pack.photographs < len(pack)
    low, high = (pack.photographs, len(pack)) if is_graphic else (0, pack.photographs)
    picture = pack.picture(int(random.integers(low, high)))
    longest = math.exp(random.uniform(*np.log(_LONGEST_SIDE)))
    if max(picture.size) > longest:
        picture.thumbnail((longest, longest), Image.LANCZOS)
    if random.random() < _MINIATURE_SHARE:
        return picture, round(math.exp(random.uniform(*np.log(_MINIATURE_BYTES))))
    return picture, round(math.exp(random.uniform(*np.log(_BITS_PER_PIXEL))) * picture.width * picture.height / 8)


def read_stream(data: bytes, weights) -> dict[str, np.ndarray]:
    """`weights`: as reference_decoder.load_weights gives them. Symbols, latents in integers, level (0..255), and whether the stream was cut."""
    import reference_decoder  # noqa: PLC0415

    reader = reference_decoder.Reader(data, "stream")
    reader.byte()  # version, method, alpha
    width, height = reference_decoder.read_side(reader), reference_decoder.read_side(reader)
    payload = reader.rest()
    rows, columns = reference_decoder.neural_size(payload, width, height)
    coder = reference_decoder.RangeDecoder(payload[2:])
    symbols, latents, cut = reference_decoder.decode_latents(weights, payload[1], rows, columns, coder)
    return {"symbols": symbols.astype(np.int16), "latents": latents.astype(np.int32), "level": payload[1], "cut": cut}


def write_stream(number: int, pack: Pack, graphics_share: float, mote: pathlib.Path, weights, folder: pathlib.Path) -> None:
    """Number NUMBER is always of the same picture at the same size and bytes."""
    picture, size = draw_picture(pack, graphics_share, np.random.default_rng([1, number]))
    with tempfile.TemporaryDirectory() as name:
        source, target = pathlib.Path(name) / "picture.ppm", pathlib.Path(name) / "picture.mote"
        picture.save(source)
        subprocess.run([mote, "encode", "-q", "-b", str(size), "-o", target, source], check=True)
        facts = read_stream(target.read_bytes(), weights)
    written = folder / f"{number}.part"
    with written.open("wb") as file:
        np.savez(file, picture=np.asarray(picture), **facts)
    written.rename(folder / f"{number}.npz")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=pathlib.Path, required=True)
    parser.add_argument("--mote", type=pathlib.Path, required=True, help="the program, built with these weights")
    parser.add_argument("--pack", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--graphics-share", type=float, default=0.3)
    arguments = parser.parse_args()
    sys.path.insert(0, str(_SPEC))
    import reference_decoder  # noqa: PLC0415

    pack, weights = Pack(arguments.pack), reference_decoder.load_weights(arguments.weights)
    arguments.output.mkdir(parents=True, exist_ok=True)
    for number in range(arguments.first, arguments.first + arguments.count):
        if not (arguments.output / f"{number}.npz").exists():
            write_stream(number, pack, arguments.graphics_share, arguments.mote, weights, arguments.output)


if __name__ == "__main__":
    main()

"""The training set: photographs and generated graphics, packed into one file, and banks of crops drawn from it.

    python3 -m mote_training.corpus PHOTOGRAPHS OUTPUT.npz --graphics 1500

A pack holds compressed pictures (JPEG or WebP bytes), small enough to travel; a bank holds random crops as uint8.
"""

import argparse
import io
import pathlib

import numpy as np
from PIL import Image

from . import graphics

_LONGEST_SIDE = 1600  # larger photographs are shrunk: rasters are a few hundred pixels


def _photograph(path: pathlib.Path) -> bytes:
    """The file's own bytes where they will do; else the picture shrunk and saved again."""
    with Image.open(path) as picture:
        if max(picture.size) <= _LONGEST_SIDE and picture.format == "JPEG" and picture.mode == "RGB":
            return path.read_bytes()
        shrunk = picture.convert("RGB")
        shrunk.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.LANCZOS)
        buffer = io.BytesIO()
        shrunk.save(buffer, "JPEG", quality=92, subsampling=0)
        return buffer.getvalue()


def _graphic(seed: int) -> bytes:
    """A third of them large, so that shrunken screens are seen too."""
    size = (1280, 960) if seed % 3 == 0 else (640, 480)
    buffer = io.BytesIO()
    Image.fromarray(graphics.generate(seed, size)).save(buffer, "WEBP", quality=90)
    return buffer.getvalue()


def pack(photographs: pathlib.Path, output: pathlib.Path, graphics_count: int, seed: int) -> None:
    """Writes the pack. Graphics have the seeds seed, seed + 1, ..."""
    photos = [_photograph(path) for path in sorted(photographs.iterdir()) if path.is_file()]
    drawn = [_graphic(seed + index) for index in range(graphics_count)]
    everything = photos + drawn
    ends = np.cumsum([len(data) for data in everything])
    np.savez(
        output,
        data=np.frombuffer(b"".join(everything), dtype=np.uint8),
        ends=ends,
        photographs=np.int64(len(photos)),
    )


class Pack:
    """Pictures by index: photographs first, then graphics."""

    def __init__(self, path: pathlib.Path):
        with np.load(path) as stored:
            self._data, self._ends, self.photographs = stored["data"], stored["ends"], int(stored["photographs"])

    def __len__(self) -> int:
        return len(self._ends)

    def picture(self, index: int) -> Image.Image:
        begin = self._ends[index - 1] if index else 0
        return Image.open(io.BytesIO(self._data[begin : self._ends[index]].tobytes())).convert("RGB")


def draw_crops(
    pack: Pack, count: int, crop: int, graphics_share: float, random: np.random.Generator, whole: bool = False
) -> np.ndarray:
    """`count` crops, uint8 [count, crop, crop, 3], photographs mirrored half of the time (writing is not), several from each decoded picture. Rasters are sharp,
    shrunken pictures: each is shrunk by a random factor of 1 to 6, log-uniform, as far as the crop fits into it; or, for `whole`, until its
    shorter side is one to two crops. Pictures smaller than the crop are enlarged to it."""
    crops_per_picture = 4
    bank = np.empty((count, crop, crop, 3), dtype=np.uint8)
    filled = 0
    while filled < count:
        is_graphic = random.random() < graphics_share and pack.photographs < len(pack)
        low, high = (pack.photographs, len(pack)) if is_graphic else (0, pack.photographs)
        picture = pack.picture(int(random.integers(low, high)))
        most = min(picture.size) / crop
        least = most / 2 if whole else 1.0
        for _ in range(min(crops_per_picture, count - filled)):
            limit = most if whole else min(6.0, most)
            shrink = np.exp(random.uniform(np.log(least), np.log(limit))) if most > least else most
            # Only what the crop shows is shrunk.
            side = crop * shrink
            left, top = (random.uniform(0, whole_side - side) for whole_side in picture.size)
            shown = picture.resize((crop, crop), Image.LANCZOS, (left, top, left + side, top + side), reducing_gap=3.0)
            pixels = np.asarray(shown)
            bank[filled] = pixels[:, ::-1] if random.random() < 0.5 and not is_graphic else pixels
            filled += 1
    return bank[random.permutation(count)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photographs", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--graphics", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    pack(arguments.photographs, arguments.output, arguments.graphics, arguments.seed)


if __name__ == "__main__":
    main()

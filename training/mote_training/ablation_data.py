"""What ablations train on and are measured by: crops of a pack drawn once and kept, so that all variants see the same ones.

Every 24th photograph and every 24th graphic of the pack are held out: no training crop is of them, all measuring crops are.
"""

import pathlib

import numpy as np
import torch

from .corpus import Pack, draw_crops

_HELD_OUT_EVERY = 24
PARTS = ("training_photographs", "training_graphics", "held_out_photographs", "held_out_graphics")


class PackPart:
    """The pictures of a pack that are held out, or all others; to `draw_crops` it is a pack."""

    def __init__(self, pack: Pack, held_out: bool):
        def chosen(begin: int, end: int) -> list[int]:
            return [index for index in range(begin, end) if (index % _HELD_OUT_EVERY == 0) == held_out]

        photographs, graphics = chosen(0, pack.photographs), chosen(pack.photographs, len(pack))
        self.indices = photographs + graphics
        self.photographs = len(photographs)
        self._pack = pack

    def __len__(self) -> int:
        return len(self.indices)

    def picture(self, index: int):
        return self._pack.picture(self.indices[index])


def draw_bank(pack: Pack, crop: int, counts: dict[str, int], seed: int) -> dict[str, np.ndarray]:
    """Crops of each of PARTS, uint8 [count, crop, crop, 3]."""
    bank = {}
    for index, part in enumerate(PARTS):
        source = PackPart(pack, held_out=part.startswith("held_out"))
        share = 1.0 if part.endswith("graphics") else 0.0
        bank[part] = draw_crops(source, counts[part], crop, share, np.random.default_rng([seed, index]))
    return bank


def kept_bank(
    path: pathlib.Path, pack: pathlib.Path, crop: int, counts: dict[str, int], seed: int
) -> dict[str, np.ndarray]:
    """The bank of the file, which is drawn and written first if there is none."""
    if not path.exists():
        bank = draw_bank(Pack(pack), crop, counts, seed)
        write_whole(path, bank)
    with np.load(path) as stored:
        bank = {part: stored[part] for part in stored.files}
    expected = {part: (counts[part], crop, crop, 3) for part in PARTS}
    if {part: values.shape for part, values in bank.items()} != expected:
        raise SystemExit(f"{path}: has other crops than the ablation's data says; delete it to draw them again")
    return bank


def write_whole(path: pathlib.Path, arrays: dict[str, np.ndarray]) -> None:
    """An .npz file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished.npz")
    np.savez(unfinished, **arrays)
    unfinished.replace(path)


def to_raster(crops: np.ndarray) -> torch.Tensor:
    """[count, 3, height, width] in 0..1."""
    raster = torch.from_numpy(np.ascontiguousarray(crops)).permute(0, 3, 1, 2).float() / 255
    return raster.contiguous(memory_format=torch.channels_last)


def mixed_batch(
    photographs: np.ndarray, graphics: np.ndarray, batch: int, graphics_share: float, random: np.random.Generator
) -> np.ndarray:
    """A batch of crops (or of anything else kept by crop) with as many graphics as chance has it."""
    is_graphic = random.random(batch) < graphics_share
    at = random.random(batch)
    return np.stack(
        [
            source[int(position * len(source))]
            for source, position in (
                (graphics if graphic else photographs, p) for graphic, p in zip(is_graphic, at, strict=True)
            )
        ]
    )

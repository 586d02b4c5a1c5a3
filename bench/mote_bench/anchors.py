"""Rows that were measured elsewhere: codecs without a package here join from a CSV of anchors and are marked so."""

import csv
from pathlib import Path

from mote_bench.codecs import Codec
from mote_bench.corpus import Picture
from mote_bench.results import Row


def read(path: Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def internal_size(entry: dict[str, str], width: int, height: int) -> tuple[int, int]:
    scale = float(entry["scale"])
    return max(1, round(width * scale)), max(1, round(height * scale))


def rows(path: Path, codec: Codec, pictures: list[Picture], budget: int) -> list[Row]:
    """The anchors of `codec` for these pictures, none if the file has none or was made for another budget."""
    if codec.budgets is not None and budget not in codec.budgets:
        return []
    sizes = {picture.name: (picture.width, picture.height) for picture in pictures}
    return [
        Row(
            entry["image"],
            codec.name,
            budget,
            *internal_size(entry, *sizes[entry["image"]]),
            setting=entry["q"],
            bytes=int(entry["bytes"]),
            encode_wall_s=float(entry["enc_s"]),
            decode_wall_s=float(entry["dec_s"]),
            dssim2016=float(entry["dssim"]),
            ssimulacra2=float(entry["ssimulacra2"]),
            butteraugli=float(entry["butteraugli"]),
            psnr=float(entry["psnr"]),
            status="anchor",
        )
        for entry in read(path)
        if entry["codec"] == codec.name and entry["image"] in sizes and int(entry["bytes"]) <= budget
    ]

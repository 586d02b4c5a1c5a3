"""`sheets`: every picture beside what mote and AVIF make of it at the same limit, one PNG a picture, to look at."""

import argparse
import os
import tempfile
from pathlib import Path

import pandas
from PIL import Image, ImageDraw, ImageFont

from mote_bench import compare, corpus, environment, results, summary
from mote_bench.codecs import Codec
from mote_bench.corpus import Picture
from mote_bench.process import CommandFailed
from mote_bench.runner import run_all
from mote_bench.trial import Setup, decode, encoded_file, restore, run_trial

CODECS = ("mote-neural", "avif")
_GAP_PX = 12
_CAPTION_PX = 26
_BEST_BY = "dssim2016"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    environment.add_arguments(parser)
    parser.add_argument("--corpus", type=Path, action="append", help="directory of pictures, repeatable")
    parser.add_argument("--budget", type=int, default=4096, help="bytes (default: 4096)")
    parser.add_argument("--codec", action="append", help="in this order, repeatable (default: mote-neural, avif)")
    parser.add_argument("--pictures", type=int, help="at most so many in all, spread evenly over the directories")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="trials at a time (default: cores)")
    parser.add_argument("--output", type=Path, help="folder (default: BUILD/sheets)")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    parser.set_defaults(quick=False)


def sheet(columns: list[tuple[Image.Image, str]]) -> Image.Image:
    """The pictures, all of one size, side by side, each with its caption below; on white."""
    width, height = columns[0][0].size
    joined = Image.new("RGB", (len(columns) * (width + _GAP_PX) - _GAP_PX, height + _CAPTION_PX), "white")
    draw = ImageDraw.Draw(joined)
    # Small enough that none runs into the next one.
    size_px = 16.0
    while size_px > 6 and max(draw.textlength(words, ImageFont.load_default(size_px)) for _, words in columns) > width:
        size_px -= 1
    for i, (picture, words) in enumerate(columns):
        left = i * (width + _GAP_PX)
        joined.paste(picture, (left, 0))
        draw.text((left, height + 4), words, "black", ImageFont.load_default(size_px))
    return joined


def caption(codec: Codec, row: dict) -> str:
    """What was measured of the picture above."""
    reduced = "" if codec.kind == "budget" else f" at {row['width']}x{row['height']}"
    scores = (f"{summary.LABELS[metric]} {summary.show_metric(metric, row[metric])}" for metric in ("dssim2016", "ssimulacra2"))
    # Pillow's own font has no minus sign.
    return ", ".join([f"{codec.label}{reduced}", f"{row['bytes']} bytes", *scores]).replace("−", "-")


def _column(picture: Picture, codec: Codec, rows: pandas.DataFrame, setup: Setup) -> tuple[Image.Image, str]:
    """Blank, with the reason for a caption, where there is nothing to show."""
    blank = Image.new("RGB", (picture.width, picture.height), "white")
    best = results.best(rows, _BEST_BY).to_dict("records")
    if not best:
        return blank, f"{codec.label}: {rows['status'].iloc[0]}" if len(rows) else codec.label
    row = best[0]
    with tempfile.TemporaryDirectory(prefix="mote-bench-") as folder:
        try:
            image, _ = decode(
                codec, encoded_file(picture, codec, row, setup), (row["width"], row["height"]), Path(folder), setup
            )
        except CommandFailed as error:
            return blank, f"{codec.label}: {error}"
    return restore(image, (picture.width, picture.height)), caption(codec, row)


def run_command(arguments: argparse.Namespace) -> int:
    arguments.codec = arguments.codec or list(CODECS)
    prepared = compare.prepare(arguments)
    shown = [prepared.all_codecs[name] for name in arguments.codec if name in prepared.all_codecs]
    output = arguments.output or arguments.build.resolve() / "sheets"
    output.mkdir(parents=True, exist_ok=True)
    plain = arguments.build.resolve() / "bench-cache" / "plain"
    for directory in compare.corpora(arguments):
        name = compare.corpus_name(directory)
        pictures = {picture.name: picture for picture in corpus.load(directory, plain, compare.share(arguments))}
        # What earlier runs have measured comes out of the cache.
        rows, complete = run_all(
            [(picture, codec.name, arguments.budget) for picture in pictures for codec in shown],
            lambda task, pictures=pictures: run_trial(
                pictures[task[0]], prepared.all_codecs[task[1]], task[2], prepared.setup
            ),
            arguments.jobs,
            quiet=arguments.quiet,
        )
        if not complete:
            return 130
        table = results.frame(rows)
        for picture in pictures.values():
            with Image.open(picture.path) as image:
                columns = [(image.convert("RGB"), f"{picture.name}, {picture.width}x{picture.height}")]
            for codec in shown:
                here = table[(table["picture"] == picture.name) & (table["codec"] == codec.name)]
                columns.append(_column(picture, codec, here, prepared.setup))
            stem = Path(picture.name).stem
            alone = sum(Path(other).stem == stem for other in pictures) == 1
            path = output / f"{name}-{stem if alone else picture.name}.png"
            sheet(columns).save(path, compress_level=1)
            print(path, flush=True)
    return 0

"""`crosscheck`: the anchors' rows again, with their own settings: same file sizes, same scores?

For each codec that has an anchor_quality in codecs.toml, encodes pictures at the anchors' internal sizes and settings,
decodes, scores, and prints the mean differences as Markdown. Different by more than 2 % in bytes or DSSIM-2016, or by more
than half a point of SSIMULACRA2, is an exit status of 1.
"""

import argparse
import csv
import math
from dataclasses import dataclass
from pathlib import Path

from mote_bench import anchors, compare, corpus
from mote_bench.codecs import Codec
from mote_bench.corpus import Picture
from mote_bench.runner import run_all
from mote_bench.trial import Setup, measure_setting

_COMPARED = {"bytes": "bytes", "dssim2016": "dssim", "ssimulacra2": "ssimulacra2", "butteraugli": "butteraugli", "psnr": "psnr"}
_RELATIVE = ("bytes", "dssim2016", "butteraugli")
_LIMIT = {"bytes": 0.02, "dssim2016": 0.02, "ssimulacra2": 0.5}


@dataclass(frozen=True)
class Pair:
    codec: str
    ours: dict[str, float]
    theirs: dict[str, float]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    compare.add_arguments(parser)


def setting_of(codec: Codec, anchor_q: float) -> str:
    """Our rung nearest to the anchors' q."""
    wanted = codec.anchor_quality["offset"] + codec.anchor_quality["factor"] * anchor_q
    return min(codec.rungs, key=lambda rung: abs(float(rung) - wanted))


def summarize(pairs: list[Pair]) -> list[dict[str, object]]:
    """One line a codec: mean differences, relative for bytes, DSSIM-2016 and butteraugli."""
    lines = []
    for codec in dict.fromkeys(pair.codec for pair in pairs):
        mine = [pair for pair in pairs if pair.codec == codec]
        line: dict[str, object] = {"codec": codec, "rows": len(mine)}
        for name in _COMPARED:
            ours = math.fsum(pair.ours[name] for pair in mine) / len(mine)
            theirs = math.fsum(pair.theirs[name] for pair in mine) / len(mine)
            line[name] = ours / theirs - 1 if name in _RELATIVE else ours - theirs
        line["same_bytes"] = sum(pair.ours["bytes"] == pair.theirs["bytes"] for pair in mine)
        line["agrees"] = all(abs(line[name]) <= limit for name, limit in _LIMIT.items())
        lines.append(line)
    return lines


def markdown(lines: list[dict[str, object]]) -> str:
    out = [
        "| codec | rows | files of equal size | bytes | DSSIM-2016 | SSIMULACRA2 | Butteraugli | PSNR | |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for line in lines:
        out.append(
            f"| {line['codec']} | {line['rows']} | {line['same_bytes']} | {line['bytes']:+.2%} | {line['dssim2016']:+.2%} "
            f"| {line['ssimulacra2']:+.2f} | {line['butteraugli']:+.2%} | {line['psnr']:+.3f} dB "
            f"| {'agrees' if line['agrees'] else '**differs**'} |"
        )
    return "\n".join(out)


def _pair(picture: Picture, codec: Codec, entry: dict[str, str], setup: Setup) -> Pair:
    size = anchors.internal_size(entry, picture.width, picture.height)
    row = measure_setting(picture, codec, size, setting_of(codec, float(entry["q"])), setup)
    return Pair(
        codec.name,
        {name: float(getattr(row, name)) for name in _COMPARED},
        {name: float(entry[theirs]) for name, theirs in _COMPARED.items()},
    )


def run_command(arguments: argparse.Namespace) -> int:
    prepared = compare.prepare(arguments)
    pairs: list[Pair] = []
    plain = arguments.build.resolve() / "bench-cache" / "plain"
    for directory in compare.corpora(arguments):
        anchor_file = arguments.anchors / f"{compare.corpus_name(directory)}.csv"
        if not anchor_file.exists():
            print(f"{anchor_file}: not there, nothing to compare {directory} with")
            continue
        by_name = {picture.name: picture for picture in corpus.load(directory, plain, compare.share(arguments))}
        entries = [
            entry
            for entry in anchors.read(anchor_file)
            if entry["image"] in by_name
            and entry["codec"] in prepared.all_codecs
            and prepared.all_codecs[entry["codec"]].anchor_quality
        ]
        done, complete = run_all(
            [(entry["image"], entry["codec"], index) for index, entry in enumerate(entries)],
            lambda task: [
                _pair(by_name[task[0]], prepared.all_codecs[task[1]], entries[task[2]], prepared.setup)
            ],
            arguments.jobs,
            quiet=arguments.quiet,
        )
        pairs += [pair for pair in done if isinstance(pair, Pair)]
        for failed in (row for row in done if not isinstance(row, Pair)):
            print(f"{failed.picture}, {failed.codec}: {failed.status}")
        if not complete:
            return 130
    lines = summarize(pairs)
    print(markdown(lines))
    write(arguments.results / "crosscheck.csv", lines)
    return 0 if lines and all(line["agrees"] for line in lines) else 1


def write(path: Path, lines: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["codec", "rows", "same_bytes", *_COMPARED, "agrees"], lineterminator="\n")
        writer.writeheader()
        for line in lines:
            writer.writerow({key: round(value, 5) if isinstance(value, float) else value for key, value in line.items()})

"""`foundation`: is mote as quick and as small as it must be? Prints a Markdown table and writes bench/results/foundation.csv.

Ratios are between runs that alternate (A B A B ...), each figure the median of its runs. Wall time says what a user waits for,
CPU time is steadier on a busy machine, where wall time measures the others: both are shown, and a bar is met or missed by the
CPU time.
"""

import argparse
import csv
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import PIL

from mote_bench import environment, pictures
from mote_bench.process import Measured, run

_PILLOW_TASK = Path(__file__).with_name("pillow_task.py")


@dataclass(frozen=True)
class Figure:
    what: str
    wall: float
    cpu: float | None
    bar: float | None  # None: only told
    unit: str
    command: str

    @property
    def met(self) -> bool:
        return self.bar is None or (self.wall if self.cpu is None else self.cpu) < self.bar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    environment.add_arguments(parser)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each side (default 5)")
    parser.add_argument("--results", type=Path, default=environment.REPOSITORY / "bench" / "results")
    parser.add_argument("--kernels", type=Path, help="mote_kernel_benchmarks (default: in the build folder)")


def _median(values: list[float]) -> float:
    return statistics.median(values)


def _pillow(words: list[str]) -> tuple[float, float]:
    output = run([sys.executable, str(_PILLOW_TASK), *words]).output
    wall_s, cpu_s = map(float, output.split()[-2:])
    return wall_s, cpu_s


def _alternate(rounds: int, ours: list[str], theirs: list[str]) -> tuple[float, float]:
    """Ratios ours / theirs of wall and of CPU time."""
    measured: list[Measured] = []
    pillow: list[tuple[float, float]] = []
    for _ in range(rounds):
        measured.append(run(ours))
        pillow.append(_pillow(theirs))
    return (
        _median([one.wall_s for one in measured]) / _median([one[0] for one in pillow]),
        _median([one.cpu_s for one in measured]) / _median([one[1] for one in pillow]),
    )


def _thumbnail_size(mote: str, path: Path) -> tuple[str, str]:
    report = json.loads(run([mote, "info", "--json", str(path)]).output)
    return str(report["raster_width"]), str(report["raster_height"])


def _against_pillow(mote: str, source: Path, folder: Path, rounds: int) -> list[Figure]:
    mote_file, pillow_file = folder / "a.mote", folder / "b.mote"
    encode = [mote, "encode", "-q", "--overwrite", "-m", "lanczos", "-o", str(mote_file), str(source)]
    run(encode)
    width, height = _thumbnail_size(mote, mote_file)
    wall, cpu = _alternate(rounds, encode, ["encode", str(source), width, height, str(pillow_file)])
    figures = [Figure("lanczos: encode a 12-megapixel JPEG", wall, cpu, 1.5, "x Pillow", "mote encode -m lanczos")]
    decode = [mote, "decode", "-q", "--overwrite", "-o", str(folder / "a.png"), str(mote_file)]
    wall, cpu = _alternate(rounds, decode, ["decode", str(pillow_file), str(folder / "b.png")])
    figures.append(Figure("lanczos: decode it to PNG", wall, cpu, 1.5, "x Pillow", "mote decode"))
    return figures


def _whole_process(mote: str, source: Path, folder: Path, rounds: int) -> list[Figure]:
    target, restored = folder / "p.mote", folder / "p.png"
    encode = [mote, "encode", "-q", "--overwrite", "-j", "1", "-m", "patches", "-o", str(target), str(source)]
    decode = [mote, "decode", "-q", "--overwrite", "-o", str(restored), str(target)]
    info = [mote, "info", str(target)]
    taken: dict[str, list[Measured]] = {"encode": [], "decode": [], "info": []}
    for _ in range(rounds):
        taken["encode"].append(run(encode))
        taken["decode"].append(run(decode))
        taken["info"] += [run(info) for _ in range(4)]

    def figure(what: str, key: str, bar: float | None, command: str) -> Figure:
        runs = taken[key]
        wall_ms, cpu_ms = (1000 * _median([getattr(one, name) for one in runs]) for name in ("wall_s", "cpu_s"))
        return Figure(what, wall_ms, cpu_ms, bar, "ms", command)

    return [
        figure("patches: encode 768x512, whole process", "encode", 2000, "mote encode -m patches"),
        figure("patches: decode 768x512 to PNG, whole process", "decode", None, "mote decode"),
        figure("start-up: mote info", "info", 30, "mote info"),
    ]


def _in_process(kernels: Path) -> list[Figure]:
    ran = subprocess.run(
        [
            str(kernels),
            "--benchmark_filter=BM_Api(En|De)code/method:2/w:768/",
            "--benchmark_format=json",
            "--benchmark_repetitions=5",
            "--benchmark_min_time=0.2",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    figures = []
    for entry in json.loads(ran.stdout)["benchmarks"]:
        if entry.get("aggregate_name") != "median":
            continue
        encode = "Encode" in entry["name"]
        figures.append(
            Figure(
                f"patches: {'encode' if encode else 'decode'} 768x512, in process",
                entry["real_time"],
                entry["cpu_time"],
                2000 if encode else 50,
                "ms",
                f"mote_kernel_benchmarks: {re.sub(r'_median$', '', entry['name'])}",
            )
        )
    return figures


def _memory(mote: str, source: Path, folder: Path) -> list[Figure]:
    figures = []
    for method in ("lanczos", "patches"):
        taken = run([mote, "encode", "-q", "--overwrite", "-m", method, "-o", str(folder / "m.mote"), str(source)])
        figures.append(
            Figure(
                f"{method}: peak memory, encode a 100-megapixel JPEG",
                taken.peak_mib * 1.048576,
                None,
                600,
                "MB",
                f"mote encode -m {method}",
            )
        )
    return figures


def _show(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if unit.startswith("x") else f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def markdown(figures: list[Figure]) -> str:
    lines = ["| what | wall | CPU | bar | | command |", "| --- | ---: | ---: | ---: | --- | --- |"]
    for one in figures:
        bar, verdict = "", ""
        if one.bar is not None:
            bar, verdict = f"< {one.bar:g} {one.unit}", "met" if one.met else "**missed**"
        lines.append(
            f"| {one.what} | {_show(one.wall, one.unit)} | {_show(one.cpu, one.unit)} | {bar or one.unit} | {verdict} "
            f"| `{one.command}` |"
        )
    return "\n".join(lines)


def run_command(arguments: argparse.Namespace) -> int:
    places = environment.places(arguments)
    mote = str(places.mote)
    pictures_folder = places.build / "bench-pictures"
    kernels = arguments.kernels or places.build / "bench" / "kernels" / "mote_kernel_benchmarks"
    with tempfile.TemporaryDirectory(prefix="mote-foundation-") as name:
        folder = Path(name)
        figures = _against_pillow(mote, pictures.jpeg(pictures_folder, 4000, 3000), folder, arguments.rounds)
        if kernels.is_file():
            figures += _in_process(kernels)
        else:
            print(f"{kernels}: not built, in-process figures left out (cmake -DMOTE_BUILD_BENCHMARKS=ON)")
        figures += _whole_process(mote, pictures.png(pictures_folder, 768, 512), folder, arguments.rounds)
        figures += _memory(mote, pictures.jpeg(pictures_folder, 11600, 8700), folder)
    print(f"mote at {environment.commit()}, Pillow {PIL.__version__}, {environment.machine()}, load {os.getloadavg()[0]:.1f}\n")
    print(markdown(figures))
    arguments.results.mkdir(parents=True, exist_ok=True)
    with open(arguments.results / "foundation.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["what", "wall", "cpu", "bar", "unit", "met", "command", "commit", "machine"])
        for one in figures:
            shown = [_show(one.wall, one.unit), _show(one.cpu, one.unit)]
            writer.writerow(
                [one.what, *shown, one.bar, one.unit, "" if one.bar is None else "yes" if one.met else "no", one.command]
                + [environment.commit(), environment.machine()]
            )
    return 0 if all(one.met for one in figures) else 1

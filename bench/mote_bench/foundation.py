"""`foundation`: is mote as quick and as small as it must be? Prints a Markdown table and writes bench/results/foundation.csv.

Ratios are between runs that alternate (A B A B ...), each figure the median of its runs. Wall time says what a user waits for,
CPU time is steadier on a busy machine, where wall time measures the others: both are shown, and a bar is met or missed by the
CPU time.
"""

import argparse
import csv
import json
import os
import sys
import tempfile
from pathlib import Path

import PIL

from mote_bench import environment, figures, neural_figures, pictures
from mote_bench.figures import Figure, median
from mote_bench.process import Measured, run

_PILLOW_TASK = Path(__file__).with_name("pillow_task.py")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    environment.add_arguments(parser)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each side (default 5)")
    parser.add_argument("--results", type=Path, default=environment.REPOSITORY / "bench" / "results")
    parser.add_argument("--kernels", type=Path, help="mote_kernel_benchmarks (default: in the build folder)")


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
        median([one.wall_s for one in measured]) / median([one[0] for one in pillow]),
        median([one.cpu_s for one in measured]) / median([one[1] for one in pillow]),
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
    result = [Figure("lanczos: encode a 12-megapixel JPEG", wall, cpu, 1.5, "x Pillow", "mote encode -m lanczos")]
    decode = [mote, "decode", "-q", "--overwrite", "-o", str(folder / "a.png"), str(mote_file)]
    wall, cpu = _alternate(rounds, decode, ["decode", str(pillow_file), str(folder / "b.png")])
    result.append(Figure("lanczos: decode it to PNG", wall, cpu, 1.5, "x Pillow", "mote decode"))
    return result


def _whole_process(mote: str, source: Path, folder: Path, rounds: int) -> list[Figure]:
    target, restored = folder / "p.mote", folder / "p.png"
    encode = [mote, "encode", "-q", "--overwrite", "-j", "1", "-m", "patches", "-o", str(target), str(source)]
    decode = [mote, "decode", "-q", "--overwrite", "-o", str(restored), str(target)]
    info = [mote, "info", str(target)]
    encoded, decoded, *told = figures.alternate(rounds, encode, decode, info, info, info, info)
    return [
        figures.milliseconds("patches: encode 768x512, whole process", encoded, 2000, "mote encode -m patches"),
        figures.milliseconds("patches: decode 768x512 to PNG, whole process", decoded, None, "mote decode"),
        figures.milliseconds("start-up: mote info", [one for runs in told for one in runs], 30, "mote info"),
    ]


def _patches_in_process(kernels: Path) -> list[Figure]:
    def what_and_bar(name: str) -> tuple[str, float]:
        encode = "Encode" in name
        return f"patches: {'encode' if encode else 'decode'} 768x512, in process", 2000 if encode else 50

    return figures.in_process(kernels, "BM_Api(En|De)code/method:2/w:768/", what_and_bar)


def _memory(mote: str, source: Path, folder: Path) -> list[Figure]:
    result = []
    for method in ("lanczos", "patches", "neural"):
        taken = run([mote, "encode", "-q", "--overwrite", "-m", method, "-o", str(folder / "m.mote"), str(source)])
        result.append(
            Figure(
                f"{method}: peak memory, encode a 100-megapixel JPEG",
                taken.peak_mib * 1.048576,
                None,
                600,
                "MB",
                f"mote encode -m {method}",
            )
        )
    return result


def _show(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if unit.startswith("x") else f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def markdown(shown: list[Figure]) -> str:
    lines = ["| what | wall | CPU | bar | | command |", "| --- | ---: | ---: | ---: | --- | --- |"]
    for one in shown:
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
        measured = _against_pillow(mote, pictures.jpeg(pictures_folder, 4000, 3000), folder, arguments.rounds)
        if not kernels.is_file():
            print(f"{kernels}: not built, in-process figures left out (cmake -DMOTE_BUILD_BENCHMARKS=ON)")
            kernels = None
        else:
            measured += _patches_in_process(kernels)
        measured += _whole_process(mote, pictures.png(pictures_folder, 768, 512), folder, arguments.rounds)
        measured += neural_figures.measure(mote, kernels, pictures_folder, folder, arguments.rounds)
        measured += _memory(mote, pictures.jpeg(pictures_folder, 11600, 8700), folder)
    print(f"mote at {environment.commit()}, Pillow {PIL.__version__}, {environment.machine()}, load {os.getloadavg()[0]:.1f}\n")
    print(markdown(measured))
    arguments.results.mkdir(parents=True, exist_ok=True)
    with open(arguments.results / "foundation.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["what", "wall", "cpu", "bar", "unit", "met", "command", "commit", "machine"])
        for one in measured:
            shown = [_show(one.wall, one.unit), _show(one.cpu, one.unit)]
            writer.writerow(
                [one.what, *shown, one.bar, one.unit, "" if one.bar is None else "yes" if one.met else "no", one.command]
                + [environment.commit(), environment.machine()]
            )
    return 0 if all(one.met for one in measured) else 1

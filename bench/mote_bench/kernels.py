"""`kernels`: Google Benchmark's figures of kernels and whole API calls; bench/results/kernels.csv.

Its own CSV wants the same counters of every benchmark, which ours do not have: its JSON is read instead.
"""

import argparse
import csv
import json
import subprocess
import tempfile
from pathlib import Path

from mote_bench import environment

COLUMNS = ["benchmark", "what", "wall", "cpu", "unit", "counters"]
# What an entry has apart from counters.
_KNOWN = {
    "name",
    "family_index",
    "per_family_instance_index",
    "run_name",
    "run_type",
    "repetitions",
    "repetition_index",
    "threads",
    "iterations",
    "real_time",
    "cpu_time",
    "time_unit",
    "label",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    environment.add_arguments(parser)
    parser.add_argument("--results", type=Path, default=environment.REPOSITORY / "bench" / "results")
    parser.add_argument("--kernels", type=Path, help="mote_kernel_benchmarks (default: in the build folder)")
    parser.add_argument("--filter", default=".", help="only benchmarks whose names match this expression")


def show(value: float) -> str:
    """Three digits that count."""
    for factor, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= factor:
            return f"{value / factor:.3g} {letter}"
    return f"{value:.3g}"


def _counter(name: str, value: float) -> str:
    # Of the counters only amounts of bytes are not rates.
    if name == "bytes":
        return f"{value:.0f} bytes"
    return f"{show(value)} {name.removesuffix('_per_second')}/s"


def rows(report: dict) -> list[list[str]]:
    """COLUMNS of each benchmark in Google Benchmark's JSON. Raises ValueError where one failed."""
    found = []
    for entry in report["benchmarks"]:
        if entry.get("error_occurred"):
            raise ValueError(f"{entry['name']}: {entry.get('error_message', 'failed')}")
        counters = [_counter(name, value) for name, value in entry.items() if name not in _KNOWN]
        times = [f"{entry['real_time']:.4g}", f"{entry['cpu_time']:.4g}"]
        found.append([entry["name"], entry.get("label", ""), *times, entry["time_unit"], ", ".join(counters)])
    return found


def run_command(arguments: argparse.Namespace) -> int:
    program = arguments.kernels or arguments.build.resolve() / "bench" / "kernels" / "mote_kernel_benchmarks"
    if not program.is_file():
        print(f"{program}: not built (cmake -DMOTE_BUILD_BENCHMARKS=ON)")
        return 1
    with tempfile.NamedTemporaryFile(prefix="mote-kernels-", suffix=".json") as file:
        words = [f"--benchmark_filter={arguments.filter}", f"--benchmark_out={file.name}", "--benchmark_out_format=json"]
        subprocess.run([str(program), *words], check=True)
        found = rows(json.loads(Path(file.name).read_text()))
    arguments.results.mkdir(parents=True, exist_ok=True)
    with open(arguments.results / "kernels.csv", "w", newline="", encoding="utf-8") as file:
        file.write(f"# commit: {environment.commit()}\n# machine: {environment.machine()}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(found)
    return 0

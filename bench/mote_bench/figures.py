"""What `foundation` measures: one figure with its bar, and what its two modules share to come by them."""

import json
import re
import statistics
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mote_bench.process import Measured, run


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


def median(values: list[float]) -> float:
    return statistics.median(values)


def alternate(rounds: int, *commands: list[str]) -> list[list[Measured]]:
    """Each command's runs, taken in turn (A B A B ...), so that a busy machine is as busy for all."""
    runs: list[list[Measured]] = [[] for _ in commands]
    for _ in range(rounds):
        for command, taken in zip(commands, runs, strict=True):
            taken.append(run(command))
    return runs


def milliseconds(what: str, runs: list[Measured], bar: float | None, command: str) -> Figure:
    wall_ms, cpu_ms = (1000 * median([getattr(one, name) for one in runs]) for name in ("wall_s", "cpu_s"))
    return Figure(what, wall_ms, cpu_ms, bar, "ms", command)


def ratio(what: str, ours: list[Measured], theirs: list[Measured], unit: str, command: str) -> Figure:
    wall, cpu = (
        median([getattr(one, name) for one in ours]) / median([getattr(one, name) for one in theirs])
        for name in ("wall_s", "cpu_s")
    )
    return Figure(what, wall, cpu, None, unit, command)


def in_process(
    kernels: Path, pattern: str, what_and_bar: Callable[[str], tuple[str, float | None]], repetitions: int = 5
) -> list[Figure]:
    """The kernel benchmarks whose names match `pattern`, each the median of its repetitions; they must count in ms.
    `what_and_bar` makes of a benchmark's name the figure's words and its bar."""
    ran = subprocess.run(
        [
            str(kernels),
            f"--benchmark_filter={pattern}",
            "--benchmark_format=json",
            f"--benchmark_repetitions={repetitions}",
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
        name = re.sub(r"_median$", "", entry["name"])
        what, bar = what_and_bar(name)
        figures.append(
            Figure(what, entry["real_time"], entry["cpu_time"], bar, "ms", f"mote_kernel_benchmarks: {name}")
        )
    return figures

"""`growth`: time and memory of whole processes over picture sizes from 0.1 to 100 megapixels; bench/results/growth.csv."""

import argparse
import csv
import statistics
import tempfile
from pathlib import Path

from mote_bench import environment, pictures
from mote_bench.process import run

# 4:3, from 0.1 to 100 megapixels.
SIZES = [(366, 274), (768, 576), (1160, 870), (2000, 1500), (4000, 3000), (6400, 4800), (11600, 8700)]
COLUMNS = ["action", "method", "width", "height", "megapixels", "wall_s", "cpu_s", "peak_mib"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    environment.add_arguments(parser)
    parser.add_argument("--rounds", type=int, default=3, help="runs of each (default 3, the median counts)")
    parser.add_argument("--results", type=Path, default=environment.REPOSITORY / "bench" / "results")


def run_command(arguments: argparse.Namespace) -> int:
    places = environment.places(arguments)
    mote = str(places.mote)
    rows = []
    with tempfile.TemporaryDirectory(prefix="mote-growth-") as name:
        encoded, decoded = str(Path(name) / "a.mote"), str(Path(name) / "a.png")
        for width, height in SIZES:
            source = str(pictures.jpeg(places.build / "bench-pictures", width, height))
            for method in ("lanczos", "patches", "neural"):
                encode = [mote, "encode", "-q", "--overwrite", "-j", "1", "-m", method, "-o", encoded, source]
                decode = [mote, "decode", "-q", "--overwrite", "-j", "1", "-o", decoded, encoded]
                for action, command in (("encode", encode), ("decode", decode)):
                    taken = [run(command) for _ in range(arguments.rounds)]
                    row = [action, method, width, height, round(width * height * 1e-6, 3)]
                    row += [round(statistics.median(getattr(one, key) for one in taken), 4) for key in COLUMNS[-3:]]
                    rows.append(row)
                    print(*row, flush=True)
    arguments.results.mkdir(parents=True, exist_ok=True)
    with open(arguments.results / "growth.csv", "w", newline="", encoding="utf-8") as file:
        file.write(f"# commit: {environment.commit()}\n# machine: {environment.machine()}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return 0


def read(path: Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def series(rows: list[dict[str, str]], column: str) -> dict[str, list[tuple[float, float]]]:
    """For plots.growth."""
    lines: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        name = f"{row['method']}: {row['action']}"
        lines.setdefault(name, []).append((float(row["megapixels"]), float(row[column])))
    return lines

"""The summary as a Markdown document: the comparison's tables and, where their CSV files are, mote's own figures."""

import csv
from pathlib import Path

_HEAD = """# Results

Written by `make bench`; how it is measured: bench/README.md. Every figure is in `bench/results/`.

Means over the pictures. A metric is taken at each picture's best internal size for it; bytes, CPU seconds and peak memory of
encoding at the best for DSSIM-2016. DSSIM and Butteraugli: lower is better; SSIMULACRA2 and PSNR: higher. mote reads and writes
the picture at its full size; the other codecs' seconds are those of their internal size alone. "n of m": the other pictures
cannot be made so small.
"""


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def table(head: list[str], rows: list[list[str]], left: int = 1) -> str:
    """The first `left` columns are words, the others figures."""
    rule = ["---"] * left + ["---:"] * (len(head) - left)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head, rule, *rows)) + "\n"


def foundation_table(rows: list[dict[str, str]]) -> str:
    verdicts = {"yes": "met", "no": "**missed**"}
    return table(
        ["what", "wall", "CPU", "bar", "by CPU (memory: by size)"],
        [
            [row["what"], row["wall"], row["cpu"]]
            + [f"{float(row['bar']):g} {row['unit']}" if row["bar"] else row["unit"], verdicts.get(row["met"], "")]
            for row in rows
        ],
    )


def growth_table(rows: list[dict[str, str]]) -> str:
    return table(
        ["method", "action", "megapixels", "wall s", "CPU s", "MiB"],
        [
            [row["method"], row["action"], f"{float(row['megapixels']):.1f}"]
            + [f"{float(row['wall_s']):.2f}", f"{float(row['cpu_s']):.2f}", f"{float(row['peak_mib']):.0f}"]
            for row in rows
        ],
        left=2,
    )


def kernels_table(rows: list[dict[str, str]]) -> str:
    return table(
        ["benchmark", "what", "counted", "wall", "CPU"],
        [
            [f"`{row['benchmark']}`", row["what"], row["counters"], f"{row['wall']} {row['unit']}", f"{row['cpu']} {row['unit']}"]
            for row in rows
        ],
        left=3,
    )


def crosscheck_table(rows: list[dict[str, str]]) -> str:
    def percent(text: str) -> str:
        return f"{100 * float(text):+.2f} %"

    return table(
        ["codec", "rows", "files of equal size", "bytes", "DSSIM-2016", "SSIMULACRA2", "Butteraugli", "PSNR dB"],
        [
            [row["codec"], row["rows"], row["same_bytes"], percent(row["bytes"]), percent(row["dssim2016"])]
            + [f"{float(row['ssimulacra2']):+.2f}", percent(row["butteraugli"]), f"{float(row['psnr']):+.3f}"]
            for row in rows
        ],
    )


def render(comparison: str, notes: dict[str, str], results: Path) -> str:
    parts = [_HEAD, comparison]
    for name, title, show in (
        ("crosscheck", "The anchors' settings again: mean differences from the anchors", crosscheck_table),
        ("foundation", "mote alone: against Pillow and its bars", foundation_table),
        ("growth", "mote alone: by picture size, whole process, one core", growth_table),
        ("kernels", "mote alone: kernels and API calls, in process, one core", kernels_table),
    ):
        rows = _rows(results / f"{name}.csv")
        if rows:
            parts.append(f"### {title}\n\n{show(rows)}")
    parts.append("### What was run\n\n" + table(["", ""], [[key, value] for key, value in notes.items()], left=2))
    return "\n".join(parts)

"""The README's summary: one table of all corpora at one budget and two sentences, between two marks in the file.

What stands outside the marks is left alone.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from mote_bench import summary
from mote_bench.summary import Line

BEGIN = "<!-- Written by `make bench` from bench/results/; not by hand. -->"
END = "<!-- End of what `make bench` writes. -->"
_METRICS = ("dssim2016", "ssimulacra2")
_SMALL = (300, 32)  # bytes; told in a sentence each


class NoMarks(Exception):
    """The file has nowhere to put the summary."""


@dataclass(frozen=True)
class Corpus:
    """What is told of one corpus."""

    name: str
    pictures: int
    budget: int  # of the table
    lines: dict[int, list[Line]]  # by budget, as summary.lines_at
    deltas: list[dict[str, object]]  # as summary.delta_rates
    out_of_reach: dict[int, list[str]]  # by budget, labels


def render(corpora: list[Corpus]) -> str:
    """The first corpus leads: its order, its seconds, its sentences."""
    parts = [_table(corpora), _explanation(corpora)]
    parts += [text for budget in _SMALL if (text := _small(corpora[0], budget))]
    if delta := _delta(corpora[0]):
        parts.append(delta)
    parts.append(
        "[All figures](docs/bench-results.md), and [how they come about](bench/README.md)."
        + (" ¹ measured elsewhere." if any(line.elsewhere for line in _shown(corpora[0])) else "")
    )
    return "\n".join([parts[0], *parts[1:]])


def _shown(corpus: Corpus) -> list[Line]:
    """Those that use the budget at all, which codecs of a few dozen bytes do not."""
    return [line for line in corpus.lines.get(corpus.budget, []) if 2 * line.bytes >= corpus.budget]


def _table(corpora: list[Corpus]) -> str:
    first = corpora[0]
    names = ["DSSIM-2016", "SSIMULACRA2"]
    head = [f"at most {first.budget} bytes"]
    head += [f"{corpus.name}: {name}" if i == 0 else name for corpus in corpora for i, name in enumerate(names)]
    head += ["encode", "decode"]
    rows = [head, ["---"] + ["---:"] * (len(head) - 1)]
    others = [{line.codec: line for line in _shown(corpus)} for corpus in corpora]
    for line in _shown(first):
        ours = line.codec == "mote-neural"
        cells = [line.label + (" ¹" if line.elsewhere else "")]
        for lines in others:
            here = lines.get(line.codec)
            cells += [summary.show_metric(metric, here.metrics.get(metric) if here else None) for metric in _METRICS]
        cells = [f"**{cell}**" for cell in cells] if ours else cells
        seconds = [summary.show(line.figures.get(figure), 2) for figure in ("encode_cpu_s", "decode_cpu_s")]
        rows.append(cells + [cell if cell == "–" else f"{cell} s" for cell in seconds])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def _explanation(corpora: list[Corpus]) -> str:
    counts = " and ".join(f"the {corpus.pictures} pictures of `{corpus.name}`" for corpus in corpora)
    return (
        f"Means over {counts}; DSSIM: lower is better, SSIMULACRA2: higher. Each of the others is at its best of several\n"
        f"internal sizes, `patches` at its highest effort; CPU seconds are those of `{corpora[0].name}`, the others' at that size alone."
    )


def _small(corpus: Corpus, budget: int) -> str:
    def told(line: Line) -> str:
        size = f", {line.bytes:.0f} bytes" if 1.1 * line.bytes < budget else ""
        return f"{line.label} ({summary.show_metric('dssim2016', line.metrics['dssim2016'])}{size})"

    # Only codecs whose every picture fits: means over fewer pictures do not compare.
    lines = [line for line in corpus.lines.get(budget, []) if line.fitted == line.pictures]
    if not lines:
        return ""
    text = f"DSSIM-2016 in {budget} bytes on `{corpus.name}`: {', '.join(map(told, lines))}"
    unable = corpus.out_of_reach.get(budget)
    return text + (f"; no picture so small: {', '.join(unable)}." if unable else ".")


def _delta(corpus: Corpus) -> str:
    def cell(ratio: object) -> str:
        return "–" if ratio is None else f"{100 * (float(ratio) - 1):+.0f} %".replace("-", "−")

    lines = [
        line
        for line in corpus.deltas
        if line["ours"] == "mote-neural" and not str(line["other"]).startswith("mote") and line["dssim2016"] is not None
    ]
    if not lines:
        return ""
    low, high = summary.DELTA_RANGE
    told = ", ".join(f"{line['label']} {cell(line['dssim2016'])} ({cell(line['ssimulacra2'])})" for line in lines)
    return (
        f"Bytes that `neural` needs beside the others for equal DSSIM-2016 (equal SSIMULACRA2) over {low} to {high} bytes\n"
        f"on `{corpus.name}`: {told}."
    )


def replace(path: Path, text: str) -> None:
    """Puts `text` between the marks of the file, whole or not at all. Raises NoMarks."""
    old = path.read_text(encoding="utf-8")
    before, begin, rest = old.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise NoMarks(f"{path}: no line {BEGIN!r} with {END!r} after it")
    beside = path.with_suffix(".part")
    beside.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
    os.replace(beside, path)

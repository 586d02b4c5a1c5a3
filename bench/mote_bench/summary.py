"""From rows to the tables of the report and the README."""

import math
from dataclasses import dataclass

import pandas

from mote_bench import results
from mote_bench.bjontegaard import relative_bytes
from mote_bench.codecs import Codec
from mote_bench.metrics import LABELS, METRICS

# Which budgets the curves show, bytes.
CURVE_RANGE = (300, 8192)
# Over which Bjontegaard's figures are taken, bytes.
DELTA_RANGE = (1024, 8192)
DELTA_METRICS = ("dssim2016", "ssimulacra2")


@dataclass(frozen=True)
class Line:
    """A codec's means over pictures at one budget. A metric is taken at each picture's best internal size for it; bytes, times
    and memory at the best for DSSIM-2016."""

    codec: str
    label: str
    fitted: int  # pictures that reached the budget
    pictures: int
    elsewhere: bool  # measured elsewhere, not in this run
    metrics: dict[str, float]
    bytes: float
    figures: dict[str, float]  # encode_cpu_s, ...; absent where not measured


_FIGURES = ("encode_wall_s", "encode_cpu_s", "encode_peak_mib", "decode_wall_s", "decode_cpu_s", "decode_peak_mib")


def lines_at(table: pandas.DataFrame, budget: int, codecs: dict[str, Codec]) -> list[Line]:
    """One line for each codec with at least one picture that fits, best DSSIM-2016 first."""
    here = table[table["budget"] == budget]
    lines = []
    for name, rows in here.groupby("codec", sort=False):
        by_metric = {metric: results.best(rows, metric) for metric in METRICS}
        main = by_metric["dssim2016"]
        if main.empty:
            continue
        figures = {figure: float(main[figure].mean()) for figure in _FIGURES}
        lines.append(
            Line(
                str(name),
                codecs[name].label if name in codecs else str(name),
                int(main["picture"].nunique()),
                int(here["picture"].nunique()),
                bool((main["status"] == "anchor").any()),
                {metric: float(best[metric].mean()) for metric, best in by_metric.items() if not best.empty},
                float(main["bytes"].mean()),
                {figure: value for figure, value in figures.items() if not math.isnan(value)},
            )
        )
    return sorted(lines, key=lambda line: line.metrics["dssim2016"])


def out_of_reach(table: pandas.DataFrame, budget: int, codecs: dict[str, Codec]) -> list[str]:
    """The codecs that can make no picture so small, each with the fewest bytes that it came down to."""
    here = table[table["budget"] == budget]
    found = []
    for name, rows in here.groupby("codec", sort=False):
        least = pandas.to_numeric(rows["status"].str.extract(r"^no fit: its least is (\d+) bytes$")[0])
        if results.measured(rows).empty and least.notna().any():
            found.append(f"{_label(str(name), codecs)} ({least.min():.0f} bytes at least)")
    return found


def delta_rates(table: pandas.DataFrame, ours: list[str], codecs: dict[str, Codec]) -> list[dict[str, object]]:
    """For each of our methods and each other codec: bytes that ours needs relative to it for equal quality over DELTA_RANGE,
    the geometric mean over the pictures where both have curves that meet, how many those are, and at which budgets both were
    measured."""
    inside = table[table["budget"].between(*DELTA_RANGE)]
    points = {
        metric: {
            key: list(zip(rows["bytes"].astype(float), _rising(rows[metric], metric), strict=True))
            for key, rows in results.best(inside, metric).groupby(["picture", "codec"])
        }
        for metric in DELTA_METRICS
    }
    pictures = sorted(inside["picture"].unique())
    limits = {name: set(map(int, rows["budget"])) for name, rows in results.measured(inside).groupby("codec")}
    lines = []
    for our in ours:
        for other in inside["codec"].unique():
            if other == our or other not in limits or our not in limits:
                continue
            labels = {"our_label": _label(our, codecs), "label": _label(other, codecs)}
            line: dict[str, object] = {"ours": our, "other": other, **labels, "limits": sorted(limits[our] & limits[other])}
            for metric in DELTA_METRICS:
                ratios = [
                    ratio
                    for picture in pictures
                    if (ratio := _ratio(points[metric], picture, our, other)) is not None
                ]
                line[metric] = math.exp(math.fsum(map(math.log, ratios)) / len(ratios)) if ratios else None
                line[metric + "_pictures"] = len(ratios)
            if any(line[metric] is not None for metric in DELTA_METRICS):
                lines.append(line)
    return lines


def _rising(values: pandas.Series, metric: str) -> pandas.Series:
    return values if METRICS[metric] else -values


def _ratio(points: dict, picture: str, our: str, other: str) -> float | None:
    if (picture, our) not in points or (picture, other) not in points:
        return None
    return relative_bytes(points[picture, our], points[picture, other])


def _label(codec: str, codecs: dict[str, Codec]) -> str:
    return codecs[codec].label if codec in codecs else codec


def curves(table: pandas.DataFrame, metric: str) -> dict[str, list[tuple[int, float]]]:
    """For each codec (budget, mean metric) over CURVE_RANGE and the pictures that were tried at every budget of it; a budget
    that one of them does not reach has no point, nor has one of which more than half is left unused (BlurHash)."""
    table = table[table["budget"].between(*CURVE_RANGE)]
    budgets = sorted(table["budget"].unique())
    tried = [set(table.loc[table["budget"] == budget, "picture"]) for budget in budgets]
    common = set.intersection(*tried) if tried else set()
    best = results.best(table[table["picture"].isin(common)], metric)
    lines: dict[str, list[tuple[int, float]]] = {}
    for (codec, budget), rows in best.groupby(["codec", "budget"]):
        if len(rows) == len(common) and 2 * rows["bytes"].mean() >= budget:
            lines.setdefault(str(codec), []).append((int(budget), float(rows[metric].mean())))
    return lines


def curves_markdown(lines: dict[str, list[tuple[int, float]]], metric: str, codecs: dict[str, Codec]) -> str:
    """The curves as a table, best at its largest budget first; no cell where a curve has no point."""
    budgets = sorted({budget for points in lines.values() for budget, _ in points})
    out = [
        f"| {LABELS[metric]} in at most | {' | '.join(f'{budget} bytes' for budget in budgets)} |",
        "| --- |" + " ---: |" * len(budgets),
    ]
    for codec, points in sorted(lines.items(), key=lambda item: item[1][-1][1], reverse=METRICS[metric]):
        cells = (show_metric(metric, dict(points).get(budget)) for budget in budgets)
        out.append(f"| {_label(codec, codecs)} | {' | '.join(cells)} |")
    return "\n".join(out) + "\n"


def markdown(lines: list[Line]) -> str:
    """The table of one budget."""
    out = [
        f"| codec | bytes | {' | '.join(LABELS[metric] for metric in METRICS)} | encode s | decode s | MiB |",
        "| --- | ---: |" + " ---: |" * (len(METRICS) + 3),
    ]
    for line in lines:
        name = line.label
        if line.elsewhere:
            name += " ¹"
        if line.fitted < line.pictures:
            name += f" ({line.fitted} of {line.pictures})"
        cells = [show_metric(metric, line.metrics.get(metric)) for metric in METRICS]
        out.append(
            f"| {name} | {line.bytes:.0f} | {' | '.join(cells)} | {show(line.figures.get('encode_cpu_s'))} "
            f"| {show(line.figures.get('decode_cpu_s'))} | {show(line.figures.get('encode_peak_mib'), 0)} |"
        )
    if any(line.elsewhere for line in lines):
        out.append("\n¹ measured elsewhere, see bench/README.md")
    return "\n".join(out)


_METRIC_DECIMALS = {"dssim2016": 4, "dssim": 4, "ssimulacra2": 1, "butteraugli": 1, "psnr": 2}


def show_metric(metric: str, value: float | None) -> str:
    return show(value, _METRIC_DECIMALS[metric])


def show(value: float | None, decimals: int = 3) -> str:
    return "–" if value is None or math.isnan(value) else f"{value:.{decimals}f}".replace("-", "−")

"""Curves and bars as SVG to be put into a page: text in the page's font, ink in its colour, so that dark pages work too."""

import io
import re

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot, ticker  # noqa: E402: after the choice of the backend

_INK = "#010203"  # replaced by currentColor
# Okabe and Ito's colours, which colour-blind readers tell apart; those too light or too dark for one kind of page are moved
# towards the middle. Ours come first.
# As many as codecs.toml has codecs, and one to spare.
_COLOURS = ["#d55e00", "#b8860b", "#0072b2", "#009e73", "#cc79a7", "#56b4e9", "#7a68c9", "#8a8a8a", "#a0522d", "#4f9d3a"]
_COLOURS += ["#c2185b", "#5f7f95"]
_MARKERS = "osD^vPX*<>hd"
# Inches; small, so that text stays legible where the page is narrow.
_WIDTH = 5.6


def style_of(codecs: list[str]) -> dict[str, tuple[str, str]]:
    """Colour and marker by codec, the same in every figure."""
    ours_first = sorted(codecs, key=lambda name: (not name.startswith("mote"), name))
    return {
        name: (_COLOURS[i % len(_COLOURS)], _MARKERS[i % len(_MARKERS)]) for i, name in enumerate(ours_first)
    }


def _figure(width: float, height: float):
    matplotlib.rcParams.update(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": "mote",
            "font.family": "sans-serif",
            "font.size": 10,
            "axes.edgecolor": _INK,
            "axes.labelcolor": _INK,
            "text.color": _INK,
            "xtick.color": _INK,
            "ytick.color": _INK,
            "axes.spines.top": False,
            "axes.spines.right": False,
        }
    )
    figure, axes = pyplot.subplots(figsize=(width, height), layout="constrained")
    figure.patch.set_alpha(0)
    axes.patch.set_alpha(0)
    axes.grid(True, color=_INK, alpha=0.12, linewidth=0.8)
    return figure, axes


def _svg(figure, title: str) -> str:
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Title": title})
    pyplot.close(figure)
    svg = text.getvalue()
    svg = svg[svg.index("<svg") :].replace(_INK, "currentColor")
    # Sized by the page; named for those who cannot see it.
    svg = re.sub(r'<svg ([^>]*?)(?:width|height)="[^"]*" ?', r"<svg \1", svg, count=1)
    svg = re.sub(r'(<svg [^>]*?)height="[^"]*" ?', r"\1", svg, count=1)
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)


def standalone(svg: str) -> str:
    """As a file of its own, which has no page around it to take its colour from."""
    style = "svg{color:#1d1f22}@media (prefers-color-scheme:dark){svg{color:#e8e6e1}}"
    return svg.replace(">", f"><style>{style}</style>", 1)


def rate_curves(
    curves: dict[str, list[tuple[int, float]]], labels: dict[str, str], style: dict, y_label: str, lower_is_better: bool
) -> str:
    figure, axes = _figure(_WIDTH, 4.3)
    for codec, points in sorted(curves.items(), key=lambda item: item[1][-1][1], reverse=not lower_is_better):
        colour, marker = style[codec]
        ours = codec.startswith("mote")
        axes.plot(
            *zip(*points, strict=True),
            color=colour,
            marker=marker,
            markersize=6 if ours else 4.5,
            linewidth=2.6 if ours else 1.4,
            label=labels.get(codec, codec),
            zorder=3 if ours else 2,
        )
    axes.set_xscale("log", base=2)
    ticks = sorted({budget for points in curves.values() for budget, _ in points})
    axes.set_xticks(ticks)
    axes.xaxis.set_minor_locator(ticker.NullLocator())
    axes.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:.0f}"))
    axes.set_xlabel("limit in bytes")
    axes.set_ylabel(f"{y_label} ({'lower' if lower_is_better else 'higher'} is better)")
    if lower_is_better:
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:g}"))
        axes.yaxis.set_minor_locator(ticker.LogLocator(subs=(1.5, 2, 3, 5, 7)))
        axes.yaxis.set_minor_formatter(ticker.FuncFormatter(lambda value, _: f"{value:g}"))
    axes.legend(frameon=False, fontsize=8.5, ncols=2)
    return _svg(figure, f"{y_label} by limit")


def bars(values: dict[str, float], labels: dict[str, str], style: dict, x_label: str) -> str:
    """Horizontal, on a log scale, smallest first."""
    order = sorted(values, key=lambda name: values[name], reverse=True)
    figure, axes = _figure(_WIDTH, 0.3 * len(order) + 0.9)
    axes.barh(
        [labels.get(name, name) for name in order],
        [values[name] for name in order],
        color=[style[name][0] for name in order],
        height=0.66,
    )
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:g}"))
    low, high = min(values.values()), max(values.values())
    axes.set_xlim(low / 1.6, high * 2.2)
    for place, name in enumerate(order):
        axes.text(values[name] * 1.06, place, f"{values[name]:.3g}", va="center", fontsize=9)
    axes.grid(False, axis="y")
    axes.set_xlabel(x_label)
    return _svg(figure, x_label)


def growth(series: dict[str, list[tuple[float, float]]], y_label: str) -> str:
    """(megapixels, value) by what was done, both on log scales."""
    figure, axes = _figure(_WIDTH, 3.9)
    for i, (name, points) in enumerate(series.items()):
        axes.plot(
            *zip(*points, strict=True), color=_COLOURS[i], marker=_MARKERS[i], markersize=5, linewidth=1.8, label=name
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_minor_locator(ticker.LogLocator(subs=(2, 5)))
    axes.yaxis.set_minor_formatter(ticker.FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_formatter(ticker.NullFormatter())
    axes.set_xlabel("megapixels")
    axes.set_ylabel(y_label)
    axes.legend(frameon=False, fontsize=8.5)
    return _svg(figure, y_label)

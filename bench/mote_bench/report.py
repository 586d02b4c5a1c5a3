"""`report`: one HTML page without anything from the network, and the same summary as Markdown, from bench/results/*.csv.

The pictures come from the corpus and from the cache of encoded files; the page goes to the build folder and is never
committed.
"""

import argparse
import base64
import io
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import jinja2
import pandas
from PIL import Image

from mote_bench import compare, corpus, document, growth, plots, readme, results, summary
from mote_bench.codecs import Codec
from mote_bench.corpus import Picture
from mote_bench.metrics import LABELS, METRICS
from mote_bench.process import CommandFailed
from mote_bench.trial import Setup, decode, encoded_file, restore


@dataclass
class Shown:
    """A codec's output for one picture."""

    codec: str
    label: str
    bytes: int
    scores: dict[str, str]
    size: str
    image: str  # a data URI


@dataclass
class PictureSection:
    name: str
    width: int
    height: int
    original: str  # a data URI
    outputs: list[Shown] = field(default_factory=list)


@dataclass
class Curves:
    """Quality over budgets, of every codec."""

    metric: str
    svg: str
    markdown: str
    file: str = ""  # the figure by itself, from where the document is; none where it was not asked for


@dataclass
class CorpusSection:
    name: str
    budget: int
    notes: dict[str, str]
    lines_by_budget: dict[int, list[summary.Line]]
    deltas: list[dict[str, object]]
    figures: list[tuple[str, str]]  # caption, SVG
    pictures: list[PictureSection]
    out_of_reach: dict[int, list[str]] = field(default_factory=dict)  # by budget
    curves: list[Curves] = field(default_factory=list)
    picture_count: int = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    compare.add_arguments(parser)
    parser.add_argument("--output", type=Path, help="the page (default: BUILD/bench-report.html)")
    parser.add_argument("--markdown", type=Path, help="the summary (default: beside the page)")
    parser.add_argument("--readme", type=Path, help="a file with marks between which its shorter summary is put")
    parser.add_argument("--figures", type=Path, help="folder for the curves as SVG files, which the summary then shows")
    parser.add_argument("--no-page", action="store_true", help="only the summaries: quick, from the CSV files alone")


def data_uri(image: Image.Image, quality: int) -> str:
    """As WebP: at these qualities its own losses are far below those that are looked at."""
    data = io.BytesIO()
    image.save(data, "WEBP", quality=quality, method=4)
    return "data:image/webp;base64," + base64.b64encode(data.getvalue()).decode()


def render_page(sections: list[CorpusSection], growth_figures: list[tuple[str, str]]) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["metric"] = lambda value, name: summary.show_metric(name, value)
    environment.filters["figure"] = summary.show
    environment.filters["percent"] = lambda ratio: "–" if ratio is None else f"{100 * (ratio - 1):+.0f} %".replace("-", "−")
    return environment.get_template("report.html.j2").render(
        sections=sections,
        growth_figures=growth_figures,
        metrics=METRICS,
        labels=LABELS,
        delta_range=summary.DELTA_RANGE,
    )


def curves_of(table: pandas.DataFrame, all_codecs: dict[str, Codec]) -> list[Curves]:
    """None where there is but one budget."""
    style = plots.style_of(sorted(table["codec"].unique()))
    labels = {codec.name: codec.label for codec in all_codecs.values()}
    found = []
    for metric in summary.DELTA_METRICS if table["budget"].nunique() > 1 else ():
        if lines := summary.curves(table, metric):
            svg = plots.rate_curves(lines, labels, style, LABELS[metric], not METRICS[metric])
            found.append(Curves(metric, svg, summary.curves_markdown(lines, metric, all_codecs)))
    return found


def figures_of(
    table: pandas.DataFrame, lines: list[summary.Line], curves: list[Curves], labels: dict[str, str]
) -> list[tuple[str, str]]:
    style = plots.style_of(sorted(table["codec"].unique()))
    figures = [(f"{LABELS[line.metric]} by limit, mean over the pictures", line.svg) for line in curves]
    for figure, caption in (
        ("encode_cpu_s", "CPU seconds to encode, at the internal size and setting chosen"),
        ("decode_cpu_s", "CPU seconds to decode, whole process"),
        ("encode_peak_mib", "Peak memory of encoding, MiB (9 MiB is what the measuring takes)"),
    ):
        values = {line.codec: line.figures[figure] for line in lines if line.figures.get(figure, 0) > 0}
        if values:
            figures.append((caption, plots.bars(values, labels, style, caption.partition(",")[0])))
    return figures


def _outputs(picture: Picture, rows: pandas.DataFrame, codecs: dict[str, Codec], setup: Setup) -> list[Shown]:
    shown = []
    for row in rows.sort_values("dssim2016").to_dict("records"):
        codec = codecs.get(row["codec"])
        if codec is None or codec.kind == "anchor":
            continue
        encoded = encoded_file(picture, codec, row, setup)
        if not encoded.exists():
            print(f"{picture.name}, {codec.name}: not in the cache, so not shown; run compare again")
            continue
        size = (int(row["width"]), int(row["height"]))
        with tempfile.TemporaryDirectory(prefix="mote-bench-") as folder:
            try:
                image, _ = decode(codec, encoded, size, Path(folder), setup)
            except CommandFailed as error:
                print(f"{picture.name}, {codec.name}: {error}")
                continue
        image = restore(image, (picture.width, picture.height))
        scores = {metric: summary.show_metric(metric, row[metric]) for metric in METRICS}
        shown.append(
            Shown(codec.name, codec.label, int(row["bytes"]), scores, f"{size[0]}×{size[1]}", data_uri(image, 84))
        )
    return shown


def _section(
    directory: Path, all_codecs: dict[str, Codec], prepared: compare.Prepared | None, arguments: argparse.Namespace
) -> CorpusSection | None:
    name = compare.corpus_name(directory)
    path = arguments.results / f"{name}.csv"
    if not path.exists():
        print(f"{path}: not there, so {name} is not in the report")
        return None
    table, notes = results.read(path)
    table = table[table["codec"].isin(all_codecs)]
    if only := compare.budgets(arguments):
        table = table[table["budget"].isin(only)]
    pictures = []
    if not arguments.no_page or compare.share(arguments):
        plain = arguments.build.resolve() / "bench-cache" / "plain"
        pictures = corpus.load(directory, plain, compare.share(arguments))
        table = table[table["picture"].isin([picture.name for picture in pictures])]
    if table.empty:
        print(f"{path}: no rows for these pictures and budgets")
        return None
    budgets = sorted(table["budget"].unique(), reverse=True)
    main = 4096 if 4096 in budgets else budgets[0]
    lines = {int(budget): summary.lines_at(table, budget, all_codecs) for budget in budgets}
    labels = {codec.name: codec.label for codec in all_codecs.values()}
    best = results.best(table[table["budget"] == main], "dssim2016")
    sections = []
    for picture in pictures if prepared else []:
        with Image.open(picture.path) as image:
            section = PictureSection(picture.name, picture.width, picture.height, data_uri(image.convert("RGB"), 90))
        section.outputs = _outputs(picture, best[best["picture"] == picture.name], all_codecs, prepared.setup)
        sections.append(section)
    ours = [codec for codec in all_codecs if codec.startswith("mote")]
    deltas = summary.delta_rates(table, ours, all_codecs)
    unable = {int(budget): summary.out_of_reach(table, budget, all_codecs) for budget in budgets}
    curves = curves_of(table, all_codecs)
    figures = figures_of(table, lines[main], curves, labels)
    count = int(table["picture"].nunique())
    return CorpusSection(name, int(main), notes, lines, deltas, figures, sections, unable, curves, count)


def markdown(sections: list[CorpusSection]) -> str:
    parts = []
    for section in sections:
        for budget, lines in sorted(section.lines_by_budget.items(), reverse=True):
            if lines:
                parts.append(f"### {section.name}, at most {budget} bytes\n\n{summary.markdown(lines)}\n")
                if unable := section.out_of_reach.get(budget):
                    parts.append(f"Cannot make any picture so small: {', '.join(unable)}.\n")
        for line in section.curves:
            parts.append(f"### {section.name}, {LABELS[line.metric]} by limit\n")
            if line.file:
                parts.append(f"![{LABELS[line.metric]} by limit, mean over the pictures of {section.name}]({line.file})\n")
            parts.append(line.markdown)
        if section.deltas:
            parts.append(_delta_markdown(section))
    return "\n".join(parts)


def _write_figures(sections: list[CorpusSection], folder: Path, document_folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for section in sections:
        for line in section.curves:
            path = folder / f"bench-{section.name}-{line.metric}.svg"
            path.write_text(plots.standalone(line.svg), encoding="utf-8")
            line.file = Path(os.path.relpath(path, document_folder)).as_posix()
            print(f"wrote {path}")


def _delta_markdown(section: CorpusSection) -> str:
    def cell(line: dict[str, object], metric: str) -> str:
        ratio = line[metric]
        return "–" if ratio is None else f"{100 * (ratio - 1):+.0f} % ({line[metric + '_pictures']})"

    out = [
        f"### {section.name}, bytes for equal quality over {summary.DELTA_RANGE[0]}-{summary.DELTA_RANGE[1]}\n",
        "| mote | than | measured at | at equal DSSIM-2016 (pictures) | at equal SSIMULACRA2 (pictures) |",
        "| --- | --- | --- | ---: | ---: |",
    ]
    out += [
        f"| {line['our_label']} | {line['label']} | {', '.join(map(str, line['limits']))} "
        f"| {cell(line, 'dssim2016')} | {cell(line, 'ssimulacra2')} |"
        for line in section.deltas
    ]
    return "\n".join(out) + "\n"


def run_command(arguments: argparse.Namespace) -> int:
    # From the CSV files alone nothing need be installed, nor the pictures be there.
    prepared = None if arguments.no_page else compare.prepare(arguments)
    all_codecs = compare.wanted_codecs(arguments) if prepared is None else prepared.all_codecs
    directories = compare.corpora(arguments)
    if arguments.no_page and not arguments.corpus:
        directories = compare.measured_corpora(arguments)
    sections = [section for directory in directories if (section := _section(directory, all_codecs, prepared, arguments))]
    if not sections:
        return 1
    growth_file = arguments.results / "growth.csv"
    growth_figures = []
    if growth_file.exists():
        rows = growth.read(growth_file)
        for column, label in (("cpu_s", "CPU seconds"), ("peak_mib", "peak memory, MiB")):
            growth_figures.append((f"mote alone: {label} by size", plots.growth(growth.series(rows, column), label)))
    output = arguments.output or arguments.build.resolve() / "bench-report.html"
    if not arguments.no_page:
        output.write_text(render_page(sections, growth_figures), encoding="utf-8")
        print(f"wrote {output} ({output.stat().st_size / 1e6:.1f} MB)")
    text = arguments.markdown or output.with_suffix(".md")
    if arguments.figures:
        _write_figures(sections, arguments.figures, text.resolve().parent)
    text.write_text(document.render(markdown(sections), sections[0].notes, arguments.results), encoding="utf-8")
    print(f"wrote {text}")
    if arguments.readme:
        try:
            readme.replace(arguments.readme, readme.render([_readme_part(section) for section in sections]))
        except readme.NoMarks as error:
            raise SystemExit(str(error)) from error
        print(f"wrote {arguments.readme}")
    return 0


def _readme_part(section: CorpusSection) -> readme.Corpus:
    lines = {budget: found for budget, found in section.lines_by_budget.items() if found}
    return readme.Corpus(
        section.name, section.picture_count, section.budget, lines, section.deltas, section.out_of_reach
    )

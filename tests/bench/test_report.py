import dataclasses
import html.parser
import os
import re
import subprocess
import sys
import xml.etree.ElementTree
from pathlib import Path

import pytest
from mote_bench import codecs, plots, readme, report, results, summary
from mote_bench.codecs import Codec
from mote_bench.results import Row
from PIL import Image

CODECS = {"mote-x": Codec("mote-x", "mote <x>", "budget"), "other": Codec("other", "Other & co", "quality")}
VOID = {"meta", "img", "input", "link", "br"}


class Page(html.parser.HTMLParser):
    """Fails where tags are not closed in order; collects what a browser would fetch."""

    def __init__(self, text):
        super().__init__()
        self.open, self.addresses, self.counts = [], [], {}
        self.feed(text)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag, attributes):
        self.counts[tag] = self.counts.get(tag, 0) + 1
        if tag not in VOID:
            self.open.append(tag)
        self._collect(attributes)

    def handle_startendtag(self, tag, attributes):
        self.counts[tag] = self.counts.get(tag, 0) + 1
        self._collect(attributes)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}> at {self.getpos()}"

    def _collect(self, attributes):
        self.addresses += [value for name, value in attributes if name in ("src", "href", "xlink:href", "srcset")]


def table():
    rows = []
    for codec, factor in (("mote-x", 1.0), ("other", 1.5)):
        for budget in (1024, 2048, 4096, 8192):
            rows.append(
                Row("a<b>.png", codec, budget, 64, 48, "3", budget - 1, 0.5, 0.4, 20, 0.1, 0.1, 10)
            )
            rows[-1].dssim2016, rows[-1].ssimulacra2 = factor * 100 / budget, budget / factor / 100
            rows[-1].dssim, rows[-1].butteraugli, rows[-1].psnr = 0.1234, 5.0, 30.0
    return results.frame(rows)


@pytest.fixture(scope="module")
def section():
    data = table()
    lines = {budget: summary.lines_at(data, budget, CODECS) for budget in (4096, 1024)}
    image = report.data_uri(Image.new("RGB", (64, 48), "teal"), 80)
    picture = report.PictureSection("a<b>.png", 64, 48, image)
    scores = {metric: "0.5" for metric in report.METRICS}
    picture.outputs = [report.Shown(name, codec.label, 4000, scores, "32×24", image) for name, codec in CODECS.items()]
    labels = {name: codec.label for name, codec in CODECS.items()}
    curves = report.curves_of(data, CODECS)
    figures = report.figures_of(data, lines[4096], curves, labels)
    deltas = summary.delta_rates(data, ["mote-x"], CODECS)
    unable = {1024: ["Big & co (2000 bytes at least)"]}
    return report.CorpusSection("kodak", 4096, {"commit": "abc<script>"}, lines, deltas, figures, [picture], unable, curves, 1)


@pytest.fixture(scope="module")
def text(section):
    svg = plots.growth({"patches: encode": [(0.1, 1), (100, 2)]}, "CPU seconds")
    return report.render_page([section], [("growth of time", svg)])


def test_page_is_well_formed_and_whole(text):
    page = Page(text)
    assert page.counts["table"] == 3  # two budgets and the relative bytes
    assert page.counts["svg"] == 2 + 3 + 1  # curves, bars, growth
    assert page.counts["img"] == 3 + 2  # original and two outputs, and the stage
    assert page.counts["script"] == 1


def test_page_needs_no_network(text):
    for address in Page(text).addresses:
        assert address.startswith(("data:image/", "#")), address
    assert not re.search(r"@import|url\((?!#)|fetch\(|XMLHttpRequest", text)


def test_names_are_escaped(text):
    assert "mote &lt;x&gt;" in text and "a&lt;b&gt;.png" in text and "abc&lt;script&gt;" in text
    assert "<b>.png" not in text


def test_figures_are_shown(text):
    assert "0.0244" in text  # 100 / 4096
    assert "−33 %" in text  # two thirds of the bytes
    assert "prefers-color-scheme: dark" in text and 'name="viewport"' in text


def test_every_codec_has_a_colour_and_marker_of_its_own():
    all_codecs, _ = codecs.load()
    styles = plots.style_of(list(all_codecs))
    assert len({colour for colour, _ in styles.values()}) == len({marker for _, marker in styles.values()}) == len(all_codecs)


def test_svg_takes_the_page_colour_and_no_date(section):
    for _, svg in section.figures:
        assert svg.startswith("<svg") and "currentColor" in svg and "#010203" not in svg
        assert not re.search(r"<svg[^>]* (width|height)=", svg)
        assert "<metadata" not in svg


def test_markdown_has_the_curves_as_tables_and_as_files(section, tmp_path):
    assert report.markdown([section]).count("by limit") == 2
    assert "| DSSIM-2016 in at most | 1024 bytes | 2048 bytes | 4096 bytes | 8192 bytes |" in report.markdown([section])
    assert "| mote <x> | 0.0977 | 0.0488 | 0.0244 | 0.0122 |" in report.markdown([section])
    shown = dataclasses.replace(section, curves=[dataclasses.replace(line) for line in section.curves])
    report._write_figures([shown], tmp_path / "images", tmp_path)
    svg = (tmp_path / "images" / "bench-kodak-dssim2016.svg").read_text()
    assert "currentColor" in svg and "prefers-color-scheme:dark" in svg
    assert "](images/bench-kodak-dssim2016.svg)" in report.markdown([shown])
    xml.etree.ElementTree.fromstring(svg)


def test_summary_alone_needs_no_codec_and_no_pictures(tmp_path):
    results.write(tmp_path / "kodak.csv", _renamed(table()), {"commit": "abc"})
    (tmp_path / "README.md").write_text(f"before\n{readme.BEGIN}\nold\n{readme.END}\nafter\n")
    command = [sys.executable, "-m", "mote_bench", "report", "--no-page", "--build", tmp_path / "none", "--results", tmp_path]
    command += ["--markdown", tmp_path / "out.md", "--readme", tmp_path / "README.md"]
    environment = os.environ | {"PYTHONPATH": str(Path(report.__file__).parents[1]), "PATH": str(tmp_path)}
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    assert "| mote neural | 4095 | 0.0244 |" in (tmp_path / "out.md").read_text()
    text = (tmp_path / "README.md").read_text()
    assert text.startswith("before\n") and text.endswith("after\n") and "old" not in text
    assert "| **mote neural** | **0.0244** |" in text and "AVIF (aom) −33 % (−33 %)" in text


def _renamed(data):
    return data.replace({"codec": {"mote-x": "mote-neural", "other": "avif"}})


def test_markdown_has_the_same_figures(section):
    text = report.markdown([section])
    assert "### kodak, at most 4096 bytes" in text
    assert "| mote <x> | 4095 | 0.0244 |" in text
    assert "| mote <x> | Other & co | 1024, 2048, 4096, 8192 | -33 % (1) | -33 % (1) |" in text
    assert text.count("Cannot make any picture so small: Big & co (2000 bytes at least).") == 1
    page = report.render_page([section], [])
    assert page.count("Cannot make any picture so small: Big &amp; co (2000 bytes at least).") == 1

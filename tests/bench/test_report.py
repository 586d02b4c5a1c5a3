import html.parser
import re

import pytest
from mote_bench import codecs, plots, report, results, summary
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
    figures = report.figures_of(data, lines[4096], labels)
    deltas = summary.delta_rates(data, ["mote-x"], CODECS)
    unable = {1024: ["Big & co (2000 bytes at least)"]}
    return report.CorpusSection("kodak", 4096, {"commit": "abc<script>"}, lines, deltas, figures, [picture], unable)


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


def test_markdown_has_the_same_figures(section):
    text = report.markdown([section])
    assert "### kodak, at most 4096 bytes" in text
    assert "| mote <x> | 4095 | 0.0244 |" in text
    assert "| mote <x> | Other & co | 1024, 2048, 4096, 8192 | -33 % (1) | -33 % (1) |" in text
    assert text.count("Cannot make any picture so small: Big & co (2000 bytes at least).") == 1
    page = report.render_page([section], [])
    assert page.count("Cannot make any picture so small: Big &amp; co (2000 bytes at least).") == 1

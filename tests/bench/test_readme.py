import pytest
from mote_bench import readme
from mote_bench.summary import Line


def line(codec, label, dssim, size, budget, fitted=2, elsewhere=False):
    figures = {} if elsewhere else {"encode_cpu_s": 1.0, "decode_cpu_s": 0.125}
    return Line(codec, label, fitted, 2, elsewhere, {"dssim2016": dssim, "ssimulacra2": -5.0}, size, figures)


@pytest.fixture
def corpora():
    lines = {
        4096: [
            line("mote-neural", "mote neural", 0.04, 4000, 4096),
            line("vvc", "VVC", 0.05, 4000, 4096, elsewhere=True),
            line("blurhash", "BlurHash", 0.3, 100, 4096),
        ],
        300: [
            line("mote-neural", "mote neural", 0.175, 299, 300),
            line("webp", "WebP", 0.2, 290, 300, fitted=1),
            line("blurhash", "BlurHash", 0.3, 100, 300),
        ],
    }
    delta = {"ours": "mote-neural", "other": "avif", "label": "AVIF", "dssim2016": 0.75, "ssimulacra2": None}
    first = readme.Corpus("kodak", 2, 4096, lines, [delta], {300: ["AVIF (309 bytes at least)"]})
    return [first, readme.Corpus("gallery", 1, 4096, {4096: [line("mote-neural", "mote neural", 0.03, 4000, 4096)]}, [], {})]


def test_table_has_every_corpus(corpora):
    text = readme.render(corpora)
    assert "| at most 4096 bytes | kodak: DSSIM-2016 | SSIMULACRA2 | gallery: DSSIM-2016 | SSIMULACRA2 | encode | decode |" in text
    assert "| **mote neural** | **0.0400** | **−5.0** | **0.0300** | **−5.0** | 1.00 s | 0.12 s |" in text
    assert "| VVC ¹ | 0.0500 | −5.0 | – | – | – | – |" in text and "¹ measured elsewhere" in text
    assert "| BlurHash |" not in text


def test_sentences(corpora):
    text = readme.render(corpora)
    assert "the 2 pictures of `kodak` and the 1 pictures of `gallery`" in text
    small = "DSSIM-2016 in 300 bytes on `kodak`: mote neural (0.1750), BlurHash (0.3000, 100 bytes); no picture so small: AVIF"
    assert small in text and "in 32 bytes" not in text
    assert "on `kodak`: AVIF −25 % (–)." in text


def test_without_marks_the_file_is_left_alone(tmp_path):
    path = tmp_path / "README.md"
    path.write_text(f"{readme.END} {readme.BEGIN}")
    with pytest.raises(readme.NoMarks, match="README.md"):
        readme.replace(path, "text")
    assert path.read_text() == f"{readme.END} {readme.BEGIN}"


def test_written_twice_is_the_same(tmp_path, corpora):
    path = tmp_path / "README.md"
    path.write_text(f"a\n{readme.BEGIN}\n{readme.END}\nb\n")
    readme.replace(path, readme.render(corpora))
    once = path.read_text()
    readme.replace(path, readme.render(corpora))
    assert path.read_text() == once

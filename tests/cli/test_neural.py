"""Method neural on the command line: the default, exact budgets, streams whose end is missing, the same bytes every time."""

import io

import numpy
import pytest
from PIL import Image

from conftest import names_in, picture

CUT = "mote: {}: the mote was cut; its beginning is shown"


@pytest.fixture
def neural(mote, photo):
    """photo.png.mote in the test's directory: 5 bytes of header, raster and level, and symbols."""
    assert mote("encode", "-b", "500", "-e", "1", "photo.png").status == 0
    return photo.with_name("photo.png.mote")


def test_there_and_back(mote, neural, tmp_path):
    result = mote("decode", "--json", "photo.png.mote")
    assert result.status == 0 and result.errors == b""
    (line,) = result.json
    assert (line["method"], line["width"], line["height"], line["error"]) == ("neural", 97, 61, None)
    assert "cut" not in line
    with Image.open(tmp_path / "photo.png") as original, Image.open(tmp_path / "photo.png.out.png") as decoded:
        assert decoded.size == original.size == (97, 61)
        assert numpy.abs(numpy.asarray(original).astype(int) - numpy.asarray(decoded)).mean() < 20


def test_what_is_cut_is_shown_and_told(mote, neural, tmp_path):
    whole = neural.read_bytes()
    assert mote("decode", "photo.png.mote", "-o", "whole.png").status == 0
    pictures = {(tmp_path / "whole.png").read_bytes()}
    for length in (5, 6, len(whole) // 2, len(whole) - 1):
        name = f"{length}.mote"
        (tmp_path / name).write_bytes(whole[:length])
        result = mote("decode", name, "-o", f"{length}.png")
        assert result.status == 0 and result.output == b""
        assert result.error_lines == [CUT.format(name)]
        with Image.open(tmp_path / f"{length}.png") as image:
            assert image.size == (97, 61)
        pictures.add((tmp_path / f"{length}.png").read_bytes())
        assert mote("info", name).status == 0
    assert len(pictures) >= 4
    for length in range(5):
        (tmp_path / "short.mote").write_bytes(whole[:length])
        result = mote("decode", "short.mote")
        assert result.status == 1 and len(result.error_lines) == 1
    assert not (tmp_path / "short.png").exists()


def test_quiet_says_nothing_of_a_cut(mote, neural):
    neural.write_bytes(neural.read_bytes()[:60])
    result = mote("decode", "-q", "photo.png.mote")
    assert (result.status, result.output, result.errors) == (0, b"", b"")


def test_json_tells_of_a_cut(mote, neural, tmp_path):
    (tmp_path / "cut.mote").write_bytes(neural.read_bytes()[:60])
    result = mote("decode", "--json", "cut.mote", "photo.png.mote", "-o", "o")
    assert result.status == 0
    cut, whole = result.json
    assert cut["cut"] is True and cut["error"] is None
    assert "cut" not in whole
    assert result.error_lines == [CUT.format("cut.mote")]
    assert names_in(tmp_path / "o") == ["cut.png", "photo.png"]


def test_cut_standard_input(mote, neural):
    result = mote("decode", "-", input=neural.read_bytes()[:60])
    assert result.status == 0 and result.error_lines == [CUT.format("standard input")]
    with Image.open(io.BytesIO(result.output)) as image:
        assert image.size == (97, 61)


def test_bytes_after_the_end_are_ignored(mote, neural, tmp_path):
    assert mote("decode", "photo.png.mote", "-o", "whole.png").status == 0
    neural.write_bytes(neural.read_bytes() + b"\xff\0more")
    result = mote("decode", "photo.png.mote", "-o", "more.png")
    assert (result.status, result.errors) == (0, b"")
    assert (tmp_path / "more.png").read_bytes() == (tmp_path / "whole.png").read_bytes()


@pytest.mark.parametrize("limit", [5, 6, 24, 40, 100, 300, 1024, 4096])
def test_the_limit_is_hard_and_used(mote, photo, limit):
    result = mote("encode", "-e", "1", "-b", str(limit), "photo.png", "--json")
    assert result.status == 0
    size = photo.with_name("photo.png.mote").stat().st_size
    assert size == result.json[0]["bytes"] <= limit
    assert mote("decode", "-q", "photo.png.mote").status == 0


def test_detail_fills_the_budget(mote, tmp_path):
    noise = numpy.random.default_rng(4).integers(0, 256, (192, 256, 3), dtype=numpy.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png")
    assert mote("encode", "-e", "1", "noise.png").status == 0
    assert 0.98 * 4096 <= (tmp_path / "noise.png.mote").stat().st_size <= 4096


def test_too_small_a_limit_names_the_least(mote, photo):
    result = mote("encode", "-b", "4", "photo.png")
    assert result.status == 1 and len(result.error_lines) == 1
    assert "at least 5 bytes" in result.error_lines[0] and "neural" in result.error_lines[0]


def test_the_same_bytes_whatever_the_jobs(mote, tmp_path):
    for seed in range(4):
        picture(seed=seed, width=70 + seed, height=50).save(tmp_path / f"{seed}.png")
    names = [f"{seed}.png" for seed in range(4)]
    for jobs, folder in (("1", "a"), ("2", "b"), ("2", "c")):
        assert mote("encode", "-b", "300", "-e", "3", "-j", jobs, "-o", folder, *names).status == 0
    for name in names:
        streams = {(tmp_path / folder / f"{name}.mote").read_bytes() for folder in "abc"}
        assert len(streams) == 1, name
    for jobs in ("1", "2"):
        assert mote("decode", "-j", jobs, "a", "-o", f"decoded{jobs}").status == 0
    for name in names:
        assert (tmp_path / "decoded1" / name).read_bytes() == (tmp_path / "decoded2" / name).read_bytes()

import argparse
import sys
from pathlib import Path

import pytest
from mote_bench import compare, sheets
from mote_bench.cache import Cache
from mote_bench.codecs import Codec, Sizes
from mote_bench.trial import Setup
from PIL import Image

FAKE = str(Path(__file__).with_name("fake_codec.py"))
GREY = (90, 90, 90)


def fake_codec(name, log):
    return Codec(
        name,
        name.upper(),
        "quality",
        reads="ppm",
        writes="ppm",
        encode=(sys.executable, "-S", FAKE, "encode", "{quality}", "{input}", "{output}", str(log)),
        decode=(sys.executable, "-S", FAKE, "decode", "{input}", "{output}"),
        rungs=tuple(map(str, range(10))),
        long_sides=(32,),
    )


@pytest.fixture
def run_sheets(tmp_path, monkeypatch):
    """Runs the command over the pictures of tmp_path/pets with two fake codecs; gives the sheets by name."""

    def run(budget):
        codecs = {name: fake_codec(name, tmp_path / "log") for name in ("one", "two")}
        setup = Setup(
            Cache(tmp_path / "cache"),
            Path("mote"),
            {"one": "1", "two": "1"},
            Sizes((1.0,), (), (0, 1000), 24),
            lambda a, b: {"dssim2016": 0.5, "dssim": 0.1, "ssimulacra2": -3.0, "butteraugli": 1.0, "psnr": 20.0},
            "1",
        )
        monkeypatch.setattr(compare, "prepare", lambda arguments: compare.Prepared(codecs, setup, {}))
        parser = argparse.ArgumentParser()
        sheets.add_arguments(parser)
        words = ["--build", str(tmp_path / "build"), "--corpus", str(tmp_path / "pets"), "--budget", str(budget)]
        arguments = parser.parse_args([*words, "--codec", "one", "--codec", "two", "--jobs", "1", "--quiet"])
        assert sheets.run_command(arguments) == 0
        return {path.name: Image.open(path) for path in (tmp_path / "build" / "sheets").iterdir()}

    (tmp_path / "pets").mkdir()
    return run


def test_a_sheet_has_the_original_and_each_codec_in_order(tmp_path, run_sheets):
    Image.new("RGB", (64, 48), GREY).save(tmp_path / "pets" / "cat.png")
    made = run_sheets(100)
    assert list(made) == ["pets-cat.png"]
    image = made["pets-cat.png"]
    assert image.size == (3 * (64 + 12) - 12, 48 + 26)
    for column in range(3):
        assert image.getpixel((column * 76 + 32, 24)) == GREY  # the fake keeps the mean colour
    assert image.getpixel((64 + 6, 24)) == (255, 255, 255)  # between two
    for column in range(3):  # a caption below each
        assert min(image.crop((column * 76, 48, column * 76 + 64, 74)).convert("L").tobytes()) < 100


def test_a_second_run_encodes_nothing(tmp_path, run_sheets):
    Image.new("RGB", (64, 48), GREY).save(tmp_path / "pets" / "cat.png")
    run_sheets(100)
    asked = (tmp_path / "log").read_text()
    run_sheets(100)
    assert (tmp_path / "log").read_text() == asked


def test_a_limit_out_of_reach_leaves_a_blank_with_the_reason(tmp_path, run_sheets):
    Image.new("RGB", (64, 48), GREY).save(tmp_path / "pets" / "cat.png")
    image = run_sheets(20)["pets-cat.png"]
    assert image.getpixel((32, 24)) == GREY
    assert image.getpixel((76 + 32, 24)) == (255, 255, 255)


def test_pictures_that_share_a_stem_have_sheets_of_their_own(tmp_path, run_sheets):
    Image.new("RGB", (64, 48), GREY).save(tmp_path / "pets" / "cat.png")
    Image.new("RGB", (64, 48), GREY).save(tmp_path / "pets" / "cat.ppm")
    assert set(run_sheets(100)) == {"pets-cat.png.png", "pets-cat.ppm.png"}


def test_captions_tell_what_was_measured(tmp_path):
    row = {"width": 384, "height": 256, "bytes": 4001, "dssim2016": 0.04567, "ssimulacra2": -7.61}
    codec = fake_codec("avif", tmp_path)
    assert sheets.caption(codec, row) == "AVIF at 384x256, 4001 bytes, DSSIM-2016 0.0457, SSIMULACRA2 -7.6"

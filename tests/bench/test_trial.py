import sys
from pathlib import Path

import pytest
from mote_bench import corpus
from mote_bench.cache import Cache
from mote_bench.codecs import Codec, Sizes
from mote_bench.metrics import psnr
from mote_bench.trial import Setup, encoded_file, run_trial
from PIL import Image

FAKE = str(Path(__file__).with_name("fake_codec.py"))


@pytest.fixture
def picture(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    Image.linear_gradient("L").resize((64, 48)).convert("RGB").save(folder / "a picture.png")
    return corpus.load(folder, tmp_path / "plain")[0]


@pytest.fixture
def log(tmp_path):
    return tmp_path / "log"


def fake_codec(log, **changes):
    fields = {
        "name": "fake",
        "label": "Fake",
        "kind": "quality",
        "reads": "ppm",
        "writes": "ppm",
        "encode": (sys.executable, "-S", FAKE, "encode", "{quality}", "{input}", "{output}", str(log)),
        "decode": (sys.executable, "-S", FAKE, "decode", "{input}", "{output}"),
        "rungs": tuple(map(str, range(40))),
        "long_sides": (32, 64),
    }
    return Codec(**(fields | changes))


def score(reference, test):
    likeness = psnr(reference, test)
    return {"dssim2016": 1 / likeness, "dssim": 0.1, "ssimulacra2": likeness, "butteraugli": 1.0, "psnr": likeness}


@pytest.fixture
def setup(tmp_path):
    sizes = Sizes((1.0, 0.5), (), (0, 1000), 24)
    return Setup(Cache(tmp_path / "cache"), Path("mote"), {"fake": "1"}, sizes, score, "1")


def test_highest_quality_within_the_budget_at_each_size(picture, log, setup):
    rows = run_trial(picture, fake_codec(log), 175, setup)
    assert [(row.width, row.height) for row in rows] == [(32, 24), (64, 48)]
    # Quality 13 takes 120 bytes instead of 180, just above the last that fits: it is found.
    assert {(row.setting, row.bytes, row.status) for row in rows} == {("13", 120, "ok")}
    for row in rows:
        assert row.psnr == pytest.approx(10.6, abs=1.5)  # a gradient against its mean
        assert row.encode_wall_s > 0 and row.decode_cpu_s > 0 and row.encode_peak_mib > 1
        with open(encoded_file(picture, fake_codec(log), vars(row), setup), "rb") as file:
            assert len(file.read()) == 120


def test_second_run_encodes_nothing(picture, log, setup):
    first = run_trial(picture, fake_codec(log), 175, setup)
    asked = log.read_text()
    assert run_trial(picture, fake_codec(log), 175, setup) == first
    assert log.read_text() == asked


@pytest.mark.parametrize("change", ["version", "settings", "picture"])
def test_what_changes_is_measured_again(picture, log, setup, change, tmp_path):
    codec = fake_codec(log, long_sides=(32,))
    run_trial(picture, codec, 175, setup)
    asked = log.read_text()
    if change == "version":
        setup.versions["fake"] = "2"
    elif change == "settings":
        codec = fake_codec(log, long_sides=(32,), encode=(*codec.encode[:1], "-B", *codec.encode[1:]))
    else:
        other = tmp_path / "others"
        other.mkdir()
        Image.new("RGB", (64, 48), "teal").save(other / picture.name)
        picture = corpus.load(other, tmp_path / "plain")[0]
    run_trial(picture, codec, 175, setup)
    assert len(log.read_text()) > len(asked)


def test_budget_out_of_reach_is_a_row_that_says_so(picture, log, setup):
    (row,) = run_trial(picture, fake_codec(log), 49, setup)
    assert row.status == "no fit: its least is 50 bytes"
    assert row.bytes is None and row.dssim2016 is None


def test_failing_codec_is_one_row_with_its_last_words(picture, log, setup):
    (row,) = run_trial(picture, fake_codec(log, encode=(sys.executable, "-S", FAKE, "fail")), 175, setup)
    assert row.status.startswith("failed: ") and row.status.endswith("ended with 3: no such luck")


def test_missing_program_is_one_row(picture, log, setup):
    (row,) = run_trial(picture, fake_codec(log, decode=("no-such-program-here", "{input}")), 175, setup)
    assert row.status == "failed: no-such-program-here: No such file or directory"


def test_passing_the_limit_is_a_failure(picture, log, setup):
    # Of kind budget, this one ignores it: 50 + 10 x 40 bytes.
    encode = (sys.executable, "-S", FAKE, "encode", "40", "{input}", "{output}", str(log))
    (row,) = run_trial(picture, fake_codec(log, kind="budget", encode=encode), 400, setup)
    assert row.status == "failed: 450 bytes are more than the limit"
    (row,) = run_trial(picture, fake_codec(log, kind="budget", encode=encode), 450, setup)
    assert (row.status, row.bytes, row.width) == ("ok", 450, 64)


def test_plain_copies_have_no_alpha_orientation_or_metadata(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    Image.new("RGBA", (4, 2), (255, 0, 0, 0)).save(folder / "a.png")
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (4, 2), "blue").save(folder / "b.jpg", exif=exif)
    (folder / "notes.txt").write_text("no picture")
    first, second = corpus.load(folder, tmp_path / "plain")
    with Image.open(first.path) as image:
        assert image.mode == "RGB" and image.getpixel((0, 0)) == (255, 255, 255)
    assert (second.width, second.height) == (2, 4)


def test_no_pictures_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="no pictures"):
        corpus.load(tmp_path, tmp_path / "plain")

"""mote score: lines as the published script prints them."""

import re

import pytest
from PIL import Image

from conftest import picture


def test_two_files(mote, photo, tmp_path):
    picture(seed=2).save(tmp_path / "other name.png")
    result = mote("score", "photo.png", "other name.png")
    assert result.status == 0 and result.errors == b""
    assert re.fullmatch(rb"Comparing photo\.png to other name\.png\.\.\. \d+\.\d{6}\n", result.output)
    assert mote("score", "photo.png", "photo.png").output == b"Comparing photo.png to photo.png... 0.000000\n"


def make_directories(tmp_path):
    for folder in ("corpus", "test"):
        (tmp_path / folder).mkdir()
    for number, name in enumerate(("1 - starry.png", "2 - source.png", "photo.jpg")):
        image = picture(seed=number)
        image.save(tmp_path / "corpus" / name)
        test_name = name if name.endswith(".png") else name + ".png"
        image.resize((20, 12)).resize(image.size).save(tmp_path / "test" / test_name)


def test_two_directories(mote, tmp_path):
    make_directories(tmp_path)
    for arguments in (["corpus", "test"], ["corpus/", "test/"], ["-j", "3", "corpus", "test"]):
        result = mote("score", *arguments)
        assert result.status == 0 and result.errors == b""
        patterns = [
            r"Comparing corpus/1 - starry\.png to test/1 - starry\.png\.\.\. (\d\.\d{6})",
            r"Comparing corpus/2 - source\.png to test/2 - source\.png\.\.\. (\d\.\d{6})",
            r"Comparing corpus/photo\.jpg to test/photo\.jpg\.png\.\.\. (\d\.\d{6})",
            r"Average score: (\d\.\d{6})",
        ]
        assert len(result.lines) == 4
        scores = [float(re.fullmatch(pattern, line).group(1)) for pattern, line in zip(patterns, result.lines)]
        assert scores[3] == pytest.approx(sum(scores[:3]) / 3, abs=2e-6) and scores[3] > 0


def test_json(mote, tmp_path):
    make_directories(tmp_path)
    (tmp_path / "test" / "2 - source.png").unlink()
    result = mote("score", "--json", "corpus", "test")
    assert result.status == 1 and len(result.error_lines) == 1
    first, second, third, average = result.json
    assert first["reference"] == "corpus/1 - starry.png" and first["test"] == "test/1 - starry.png"
    assert (first["width"], first["height"], first["error"]) == (97, 61, None)
    assert second["score"] is None and second["error"]
    assert average["count"] == 2
    assert average["average_score"] == pytest.approx((first["score"] + third["score"]) / 2)


def test_missing_partners(mote, tmp_path):
    make_directories(tmp_path)
    (tmp_path / "test" / "1 - starry.png").unlink()
    picture().save(tmp_path / "test" / "stranger.png")
    result = mote("score", "corpus", "test")
    assert result.status == 1
    assert [line.split(": ")[1] for line in result.error_lines] == ["corpus/1 - starry.png", "test/stranger.png"]
    assert len(result.lines) == 3 and result.lines[-1].startswith("Average score: ")


def test_exact_names_are_paired_first(mote, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        for seed, name in enumerate(("x.jpg.png", "x.jpg")):
            picture(seed=seed).save(tmp_path / folder / name)
    result = mote("score", "a", "b")
    assert result.status == 0
    assert result.lines == [
        "Comparing a/x.jpg to b/x.jpg... 0.000000",
        "Comparing a/x.jpg.png to b/x.jpg.png... 0.000000",
        "Average score: 0.000000",
    ]


def test_different_sizes(mote, photo, tmp_path):
    picture(width=96).save(tmp_path / "narrow.png")
    result = mote("score", "photo.png", "narrow.png")
    assert result.status == 1 and result.output == b""
    assert len(result.error_lines) == 1
    assert "narrow.png" in result.error_lines[0] and "96x61" in result.error_lines[0] and "97x61" in result.error_lines[0]


def test_unreadable_files(mote, photo, tmp_path):
    (tmp_path / "bad.png").write_bytes(photo.read_bytes()[:300])
    for arguments in (["photo.png", "bad.png"], ["bad.png", "photo.png"]):
        result = mote("score", *arguments)
        assert result.status == 1 and len(result.error_lines) == 1
        assert result.error_lines[0].startswith("mote: bad.png: ")
    assert mote("score", "photo.png", "none.png").error_lines == ["mote: none.png: No such file or directory"]
    (tmp_path / "empty").mkdir()
    assert mote("score", "empty", "empty").status == 1


def test_alpha_on_one_side(mote, tmp_path):
    opaque = picture()
    opaque.save(tmp_path / "a.png")
    opaque.convert("RGBA").save(tmp_path / "b.png")
    assert mote("score", "a.png", "b.png").output.endswith(b"... 0.000000\n")
    clear = opaque.convert("RGBA")
    clear.putalpha(Image.new("L", clear.size, 100))
    clear.save(tmp_path / "c.png")
    assert float(mote("score", "a.png", "c.png").output.split()[-1]) > 0.001


def test_standard_input(mote, photo):
    result = mote("score", "-", "photo.png", input=photo.read_bytes())
    assert result.status == 0 and result.output.endswith(b"... 0.000000\n")

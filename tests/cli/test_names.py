"""Which inputs are taken, what outputs are called, and names that are hard to handle."""

import os

import pytest

from conftest import names_in, picture


def test_encode_beside_the_input(mote, tmp_path):
    (tmp_path / "d").mkdir()
    picture().save(tmp_path / "d" / "photo.jpg")
    assert mote("encode", "-m", "lanczos", "d/photo.jpg").status == 0
    assert names_in(tmp_path / "d") == ["photo.jpg", "photo.jpg.mote"]


def test_decode_beside_the_input(mote, encoded, tmp_path):
    assert mote("decode", "photo.png.mote").status == 0
    assert names_in(tmp_path) == ["photo.png", "photo.png.mote", "photo.png.out.png"]


def test_directory_there_and_back(mote, tmp_path):
    folder = tmp_path / "D"
    (folder / "sub").mkdir(parents=True)
    picture().save(folder / "1 - starry.png")
    picture().save(folder / "photo.jpg")
    picture().save(folder / ".hidden.png")
    picture().save(folder / "sub" / "deep.png")
    result = mote("encode", "-m", "lanczos", "D", "--json")
    assert result.status == 0
    assert [line["output"] for line in result.json] == ["D/out/1 - starry.png.mote", "D/out/photo.jpg.mote"]
    assert names_in(folder / "out") == ["1 - starry.png.mote", "photo.jpg.mote"]

    # What lies in out/ is no input the second time.
    again = mote("encode", "-m", "lanczos", "D/", "--overwrite", "--json")
    assert again.status == 0 and len(again.json) == 2

    result = mote("decode", "D/out", "-o", "decoded", "--json")
    assert result.status == 0
    assert names_in(tmp_path / "decoded") == ["1 - starry.png", "photo.jpg.png"]
    assert mote("decode", "D/out").status == 0
    assert names_in(folder / "out" / "out") == ["1 - starry.png", "photo.jpg.png"]
    scored = mote("score", "D", "decoded")
    assert scored.status == 0, scored.errors
    assert len(scored.lines) == 3


def test_several_inputs_into_a_new_directory(mote, tmp_path):
    for name in ("a.png", "b.png"):
        picture().save(tmp_path / name)
    assert mote("encode", "-m", "lanczos", "b.png", "a.png", "-o", "new/deep").status == 0
    assert names_in(tmp_path / "new") == ["deep", "deep/a.png.mote", "deep/b.png.mote"]
    assert mote("decode", "new/deep/a.png.mote", "-o", "new/").status == 0
    assert (tmp_path / "new" / "a.png").exists()


def test_one_input_into_an_existing_directory(mote, photo, tmp_path):
    (tmp_path / "d").mkdir()
    assert mote("encode", "-m", "lanczos", "photo.png", "-o", "d").status == 0
    assert names_in(tmp_path / "d") == ["photo.png.mote"]


def test_colliding_outputs_lose_nothing(mote, tmp_path):
    for folder, seed in (("a", 1), ("b", 2)):
        (tmp_path / folder).mkdir()
        picture(seed=seed).save(tmp_path / folder / "x.png")
    alone = mote("encode", "-m", "lanczos", "a/x.png", "-o", "-").output
    result = mote("encode", "-m", "lanczos", "a/x.png", "b/x.png", "-o", "o", "--json", "--overwrite")
    assert result.status == 1
    assert result.json[0]["error"] is None and "a/x.png" in result.json[1]["error"]
    assert len(result.error_lines) == 1 and "b/x.png" in result.error_lines[0]
    assert names_in(tmp_path / "o") == ["x.png.mote"]
    assert (tmp_path / "o" / "x.png.mote").read_bytes() == alone


def test_motes_of_one_stem_do_not_meet(mote, encoded, tmp_path):
    (tmp_path / "m").mkdir()
    for name in ("a.png.mote", "a.jpg.mote", "a.webp.mote"):
        (tmp_path / "m" / name).write_bytes(encoded.read_bytes())
    assert mote("decode", "m", "-o", "o").status == 0
    assert names_in(tmp_path / "o") == ["a.jpg.png", "a.png", "a.webp.png"]


def test_stranger_in_a_directory_is_one_error(mote, tmp_path):
    folder = tmp_path / "D"
    folder.mkdir()
    picture().save(folder / "a.png")
    (folder / "notes.txt").write_text("no picture")
    picture().save(folder / "z.png")
    result = mote("encode", "-m", "lanczos", "D")
    assert result.status == 1
    assert len(result.error_lines) == 1 and "D/notes.txt" in result.error_lines[0]
    assert names_in(folder / "out") == ["a.png.mote", "z.png.mote"]


def test_empty_directory_is_an_error(mote, tmp_path):
    (tmp_path / "D").mkdir()
    result = mote("encode", "D")
    assert result.status == 1
    assert len(result.error_lines) == 1 and "mote: D: " in result.error_lines[0]
    assert names_in(tmp_path / "D") == []


HARD_NAMES = [
    b"with space.png",
    b"new\nline.png",
    b"quo'te\".png",
    b"back\\slash.png",
    b"tab\t.png",
    b"esc\x1b[31m.png",
    b"\xff\xfe invalid.png",
    b"\xc3\xa9.png",
    b"brackets[page=1,n=2].png",
    b"[a,b]",
    b"percent%20.png",
    b"star*?.png",
    b"++",
    b"info",
    b"@list",
    b"no extension",
]


@pytest.mark.parametrize("name", HARD_NAMES, ids=[repr(name)[2:-1].replace("/", "_") for name in HARD_NAMES])
def test_hard_names(mote, photo, tmp_path, name):
    folder = os.path.join(os.fsencode(tmp_path), b"d")
    os.mkdir(folder)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(photo.read_bytes())
    assert mote("encode", "-m", "lanczos", name, cwd=folder).status == 0
    assert sorted(os.listdir(folder)) == sorted([name, name + b".mote"])
    result = mote("encode", "-m", "lanczos", "d", "--json", "-o", b"o/" + name)
    assert result.status == 1  # the mote beside it is no picture
    outcomes = {outcome["error"] is None for outcome in result.json}
    assert outcomes == {True, False}
    assert len(result.error_lines) == 1
    result = mote("decode", name + b".mote", cwd=folder)
    assert result.status == 0
    os.unlink(os.path.join(folder, name))
    missing = mote("encode", "-m", "lanczos", name, cwd=folder)
    assert missing.status == 1 and len(missing.error_lines) == 1
    assert "\x1b" not in missing.error_lines[0]


def test_names_that_begin_with_a_dash(mote, photo, tmp_path):
    (tmp_path / "-x.png").write_bytes(photo.read_bytes())
    (tmp_path / "--help").write_bytes(photo.read_bytes())
    assert mote("encode", "-m", "lanczos", "--", "-x.png", "--help").status == 0
    assert (tmp_path / "-x.png.mote").exists() and (tmp_path / "--help.mote").exists()
    assert mote("encode", "-m", "lanczos", "./-x.png", "--overwrite").status == 0
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "-o").write_bytes(photo.read_bytes())
    assert mote("encode", "-m", "lanczos", "d").status == 0
    assert names_in(tmp_path / "d" / "out") == ["-o.mote"]
    assert mote("info", "--", "-x.png.mote").status == 0


def test_a_name_as_long_as_the_system_allows(mote, photo, tmp_path):
    name = "n" * 250
    (tmp_path / name).write_bytes(photo.read_bytes())
    assert mote("encode", "-m", "lanczos", name).status == 0
    (tmp_path / ("m" * 255)).write_bytes(photo.read_bytes())
    result = mote("encode", "-m", "lanczos", "m" * 255)
    assert result.status == 1
    assert len(result.error_lines) == 1 and "File name too long" in result.error_lines[0]


def test_order_of_lines_is_the_order_of_inputs(mote, tmp_path):
    names = []
    for number in range(12):
        name = f"{number}.png"
        picture(width=400 if number % 3 == 0 else 20, height=300 if number % 3 == 0 else 20).save(tmp_path / name)
        names.append(name)
    names.insert(5, "missing.png")
    for jobs in ("1", "2", "8"):
        result = mote("encode", "-m", "lanczos", "-j", jobs, "--json", "--overwrite", *names)
        assert result.status == 1
        assert [line["input"] for line in result.json] == names

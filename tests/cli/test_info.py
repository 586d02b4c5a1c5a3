"""mote info."""

import os

from conftest import picture


def test_for_people(mote, encoded):
    result = mote("info", "photo.png.mote")
    assert result.status == 0 and result.errors == b""
    assert result.lines[0].startswith("photo.png.mote: ")
    for part in ("lanczos", "97x61", "alpha", "bytes by part"):
        assert part in result.output.decode()


def test_json(mote, photo, tmp_path):
    picture(channels=4).save(tmp_path / "alpha.png")
    assert mote("encode", "-m", "patches", "-e", "1", "photo.png", "alpha.png").status == 0
    assert mote("encode", "-m", "lanczos", "photo.png", "-o", "l.mote").status == 0
    result = mote("info", "--json", "photo.png.mote", "none.mote", "alpha.png.mote", "l.mote", "photo.png")
    assert result.status == 1
    patches, missing, alpha, lanczos, no_mote = result.json
    assert (patches["method"], patches["width"], patches["height"]) == ("patches", 97, 61)
    assert patches["version"] == 1 and patches["alpha"] == "opaque" and patches["error"] is None
    assert alpha["alpha"] == "composited on white"
    assert (lanczos["method"], lanczos["version"], lanczos["alpha"]) == ("lanczos", 0, "unknown")
    assert missing["error"] == "No such file or directory" and no_mote["error"]
    assert len(result.error_lines) == 2
    assert mote("encode", "-m", "neural", "-e", "1", "-b", "700", "alpha.png", "-o", "n.mote").status == 0
    neural = mote("info", "--json", "n.mote").json[0]
    assert (neural["method"], neural["version"], neural["alpha"]) == ("neural", 1, "composited on white")
    assert [part["label"] for part in neural["parts"]][-3:] == ["raster", "level", "latents"]
    assert neural["raster_width"] % 16 == neural["raster_height"] % 16 == 0
    for info, name in ((patches, "photo.png.mote"), (lanczos, "l.mote"), (neural, "n.mote")):
        assert info["file"] == name
        assert info["bytes"] == (tmp_path / name).stat().st_size <= 4096
        assert sum(part["bits"] for part in info["parts"]) == 8 * info["bytes"]
        assert info["raster_width"] >= 1 and info["raster_height"] >= 1


def test_image_library_is_loaded_only_for_pixels(mote, encoded):
    """Start-up is quick because libvips and all that is behind it stay out until they are wanted."""
    environment = dict(os.environ, LD_DEBUG="files")
    for arguments, wanted in (
        (["info", "photo.png.mote"], False),
        (["--help"], False),
        (["decode", "photo.png.mote", "-o", "a.ppm"], False),
        (["encode", "-e", "1", "photo.png", "-o", "a.mote"], True),
    ):
        result = mote(*arguments, env=environment)
        assert result.status == 0
        assert (b"libvips" in result.errors) == wanted, arguments

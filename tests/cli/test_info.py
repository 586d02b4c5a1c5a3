"""mote info."""

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
    for info, name in ((patches, "photo.png.mote"), (lanczos, "l.mote")):
        assert info["file"] == name
        assert info["bytes"] == (tmp_path / name).stat().st_size <= 4096
        assert sum(part["bits"] for part in info["parts"]) == 8 * info["bytes"]
        assert info["raster_width"] >= 1 and info["raster_height"] >= 1


def test_image_library_is_not_started(mote, encoded):
    """Start-up is quick because nothing of libvips runs: its modules are not even loaded."""
    import subprocess

    from conftest import program

    traced = subprocess.run(["strace", "-f", "-e", "trace=openat", program(), "info", encoded], capture_output=True) \
        if subprocess.run(["sh", "-c", "command -v strace"], capture_output=True).returncode == 0 else None
    maps = traced.stderr if traced is not None else b""
    assert b"vips-modules" not in maps
    assert mote("info", "photo.png.mote").status == 0

"""Standard input, output and error; JSON lines."""

import io
import os
import pty
import subprocess

import numpy
import pytest

from PIL import Image

from conftest import picture, program


def test_pipes_both_ways(mote, photo, encoded):
    stream = mote("encode", "-m", "lanczos", "-", input=photo.read_bytes())
    assert stream.status == 0 and stream.errors == b""
    assert stream.output == encoded.read_bytes()
    decoded = mote("decode", "-", input=stream.output)
    assert decoded.status == 0 and decoded.errors == b""
    with Image.open(io.BytesIO(decoded.output)) as image:
        assert image.format == "PNG" and image.size == (97, 61)
    assert mote("info", "-", input=stream.output).status == 0


def test_every_format_comes_through_a_pipe(mote):
    for kind in ("png", "jpeg", "webp", "gif", "bmp", "tiff", "ppm"):
        buffer = io.BytesIO()
        picture().save(buffer, kind)
        result = mote("encode", "-m", "lanczos", "-", input=buffer.getvalue())
        assert result.status == 0, (kind, result.errors)


def test_standard_input_among_others(mote, photo, tmp_path):
    result = mote("encode", "-m", "lanczos", "-", "photo.png", "-o", "o", input=photo.read_bytes())
    assert result.status == 0
    assert sorted(path.name for path in (tmp_path / "o").iterdir()) == ["photo.png.mote", "stdin.mote"]


def test_bad_standard_input(mote):
    for data in (b"", b"hello", b"\x89PNG\r\n\x1a\n"):
        for command in ("encode", "decode", "info"):
            result = mote(command, "-", input=data)
            assert result.status == 1
            assert len(result.error_lines) == 1 and "standard input" in result.error_lines[0]
            assert result.output == b""


def test_endless_standard_input_is_refused(mote):
    with open("/dev/zero", "rb") as zero:
        completed = subprocess.run([program(), "encode", "-"], stdin=zero, capture_output=True, timeout=60)
    assert completed.returncode == 1 and completed.stderr.count(b"\n") == 1


def test_json_of_successes_and_failures(mote, photo, tmp_path):
    picture(channels=4).save(tmp_path / "alpha.png")
    result = mote("encode", "-m", "lanczos", "--json", "photo.png", "none.png", "alpha.png")
    assert result.status == 1
    good, bad, alpha = result.json
    assert list(good) == ["input", "output", "bytes", "width", "height", "method", "alpha", "seconds", "error"]
    assert good["input"] == "photo.png" and good["output"] == "photo.png.mote"
    assert good["bytes"] == (tmp_path / "photo.png.mote").stat().st_size
    assert (good["width"], good["height"], good["method"]) == (97, 61, "lanczos")
    assert good["error"] is None and good["alpha"] == "opaque" and good["seconds"] > 0
    assert bad["error"] == "No such file or directory" and bad["bytes"] is None and bad["output"] is None
    assert alpha["alpha"] == "composited on white"
    assert len(result.error_lines) == 1


def test_json_of_decode(mote, encoded, tmp_path):
    result = mote("decode", "--json", "photo.png.mote", "photo.png")
    assert result.status == 1
    good, bad = result.json
    assert good["output"] == "photo.png.out.png"
    assert good["bytes"] == (tmp_path / "photo.png.out.png").stat().st_size
    assert (good["width"], good["height"], good["method"]) == (97, 61, "lanczos")
    assert bad["input"] == "photo.png" and bad["error"]


def test_json_is_unicode_whatever_the_name(mote, photo, tmp_path):
    name = os.path.join(os.fsencode(tmp_path), b"\xff\n\".png")
    with open(name, "wb") as file:
        file.write(photo.read_bytes())
    result = mote("encode", "-m", "lanczos", "--json", b"\xff\n\".png")
    assert result.status == 0
    assert result.json[0]["input"] == "\ufffd\n\".png"


def test_silent_without_a_terminal(mote, photo, tmp_path):
    picture().save(tmp_path / "b.png")
    result = mote("encode", "-m", "lanczos", "photo.png", "b.png")
    assert (result.status, result.output, result.errors) == (0, b"", b"")
    result = mote("encode", "-m", "lanczos", "photo.png", "b.png", "-v", "--overwrite")
    assert result.output == b"" and len(result.error_lines) == 2
    assert "photo.png -> photo.png.mote" in result.error_lines[0]


def run_on_terminal(arguments, directory):
    """Runs with a pseudo-terminal as standard error; returns what it showed."""
    try:
        parent, child = pty.openpty()
    except OSError as error:
        pytest.skip(f"no pseudo-terminal to be had here: {error}")
    process = subprocess.Popen([program(), *arguments], stderr=child, stdout=subprocess.PIPE, cwd=directory)
    os.close(child)
    shown = b""
    while True:
        try:
            data = os.read(parent, 4096)
        except OSError:  # how a pseudo-terminal says that the other side is gone
            break
        if not data:
            break
        shown += data
    os.close(parent)
    assert process.communicate(timeout=60)[0] == b""
    return process.returncode, shown


def test_progress_on_a_terminal_for_several_inputs(photo, tmp_path):
    picture().save(tmp_path / "b.png")
    arguments = ["encode", "-m", "lanczos", "photo.png", "none.png", "b.png", "--overwrite"]
    status, shown = run_on_terminal(arguments, tmp_path)
    assert status == 1
    assert b"0 of 3 done" in shown and b"2 of 3 done" in shown and shown.endswith(b"\r\x1b[K")
    assert b"\r\x1b[Kmote: none.png: No such file" in shown
    status, shown = run_on_terminal([*arguments, "-q"], tmp_path)
    assert b"done" not in shown and b"none.png" in shown
    status, shown = run_on_terminal(["encode", "-m", "lanczos", "photo.png", "--overwrite"], tmp_path)
    assert status == 0 and b" of " not in shown


def test_full_standard_output(photo, encoded, tmp_path):
    for arguments in (
        ["encode", "photo.png", "-m", "lanczos", "-o", "-"],
        ["decode", "photo.png.mote", "-o", "-"],
        ["encode", "photo.png", "-m", "lanczos", "--overwrite", "--json"],
        ["info", "photo.png.mote"],
        ["score", "photo.png", "photo.png"],
    ):
        with open("/dev/full", "wb") as full:
            completed = subprocess.run(
                [program(), *arguments], stdout=full, stderr=subprocess.PIPE, cwd=tmp_path, timeout=60
            )
        assert completed.returncode == 1, arguments
        assert completed.stderr.count(b"\n") == 1 and b"No space left on device" in completed.stderr, completed.stderr


def test_closed_standard_output(photo, encoded, tmp_path):
    for arguments in (["info", "photo.png.mote"], ["decode", "photo.png.mote", "-o", "-"]):
        read_end, write_end = os.pipe()
        os.close(read_end)
        completed = subprocess.run(
            [program(), *arguments], stdout=write_end, stderr=subprocess.PIPE, cwd=tmp_path, timeout=60
        )
        os.close(write_end)
        assert completed.returncode == 1 and b"Broken pipe" in completed.stderr
        completed = subprocess.run(
            ["sh", "-c", 'exec "$@" >&-', "sh", program(), *arguments], stderr=subprocess.PIPE, cwd=tmp_path, timeout=60
        )
        assert completed.returncode == 1 and b"Bad file descriptor" in completed.stderr


def test_all_standard_streams_closed(photo, tmp_path):
    completed = subprocess.run(
        ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", program(), "encode", "-m", "lanczos", "photo.png", "-v", "--json"],
        cwd=tmp_path,
        timeout=60,
    )
    assert completed.returncode == 1  # its JSON went nowhere
    assert (tmp_path / "photo.png.mote").read_bytes()[8:10] == b"P6"


def test_ppm_to_a_file_equals_png(mote, encoded, tmp_path):
    for name in ("a.png", "a.ppm", "a.PPM", "plain"):
        assert mote("decode", "photo.png.mote", "-o", name).status == 0
    reference = numpy.asarray(Image.open(tmp_path / "a.png"))
    for name, kind in (("a.ppm", "PPM"), ("a.PPM", "PPM"), ("plain", "PNG")):
        with Image.open(tmp_path / name) as image:
            assert image.format == kind
            assert numpy.array_equal(numpy.asarray(image), reference)

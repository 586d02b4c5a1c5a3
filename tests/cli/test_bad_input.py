"""What cannot be read is one error that names the file and the reason, at once and without much memory."""

import os
import resource
import socket
import struct
import subprocess
import zlib

import numpy
import pytest
from PIL import Image

from conftest import names_in, picture, program, sanitized


def failure(result, name, reason=""):
    assert result.status == 1, result.errors
    assert result.output == b""
    assert len(result.error_lines) == 1, result.error_lines
    line = result.error_lines[0]
    assert line.startswith(f"mote: {name}: "), line
    assert len(line) > len(f"mote: {name}: ")
    assert reason in line, line


def make_special(path, kind):
    if kind == "directory":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "dangling":
        path.symlink_to("nowhere")
    elif kind == "loop":
        path.symlink_to(path.name)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            previous = os.getcwd()
            os.chdir(path.parent)  # socket paths are short
            try:
                server.bind(path.name)
            finally:
                os.chdir(previous)


REASONS = {
    "fifo": "FIFO",
    "dangling": "No such file or directory",
    "loop": "Too many levels of symbolic links",
    "device": "a device",
    "socket": "a socket",
}


@pytest.mark.parametrize("kind", REASONS)
@pytest.mark.parametrize("command", ["encode", "decode", "info", "score"])
def test_no_regular_file(mote, tmp_path, command, kind):
    make_special(tmp_path / "a.png", kind)
    arguments = ["score", "a.png", "a.png"] if command == "score" else [command, "a.png"]
    failure(mote(*arguments, timeout=20), "a.png", REASONS[kind])
    assert names_in(tmp_path) == ["a.png"]


@pytest.mark.parametrize("command", ["info", "score"])
def test_directory_where_a_file_is_wanted(mote, photo, tmp_path, command):
    make_special(tmp_path / "a.png", "directory")
    arguments = ["score", "a.png", "photo.png"] if command == "score" else [command, "a.png"]
    failure(mote(*arguments), "a.png", "directory")


def test_directory_with_special_files(mote, photo, tmp_path):
    folder = tmp_path / "D"
    folder.mkdir()
    for kind in ("fifo", "dangling", "loop", "socket", "directory"):
        make_special(folder / f"{kind}.png", kind)
    photo.rename(folder / "photo.png")
    result = mote("encode", "-m", "lanczos", "D", timeout=30)
    assert result.status == 1
    assert [line.split(": ")[1] for line in result.error_lines] == ["D/dangling.png", "D/loop.png"]
    assert names_in(folder / "out") == ["photo.png.mote"]


def test_missing_and_unreadable(mote, photo, tmp_path):
    failure(mote("encode", "none.png"), "none.png", "No such file or directory")
    failure(mote("encode", "photo.png/x"), "photo.png/x", "Not a directory")
    os.chmod(photo, 0)
    if os.geteuid() != 0:
        failure(mote("encode", "photo.png"), "photo.png", "Permission denied")
        return
    tmp_path.chmod(0o777)
    for parent in tmp_path.parents[:3]:
        parent.chmod(parent.stat().st_mode | 0o055)
    completed = subprocess.run(
        [program(), "encode", "photo.png"], cwd=tmp_path, capture_output=True, timeout=60, user=65534, group=65534,
        extra_groups=[],
    )
    assert completed.returncode == 1
    assert completed.stderr == b"mote: photo.png: Permission denied\n"


@pytest.mark.parametrize("data", [b"", b"\0", b"BM", b"P6", b"GIF89a", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"hello, world\n" * 99])
@pytest.mark.parametrize("command", ["encode", "decode", "info"])
def test_too_little_or_nothing(mote, tmp_path, command, data):
    (tmp_path / "a.png").write_bytes(data)
    failure(mote(command, "a.png"), "a.png")
    assert names_in(tmp_path) == ["a.png"]


HOSTILE = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
    "xml svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n",
    "ps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n",
    "mvg": b"push graphic-context\nviewbox 0 0 9 9\nfill 'url(https://example.com/x)'\npop graphic-context\n",
    "msl": b'<?xml version="1.0"?><image><read filename="/etc/passwd"/></image>',
    "url": b"[InternetShortcut]\nURL=file:///etc/passwd\n",
    "xpm": b'/* XPM */\nstatic char *x[] = {"1 1 1 1", "a c red", "a"};\n',
    "csv": b"1,2,3\n4,5,6\n",
    "vips": b"\xb6\xa6\xf2\x08" + b"\0" * 60,
    "pfm": b"PF\n1 1\n-1.0\n" + b"\0" * 12,
    "pam": b"P7\nWIDTH 1\nHEIGHT 1\nDEPTH 3\nMAXVAL 255\nTUPLTYPE RGB\nENDHDR\nabc",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_formats_that_are_not_accepted(mote, tmp_path, kind):
    (tmp_path / "a.png").write_bytes(HOSTILE[kind])
    failure(mote("encode", "a.png"), "a.png", "not a picture of any supported format")


FORMATS = {
    "png": {},
    "jpg": {},
    "webp": {},
    "gif": {},
    "bmp": {},
    "tiff": {},
    "ppm": {},
    "avif": {},
}


@pytest.mark.parametrize("kind", FORMATS)
def test_truncated_pictures(mote, tmp_path, kind):
    picture(width=200, height=150).save(tmp_path / f"whole.{kind}")
    whole = (tmp_path / f"whole.{kind}").read_bytes()
    inputs = []
    for thousandths in (5, 50, 300, 500, 700, 900, 970):
        name = f"cut{thousandths}.{kind}"
        (tmp_path / name).write_bytes(whole[: len(whole) * thousandths // 1000])
        inputs.append(name)
    result = mote("encode", "-m", "lanczos", *inputs)
    assert result.status == 1
    assert [line.split(": ")[1] for line in result.error_lines] == inputs
    assert not list(tmp_path.glob("*.mote"))


@pytest.mark.parametrize("kind", FORMATS)
def test_damaged_pictures(mote, tmp_path, kind):
    picture(width=60, height=40).save(tmp_path / f"whole.{kind}")
    whole = numpy.frombuffer((tmp_path / f"whole.{kind}").read_bytes(), numpy.uint8)
    generator = numpy.random.default_rng(11)
    folder = tmp_path / "D"
    folder.mkdir()
    for number in range(60):
        damaged = whole.copy()
        places = generator.integers(0, len(damaged) if number % 2 else min(64, len(damaged)), 1 + number % 5)
        damaged[places] = generator.integers(0, 256, len(places))
        (folder / f"{number:02}").write_bytes(damaged.tobytes())
    result = mote("encode", "-m", "lanczos", "D", "--json", "--max-pixels", "1000000")
    assert result.status in (0, 1)
    assert len(result.json) == 60
    failed = [line for line in result.json if line["error"] is not None]
    assert len(result.error_lines) == len(failed)
    assert len(list((folder / "out").glob("*"))) == 60 - len(failed)


def test_jpeg_whose_data_end_early(mote, tmp_path):
    """All markers are there, the last one included, but not all of the picture."""
    import io

    buffer = io.BytesIO()
    picture(width=200, height=150).save(buffer, "jpeg")
    whole = buffer.getvalue()
    (tmp_path / "a.jpg").write_bytes(whole[: len(whole) // 2] + b"\xff\xd9")
    failure(mote("encode", "a.jpg"), "a.jpg", "premature end of data segment")
    failure(mote("encode", "-", input=(tmp_path / "a.jpg").read_bytes()), "standard input", "premature end of data segment")


def png_header(width, height, interlace=0):
    data = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, interlace)
    return b"\x89PNG\r\n\x1a\n\0\0\0\r" + data + struct.pack(">I", zlib.crc32(data))


def png_start(width, height, interlace=0):
    data = b"IDAT" + zlib.compress(b"\0" * 64)
    return png_header(width, height, interlace) + struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))


def jpeg_claiming(width, height):
    import io

    buffer = io.BytesIO()
    picture().save(buffer, "jpeg")
    data = buffer.getvalue()
    place = data.index(b"\xff\xc0") + 5
    return data[:place] + struct.pack(">HH", height, width) + data[place + 4 :]


def bmp_claiming(width, height):
    return b"BM" + struct.pack("<IHHI", 0, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)


BOMBS = {
    "ppm": b"P6 65535 65535 255\n",
    "png": png_start(65535, 65535),
    "png cut": png_header(65535, 65535)[:24],
    "jpeg": jpeg_claiming(65535, 65500),
    "bmp": bmp_claiming(65535, 65535),
    "gif": b"GIF89a\xff\xff\xff\xff\x80\0\0" + b"\0" * 7,
    "webp": b"RIFF\x20\0\0\0WEBPVP8L\x10\0\0\0\x2f\xff\xff\xff\x0f" + b"\0" * 11,
    # Within the limit, but the data are not there.
    "ppm 256M": b"P6 16000 16000 255\n",
    "png 256M": png_start(16000, 16000),
    "png 256M interlaced": png_start(16000, 16000, 1),
    "jpeg 256M": jpeg_claiming(16000, 16000),
    "bmp 256M": bmp_claiming(16000, 16000),
    # Sides that no picture has.
    "ppm 0": b"P6 0 5 255\n",
    "ppm 65536": b"P5 65536 1 255\n" + b"\0" * 65536,
    "png 0": png_start(0, 7),
    "bmp 0": bmp_claiming(0, 7),
    "bmp lowest": bmp_claiming(7, -(2**31)),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_sizes_that_are_only_claimed(tmp_path, kind):
    (tmp_path / "a").write_bytes(BOMBS[kind])
    process = subprocess.Popen([program(), "encode", "a"], cwd=tmp_path, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.stderr.close()
    assert os.waitstatus_to_exitcode(status) == 1, errors
    assert errors.startswith(b"mote: a: ") and errors.count(b"\n") == 1, errors
    assert usage.ru_utime + usage.ru_stime < 5
    if not sanitized():
        assert usage.ru_maxrss < 120_000  # KB
    assert names_in(tmp_path) == ["a"]


def test_max_pixels(mote, photo, tmp_path):
    failure(mote("encode", "--max-pixels", "5916", "photo.png"), "photo.png", "97x61")
    assert mote("encode", "-m", "lanczos", "--max-pixels", "5917", "photo.png").status == 0
    failure(mote("decode", "--max-pixels", "5916", "photo.png.mote"), "photo.png.mote", "97x61")
    assert mote("decode", "--max-pixels", "5916", "--max-side", "50", "photo.png.mote").status == 0
    with Image.open(tmp_path / "photo.png.out.png") as image:
        assert image.size == (50, 31)
    failure(mote("score", "--max-pixels", "5916", "photo.png", "photo.png"), "photo.png", "97x61")


def test_long_sides_are_fine(mote, tmp_path):
    Image.new("RGB", (65535, 1), (9, 9, 9)).save(tmp_path / "a.png")
    Image.new("RGB", (1, 65535), (9, 9, 9)).save(tmp_path / "b.png")
    result = mote("encode", "-e", "1", "a.png", "b.png", "--json", timeout=240)
    assert result.status == 0, result.errors
    assert [(line["width"], line["height"]) for line in result.json] == [(65535, 1), (1, 65535)]
    assert mote("decode", "a.png.mote", "b.png.mote").status == 0
    with Image.open(tmp_path / "a.png.out.png") as image:
        assert image.size == (65535, 1)


@pytest.mark.parametrize("method", ["lanczos", "patches", "neural"])
def test_damaged_motes(mote, photo, tmp_path, method):
    assert mote("encode", "-m", method, "-b", "600", "-e", "1", "photo.png").status == 0
    whole = (tmp_path / "photo.png.mote").read_bytes()
    folder = tmp_path / "D"
    folder.mkdir()
    generator = numpy.random.default_rng(3)
    for length in range(0, len(whole), 13):
        (folder / f"cut{length:04}").write_bytes(whole[:length])
    for number in range(80):
        damaged = bytearray(whole)
        damaged[generator.integers(0, 24 if number % 2 else len(whole))] ^= 1 << generator.integers(0, 8)
        (folder / f"flip{number:02}").write_bytes(damaged)
    count = len(list(folder.iterdir()))
    result = mote("decode", "D", "-o", "o", "--json", "--max-pixels", "100000")
    assert result.status == 1
    failed = [line["input"] for line in result.json if line["error"] is not None]
    told = [line for line in result.error_lines if not line.endswith("the mote was cut; its beginning is shown")]
    assert len(result.json) == count and len(told) == len(failed)
    assert all(f"D/cut{length:04}" in failed for length in range(0, min(len(whole), 8), 13))
    if method == "neural":  # which shows what is left of a stream, and says so
        cut = [line["input"] for line in result.json if line.get("cut")]
        assert {f"D/cut{length:04}" for length in range(13, len(whole), 13)} <= set(cut)
    assert len(names_in(tmp_path / "o")) == count - len(failed)


def test_memory_limit_is_an_error(tmp_path):
    if sanitized():
        pytest.skip("AddressSanitizer reserves more address space than any limit allows")
    Image.new("RGB", (11000, 11000)).save(tmp_path / "a.png")

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))

    completed = subprocess.run(
        [program(), "encode", "-j", "1", "a.png"], cwd=tmp_path, capture_output=True, preexec_fn=limit, timeout=60
    )
    assert completed.returncode == 1, completed
    assert completed.stderr.startswith(b"mote: a.png: ") and b"memory" in completed.stderr

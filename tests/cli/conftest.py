"""What the command line's tests share: running the program, and pictures made here."""

import json
import os
import subprocess

import numpy
import pytest
from PIL import Image

TIMEOUT_SECONDS = 60


class Result:
    """A finished run: exit status and what was printed."""

    def __init__(self, completed):
        self.status = completed.returncode
        self.output = completed.stdout
        self.errors = completed.stderr

    @property
    def error_lines(self):
        return self.errors.decode("utf-8", "surrogateescape").splitlines()

    @property
    def lines(self):
        return self.output.decode("utf-8", "surrogateescape").splitlines()

    @property
    def json(self):
        return [json.loads(line) for line in self.output.decode("utf-8").splitlines()]


def program():
    return os.environ["MOTE"]


def sanitized():
    return bool(os.environ.get("MOTE_SANITIZE"))


@pytest.fixture
def mote(tmp_path):
    """Runs mote in the test's directory. Whatever happens, it must not end by a signal or print a sanitizer's report."""

    def run(*arguments, input=b"", timeout=TIMEOUT_SECONDS, **options):
        options.setdefault("cwd", tmp_path)
        completed = subprocess.run(
            [program(), *arguments], input=input, capture_output=True, timeout=timeout, **options
        )
        assert completed.returncode in (0, 1, 2), (completed.returncode, completed.stderr)
        assert b"Sanitizer" not in completed.stderr and b"runtime error" not in completed.stderr, completed.stderr
        return Result(completed)

    return run


@pytest.fixture
def pixels(tmp_path):
    """Reads a picture file the way mote does; returns the array (height, width, 3 or 4), or the error's text."""

    def read(path, *arguments, input=b""):
        completed = subprocess.run(
            [os.environ["MOTE_DUMP_PIXELS"], path, *arguments],
            input=input,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            cwd=tmp_path,
        )
        if completed.returncode == 1:
            text = completed.stderr.decode()
            assert text.count("\n") == 1, text
            return text.rstrip("\n")
        assert completed.returncode == 0, completed.stderr
        header, data = completed.stdout.split(b"\n", 1)
        width, height, channels = map(int, header.split())
        return numpy.frombuffer(data, numpy.uint8).reshape(height, width, channels)

    return read


def picture(width=97, height=61, seed=1, channels=3):
    """A soft picture with a hard edge, RGB, grey or RGBA."""
    generator = numpy.random.default_rng(seed)
    cells = generator.integers(0, 256, (height // 8 + 2, width // 8 + 2, channels), dtype=numpy.uint8)
    if channels == 1:
        cells = cells[..., 0]
    array = numpy.array(Image.fromarray(cells).resize((width, height), Image.BICUBIC))
    array[: height // 3, : width // 3] = array[: height // 3, : width // 3] // 2
    return Image.fromarray(array)


@pytest.fixture
def photo(tmp_path):
    """photo.png in the test's directory."""
    path = tmp_path / "photo.png"
    picture().save(path)
    return path


@pytest.fixture
def encoded(mote, photo):
    """photo.png.mote in the test's directory."""
    assert mote("encode", "-m", "lanczos", "photo.png").status == 0
    return photo.with_name("photo.png.mote")


def names_in(directory):
    """All names in a directory and below, temporary ones too."""
    return sorted(str(path.relative_to(directory)) for path in directory.rglob("*"))

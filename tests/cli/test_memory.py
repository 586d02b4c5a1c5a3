"""Memory is bounded by the picture, not by multiples of it."""

import os
import subprocess

import pytest
from PIL import Image

from conftest import picture, program, sanitized


def peak_of(arguments, directory):
    """Peak resident memory of a run, MB."""
    process = subprocess.Popen([program(), *arguments], cwd=directory, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.stderr.close()
    assert os.waitstatus_to_exitcode(status) == 0, errors
    return usage.ru_maxrss / 1024


@pytest.mark.skipif(sanitized(), reason="sanitizers use memory of their own")
def test_100_megapixel_jpeg_within_600_mb(tmp_path):
    picture(width=1200, height=840).resize((12000, 8400), Image.BILINEAR).save(tmp_path / "a.jpg", quality=85)
    for method in ("lanczos", "patches", "neural"):
        assert peak_of(["encode", "-m", method, "-e", "1", "a.jpg", "-o", method], tmp_path) < 600
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(tmp_path / "a.jpg") as image:
        image.save(tmp_path / "turned.jpg", quality=85, exif=exif)
    assert peak_of(["encode", "-m", "lanczos", "turned.jpg"], tmp_path) < 600


@pytest.mark.skipif(sanitized(), reason="sanitizers use memory of their own")
def test_several_large_pictures_wait_for_each_other(tmp_path):
    Image.new("RGB", (9000, 9000), (40, 50, 60)).save(tmp_path / "a.jpg")
    names = ["a.jpg"]
    for number in range(3):
        os.link(tmp_path / "a.jpg", tmp_path / f"{number}.jpg")
        names.append(f"{number}.jpg")
    # One has 243 MB of RGB; four at a time would have 972.
    assert peak_of(["encode", "-m", "lanczos", "-j", "4", *names], tmp_path) < 600

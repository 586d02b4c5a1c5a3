"""`mote score` against the independent metrics/dssim2016_reference.py, and against the original program's scores.

The environment variable MOTE names the program; MOTE_ANCHORS a folder with dssim2016-check.csv and dssim-check/, pairs of pictures
that the original DSSIM 1.3.2 scored. They are no part of the repository: where they are absent, that test is skipped.
"""

import csv
import json
import os
import pathlib
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "metrics"))
import dssim2016_reference  # noqa: E402

ANCHORS = pathlib.Path(os.environ.get("MOTE_ANCHORS", ROOT.parent / "shared" / "anchors"))
SIZES = [(1, 1), (1, 40), (7, 300), (8, 8), (13, 9), (15, 15), (16, 16), (17, 33), (31, 64), (101, 67), (128, 96), (257, 255)]


def score(reference, test):
    command = [os.environ["MOTE"], "score", "--json", str(reference), str(test)]
    completed = subprocess.run(command, capture_output=True, timeout=60)
    assert completed.returncode == 0, completed.stderr
    return json.loads(completed.stdout)["score"]


def noisy_pair(width, height, channels, seed):
    """A picture of slopes and noise, and the same with coarse steps and noise of its own."""
    random = np.random.Generator(np.random.PCG64(seed))
    y, x = np.mgrid[0:height, 0:width]
    slopes = random.uniform(-3, 3, (2, channels))
    base = 128 + x[..., None] * slopes[0] + y[..., None] * slopes[1]
    original = np.abs(base + random.normal(size=(height, width, channels)) * random.uniform(2, 40)) % 256
    coarse = original // 24 * 24 + random.normal(size=original.shape) * random.uniform(0, 12)
    return original.astype(np.uint8), np.clip(coarse, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_agrees_with_the_independent_program(tmp_path, size, channels):
    for seed in range(3):
        original, test = noisy_pair(*size, channels, seed)
        Image.fromarray(original).save(tmp_path / "original.png")
        Image.fromarray(test).save(tmp_path / "test.png")
        expected = dssim2016_reference.dssim(original, test)
        # 32-bit samples in the program, 64-bit here.
        assert score(tmp_path / "original.png", tmp_path / "test.png") == pytest.approx(expected, rel=2e-5, abs=1e-8)


@pytest.mark.skipif(not (ANCHORS / "dssim2016-check.csv").exists(), reason=f"{ANCHORS.name} of the original program are not here")
def test_agrees_with_the_original_program():
    with open(ANCHORS / "dssim2016-check.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        pair = [ANCHORS / "dssim-check" / row[name] for name in ("reference", "test")]
        assert score(*pair) == pytest.approx(float(row["dssim"]), rel=1e-4, abs=1e-8), row["reference"]

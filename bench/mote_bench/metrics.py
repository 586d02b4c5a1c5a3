"""Five measures of likeness between two PNG files of one size, each by its own program, and how to read what they print."""

import json
import math
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy
from PIL import Image

from mote_bench.process import CommandFailed, run

# Column -> whether higher is better.
METRICS = {"dssim2016": False, "dssim": False, "ssimulacra2": True, "butteraugli": False, "psnr": True}
LABELS = {
    "dssim2016": "DSSIM-2016",
    "dssim": "DSSIM 3",
    "ssimulacra2": "SSIMULACRA2",
    "butteraugli": "Butteraugli",
    "psnr": "PSNR (dB)",
}


class BadScore(Exception):
    """A program printed something else than a score."""


@dataclass(frozen=True)
class Tools:
    mote: Path
    dssim: Path
    ssimulacra2: Path
    butteraugli: Path

    def versions(self) -> dict[str, str]:
        def from_cargo(path: Path, crate: str) -> str:
            # `cargo install --root` writes what it installed beside bin/.
            listed = path.parent.parent / ".crates.toml"
            match = re.search(rf'"{crate} ([0-9.]+) ', listed.read_text()) if listed.exists() else None
            return match.group(1) if match else "unknown"

        package = subprocess.run(
            ["dpkg-query", "--show", "--showformat=${Version}", "libjxl-devtools"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()
        return {
            "dssim": from_cargo(self.dssim, "dssim"),
            "ssimulacra2_rs": from_cargo(self.ssimulacra2, "ssimulacra2_rs"),
            "butteraugli_main": package or "unknown",
        }


def fingerprint(mote: Path) -> str:
    """What `mote score` says of a known pair: scores are kept for as long as this stays, whatever else the program does."""
    random = numpy.random.default_rng(2016)
    picture = random.integers(0, 256, (96, 128, 3)).cumsum(axis=1) // 32 % 256
    other = (picture + random.integers(-20, 20, picture.shape)).clip(0, 255)
    with tempfile.TemporaryDirectory(prefix="mote-bench-") as folder:
        paths = [Path(folder) / "a.png", Path(folder) / "b.png"]
        for path, samples in zip(paths, (picture, other), strict=True):
            Image.fromarray(samples.astype(numpy.uint8)).save(path)
        return repr(parse_mote_score(run([str(mote), "score", "--json", *map(str, paths)]).output))


def parse_mote_score(text: str) -> float:
    try:
        return float(json.loads(text.strip().splitlines()[-1])["score"])
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise BadScore(f"mote score: {text.strip()[:100]!r}") from error


def parse_dssim(text: str) -> float:
    """A line of the score, a tab and the file's name."""
    return _first_number(r"^([0-9.eE+-]+)\t", text, "dssim")


def parse_ssimulacra2(text: str) -> float:
    return _first_number(r"^Score: ([0-9.eE+-]+)$", text, "ssimulacra2_rs")


def parse_butteraugli(text: str) -> float:
    """The largest error anywhere, alone on its line; a line with the 3-norm follows."""
    return _first_number(r"^([0-9.eE+-]+)$", text, "butteraugli_main")


def _first_number(pattern: str, text: str, program: str) -> float:
    match = re.search(pattern, text, re.MULTILINE)
    try:
        value = float(match.group(1)) if match else math.nan
    except ValueError:
        value = math.nan
    if math.isnan(value):
        raise BadScore(f"{program}: {text.strip()[:100]!r}")
    return value


def psnr(reference: Path, test: Path) -> float:
    """Over the 8-bit sRGB samples of all three channels, in dB; infinite for equal pictures."""
    with Image.open(reference) as a, Image.open(test) as b:
        difference = numpy.asarray(a.convert("RGB"), numpy.float64) - numpy.asarray(b.convert("RGB"), numpy.float64)
    error = float(numpy.mean(difference**2))
    return math.inf if error == 0 else 10 * math.log10(255**2 / error)


def score(reference: Path, test: Path, tools: Tools) -> dict[str, float]:
    """All of METRICS. Raises CommandFailed or BadScore."""
    a, b = str(reference), str(test)
    return {
        "dssim2016": parse_mote_score(run([str(tools.mote), "score", "--json", a, b]).output),
        "dssim": parse_dssim(run([str(tools.dssim), a, b]).output),
        "ssimulacra2": parse_ssimulacra2(run([str(tools.ssimulacra2), "image", a, b]).output),
        "butteraugli": parse_butteraugli(run([str(tools.butteraugli), a, b]).output),
        "psnr": psnr(reference, test),
    }


__all__ = ["BadScore", "CommandFailed", "LABELS", "METRICS", "Tools", "psnr", "score"]

"""Where things are: the repository, the build folder, the programs that bench/install.sh put there."""

import argparse
import os
import platform
import subprocess
from dataclasses import dataclass
from pathlib import Path

from mote_bench.metrics import Tools

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Places:
    build: Path
    mote: Path

    @property
    def tools(self) -> Tools:
        cargo = self.build / "bench-tools" / "bin"
        return Tools(self.mote, cargo / "dssim", cargo / "ssimulacra2_rs", Path("butteraugli_main"))

    @property
    def cache(self) -> Path:
        return self.build / "bench-cache"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--build", type=Path, default=REPOSITORY / "build", help="build folder (default: build)")
    parser.add_argument("--mote", type=Path, help="the program to measure (default: BUILD/mote)")


def places(arguments: argparse.Namespace) -> Places:
    build = arguments.build.resolve()
    mote = (arguments.mote or build / "mote").resolve()
    if not mote.is_file():
        raise SystemExit(f"{mote}: no such program; `make build` makes it")
    return Places(build, mote)


def commit() -> str:
    """The commit checked out, with "+" if what mote is made of differs from it."""

    def git(*words: str) -> str:
        ran = subprocess.run(
            ["git", "-C", str(REPOSITORY), *words], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        return ran.stdout.strip() if ran.returncode == 0 else ""

    name = git("rev-parse", "--short=12", "HEAD")
    if not name:
        return "unknown"
    return name + ("+" if git("status", "--porcelain", "--untracked-files=no", "--", "src", "apps", "imageio") else "")


def machine() -> str:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return f"{model}, {os.cpu_count()} cores"

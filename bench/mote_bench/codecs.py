"""The codecs of codecs.toml: settings in, commands out. The data file explains its fields."""

import re
import subprocess
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from mote_bench import cache

BENCH_FOLDER = Path(__file__).resolve().parent.parent
DATA = BENCH_FOLDER / "codecs.toml"
KINDS = ("quality", "budget", "anchor")


class BadCodecs(Exception):
    """The data file contradicts itself; the message says where."""


@dataclass(frozen=True)
class Codec:
    name: str
    label: str
    kind: str
    reads: str = "png"
    writes: str = "png"
    extension: str = "bin"
    encode: tuple[str, ...] = ()
    decode: tuple[str, ...] = ()
    rungs: tuple[str, ...] = ()  # of kind quality: from the fewest bytes to the most
    budgets: tuple[int, ...] | None = None  # None: any
    long_sides: tuple[int, ...] | None = None  # None: the common sizes
    version_of: dict = field(default_factory=dict)
    anchor_quality: dict | None = None

    def command(self, template: tuple[str, ...], **values: object) -> list[str]:
        return [part.format(bench=BENCH_FOLDER, **values) for part in template]


@dataclass(frozen=True)
class Sizes:
    scales: tuple[float, ...]
    long_sides: tuple[int, ...]
    pixels_per_byte: tuple[float, float]
    start_pixels_per_byte: float


def _ladder(first: float, last: float, step: float) -> tuple[str, ...]:
    count = round(abs(last - first) / step) + 1
    sign = 1 if last >= first else -1
    return tuple(f"{first + sign * step * i:.4f}".rstrip("0").rstrip(".") for i in range(count))


def _codec(name: str, entry: dict) -> Codec:
    entry = dict(entry)
    if entry.get("kind") not in KINDS:
        raise BadCodecs(f"codec {name}: expected a kind of {', '.join(KINDS)}, received {entry.get('kind')}")
    if entry["kind"] == "quality" and ("ladder" in entry) == ("rungs" in entry):
        raise BadCodecs(f"codec {name}: expected either a ladder or rungs")
    if entry["kind"] != "anchor" and not (entry.get("encode") and entry.get("decode")):
        raise BadCodecs(f"codec {name}: expected an encode and a decode command")
    if "ladder" in entry:
        entry["rungs"] = _ladder(**entry.pop("ladder"))
    entry["version_of"] = entry.pop("version", {})
    for key in ("encode", "decode", "rungs", "budgets", "long_sides"):
        if key in entry:
            entry[key] = tuple(entry[key])
    try:
        return Codec(name=name, **entry)
    except TypeError as error:
        raise BadCodecs(f"codec {name}: {error}") from error


@dataclass(frozen=True)
class Quick:
    """How much a quick run does."""

    pictures: int
    budgets: tuple[int, ...]


def load(path: Path = DATA, quick: bool = False) -> tuple[dict[str, Codec], Sizes]:
    """With `quick`, each codec as a quick run has it."""
    data = tomllib.loads(path.read_text())
    sizes = data["sizes"]
    changes = data["quick"].get("codec", {}) if quick else {}
    if unknown := set(changes) - set(data["codec"]):
        raise BadCodecs(f"quick: there is no codec {', '.join(sorted(unknown))}")
    return (
        {name: _codec(name, {**entry, **changes.get(name, {})}) for name, entry in data["codec"].items()},
        Sizes(
            tuple(sizes["scales"]),
            tuple(sizes["long_sides"]),
            tuple(sizes["pixels_per_byte"]),
            sizes["start_pixels_per_byte"],
        ),
    )


def load_quick(path: Path = DATA) -> Quick:
    data = tomllib.loads(path.read_text())["quick"]
    return Quick(data["pictures"], tuple(data["budgets"]))


def internal_sizes(
    original: tuple[int, int], budget: int, sizes: Sizes, long_sides: tuple[int, ...] | None = None
) -> tuple[list[tuple[int, int]], int]:
    """Candidate sizes (width, height), rising, none larger than the original, and the index of the one to begin with.

    With `long_sides` (a codec's own), just these; else the common scales and long sides within the window, without near
    repeats. At least one size.
    """
    longest = max(original)

    def at(scale: float) -> tuple[int, int]:
        return tuple(max(1, round(side * min(scale, 1.0))) for side in original)

    if long_sides is not None:
        candidates = sorted({at(side / longest) for side in long_sides})
        return candidates, len(candidates) - 1
    candidates = sorted({at(scale) for scale in (*sizes.scales, *(side / longest for side in sizes.long_sides))})
    low, high = (pixels * budget for pixels in sizes.pixels_per_byte)
    inside = [size for size in candidates if low <= size[0] * size[1] <= high]
    chosen: list[tuple[int, int]] = []
    for size in inside or [min(candidates, key=lambda size: abs(size[0] * size[1] - low))]:
        if not chosen or max(size) >= 1.1 * max(chosen[-1]):
            chosen.append(size)
    start = min(
        range(len(chosen)), key=lambda i: abs(chosen[i][0] * chosen[i][1] - sizes.start_pixels_per_byte * budget)
    )
    return chosen, start


def version(codec: Codec, mote: Path) -> tuple[str, str]:
    """(what to show, what to key caches by). Raises OSError or ValueError where the codec is not installed."""
    described = codec.version_of
    command = codec.command(tuple(described["command"]), mote=mote)
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
    match = re.search(described["pattern"], ran.stdout + ran.stderr, re.MULTILINE)
    if not match:
        raise ValueError(f"{command[0]}: no version in what it says")
    shown = match.group(1)
    if "package" in described:
        query = ["dpkg-query", "--show", "--showformat=${Version}", described["package"]]
        ran = subprocess.run(query, capture_output=True, text=True, check=False)
        if ran.returncode == 0:
            shown += f" with {described['package']} {ran.stdout.strip()}"
    key = shown
    if "hash" in described:
        key += " " + cache.hash_file(Path(described["hash"].format(mote=mote)))
    return shown, key

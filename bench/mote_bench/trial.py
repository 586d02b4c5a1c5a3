"""One picture, one codec, one budget: the best that the codec can do, as rows."""

import math
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from mote_bench import codecs as codec_data
from mote_bench.cache import Cache, hash_file, key_of
from mote_bench.codecs import Codec, Sizes
from mote_bench.corpus import Picture
from mote_bench.metrics import BadScore
from mote_bench.process import CommandFailed, run
from mote_bench.results import Row
from mote_bench.search import highest_fitting

# Raised when what is measured here changes, so that older cache entries no longer count.
_GENERATION = 1
_NO_BUDGET = 1 << 40  # bytes


@dataclass(frozen=True)
class Setup:
    """What all trials share."""

    cache: Cache
    mote: Path
    versions: dict[str, str]  # codec name -> what its results are cached under
    sizes: Sizes
    score: Callable[[Path, Path], dict[str, float]]  # reference and test PNG -> metrics
    score_version: str
    timeout_s: float = 900


def run_trial(picture: Picture, codec: Codec, budget: int, setup: Setup) -> list[Row]:
    """At least one row. A codec that fails or cannot reach the budget has one row that says so."""
    blank = Row(picture.name, codec.name, budget)
    try:
        with tempfile.TemporaryDirectory(prefix="mote-bench-") as folder:
            rows = _Trial(picture, codec, budget, setup, Path(folder)).rows()
    except (CommandFailed, BadScore, OSError, ValueError) as error:
        return [replace(blank, status="failed: " + " ".join(str(error).split())[:200])]
    return rows


def measure_setting(picture: Picture, codec: Codec, size: tuple[int, int], rung: str, setup: Setup) -> Row:
    """The row of one given setting, whatever its bytes. Raises what run_trial catches."""
    with tempfile.TemporaryDirectory(prefix="mote-bench-") as folder:
        return _Trial(picture, codec, _NO_BUDGET, setup, Path(folder)).measure(size, rung)


class _Trial:
    def __init__(self, picture: Picture, codec: Codec, budget: int, setup: Setup, folder: Path):
        self._picture, self._codec, self._budget, self._setup, self._folder = picture, codec, budget, setup, folder
        self._least_bytes = math.inf
        self._last_index: int | None = None

    def rows(self) -> list[Row]:
        original = (self._picture.width, self._picture.height)
        if self._codec.kind == "budget":
            return [self.measure(original, "")]
        candidates, start = codec_data.internal_sizes(original, self._budget, self._setup.sizes, self._codec.long_sides)
        rows = {start: self._at_size(candidates[start])}
        # Outwards from the start, each way for as long as either measure improves.
        for step in (-1, 1):
            index, best = start, rows[start]
            while 0 <= index + step < len(candidates):
                index += step
                row = rows[index] = self._at_size(candidates[index])
                if row is None:
                    # Too large to fit: larger ones will not. Too small: some codecs need the room, so go on.
                    if step > 0 or best is not None:
                        break
                    continue
                if best is not None and row.dssim2016 >= best.dssim2016 and row.ssimulacra2 <= best.ssimulacra2:
                    break
                best = row if best is None or row.dssim2016 < best.dssim2016 else best
        fitting = [rows[index] for index in sorted(rows) if rows[index] is not None]
        if fitting:
            return fitting
        blank = Row(self._picture.name, self._codec.name, self._budget)
        return [replace(blank, status=f"no fit: its least is {self._least_bytes} bytes")]

    def _at_size(self, size: tuple[int, int]) -> Row | None:
        """The row of the highest quality that fits, None if none does."""
        rungs = self._codec.rungs
        found = highest_fitting(
            lambda index: self._encode(size, rungs[index])["bytes"], len(rungs), self._budget, self._last_index
        )
        self._least_bytes = min(self._least_bytes, found.least_bytes)
        if found.index is None:
            return None
        self._last_index = found.index
        return self.measure(size, rungs[found.index])

    def measure(self, size: tuple[int, int], rung: str) -> Row:
        encoded = self._encode(size, rung)
        row = Row(
            self._picture.name,
            self._codec.name,
            self._budget,
            *size,
            setting=rung,
            bytes=encoded["bytes"],
            encode_wall_s=encoded["wall_s"],
            encode_cpu_s=encoded["cpu_s"],
            encode_peak_mib=encoded["peak_mib"],
        )
        if encoded["bytes"] > self._budget:
            return replace(row, status=f"failed: {encoded['bytes']} bytes are more than the limit")
        decoded = self._decode_and_score(encoded["key"], size)
        return replace(row, **decoded)

    def _encode(self, size: tuple[int, int], rung: str) -> dict:
        codec, setup = self._codec, self._setup
        budget = self._budget if codec.kind == "budget" else None
        key = _encode_key(self._picture, codec, size, rung, budget, setup)
        record = setup.cache.get(key)
        if record is None:
            output = self._folder / f"encoded.{codec.extension}"
            output.unlink(missing_ok=True)
            command = codec.command(
                codec.encode,
                input=self._source(size),
                output=output,
                quality=rung,
                budget=budget,
                width=size[0],
                height=size[1],
                mote=setup.mote,
            )
            taken = run(command, setup.timeout_s)
            record = {
                "bytes": output.stat().st_size,
                "wall_s": taken.wall_s,
                "cpu_s": taken.cpu_s,
                "peak_mib": taken.peak_mib,
            }
            setup.cache.put(key, record, output)
        return {**record, "key": key}

    def _source(self, size: tuple[int, int]) -> Path:
        path = self._folder / f"{size[0]}x{size[1]}.{self._codec.reads}"
        if not path.exists():
            with Image.open(self._picture.path) as image:
                reduced = image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)
                reduced.save(path)
        return path

    def _decode_and_score(self, encode_key: str, size: tuple[int, int]) -> dict:
        setup = self._setup
        encoded = setup.cache.file(encode_key)
        key = key_of(
            generation=_GENERATION,
            do="score",
            reference=self._picture.content,
            encoded=hash_file(encoded),
            size=size,
            command=self._codec.decode,
            version=setup.versions[self._codec.name],
            score=setup.score_version,
        )
        record = setup.cache.get(key)
        if record is None:
            restored = self._folder / "restored.png"
            image, taken = decode(self._codec, encoded, size, self._folder, setup)
            restore(image, (self._picture.width, self._picture.height)).save(restored, compress_level=1)
            record = {
                "decode_wall_s": taken.wall_s,
                "decode_cpu_s": taken.cpu_s,
                "decode_peak_mib": taken.peak_mib,
                **setup.score(self._picture.path, restored),
            }
            setup.cache.put(key, record)
        return record


def decode(codec: Codec, encoded: Path, size: tuple[int, int], folder: Path, setup: Setup):
    """By the codec's own decoder: (the picture, what it took)."""
    # Some decoders go by the file's extension.
    named = folder / f"to-decode.{codec.extension}"
    named.write_bytes(encoded.read_bytes())
    output = folder / f"decoded.{codec.writes}"
    output.unlink(missing_ok=True)
    command = codec.command(
        codec.decode, input=named, output=output, width=size[0], height=size[1], mote=setup.mote
    )
    taken = run(command, setup.timeout_s)
    with Image.open(output) as image:
        return image.convert("RGB"), taken


def restore(image: Image.Image, original: tuple[int, int]) -> Image.Image:
    """Back at the original dimensions, by Lanczos."""
    return image if image.size == original else image.resize(original, Image.Resampling.LANCZOS)


def _encode_key(
    picture: Picture, codec: Codec, size: tuple[int, int], rung: str, budget: int | None, setup: Setup
) -> str:
    return key_of(
        generation=_GENERATION,
        do="encode",
        picture=picture.content,
        size=size,
        command=codec.encode,
        reads=codec.reads,
        rung=rung,
        budget=budget,
        version=setup.versions[codec.name],
    )


def encoded_file(picture: Picture, codec: Codec, row: dict, setup: Setup) -> Path:
    """Where the cache keeps the file that a row of results was measured on."""
    budget = int(row["budget"]) if codec.kind == "budget" else None
    size = (int(row["width"]), int(row["height"]))
    return setup.cache.file(_encode_key(picture, codec, size, row["setting"], budget, setup))

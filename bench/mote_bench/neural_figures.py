"""Speed and memory of method neural against its bars, and beside avifenc and avifdec on the same pictures in the same run."""

import shutil
from pathlib import Path

from mote_bench import figures, pictures
from mote_bench.figures import Figure
from mote_bench.process import run

SMALL = (768, 512)
LARGE = (4000, 3000)  # 12 megapixels
# In process, milliseconds: (encode, decode).
_BARS_MS = {SMALL: (3000, 60), LARGE: (4000, 250)}
_MEMORY_BAR_MB = 64  # of the decoder, beyond its output
# At full size and the fewest bytes that AVIF can do, its quickest: fewer than mote is given.
_AVIFENC = ["avifenc", "--jobs", "1", "--speed", "6", "--min", "0", "--max", "63", "-a", "end-usage=q", "-a", "cq-level=63"]
_AVIFDEC = ["avifdec", "--jobs", "1"]


def _words(size: tuple[int, int]) -> str:
    return "768x512" if size == SMALL else "12 megapixels"


def _what_and_bar(name: str) -> tuple[str, float]:
    size = next(size for size in _BARS_MS if f"/w:{size[0]}/" in name)
    encode_bar, decode_bar = _BARS_MS[size]
    if "Encode" in name:
        return f"neural: encode {_words(size)}, in process", encode_bar
    return f"neural: decode {_words(size)} to full size, in process", decode_bar


def speed_in_process(kernels: Path) -> list[Figure]:
    return figures.in_process(kernels, "BM_Api(En|De)code/method:3/", _what_and_bar, repetitions=3)


def beside_avif(mote: str, source: Path, size: tuple[int, int], folder: Path, rounds: int) -> list[Figure]:
    """Whole processes on one core, files in and out. Without avifenc the ratios are left out."""
    words = _words(size)
    target, png, ppm = folder / "n.mote", folder / "n.png", folder / "n.ppm"
    theirs, their_png, their_y4m = folder / "n.avif", folder / "theirs.png", folder / "theirs.y4m"
    common = ["-q", "--overwrite", "-j", "1"]
    encode = [mote, "encode", *common, "-m", "neural", "-o", str(target), str(source)]
    to_png = [mote, "decode", *common, "-o", str(png), str(target)]
    to_ppm = [mote, "decode", *common, "-o", str(ppm), str(target)]
    commands = [encode, to_png, to_ppm]
    avif = shutil.which("avifenc") is not None
    if avif:
        commands += [
            [*_AVIFENC, str(source), str(theirs)],
            [*_AVIFDEC, str(theirs), str(their_png)],
            [*_AVIFDEC, str(theirs), str(their_y4m)],
        ]
    else:
        print("avifenc: not installed, ratios to it left out")
    runs = figures.alternate(rounds, *commands)
    result = [
        figures.milliseconds(f"neural: encode {words}, whole process", runs[0], None, "mote encode -j 1"),
        figures.milliseconds(f"neural: decode {words} to PNG, whole process", runs[1], None, "mote decode -j 1"),
        figures.milliseconds(f"neural: decode {words} to PPM, whole process", runs[2], None, "mote decode -j 1 -o x.ppm"),
    ]
    if avif:
        cases = (("encode", 0, "x avifenc -s 6"), ("decode to PNG", 1, "x avifdec"), ("decode to PPM", 2, "x avifdec to Y4M"))
        result += [
            figures.ratio(f"neural: {what} {words}", runs[i], runs[i + 3], unit, " ".join(commands[i + 3][:-2]))
            for what, i, unit in cases
        ]
    return result


def decoder_memory(mote: str, source: Path, folder: Path) -> list[Figure]:
    """Of the whole process, program and libraries included, less the picture's 3 bytes a pixel."""
    target, restored = str(folder / "m.mote"), str(folder / "m.ppm")
    result = []
    for budget, bar in ((4096, _MEMORY_BAR_MB), (65536, None)):
        run([mote, "encode", "-q", "--overwrite", "-m", "neural", "-e", "1", "-b", str(budget), "-o", target, str(source)])
        taken = run([mote, "decode", "-q", "--overwrite", "-j", "1", "-o", restored, target])
        beyond_mb = taken.peak_mib * 1.048576 - 3e-6 * LARGE[0] * LARGE[1]
        what = f"neural: peak memory beyond the output, decode 12 megapixels out of {budget} bytes"
        result.append(Figure(what, beyond_mb, None, bar, "MB", "mote decode -o x.ppm"))
    return result


def measure(mote: str, kernels: Path | None, pictures_folder: Path, folder: Path, rounds: int) -> list[Figure]:
    """`kernels`: mote_kernel_benchmarks, None where it is not built."""
    result = [] if kernels is None else speed_in_process(kernels)
    large = pictures.jpeg(pictures_folder, *LARGE)
    result += beside_avif(mote, pictures.png(pictures_folder, *SMALL), SMALL, folder, rounds)
    result += beside_avif(mote, large, LARGE, folder, rounds)
    return result + decoder_memory(mote, large, folder)

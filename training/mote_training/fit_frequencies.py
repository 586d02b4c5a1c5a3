"""Counts the symbols of real streams and gives the weights file frequencies that fit them better than the logistic density.

    python3 -m mote_training.fit_frequencies --weights ../weights/neural-4.bin --mote ../build/mote --pack ../build/corpus.npz

The encoder rounds by what bits cost, and the context model errs, so counted symbols are more often zero, and more often large, than the
density says. `mote` must have been built with the weights that are given; the file and its record are replaced.
"""

import argparse
import hashlib
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np

from .corpus import Pack
from .export import frequency_table, write_whole
from .weights_file import FREQUENCIES, FREQUENCY_TOTAL, SCALES, read, to_bytes

_SPEC = pathlib.Path(__file__).resolve().parent.parent.parent / "spec"
_LONGEST_SIDE = 768  # pixels: what previews are mostly made of
# As many symbols of the density's own are taken to have been counted at each scale: few counts change little.
_PRIOR_SYMBOLS = 400.0


def write_pictures(pack: Pack, count: int, graphics_share: float, folder: pathlib.Path, random: np.random.Generator) -> None:
    graphics = round(count * graphics_share)
    chosen = [*random.integers(0, pack.photographs, count - graphics), *random.integers(pack.photographs, len(pack), graphics)]
    for number, index in enumerate(chosen):
        picture = pack.picture(int(index))
        picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
        picture.save(folder / f"{number}.ppm")


def count_symbols(streams: list[pathlib.Path], weights: pathlib.Path) -> np.ndarray:
    """How often each magnitude (16: all larger ones) was coded at each scale index, [SCALES, FREQUENCIES]."""
    sys.path.insert(0, str(_SPEC))
    import reference_decoder  # noqa: PLC0415

    counts = np.zeros((SCALES, FREQUENCIES))
    plain = reference_decoder.read_symbol

    def counted(coder, cumulative, scale_index):
        symbol = plain(coder, cumulative, scale_index)
        counts[scale_index, min(abs(symbol), FREQUENCIES - 1)] += 1
        return symbol

    reference_decoder.read_symbol = counted
    loaded = reference_decoder.load_weights(weights)
    for stream in streams:
        reader = reference_decoder.Reader(stream.read_bytes(), "stream")
        reader.byte()  # version, method, alpha
        width, height = reference_decoder.read_side(reader), reference_decoder.read_side(reader)
        payload = reader.rest()
        rows, columns = reference_decoder.neural_size(payload, width, height)
        coder = reference_decoder.RangeDecoder(payload[2:])
        reference_decoder.decode_latents(loaded, payload[1], rows, columns, coder)
    reference_decoder.read_symbol = plain
    return counts


def fitted(counts: np.ndarray) -> np.ndarray:
    """Frequencies of at least 1 that add up to FREQUENCY_TOTAL at each scale index, after `counts`."""
    prior = frequency_table() / FREQUENCY_TOTAL
    probabilities = counts + _PRIOR_SYMBOLS * prior
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    table = np.maximum(1, np.rint(probabilities * FREQUENCY_TOTAL)).astype(np.int64)
    table[np.arange(SCALES), table.argmax(axis=1)] += FREQUENCY_TOTAL - table.sum(axis=1)
    return table


def ideal_bits(counts: np.ndarray, table: np.ndarray) -> float:
    return float(-(counts * np.log2(table / FREQUENCY_TOTAL)).sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=pathlib.Path, required=True)
    parser.add_argument("--mote", type=pathlib.Path, required=True, help="the program, built with these weights")
    parser.add_argument("--pack", type=pathlib.Path, required=True)
    parser.add_argument("--pictures", type=int, default=160)
    parser.add_argument("--graphics-share", type=float, default=0.3)
    parser.add_argument("--bytes", type=int, nargs="+", default=[4096, 1024])
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    pack = Pack(arguments.pack)
    with tempfile.TemporaryDirectory() as folder:
        pictures = pathlib.Path(folder) / "pictures"
        pictures.mkdir()
        random = np.random.default_rng(arguments.seed)
        write_pictures(pack, arguments.pictures, arguments.graphics_share, pictures, random)
        for size in arguments.bytes:
            target = pathlib.Path(folder) / str(size)
            command = [arguments.mote, "encode", "-q", "-e", "3", "-b", str(size), "-o", target, *sorted(pictures.iterdir())]
            subprocess.run(command, check=True)
        streams = sorted(pathlib.Path(folder).glob("*/*.mote"))
        # Every fourth judges the fit; in the end all are counted.
        judged = count_symbols(streams[::4], arguments.weights)
        learnt = count_symbols([stream for number, stream in enumerate(streams) if number % 4], arguments.weights)
    weights = read(arguments.weights)
    gain = 1 - ideal_bits(judged, fitted(learnt)) / ideal_bits(judged, weights.frequencies)
    weights.frequencies = fitted(learnt + judged)
    data = to_bytes(weights)
    write_whole(arguments.weights, data)
    record = arguments.weights.with_suffix(".toml")
    text = re.sub(r'sha256 = "\w+"', f'sha256 = "{hashlib.sha256(data).hexdigest()}"', record.read_text(), count=1)
    text = re.sub(r"(?m)^frequencies_counted_in = \d+ .*\n", "", text)
    text = text.replace("layers = [", f"frequencies_counted_in = {len(streams)} # streams\nlayers = [", 1)
    write_whole(record, text.encode())
    print(f"{arguments.weights}: magnitudes of streams not counted take {gain:.2%} fewer bits")


if __name__ == "__main__":
    main()

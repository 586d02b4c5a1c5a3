"""Fits what a symbol's decisions are expected to be (spec/neural.md, section 3) to real streams: the densities' logits, and the weights that mixers begin with.

    python3 -m mote_training.fit_symbols --weights ../weights/neural-5.bin --mote ../build/mote --pack ../build/corpus.npz

The encoder rounds by what bits cost, and the context model errs, so that counted symbols are more often zero, and more often large, than the
density says; and a group's channels at one position are expected each by itself, though they are large together. `mote` must have been built with the
weights that are given; the file and its record are replaced.
"""

import argparse
import dataclasses
import hashlib
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np

from .corpus import Pack
from .export import density_logits, write_whole
from .weights_file import DECISIONS, LOGIT_UNIT, MIXER_INPUTS, MIXER_UNIT, MIXERS, SCALES, plain_mixers, read, to_bytes

_SPEC = pathlib.Path(__file__).resolve().parent.parent.parent / "spec"
_LONGEST_SIDE = 768  # pixels: what previews are mostly made of
# As many symbols of the density's own are taken to have been counted at each scale: few counts change little.
_PRIOR_SYMBOLS = 400.0
_LEAST_MIXED_LOGIT = -7.0
_SIGN_MIXER = MIXERS - 1
# A mixer's weights begin where the likelihood is largest, less this times half of the square of how far from the density alone that is.
_STIFFNESS = 20.0
_NEWTON_STEPS = 8


@dataclasses.dataclass
class StreamSymbols:
    """[channels, rows, columns] each."""

    symbols: np.ndarray
    scale_indices: np.ndarray
    means: np.ndarray  # in quantiser steps


def write_pictures(pack: Pack, count: int, graphics_share: float, folder: pathlib.Path, random: np.random.Generator) -> None:
    graphics = round(count * graphics_share)
    chosen = [*random.integers(0, pack.photographs, count - graphics), *random.integers(pack.photographs, len(pack), graphics)]
    for number, index in enumerate(chosen):
        picture = pack.picture(int(index))
        picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
        picture.save(folder / f"{number}.ppm")


def read_stream(data: bytes, weights) -> StreamSymbols:
    """`weights`: as reference_decoder.load_weights gives them."""
    import reference_decoder  # noqa: PLC0415

    reader = reference_decoder.Reader(data, "stream")
    reader.byte()  # version, method, alpha
    width, height = reference_decoder.read_side(reader), reference_decoder.read_side(reader)
    payload = reader.rest()
    rows, columns = reference_decoder.neural_size(payload, width, height)
    indices = np.zeros((sum(group.channels for group in weights.groups), rows, columns), np.int64)
    places = iter([(first, row, column) for first in reference_decoder.first_channels(weights) for row in range(rows) for column in range(columns)])
    plain = reference_decoder.predict

    def noted(*arguments):
        means, scales = plain(*arguments)
        first, row, column = next(places)
        indices[first : first + len(scales), row, column] = scales
        return means, scales

    reference_decoder.predict = noted
    try:
        coder = reference_decoder.RangeDecoder(payload[2:])
        symbols, latents, _ = reference_decoder.decode_latents(weights, payload[1], rows, columns, coder)
    finally:
        reference_decoder.predict = plain
    return StreamSymbols(symbols, indices, latents / 64 - symbols)


def count_magnitudes(streams: list[StreamSymbols]) -> np.ndarray:
    """How often each magnitude (DECISIONS: all larger ones) was coded at each scale index, [SCALES, DECISIONS + 1]."""
    counts = np.zeros((SCALES, DECISIONS + 1))
    for stream in streams:
        np.add.at(counts, (stream.scale_indices, np.minimum(np.abs(stream.symbols), DECISIONS)), 1)
    return counts


def fitted_logits(counts: np.ndarray) -> np.ndarray:
    """Logits, 1/LOGIT_UNIT, of being larger than 0, 1, .. once not less, after `counts`; [SCALES, DECISIONS]."""
    larger = 1 / (1 + np.exp(-density_logits() / LOGIT_UNIT))
    reached = np.concatenate([np.ones((SCALES, 1)), np.cumprod(larger, axis=1)], axis=1)  # not being less than 0, 1, ..
    counts = counts + _PRIOR_SYMBOLS * (reached - np.concatenate([reached[:, 1:], np.zeros((SCALES, 1))], axis=1))
    at_least = np.cumsum(counts[:, ::-1], axis=1)[:, ::-1]
    tiny = 1e-9
    logits = np.log((at_least[:, 1:] + tiny) / (at_least[:, :-1] - at_least[:, 1:] + tiny))
    return np.clip(np.rint(LOGIT_UNIT * logits), -11 * LOGIT_UNIT, 11 * LOGIT_UNIT).astype(np.int64)


def _shifted(planes: np.ndarray, down: int, right: int) -> np.ndarray:
    """What is `down` rows above and `right` columns to the left of each place; 0 outside."""
    padded = np.pad(planes, ((0, 0), (1, 0), (1, 1)))
    rows, columns = planes.shape[1:]
    return padded[:, 1 - down : 1 - down + rows, 1 - right : 1 - right + columns]


def mixer_inputs(stream: StreamSymbols, groups: list[int], logits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Inputs of decisions, [channels, rows, columns, MIXER_INPUTS] (the first is the decision's own logit, left 0), and of signs."""
    shown = np.clip(stream.symbols, -2, 2).astype(np.float64)
    magnitudes, signs = np.abs(shown), np.sign(shown)
    surprise = (magnitudes > 0) - 1 / (1 + np.exp(-logits[stream.scale_indices, 0] / LOGIT_UNIT))
    so_far, around, before = np.zeros_like(shown), np.zeros_like(shown), np.zeros_like(shown)
    start = 0
    for count in groups:
        own = slice(start, start + count)
        total = np.cumsum(surprise[own], axis=0)
        so_far[own][1:], before[own][1:] = total[:-1], magnitudes[own][:-1]
        around[own] = (_shifted(total[-1:], 0, 1) + _shifted(total[-1:], 1, 0))
        start += count
    left, above, left_above, right_above = ((0, 1), (1, 0), (1, 1), (1, -1))
    diagonal = np.minimum(_shifted(magnitudes, *left_above) + _shifted(magnitudes, *right_above), 2)
    ones, zeros = np.ones_like(shown), np.zeros_like(shown)
    decisions = [zeros, ones, np.clip(so_far, -3, 3), np.clip(around, -4, 4), _shifted(magnitudes, *left), _shifted(magnitudes, *above), diagonal, before]
    of_signs = [_shifted(signs, *place) for place in (left, above, left_above, right_above)] + [np.clip(stream.means, -2, 2), ones, zeros, zeros]
    return np.stack(decisions, axis=-1), np.stack(of_signs, axis=-1)


def _most_likely(inputs: np.ndarray, outcomes: np.ndarray, start: np.ndarray) -> np.ndarray:
    """The weights of a logistic model of `outcomes` [count] by `inputs` [count, MIXER_INPUTS], held to `start` by _STIFFNESS; Newton's method."""
    weights = start.copy()
    for _ in range(_NEWTON_STEPS):
        expected = 1 / (1 + np.exp(-np.clip(inputs @ weights, -11, 11)))
        gradient = inputs.T @ (outcomes - expected) - _STIFFNESS * (weights - start)
        curvature = (inputs * (expected * (1 - expected))[:, None]).T @ inputs + _STIFFNESS * np.eye(MIXER_INPUTS)
        step = np.linalg.solve(curvature, gradient)
        weights += step * min(1.0, 0.5 / max(np.abs(step).max(), 1e-9))
    return weights


def fitted_mixers(streams: list[StreamSymbols], groups: list[int], logits: np.ndarray) -> np.ndarray:
    """The weights that mixers begin with, 1/MIXER_UNIT, [channels, MIXERS, MIXER_INPUTS]."""
    start = plain_mixers(1)[0] / MIXER_UNIT
    parts: list[list[list]] = [[[] for _ in range(MIXERS)] for _ in range(sum(groups))]
    for stream in streams:
        decisions, of_signs = mixer_inputs(stream, groups, logits)
        magnitudes = np.abs(stream.symbols)
        for channel in range(len(magnitudes)):
            for decision in range(DECISIONS):
                logit = logits[stream.scale_indices[channel], decision] / LOGIT_UNIT
                taken = (magnitudes[channel] >= decision) & (logit >= _LEAST_MIXED_LOGIT)
                if not taken.any():
                    continue
                inputs = decisions[channel][taken]
                inputs[:, 0] = logit[taken]
                parts[channel][min(decision, _SIGN_MIXER - 1)].append((inputs, magnitudes[channel][taken] > decision))
            signed = magnitudes[channel] > 0
            parts[channel][_SIGN_MIXER].append((of_signs[channel][signed], stream.symbols[channel][signed] < 0))
    fitted = np.empty((len(parts), MIXERS, MIXER_INPUTS))
    for channel, mixers in enumerate(parts):
        for mixer, seen in enumerate(mixers):
            if not seen:
                fitted[channel, mixer] = start[mixer]
                continue
            inputs, outcomes = (np.concatenate(arrays) for arrays in zip(*seen, strict=True))
            fitted[channel, mixer] = _most_likely(inputs, outcomes, start[mixer])
    return np.clip(np.rint(MIXER_UNIT * fitted), -128, 127).astype(np.int64)


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
    sys.path.insert(0, str(_SPEC))
    import reference_decoder  # noqa: PLC0415

    pack, loaded = Pack(arguments.pack), reference_decoder.load_weights(arguments.weights)
    with tempfile.TemporaryDirectory() as folder:
        pictures = pathlib.Path(folder) / "pictures"
        pictures.mkdir()
        write_pictures(pack, arguments.pictures, arguments.graphics_share, pictures, np.random.default_rng(arguments.seed))
        for size in arguments.bytes:
            target = pathlib.Path(folder) / str(size)
            subprocess.run([arguments.mote, "encode", "-q", "-b", str(size), "-o", target, *sorted(pictures.iterdir())], check=True)
        streams = [read_stream(path.read_bytes(), loaded) for path in sorted(pathlib.Path(folder).glob("*/*.mote"))]
    weights = read(arguments.weights)
    weights.logits = fitted_logits(count_magnitudes(streams))
    weights.mixers = fitted_mixers(streams, weights.groups, weights.logits)
    data = to_bytes(weights)
    write_whole(arguments.weights, data)
    record = arguments.weights.with_suffix(".toml")
    text = re.sub(r'sha256 = "\w+"', f'sha256 = "{hashlib.sha256(data).hexdigest()}"', record.read_text(), count=1)
    text = re.sub(r"(?m)^symbols_fitted_to = \d+ .*\n", "", text)
    text = text.replace("layers = [", f"symbols_fitted_to = {len(streams)} # streams\nlayers = [", 1)
    write_whole(record, text.encode())
    print(f"{arguments.weights}: fitted to {len(streams)} streams")


if __name__ == "__main__":
    main()

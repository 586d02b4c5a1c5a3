"""Fits what a symbol's decisions are expected to be (spec/neural.md, section 3) to real streams: the densities' logits, and the weights that mixers begin with.

    python3 -m mote_training.fit_symbols --weights ../weights/neural-5.bin --streams ../build/streams

The encoder rounds by what bits cost, and the context model errs, so that counted symbols are more often zero, and more often large, than the
density says; and a group's channels at one position are expected each by itself, though they are large together. The streams (streams.py) are of the
network that the file holds; the file and its record are replaced.
"""

import argparse
import dataclasses
import hashlib
import pathlib
import re

import numpy as np
import torch

from .export import density_logits, write_whole
from .integer_model import LATENT_BITS, IntegerModel
from .weights_file import DECISIONS, LOGIT_UNIT, MIXER_INPUTS, MIXER_UNIT, MIXERS, SCALES, plain_mixers, read, to_bytes

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


def symbols_of(facts: dict[str, np.ndarray], model: IntegerModel) -> StreamSymbols:
    """`facts`: as streams.read_stream gives them of a stream that is not cut."""
    latents = torch.from_numpy(facts["latents"].astype(np.float64))[None]
    means, scale_indices = model.context(latents, int(facts["level"]))
    return StreamSymbols(facts["symbols"].astype(np.int64), scale_indices[0].numpy().astype(np.int64), means[0].numpy() / 2**LATENT_BITS)


def load_symbols(folder: pathlib.Path, model: IntegerModel) -> list[StreamSymbols]:
    """Of all streams that streams.py has written to `folder` and that are not cut."""
    found = []
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as facts:
            if not facts["cut"]:
                found.append(symbols_of(facts, model))
    if not found:
        raise SystemExit(f"{folder}: no streams; mote_training.streams writes them")
    return found


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
    parser.add_argument("--streams", type=pathlib.Path, required=True, help="what mote_training.streams has written, by these weights' network")
    arguments = parser.parse_args()
    weights = read(arguments.weights)
    streams = load_symbols(arguments.streams, IntegerModel(weights))
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

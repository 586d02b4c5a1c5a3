"""What decisions are expected to be: inputs as a decoder takes them, densities and mixers fitted to what is known."""

import pathlib
import sys

import numpy as np
import pytest

_ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(_ROOT / "spec"))
sys.path.insert(0, str(_ROOT / "training"))
import reference_decoder  # noqa: E402
from mote_training.export import density_logits  # noqa: E402
from mote_training.fit_symbols import (  # noqa: E402
    StreamSymbols, _most_likely, count_magnitudes, fitted_logits, fitted_mixers, mixer_inputs, symbols_of
)
from mote_training.integer_model import IntegerModel  # noqa: E402
from mote_training.streams import read_stream  # noqa: E402
from mote_training.weights_file import MIXER_INPUTS, plain_mixers, read  # noqa: E402

GROUPS, ROWS, COLUMNS = [2, 3], 4, 5


class Answers:
    """Stands where a range decoder stands, and answers with the decisions of known symbols."""

    def __init__(self, decisions: list[int]):
        self._decisions = iter(decisions)

    def decision(self, _probability: int) -> int:
        return next(self._decisions)

    def bit(self) -> int:
        return next(self._decisions)


def random_stream(random: np.random.Generator) -> StreamSymbols:
    shape = sum(GROUPS), ROWS, COLUMNS
    symbols = np.clip(np.rint(random.laplace(0, 1.2, shape)), -9, 9).astype(np.int64)
    return StreamSymbols(symbols, random.integers(0, 64, shape), random.integers(-200, 201, shape) / 64)


def test_inputs_are_those_that_a_decoder_takes(monkeypatch):
    stream, logits = random_stream(np.random.default_rng(3)), density_logits()
    taken: list[tuple[int, list[int]]] = []

    def note(weights, inputs, error, shifts):
        if len(weights) == MIXER_INPUTS:
            taken.append(list(inputs))

    monkeypatch.setattr(reference_decoder, "learn", note)
    groups = [reference_decoder.Group(count, None, None, []) for count in GROUPS]
    fields = dict.fromkeys(("steps", "linear", "first", "residuals", "climbs", "join", "head"))
    weights = reference_decoder.Weights(**fields, logits=logits.tolist(), mixers=plain_mixers(sum(GROUPS)).tolist(), groups=groups)
    decisions, of_signs = mixer_inputs(stream, GROUPS, logits)
    answers, expected, places = [0], [], []
    for start, count in ((0, 2), (2, 3)):
        for row, column in np.ndindex(ROWS, COLUMNS):
            places.append((start, count, row, column))
            for channel in range(start, start + count):
                symbol, scale = stream.symbols[channel, row, column], stream.scale_indices[channel, row, column]
                for exceeded in range(abs(symbol) + 1):
                    answers.append(int(exceeded < abs(symbol)))
                    if logits[scale, exceeded] >= -7 * 256:
                        expected.append([logits[scale, exceeded] / 256, *decisions[channel, row, column, 1:]])
                if symbol != 0:
                    answers.append(int(symbol < 0))
                    expected.append(of_signs[channel, row, column])
    decoder = reference_decoder.SymbolDecoder(weights, Answers(answers), ROWS, COLUMNS)
    surprises = np.zeros((ROWS + 1, COLUMNS + 1), int)
    for start, count, row, column in places:
        if (row, column) == (0, 0):
            surprises[:] = 0
        own = slice(start, start + count)
        means = np.rint(64 * stream.means[own, row, column]).astype(int).tolist()
        around = int(surprises[row + 1, column] + surprises[row, column + 1])
        symbols, surprises[row + 1, column + 1] = decoder.position(start, row, column, means, stream.scale_indices[own, row, column].tolist(), around)
        assert symbols == stream.symbols[own, row, column].tolist()
    assert len(taken) == len(expected)
    # Probabilities of surprises are of 8 bits, and of nodes, there.
    assert np.array(taken) / 256 == pytest.approx(np.array(expected), abs=0.12)


def test_densities_that_were_counted_come_back():
    logits = density_logits()
    more = 1 / (1 + np.exp(-logits / 256))
    reached = np.concatenate([np.ones((64, 1)), np.cumprod(more, axis=1)], axis=1)
    counts = 1e7 * (reached - np.concatenate([reached[:, 1:], np.zeros((64, 1))], axis=1))
    fitted = fitted_logits(counts)
    assert np.abs(fitted[40:, :4] - logits[40:, :4]).max() <= 2
    counts[50, 0] *= 2  # more zeros: less likely to be larger, and no other decision changes
    assert fitted_logits(counts)[50, 0] < fitted[50, 0] - 100
    assert (fitted_logits(counts)[50, 1:] == fitted[50, 1:]).all()


def test_weights_of_a_known_mixer_are_found():
    random = np.random.default_rng(5)
    inputs = random.normal(size=(200_000, MIXER_INPUTS))
    truth = np.array([0.8, -0.5, 0.2, 0, 0.1, 0, 0.3, -0.2])
    outcomes = random.random(len(inputs)) < 1 / (1 + np.exp(-inputs @ truth))
    assert _most_likely(inputs, outcomes, np.eye(MIXER_INPUTS)[0]) == pytest.approx(truth, abs=0.02)
    # With next to nothing seen it stays where it was.
    assert _most_likely(inputs[:2], outcomes[:2], np.eye(MIXER_INPUTS)[0]) == pytest.approx(np.eye(MIXER_INPUTS)[0], abs=0.15)


def test_the_streams_of_the_golden_files_can_be_fitted_to():
    (path,) = (_ROOT / "weights").glob("neural-*.bin")
    data = (_ROOT / "tests" / "golden" / "accept" / "neural-discs-199x151-rgb-1024.mote").read_bytes()
    weights = read(path)
    facts = read_stream(data, reference_decoder.load_weights(path))
    stream = symbols_of(facts, IntegerModel(weights))
    # What the context model expects of the latents is what the decoder expected.
    assert np.array_equal(np.rint(64 * (stream.symbols + stream.means)), facts["latents"])
    counts = count_magnitudes([stream])
    assert counts.sum() == stream.symbols.size and counts[:, 1:].sum() == np.count_nonzero(stream.symbols) > 100
    mixers = fitted_mixers([stream], weights.groups, weights.logits)
    assert mixers.shape == (sum(weights.groups), 4, MIXER_INPUTS)
    assert (mixers[:, :3, 0] > 0).all()

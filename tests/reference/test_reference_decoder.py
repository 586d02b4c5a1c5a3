"""The reference decoder of spec/ against what the documents say, with a tiny network of random weights and an encoder made here.

Only NumPy and the standard library: the decoder must do without the project's own code. The golden files tie both together.
"""

import csv
import hashlib
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
sys.path.insert(0, str(ROOT / "spec"))

import reference_decoder as reference  # noqa: E402

GROUP_CHANNELS = [2, 1]
DEPTHS = [0, 1, 0, 1]
ROWS, COLUMNS = 3, 4
LEVEL = 78
HALF = 32768


# A file of weights, written by spec/neural.md, section 6.


class RandomLayer:
    """A layer with random mantissas; `raised` biases the second half of the outputs, the scales of a last context layer, upwards."""

    def __init__(self, random, kernel, inputs, outputs, raised=False):
        places = {1: 1, 3: 9, 5: 12}[kernel]
        self.kernel = kernel
        self.bits = int(random.integers(2, 7))
        top = 1 << (self.bits - 1)
        self.mantissas = random.integers(-top, top, (outputs, places, inputs))
        self.multipliers = random.integers(1, 41, outputs)
        sums = (np.abs(self.mantissas) * self.multipliers[:, None, None]).sum(axis=(1, 2))
        self.shift = max(1, int(sums.mean()).bit_length() - 2)  # So that signals neither die out nor only saturate.
        self.biases = random.integers(-(64 << self.shift), 64 << self.shift, outputs)
        if raised:
            self.biases[outputs // 2 :] = random.integers(200, 900, outputs - outputs // 2) << self.shift

    def packed(self):
        outputs, _, inputs = self.mantissas.shape
        filling, used = 0, 0
        for mantissa in self.mantissas.ravel().tolist():
            filling |= (mantissa & ((1 << self.bits) - 1)) << used
            used += self.bits
        header = struct.pack("<BHHBB", self.kernel, inputs, outputs, self.shift, self.bits)
        return header + bytes(self.multipliers.tolist()) + self.biases.astype("<i4").tobytes() + filling.to_bytes((used + 7) // 8, "little")


class RandomNetwork:
    """All layers in the file's order, and the tables before them."""

    def __init__(self, seed):
        random = np.random.default_rng(seed)
        channels = sum(GROUP_CHANNELS)
        self.steps = random.integers(3000, 60000, (3, channels))
        self.logits = random.integers(-2500, 1500, (64, 16))
        self.mixers = random.integers(-40, 40, (channels, 4, 8))
        self.mixers[:, :3, 0] += 64
        shapes = [(1, channels, 768), (3, channels + 1, 4)]  # linear, first
        shapes += [(3, 4, 12), (3, 3, 2), (3, 2, 3), (3, 3, 12), (3, 3, 8)]  # climb1, a residual, climb2, climb3
        shapes += [(3, 12, 2), (3, 2, 5), (3, 5, 2), (3, 2, 12)]  # join, a residual, head
        self.layers = [RandomLayer(random, *shape) for shape in shapes]
        for index, count in enumerate(GROUP_CHANNELS):
            earlier = sum(GROUP_CHANNELS[:index])
            for shape in [(5, count, 4), (3, earlier + 2, 4), (1, 4, 5), (1, 5, 4)]:
                self.layers.append(RandomLayer(random, *shape))
            self.layers.append(RandomLayer(random, 1, 4, 2 * count, raised=True))

    def file(self):
        head = bytes([len(self.steps), len(GROUP_CHANNELS), *DEPTHS, *GROUP_CHANNELS])
        tables = self.steps.astype("<u2").tobytes() + self.logits.astype("<i2").tobytes() + self.mixers.astype("i1").tobytes()
        return head + tables + b"".join(layer.packed() for layer in self.layers)


@pytest.fixture(scope="module")
def network():
    return RandomNetwork(5)


@pytest.fixture(scope="module")
def weights(network):
    return reference.read_weights(network.file() + b"the analysis")


@pytest.fixture
def weights_file(network, tmp_path):
    path = tmp_path / "weights.bin"
    path.write_bytes(network.file())
    return path


# A range encoder: the interval that sections 2 and 3 narrow, as integers of any length.


class Encoder:
    """Stands where the decoder's range decoder stands: asked for a decision, it writes the next one that is wanted and answers it."""

    def __init__(self, decisions=()):
        self.decisions = iter(decisions)
        self.probabilities = []
        self.low, self.range, self.length = 0, (1 << 64) - 1, 8

    def put(self, is_so, probability):
        unit = self.range >> 16
        self.low += unit * (65536 - probability) if is_so else 0
        self.range = unit * (probability if is_so else 65536 - probability)
        while self.range < 1 << 56:
            self.low, self.range, self.length = self.low << 8, self.range << 8, self.length + 1

    def bit(self):
        return self.decision(HALF)

    def decision(self, probability):
        assert 0 < probability < 65536
        self.probabilities.append(probability)
        is_so = next(self.decisions)
        self.put(is_so, probability)
        return is_so

    def finished(self):
        """The shortest bytes that name a number in the interval whatever follows them."""
        for count in range(self.length + 1):
            rest = 8 * (self.length - count)
            start = -(-self.low >> rest)
            if (start + 1) << rest <= self.low + self.range:
                return start.to_bytes(count, "big")
        raise AssertionError("an interval of less than one number")


def escape_bits(magnitude, scale_index):
    """Section 3, step 1, the other way round."""
    if magnitude < 16:
        return []
    extra = 0 if scale_index < 24 else (scale_index - 24) // 7
    ones = max(n for n in range(9) if ((1 << n) - 1) << extra <= magnitude - 16)
    value = magnitude - 16 - (((1 << ones) - 1) << extra)
    ending = [] if ones == 8 else [0]
    return [1] * ones + ending + [value >> bit & 1 for bit in reversed(range(ones + extra))]


def some_symbols():
    """In coding order; every kind of escape, and both ends of the escape with the fewest bits (16 + 255 + 255 at e = 0)."""
    random = np.random.default_rng(6)
    values = np.round(random.laplace(0, 2, ROWS * COLUMNS * sum(GROUP_CHANNELS))).astype(int).tolist()
    values[::4] = [16, -16, 17, -18, 40, 270, -271, 526, -100]
    return values


def pace_decisions(pace):
    """Section 3, the head."""
    return [1] * pace + [0] * (pace < 4)


def decisions_of(value, scale_index):
    """Section 3, steps 1 to 3, the other way round."""
    magnitude = abs(value)
    decisions = [1] * min(magnitude, 16) + [0] * (magnitude < 16) + escape_bits(magnitude, scale_index)
    return decisions + ([int(value < 0)] if value else [])


def scale_indices_of(weights, values):
    """In coding order: those at which a stream of `values` has them."""
    latents = np.zeros((sum(GROUP_CHANNELS), ROWS, COLUMNS), np.int64)
    indices, start, place = [], 0, 0
    for group in weights.groups:
        constants = [np.full((1, ROWS, COLUMNS), 64), np.full((1, ROWS, COLUMNS), (64 * LEVEL + 127) // 255)]
        earlier = reference.convolve(group.earlier, np.concatenate([latents[:start], *constants]))
        padded = np.zeros((ROWS + 2, COLUMNS + 4, group.channels), np.int64)
        for row, column in np.ndindex(ROWS, COLUMNS):
            means, scales = reference.predict(group, padded, earlier[:, row, column], row, column)
            indices += scales.tolist()
            symbols = np.array(values[place : place + group.channels])
            place += group.channels
            padded[row + 2, column + 2] = np.clip(64 * symbols + means, -8191, 8191)
        latents[start : start + group.channels] = padded[2:, 2:-2].transpose(2, 0, 1)
        start += group.channels
    return indices


def encode(weights, values, pace=1):
    scale_indices = scale_indices_of(weights, values)
    decisions = pace_decisions(pace)
    for value, index in zip(values, scale_indices):
        decisions += decisions_of(value, index)
    encoder = Encoder(decisions)
    reference.decode_latents(weights, LEVEL, ROWS, COLUMNS, encoder)
    assert next(encoder.decisions, None) is None
    return encoder.finished(), scale_indices, encoder.probabilities


def in_coding_order(symbols):
    """Group, row, column, channel of the group."""
    groups = np.split(symbols, np.cumsum(GROUP_CHANNELS)[:-1])
    return [value for group in groups for value in group.transpose(1, 2, 0).ravel().tolist()]


def decode_symbols(weights, data):
    symbols, latents, cut = reference.decode_latents(weights, LEVEL, ROWS, COLUMNS, reference.RangeDecoder(data))
    assert np.abs(latents).max() <= 8191
    return in_coding_order(symbols), cut


def container(payload, width, height):
    sides = bytearray()
    for side in (width - 1, height - 1):
        while side > 127:
            sides.append(side & 127 | 128)
            side >>= 7
        sides.append(side)
    return bytes([0x40, *sides]) + payload


def test_weights_round_trip(network, weights):
    assert np.array_equal(weights.steps, network.steps)
    assert weights.logits == network.logits.tolist()
    assert weights.mixers == network.mixers.tolist()
    groups = [layer for group in weights.groups for layer in (group.own, group.earlier, *group.mixes)]
    (stage0, (stage1,), stage2, (stage3,)), climbs = weights.residuals, weights.climbs
    assert stage0 == stage2 == []
    synthesis = [weights.linear, weights.first, climbs[0], *stage1, climbs[1], climbs[2], weights.join, *stage3, weights.head]
    assert len(synthesis + groups) == len(network.layers)
    for read, written in zip(synthesis + groups, network.layers):
        assert np.array_equal(read.weights, written.mantissas * written.multipliers[:, None, None])
        assert np.array_equal(read.biases, written.biases)
        assert read.shift == written.shift


def test_weights_cut_or_out_of_bounds_are_refused(network):
    whole = network.file()
    for length in [*range(0, 20), len(whole) // 2, len(whole) - 1]:
        with pytest.raises(reference.DecodeError):
            reference.read_weights(whole[:length])
    network = RandomNetwork(5)
    network.layers[3].biases[0] = (1 << 31) - 8191
    with pytest.raises(reference.DecodeError, match="exceed 32 bits"):
        reference.read_weights(network.file())


def naive_layer(layer, inputs_of_place):
    """Section 4, for one position, in Python's integers; inputs_of_place[place][input]."""
    outputs = []
    for weights, bias in zip(layer.weights.tolist(), layer.biases.tolist()):
        total = bias + sum(w * x for row, inputs in zip(weights, inputs_of_place) for w, x in zip(row, inputs))
        outputs.append((total + (1 << (layer.shift - 1))) >> layer.shift if layer.shift else total)
    return outputs


@pytest.mark.parametrize(("kernel", "shift"), [(1, 6), (3, 9), (3, 0)])
def test_convolution_is_the_naive_sum(kernel, shift):
    random = np.random.default_rng(7)
    layer = reference.Layer(random.integers(-90, 91, (3, kernel * kernel, 2)), random.integers(-9999, 9999, 3), shift)
    planes = random.integers(-8191, 8192, (2, 4, 5))
    plus = random.integers(-8191, 8192, (3, 4, 5))
    result = reference.convolve(layer, planes, plus)
    reach = kernel // 2
    around = [(dy, dx) for dy in range(-reach, reach + 1) for dx in range(-reach, reach + 1)]
    for row, column in np.ndindex(4, 5):
        places = [(row + dy, column + dx) for dy, dx in around]
        inputs = [planes[:, y, x].tolist() if 0 <= y < 4 and 0 <= x < 5 else [0, 0] for y, x in places]
        sums = np.array(naive_layer(layer, inputs)) + plus[:, row, column]
        assert result[:, row, column].tolist() == np.clip(sums, -8191, 8191).tolist()


def test_own_layer_sees_the_twelve_places_before():
    random = np.random.default_rng(8)
    layer = reference.Layer(random.integers(-9, 10, (4, 12, 2)), random.integers(-99, 99, 4), 3)
    group = reference.Group(2, layer, layer, [])
    latents = random.integers(-500, 500, (ROWS, COLUMNS, 2))
    padded = np.pad(latents, ((2, 0), (2, 2), (0, 0)))
    offsets = [(dy, dx) for dy in (-2, -1, 0) for dx in range(-2, 3) if dy < 0 or dx < 0]
    earlier = np.array([5, -6, 300, 400])
    for row, column in np.ndindex(ROWS, COLUMNS):
        places = [(row + dy, column + dx) for dy, dx in offsets]
        inputs = [latents[y, x].tolist() if y >= 0 and 0 <= x < COLUMNS else [0, 0] for y, x in places]
        expected = np.array(naive_layer(layer, inputs)) + earlier
        means, scales = reference.predict(group, padded, earlier, row, column)
        assert means.tolist() == expected[:2].tolist()
        assert scales.tolist() == [min(63, max(0, (t + 8) >> 4)) for t in expected[2:].tolist()]


def naive_context(weights, latents):
    """Section 4 for every position, in coding order of the positions: the group's means and its scale indices."""
    start = 0
    for group in weights.groups:
        planes = [*latents[:start], np.full((ROWS, COLUMNS), 64), np.full((ROWS, COLUMNS), (64 * LEVEL + 127) // 255)]
        margin = np.pad(np.stack(planes), ((0, 0), (1, 1), (1, 1)))
        before = np.pad(latents[start : start + group.channels], ((0, 0), (2, 0), (2, 2)))
        for row, column in np.ndindex(ROWS, COLUMNS):
            nine = [margin[:, row + dy, column + dx].tolist() for dy in range(3) for dx in range(3)]
            twelve = [before[:, row + dy, column + dx].tolist() for dy in range(3) for dx in range(5)][:12]
            f = np.clip(naive_layer(group.earlier, nine), -8191, 8191)
            hidden = np.clip(naive_layer(group.own, twelve) + f, -8191, 8191).tolist()
            for mix in group.mixes:
                hidden = np.clip(naive_layer(mix, [[max(x, x >> 3) for x in hidden]]), -8191, 8191).tolist()
            yield hidden[: group.channels], [min(63, max(0, (t + 8) >> 4)) for t in hidden[group.channels :]]
        start += group.channels


def test_context_model_is_the_naive_one(weights):
    values = some_symbols()
    data, scale_indices, _ = encode(weights, values)
    symbols, latents, _ = reference.decode_latents(weights, LEVEL, ROWS, COLUMNS, reference.RangeDecoder(data))
    assert in_coding_order(symbols) == values
    predicted = list(naive_context(weights, latents))
    assert [index for _, indices in predicted for index in indices] == scale_indices
    means = [mean for group_means, _ in predicted for mean in group_means]
    assert in_coding_order(latents) == [max(-8191, min(8191, 64 * value + mean)) for value, mean in zip(values, means)]


@pytest.mark.parametrize("scale_index", [0, 23, 24, 30, 31, 37, 38, 58, 59, 63])
def test_every_escape_is_read(weights, scale_index):
    extra = max(0, (scale_index - 24) // 7)
    largest = 16 + (255 << extra) + (1 << (8 + extra)) - 1
    firsts = [16 + (((1 << ones) - 1) << extra) for ones in range(9)]
    for magnitude in {0, 1, 15, largest, *firsts, *(first - 1 for first in firsts)}:
        for value in {magnitude, -magnitude}:
            encoder = Encoder(pace_decisions(2) + decisions_of(value, scale_index))
            decoder = reference.SymbolDecoder(weights, encoder, 1, 1)
            assert decoder.position(0, 0, 0, [0], [scale_index], 0)[0] == [value]
            assert next(encoder.decisions, None) is None


@pytest.mark.parametrize("pace", range(5))
def test_every_pace_is_read(weights, pace):
    data, _, _ = encode(weights, some_symbols(), pace)
    assert decode_symbols(weights, data) == (some_symbols(), False)


def naive_probability(z):
    """Section 3 in floats, within what its nodes lie apart."""
    return 65536 / (1 + np.exp(-max(-3071, min(3071, z)) / 256))


def test_probabilities_are_logistic():
    values = range(-4000, 4001, 7)
    probabilities = [reference.probability_of(z) for z in values]
    assert probabilities == sorted(probabilities) and probabilities[0] == 1 and probabilities[-1] == 65535
    assert all(abs(p - naive_probability(z)) < 2 + 0.035 * min(p, 65536 - p) for z, p in zip(values, probabilities))
    assert all(reference.probability_of(z) + reference.probability_of(-z) == 65536 for z in range(1, 3200, 13))


def test_decisions_are_mixed_and_learnt_as_the_document_says(weights):
    """A row of ones at the highest pace, section 3 worked out in floats beside it."""
    columns, pace = 40, 3
    scale_index = int(np.argmin([abs(row[0]) + abs(row[1]) for row in weights.logits]))
    logits, mixers = weights.logits[scale_index][:2], np.array(weights.mixers[0]) / 64
    encoder = Encoder(pace_decisions(pace) + [1, 0, 0] * columns)
    decoder = reference.SymbolDecoder(weights, encoder, 1, columns)
    magnitude_rates = 2.0 ** (pace - np.array([16, 14, 18, 18, 18, 18, 18, 18])) / 65536  # weights are units of 2^-16
    sign_rates = 2.0 ** (pace - np.full(8, 15)) / 65536
    surprise = 256 - naive_probability(logits[0]) / 256
    expected = []
    for column in range(columns):
        decoder.position(0, 0, column, [100], [scale_index], round(surprise) if column else 0)
        left, around = (256, surprise) if column else (0, 0)
        magnitudes = [np.array([logit, 256, 0, around, left, 0, 0, 0]) for logit in logits]
        cases = [(0, magnitudes[0], 1, magnitude_rates), (1, magnitudes[1], 0, magnitude_rates)]
        for mixer, inputs, decision, rates in [*cases, (3, np.array([left, 0, 0, 0, 400, 256, 0, 0]), 0, sign_rates)]:
            expected.append(naive_probability(mixers[mixer] @ inputs))
            mixers[mixer] += rates * inputs * (65536 * decision - expected[-1])
    probabilities = encoder.probabilities[pace + 1 :]
    assert probabilities == pytest.approx(expected, rel=0.06)
    for first, last in zip(probabilities[3:6], probabilities[-3:]):  # what is so became likelier, or less likely, by much
        assert abs(np.log(first / last)) > 0.1


def test_signs_are_remembered_between_channels(weights):
    """With every channel's mixers at nothing, the sign of the second channel becomes as likely as it was with the first one's sign before."""
    scale_index = int(np.argmax([row[0] for row in weights.logits]))
    count, columns = 2, 12
    plain = reference.Weights(**{**vars(weights), "mixers": [[[64] + [0] * 7] * 3 + [[0] * 8] for _ in weights.mixers]})
    decisions = pace_decisions(3)
    for column in range(columns):
        negative = column % 3 % 2
        decisions += [1, 0, negative] + [1, 0, 1 - negative]  # always one of each
    encoder = Encoder(decisions)
    decoder = reference.SymbolDecoder(plain, encoder, 1, columns)
    for column in range(columns):
        values = decoder.position(0, 0, column, [0] * count, [scale_index] * count, 0)[0]
        assert values[0] == -values[1]
    second_signs = encoder.probabilities[9::6]
    likely = [p if column % 3 % 2 == 0 else 65536 - p for column, p in enumerate(second_signs)]
    assert likely[-1] > 0.6 * 65536 and likely[0] == HALF


def test_escape_bits_of_the_document():
    """Worked out by hand: 21 at e = 0 is 2 ones, a zero and 21 - 16 - 3 in 2 bits; 31 at e = 1 is 3 ones, a zero and 1 in 4 bits."""
    assert escape_bits(21, 24) == [1, 1, 0, 1, 0]
    assert escape_bits(31, 31) == [1, 1, 1, 0, 0, 0, 0, 1]
    assert escape_bits(16, 30) == [0]
    assert escape_bits(526, 0) == [1] * 16


def test_what_is_missing_leaves_a_bit_open_only_if_it_matters():
    assert reference.RangeDecoder(b"\x7e").bit() == 0
    assert reference.RangeDecoder(b"\x80\x00").bit() == 1
    with pytest.raises(reference.Undetermined):
        reference.RangeDecoder(b"\x7f").bit()  # 0x7FFF...FF / (2^48 - 1) is 32768, the first of the other half.


def test_positions_run_as_the_picture_does():
    assert reference.neural_size(b"\x17\x00", 768, 512) == (16, 24)
    assert reference.neural_size(b"\x17\x00", 512, 768) == (24, 16)
    assert reference.neural_size(b"\x17\x00", 500, 500) == (24, 24)
    assert reference.neural_size(b"\x09\x00", 1000, 150) == (2, 10)  # 1.5 rows, rounded up.
    assert reference.neural_size(b"\x09\x00", 1, 65535) == (10, 1)


def test_range_coder_round_trip():
    random = np.random.default_rng(9)
    encoder, decisions, probabilities = Encoder(), [], []
    for _ in range(2000):
        probabilities.append(int(random.choice([1, 65535, HALF, int(random.integers(1, 65536))])))
        decisions.append(int(random.random() < max(0.02, min(0.98, probabilities[-1] / 65536))))
        encoder.put(decisions[-1], probabilities[-1])
    decoder = reference.RangeDecoder(encoder.finished())
    assert [decoder.decision(probability) for probability in probabilities] == decisions


def test_symbols_round_trip(weights):
    values = some_symbols()
    data, scale_indices, _ = encode(weights, values)
    assert min(scale_indices) < 24 and max(scale_indices) >= 31  # Escapes without and with extra bits.
    assert decode_symbols(weights, data) == (values, False)
    assert decode_symbols(weights, data + b"more") == (values, False)


def test_every_prefix_gives_the_symbols_that_it_settles(weights):
    """Those are the ones that come out the same whether zeros or ones follow. (Ones may lie beyond all that an encoder writes, and then say nothing.)"""
    values = some_symbols()
    data, _, _ = encode(weights, values)
    settled_before, compared = 0, 0
    for length in range(len(data)):
        low, _ = decode_symbols(weights, data[:length] + bytes(100))
        high, _ = decode_symbols(weights, data[:length] + b"\xff" * 100)
        symbols, was_cut = decode_symbols(weights, data[:length])
        fitting = [count for count in range(settled_before, len(values)) if symbols == values[:count] + [0] * (len(values) - count)]
        assert was_cut and fitting
        settled_before = fitting[0]
        settled = next((i for i in range(len(values)) if low[i] != high[i]), None)
        if settled in fitting:
            settled_before, compared = settled, compared + 1
    assert settled_before >= len(values) - 4 and compared > len(data) / 2


def test_any_bytes_decode(weights):
    random = np.random.default_rng(10)
    for data in [b"\xff" * 40, b"\xff" * 3, b"\0" * 40, *(random.bytes(int(random.integers(60))) for _ in range(30))]:
        symbols, _ = decode_symbols(weights, data)
        assert len(symbols) == ROWS * COLUMNS * sum(GROUP_CHANNELS)


def test_shuffle_and_colour():
    planes = np.arange(8 * 2 * 3).reshape(8, 2, 3)
    shuffled = reference.shuffle(planes, 2)
    assert shuffled[1, 3, 4] == planes[4 + 2 * 1 + 0, 1, 2]
    assert np.array_equal(reference.unshuffle(shuffled), planes)
    raster = np.array([[[0, 2047, -2048]], [[0, 0, 4096]], [[0, 0, 0]]])
    assert reference.colour(raster).tolist() == [[[128, 128, 128], [255, 255, 255], [0, 0, 255]]]


def shuffled(planes, side):
    channels, rows, columns = len(planes) // side**2, planes.shape[1] * side, planes.shape[2] * side
    place = [
        (side * side * m + side * (y % side) + x % side, y // side, x // side) for m, y, x in np.ndindex(channels, rows, columns)
    ]
    return np.array([planes[index] for index in place]).reshape(channels, rows, columns)


def test_synthesis_step_by_step(weights):
    """Section 5 once more, for a network whose depths are 0, 1, 0, 1; convolve and dequantise have tests of their own."""
    latents = np.random.default_rng(11).integers(-300, 301, (3, 2, 3))
    convolve, leaky, clamp = reference.convolve, reference.leaky, reference.clamp
    z = reference.dequantise(weights, LEVEL, latents)
    raster = shuffled(convolve(weights.linear, z), 16)
    x = convolve(weights.first, np.concatenate([z, np.full((1, 2, 3), (512 * LEVEL + 127) // 255)]))
    x = shuffled(convolve(weights.climbs[0], leaky(x)), 2)
    first, second = weights.residuals[1][0]
    x = convolve(second, leaky(convolve(first, leaky(x))), plus=x)
    x = shuffled(convolve(weights.climbs[1], leaky(x)), 2)
    x = shuffled(convolve(weights.climbs[2], leaky(x)), 2)
    u = np.stack([raster[channel // 4, channel // 2 % 2 :: 2, channel % 2 :: 2] for channel in range(12)])
    x = convolve(weights.join, u, plus=x)
    first, second = weights.residuals[3][0]
    x = convolve(second, leaky(convolve(first, leaky(x))), plus=x)
    expected = clamp(raster + shuffled(convolve(weights.head, leaky(x)), 2))
    assert np.array_equal(reference.synthesise(weights, LEVEL, latents), expected)
    assert expected.shape == (3, 32, 48) and np.unique(expected).size > 500


def test_quantiser_steps_are_interpolated(network, weights):
    one = np.full((3, 1, 1), 1 << 11)
    for level, expected in ((0, network.steps[0]), (255, network.steps[2])):
        assert reference.dequantise(weights, level, one).ravel().tolist() == np.minimum(expected, 8191).tolist()
    between = (network.steps[0] * (255 - 156) + network.steps[1] * 156 + 127) // 255  # Level 78: a = 156, b = 0.
    small = np.full((3, 1, 1), 64)
    assert reference.dequantise(weights, LEVEL, small).ravel().tolist() == ((between * 64 + 1024) >> 11).tolist()


def test_command_writes_a_picture_and_tells_of_a_cut(weights, weights_file, tmp_path):
    data, _, _ = encode(weights, some_symbols())
    stream = tmp_path / "stream.mote"
    pictures = []
    for symbols, told in ((data, False), (data[:30], True), (b"", True)):
        stream.write_bytes(container(bytes([COLUMNS - 1, LEVEL]) + symbols, 200, 150))
        picture = tmp_path / "picture.ppm"
        command = [sys.executable, str(ROOT / "spec" / "reference_decoder.py"), "--weights", str(weights_file), str(stream), str(picture)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        assert ("was cut" in result.stderr) == told
        assert len(result.stderr.splitlines()) == told
        pictures.append(picture.read_bytes())
        header = b"P6\n200 150\n255\n"
        assert pictures[-1].startswith(header) and len(pictures[-1]) == len(header) + 200 * 150 * 3
    assert len(set(pictures)) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["picture.ppm", "stream.mote", "weights.bin"]


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        (b"", "ends too early"),
        (container(b"", 200, 150), "ends too early"),
        (container(b"\x03", 200, 150), "ends too early"),
        (container(b"\xff\x80", 100, 100), "more than 8192"),
        (container(b"\x5b\x80", 100, 100), "more than 8192"),  # 92 x 92 = 8464; 90 x 90 = 8100 would do.
        (container(b"\x03\x80", 40000, 30000), "pixels"),
        (b"\x47\x00\x00\x03\x80", "does not define"),
    ],
)
def test_bad_streams_give_one_line(stream, reason, weights_file, tmp_path, capsys):
    path = tmp_path / "bad.mote"
    path.write_bytes(stream)
    assert reference.main(["--weights", str(weights_file), str(path), str(tmp_path / "out.ppm")]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and str(path) in error and reason in error
    assert not (tmp_path / "out.ppm").exists()


def test_files_that_cannot_be_read_give_one_line(tmp_path, capsys):
    path = tmp_path / "stream.mote"
    path.write_bytes(container(b"\x00\x80", 20, 15))
    damaged = tmp_path / "damaged.bin"
    damaged.write_bytes(b"\x02\x01")
    absent = tmp_path / "absent"
    for weights, stream, named in ((absent, path, absent), (damaged, path, damaged), (damaged, absent, absent)):
        assert reference.main(["--weights", str(weights), str(stream), str(tmp_path / "out.ppm")]) == 1
        error = capsys.readouterr().err
        assert error.count("\n") == 1 and str(named) in error


def golden_files():
    with open(GOLDEN / "manifest.tsv", encoding="utf-8", newline="") as manifest:
        return list(csv.DictReader(manifest, delimiter="\t"))


@pytest.mark.parametrize("entry", golden_files(), ids=lambda entry: entry["file"])
def test_golden_files(entry):
    data = (GOLDEN / entry["file"]).read_bytes()
    if entry["status"] != "0":
        with pytest.raises(reference.DecodeError):
            reference.decode(data, reference.DEFAULT_WEIGHTS)
        return
    picture, cut = reference.decode(data, reference.DEFAULT_WEIGHTS)
    assert int(cut) == int(entry["cut"])
    assert picture.shape == (int(entry["height"]), int(entry["width"]), 3)
    assert hashlib.sha256(picture.tobytes()).hexdigest() == entry["pixels_sha256"]

#!/usr/bin/env python3
"""Decode a mote stream to a PPM picture: a decoder written from the documents of this folder alone.

It is a witness, not a tool: it shares no code with the library, so where both give the same bytes the documents say what they should. It
reads every layout of format.md and computes in integers only. This file holds the layouts (format.md) and method neural (neural.md);
reference_patches.py and reference_resize.py hold the rest. Functions name the sections that they follow, "neural 4" meaning neural.md,
section 4. Needs Python 3.9 or later and NumPy.

    python3 spec/reference_decoder.py [--weights weights/neural-5.bin] INPUT.mote OUTPUT.ppm

Exit status 1 and one line on stderr for what cannot be decoded; a line on stderr, too, for a stream of method neural that was cut.
"""

from __future__ import annotations

import argparse
import os
import re
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reference_patches import decode_patches
from reference_reader import DecodeError, Reader
from reference_resize import resize

DEFAULT_WEIGHTS = Path(__file__).resolve().parent.parent / "weights" / "neural-5.bin"

MAX_PIXELS = 1 << 28
MAX_POSITIONS = 8192


class Undetermined(Exception):
    """A range-coded decision depends on bytes past the end of the stream (neural 2)."""


# Neural, the head: rounding and clamping.


def rounding_shift(x: np.ndarray, shift: int) -> np.ndarray:
    return (x + ((1 << shift) >> 1)) >> shift


def clamp(x: np.ndarray) -> np.ndarray:
    return np.maximum(np.minimum(x, 8191), -8191)


def leaky(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, x >> 3)


# Neural 6: the file of weights.


@dataclass
class Layer:
    """weights[output, place, input] and biases[output]; the products' sum is shifted right by `shift`."""

    weights: np.ndarray
    biases: np.ndarray
    shift: int

    @property
    def outputs(self) -> int:
        return len(self.biases)


@dataclass
class Group:
    """The context model's layers for one group of channels."""

    channels: int
    own: Layer
    earlier: Layer
    mixes: list[Layer]


@dataclass
class Weights:
    """A file of weights. `stages` are the climbs of section 5: each a layer (none before the first stage) and its residuals."""

    steps: np.ndarray  # T[level][channel]
    logits: list[list[int]]  # L[scale index][magnitude]
    mixers: list[list[list[int]]]  # M[channel][mixer][input]
    linear: Layer
    first: Layer
    residuals: list[list[tuple[Layer, Layer]]]
    climbs: list[Layer]
    join: Layer
    head: Layer
    groups: list[Group]


def read_layer(reader: Reader, kernel: int, inputs: int, outputs: int | None = None) -> Layer:
    """Neural 6: one layer; `outputs` is None where the rest of the network does not settle it."""
    stated = reader.byte()
    file_inputs, file_outputs = (int(n) for n in reader.numbers(2, "<u2"))
    if stated != kernel or file_inputs != inputs or file_outputs == 0 or (outputs is not None and file_outputs != outputs):
        raise DecodeError(f"the weights hold a layer of kernel {stated}, {file_inputs} to {file_outputs}, which does not fit the others")
    shift, bits = reader.byte(), reader.byte()
    if not 2 <= bits <= 8:
        raise DecodeError(f"the weights hold mantissas of {bits} bits")
    places = {1: 1, 3: 9, 5: 12}[kernel]
    multipliers = reader.numbers(file_outputs, "u1")
    biases = reader.numbers(file_outputs, "<i4")
    count = file_outputs * places * inputs
    packed = np.frombuffer(reader.take((count * bits + 7) // 8), np.uint8)
    mantissa_bits = np.unpackbits(packed, count=count * bits, bitorder="little").reshape(count, bits).astype(np.int64)
    values = 1 << np.arange(bits, dtype=np.int64)
    values[-1] = -values[-1]
    weights = (mantissa_bits @ values).reshape(file_outputs, places, inputs) * multipliers[:, None, None]
    if shift > 31 or (np.abs(biases) + 8191 * np.abs(weights).sum(axis=(1, 2)) + (1 << shift)).max() >= 1 << 31:
        raise DecodeError("the weights hold a layer whose sums could exceed 32 bits")
    return Layer(weights, biases, shift)


def read_residuals(reader: Reader, depth: int, channels: int) -> list[tuple[Layer, Layer]]:
    residuals = []
    for _ in range(depth):
        first = read_layer(reader, 3, channels)
        residuals.append((first, read_layer(reader, 3, first.outputs, channels)))
    return residuals


def read_climb(reader: Reader, channels: int) -> Layer:
    climb = read_layer(reader, 3, channels)
    if climb.outputs % 4:
        raise DecodeError("the weights hold a climb whose outputs are no multiple of four")
    return climb


def read_group(reader: Reader, channels: int, earlier_channels: int) -> Group:
    own = read_layer(reader, 5, channels)
    earlier = read_layer(reader, 3, earlier_channels + 2, own.outputs)
    mix1 = read_layer(reader, 1, own.outputs)
    mix2 = read_layer(reader, 1, mix1.outputs)
    return Group(channels, own, earlier, [mix1, mix2, read_layer(reader, 1, mix2.outputs, 2 * channels)])


def read_weights(data: bytes) -> Weights:
    """Neural 6. The analysis, after the context model, is not read."""
    reader = Reader(data, "file of weights")
    levels, group_count = reader.byte(), reader.byte()
    depths = [reader.byte() for _ in range(4)]
    group_channels = [reader.byte() for _ in range(group_count)]
    channels = sum(group_channels)
    if levels < 2 or not group_channels or 0 in group_channels:
        raise DecodeError("the file of weights needs two levels or more, and channels in every group")
    steps = reader.numbers(levels * channels, "<u2").reshape(levels, channels)
    logits = reader.numbers(64 * 16, "<i2").reshape(64, 16).tolist()
    mixers = reader.numbers(channels * 4 * 8, "i1").reshape(channels, 4, 8).tolist()
    linear = read_layer(reader, 1, channels, 768)
    first = read_layer(reader, 3, channels + 1)
    width = first.outputs
    residuals = [read_residuals(reader, depths[0], width)]
    climbs: list[Layer] = []
    for stage in (1, 2, 3):
        climbs.append(read_climb(reader, width))
        width = climbs[-1].outputs // 4
        if stage < 3:
            residuals.append(read_residuals(reader, depths[stage], width))
    join = read_layer(reader, 3, 12, width)
    residuals.append(read_residuals(reader, depths[3], width))
    head = read_layer(reader, 3, width, 12)
    groups = [read_group(reader, count, sum(group_channels[:g])) for g, count in enumerate(group_channels)]
    return Weights(steps, logits, mixers, linear, first, residuals, climbs, join, head, groups)


def load_weights(path: Path) -> Weights:
    try:
        return read_weights(path.read_bytes())
    except DecodeError as error:
        raise DecodeError(f"{path}: {error}") from error


# Neural 4, the head: layers.


def finish(layer: Layer, sums: np.ndarray, plus: np.ndarray | int = 0) -> np.ndarray:
    return clamp(rounding_shift(sums, layer.shift) + plus)


def apply_once(layer: Layer, inputs: np.ndarray, plus: np.ndarray | int = 0) -> np.ndarray:
    """A layer at one position: `inputs` holds the inputs of its places, place by place."""
    return finish(layer, layer.biases + layer.weights.reshape(layer.outputs, -1) @ inputs, plus)


def convolve(layer: Layer, planes: np.ndarray, plus: np.ndarray | int = 0) -> np.ndarray:
    """A layer over a whole raster [channel, row, column], kernel 1 or 3.

    The raster gets a margin of zeros and is laid out as one line a channel; then each place of the kernel is a shift of the line. What
    comes out in the margins is cut off.
    """
    _, rows, columns = planes.shape
    margin = 0 if layer.weights.shape[1] == 1 else 1
    line_length = columns + 2 * margin
    lines = np.pad(planes, ((0, 0), (margin, margin), (margin, margin))).reshape(len(planes), -1)
    count = rows * line_length - 2 * margin
    sums = np.zeros((layer.outputs, rows * line_length), np.int64)
    for place in range(layer.weights.shape[1]):
        start = place // 3 * line_length + place % 3
        sums[:, :count] += np.einsum("oi,in->on", layer.weights[:, place], lines[:, start : start + count])
    sums = sums.reshape(layer.outputs, rows, line_length)[:, :, :columns]
    return finish(layer, sums + layer.biases[:, None, None], plus)


# Neural 2: the range decoder.


class RangeDecoder:
    """Neural 2."""

    MASK = (1 << 64) - 1

    def __init__(self, data: bytes) -> None:
        self.bytes = iter(data)
        self.range, self.offset, self.unknown = self.MASK, 0, 0
        for _ in range(8):
            self.shift_in_byte()

    def shift_in_byte(self) -> None:
        byte = next(self.bytes, None)
        self.offset = (self.offset << 8 | (byte or 0)) & self.MASK
        self.unknown = (self.unknown << 8 | (255 if byte is None else 0)) & self.MASK

    def decision(self, probability: int) -> int:
        """The next decision, 1 with `probability` of 2^16."""
        start = (self.range >> 16) * (65536 - probability)
        is_so = self.offset >= start
        if not is_so and self.offset + self.unknown >= start:
            raise Undetermined
        if is_so:
            self.offset -= start
        self.range = (self.range >> 16) * (probability if is_so else 65536 - probability)
        while self.range < 1 << 56:
            self.range <<= 8
            self.shift_in_byte()
        return int(is_so)

    def bit(self) -> int:
        return self.decision(1 << 15)


# Neural 3: symbols.

NODES = (32768, 40793, 47911, 53581, 57724, 60565, 62428, 63615, 64357, 64816, 65097, 65269, 65374)
NODES += (65438, 65476, 65500, 65514, 65523, 65528, 65531, 65533, 65534, 65535, 65535, 65535)


def probability_of(logit: int) -> int:
    """Neural 3: p(z)."""
    distance = min(abs(logit), 3071)
    node, rest = distance >> 7, distance & 127
    upper = NODES[node] + ((NODES[node + 1] - NODES[node]) * rest >> 7)
    return 65536 - upper if logit < 0 else upper


def rounded(x: int, shift: int) -> int:
    return (x + (1 << (shift - 1))) >> shift


def limited(x: int, limit: int) -> int:
    return max(-limit, min(limit, x))


def sign(x: int) -> int:
    return (x > 0) - (x < 0)


def learn(weights: list[int], inputs: list[int], error: int, shifts: list[int]) -> None:
    for i, (value, shift) in enumerate(zip(inputs, shifts)):
        weights[i] = limited(weights[i] + rounded(error * value, shift), 8 << 16)


class SymbolDecoder:
    """Neural 3: symbols from decisions, whose probabilities learn from what was decoded. Raises Undetermined."""

    def __init__(self, weights: Weights, coder: RangeDecoder, rows: int, columns: int) -> None:
        channels = len(weights.mixers)
        self.logits, self.coder = weights.logits, coder
        self.mixers = [[[1024 * weight for weight in mixer] for mixer in mixers] for mixers in weights.mixers]
        self.memory = [[0] * channels for _ in range(channels)]
        self.shown = np.zeros((rows + 1, columns + 2, channels), np.int64).tolist()  # at [row + 1][column + 1]
        self.expected = [probability_of(row[0]) + 128 >> 8 for row in weights.logits]
        pace = coder.decision(8192)
        while 0 < pace < 4 and coder.bit():
            pace += 1
        self.magnitude_shifts = [16 - pace, 14 - pace] + [18 - pace] * 6
        self.sign_shifts = [15 - pace] * 8

    def position(self, start: int, row: int, column: int, means: list[int], scales: list[int], around: int) -> tuple[list[int], int]:
        """The symbols of a group's channels, the first of which is `start`, at a position; and their surprise. Undetermined has those before the cut."""
        surprise, symbols = 0, []
        for i, (mean, scale) in enumerate(zip(means, scales)):
            try:
                symbols.append(self.symbol(start + i, i == 0, row, column, mean, scale, surprise, around))
            except Undetermined as cut:
                raise Undetermined(symbols) from cut
            surprise += 256 * (symbols[-1] != 0) - self.expected[scale]
            self.shown[row + 1][column + 1][start + i] = limited(symbols[-1], 2)
        return symbols, surprise

    def symbol(self, channel: int, is_first: bool, row: int, column: int, mean: int, scale: int, surprise: int, around: int) -> int:
        here, above_left, above, above_right = self.shown[row + 1][column + 1], *self.shown[row][column : column + 3]
        neighbours = [n[channel] for n in (self.shown[row + 1][column], above, above_left, above_right)]
        sizes = [abs(value) for value in neighbours]
        inputs = [0, 256, limited(surprise, 768), limited(around, 1024), 256 * sizes[0], 256 * sizes[1], 256 * min(2, sizes[2] + sizes[3])]
        inputs.append(0 if is_first else 256 * abs(here[channel - 1]))
        magnitude = 0
        while magnitude < 16:
            inputs[0] = logit = self.logits[scale][magnitude]
            mixer = self.mixers[channel][min(magnitude, 2)]
            learns = logit >= -1792
            mixed = rounded(sum(weight * value for weight, value in zip(mixer, inputs)), 16) if learns else logit
            probability = probability_of(mixed)
            more = self.coder.decision(probability)
            if learns:
                learn(mixer, inputs, (more << 16) - probability, self.magnitude_shifts)
            if not more:
                break
            magnitude += 1
        if magnitude == 16:
            magnitude += self.escaped(max(0, (scale - 24) // 7))
        if magnitude == 0:
            return 0
        inputs = [256 * sign(value) for value in neighbours] + [4 * limited(mean, 128), 256, 0, 0]
        mixer, memory = self.mixers[channel][3], self.memory[channel]
        signs = [256 * sign(value) for value in here[:channel]]
        mixed = rounded(sum(weight * value for weight, value in zip(mixer, inputs)), 16)
        mixed += rounded(sum(weight * value for weight, value in zip(memory, signs)), 16)
        probability = probability_of(mixed)
        negative = self.coder.decision(probability)
        error = (negative << 16) - probability
        learn(mixer, inputs, error, self.sign_shifts)
        learn(memory, signs, error, [self.sign_shifts[0]] * channel)
        return -magnitude if negative else magnitude

    def escaped(self, extra: int) -> int:
        ones = 0
        while ones < 8 and self.coder.bit():
            ones += 1
        value = 0
        for _ in range(ones + extra):
            value = 2 * value + self.coder.bit()
        return (((1 << ones) - 1) << extra) + value


# Neural 4: the context model.


def first_channels(weights: Weights) -> list[int]:
    """Of each group."""
    return [sum(group.channels for group in weights.groups[:g]) for g in range(len(weights.groups))]


def predict(group: Group, padded: np.ndarray, earlier: np.ndarray, row: int, column: int) -> tuple[np.ndarray, np.ndarray]:
    """Neural 4, steps 2 and 3: means and scale indices at a position. `padded` has 2 more rows above and 2 more columns on each side."""
    window = padded[row : row + 3, column : column + 5].reshape(15, -1)[:12]
    hidden = apply_once(group.own, window.reshape(-1), earlier)
    for mix in group.mixes:
        hidden = apply_once(mix, leaky(hidden))
    means, scales = hidden[: group.channels], hidden[group.channels :]
    return means, np.maximum(0, np.minimum(63, rounding_shift(scales, 4)))


def decode_latents(weights: Weights, level: int, rows: int, columns: int, coder: RangeDecoder) -> tuple[np.ndarray, np.ndarray, bool]:
    """Neural 3 and 4: symbols and latents [channel, row, column], and whether the stream was cut."""
    channels = sum(group.channels for group in weights.groups)
    symbols = np.zeros((channels, rows, columns), np.int64)
    latents = np.zeros((channels, rows, columns), np.int64)
    constants = np.zeros((2, rows, columns), np.int64)
    constants[0] = 64
    constants[1] = (64 * level + 127) // 255
    try:
        decoder = SymbolDecoder(weights, coder, rows, columns)
    except Undetermined:
        decoder = None
    for group, start in zip(weights.groups, first_channels(weights)):
        earlier = convolve(group.earlier, np.concatenate([latents[:start], constants]))
        padded = np.zeros((rows + 2, columns + 4, group.channels), np.int64)
        surprises = np.zeros((rows + 1, columns + 1), np.int64).tolist()  # at [row + 1][column + 1]
        for row, column in np.ndindex(rows, columns):
            means, scales = predict(group, padded, earlier[:, row, column], row, column)
            values = [0] * group.channels
            if decoder is not None:
                around = surprises[row + 1][column] + surprises[row][column + 1]
                try:
                    values, surprises[row + 1][column + 1] = decoder.position(start, row, column, means.tolist(), scales.tolist(), around)
                except Undetermined as cut:
                    values[: len(cut.args[0])] = cut.args[0]
                    decoder = None
            symbols[start : start + group.channels, row, column] = values
            padded[row + 2, column + 2] = clamp(64 * np.array(values, np.int64) + means)
        latents[start : start + group.channels] = padded[2:, 2:-2].transpose(2, 0, 1)
    return symbols, latents, decoder is None


# Neural 5: synthesis.


def dequantise(weights: Weights, level: int, latents: np.ndarray) -> np.ndarray:
    """Neural 5, step 1."""
    levels = len(weights.steps)
    place = level * (levels - 1)
    lower = min(place // 255, levels - 2)
    weight = place - 255 * lower
    steps = (weights.steps[lower] * (255 - weight) + weights.steps[lower + 1] * weight + 127) // 255
    return clamp(rounding_shift(latents * steps[:, None, None], 11))


def shuffle(planes: np.ndarray, side: int) -> np.ndarray:
    """Neural 5, steps 2 and 4: channel side^2 m + side dy + dx becomes channel m at (side row + dy, side column + dx)."""
    channels, rows, columns = len(planes) // (side * side), *planes.shape[1:]
    blocks = planes.reshape(channels, side, side, rows, columns).transpose(0, 3, 1, 4, 2)
    return blocks.reshape(channels, rows * side, columns * side)


def unshuffle(planes: np.ndarray) -> np.ndarray:
    """Neural 5, step 5."""
    channels, rows, columns = planes.shape
    blocks = planes.reshape(channels, rows // 2, 2, columns // 2, 2).transpose(0, 2, 4, 1, 3)
    return blocks.reshape(4 * channels, rows // 2, columns // 2)


def apply_residuals(residuals: list[tuple[Layer, Layer]], x: np.ndarray) -> np.ndarray:
    for first, second in residuals:
        x = convolve(second, leaky(convolve(first, leaky(x))), plus=x)
    return x


def synthesise(weights: Weights, level: int, latents: np.ndarray) -> np.ndarray:
    """Neural 5, steps 1 to 6: the raster [component, row, column]."""
    z = dequantise(weights, level, latents)
    raster = shuffle(convolve(weights.linear, z), 16)
    level_plane = np.full((1, *z.shape[1:]), (512 * level + 127) // 255, np.int64)
    x = apply_residuals(weights.residuals[0], convolve(weights.first, np.concatenate([z, level_plane])))
    for climb, residuals in zip(weights.climbs, [*weights.residuals[1:3], []]):
        x = apply_residuals(residuals, shuffle(convolve(climb, leaky(x)), 2))
    x = apply_residuals(weights.residuals[3], convolve(weights.join, unshuffle(raster), plus=x))
    return clamp(raster + shuffle(convolve(weights.head, leaky(x)), 2))


def colour(raster: np.ndarray) -> np.ndarray:
    """Neural 5, step 7: 8-bit sRGB [row, column, channel]."""
    luma, b, r = raster[0] + 2048, raster[1], raster[2]
    channels = [
        luma + rounding_shift(22970 * r, 14),
        luma + rounding_shift(-5638 * b - 11700 * r, 14),
        luma + rounding_shift(29032 * b, 14),
    ]
    return np.clip(rounding_shift(255 * np.stack(channels, axis=-1), 12), 0, 255).astype(np.uint8)


def neural_size(payload: bytes, width: int, height: int) -> tuple[int, int]:
    """Neural 1: rows and columns of positions."""
    if len(payload) < 2:
        raise DecodeError("the stream ends too early")
    longest, shortest = max(width, height), min(width, height)
    along = payload[0] + 1
    across = max(1, (2 * along * shortest + longest) // (2 * longest))
    if along * across > MAX_POSITIONS:
        raise DecodeError(f"the stream is corrupt: {along} times {across} latent positions, more than {MAX_POSITIONS}")
    return (across, along) if width >= height else (along, across)


def decode_neural(payload: bytes, width: int, height: int, weights: Weights) -> tuple[np.ndarray, bool]:
    """The raster of a payload of method neural, and whether the stream was cut."""
    rows, columns = neural_size(payload, width, height)
    level = payload[1]
    _, latents, cut = decode_latents(weights, level, rows, columns, RangeDecoder(payload[2:]))
    return colour(synthesise(weights, level, latents)), cut


# Format 1 to 3: layouts.


def check_pixels(width: int, height: int) -> None:
    """Format 5."""
    if width * height > MAX_PIXELS:
        raise DecodeError(f"the picture would have {width}x{height} pixels, more than {MAX_PIXELS}")


def lanczos_header(data: bytes) -> re.Match[bytes] | None:
    """Format 1: the signature of a lanczos file, or None for a container."""
    if len(data) < 8:
        return None
    signature = b"P([56])\n%d %d\n255\n" % struct.unpack_from(">HH", data, 4)
    return re.compile(signature).match(data, 8)


def decode_lanczos_file(data: bytes, header: re.Match[bytes]) -> np.ndarray:
    """Format 3."""
    width, height, small_width, small_height = struct.unpack_from(">4H", data)
    if 0 in (width, height, small_width, small_height):
        raise DecodeError("the stream states a side of zero pixels")
    check_pixels(width, height)
    channels = 1 if header[1] == b"5" else 3
    missing = small_width * small_height * channels - (len(data) - header.end())
    if missing:
        raise DecodeError("the stream ends too early" if missing > 0 else "the stream has bytes after its last field")
    small = np.frombuffer(data, np.uint8, offset=header.end()).reshape(small_height, small_width, channels)
    return resize(np.repeat(small, 3 // channels, axis=2), width, height)


def read_side(reader: Reader) -> int:
    """Format 2: a width or height."""
    value = 0
    for shift in (0, 7, 14):
        byte = reader.byte()
        value |= (byte & 127) << shift
        if byte < 128:
            if value > 65534 or (byte == 0 and shift):
                break
            return value + 1
    raise DecodeError("the stream's width or height is invalid")


def decode_container(data: bytes, weights_path: Path) -> tuple[np.ndarray, bool]:
    """Format 2."""
    reader = Reader(data, "stream")
    first = reader.byte()
    version, method, alpha, reserved = first >> 6, first >> 3 & 7, first >> 1 & 3, first & 1
    if version != 1:
        raise DecodeError("not a mote" if version == 0 else f"the stream is of format version {version}; this decoder reads version 1")
    if method > 1 or alpha > 1 or reserved:
        raise DecodeError(f"the stream's first byte, {first:#04x}, asks for what format version 1 does not define")
    width, height = read_side(reader), read_side(reader)
    check_pixels(width, height)
    payload = reader.rest()
    if method == 1:
        raster, cut = decode_patches(payload, width, height), False
    else:
        neural_size(payload, width, height)  # So that a corrupt stream is called that even without weights.
        raster, cut = decode_neural(payload, width, height, load_weights(weights_path))
    return resize(raster, width, height), cut


def decode(data: bytes, weights_path: Path) -> tuple[np.ndarray, bool]:
    """Format 1: the picture [row, column, channel] of a stream, and whether the stream was cut."""
    header = lanczos_header(data)
    if header:
        return decode_lanczos_file(data, header), False
    return decode_container(data, weights_path)


def write_ppm(picture: np.ndarray, path: Path) -> None:
    """Writes the file whole or not at all."""
    height, width, _ = picture.shape
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
    try:
        unfinished.write_bytes(b"P6\n%d %d\n255\n" % (width, height) + picture.tobytes())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Decode a mote stream to a PPM picture, by the documents in spec/.")
    parser.add_argument("--weights", type=Path, default=DEFAULT_WEIGHTS, help="network of method neural (default: weights/neural-5.bin)")
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args(arguments)
    try:
        picture, cut = decode(options.input.read_bytes(), options.weights)
        write_ppm(picture, options.output)
    except DecodeError as error:
        print(f"{options.input}: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or options.input}: {error.strerror or error}", file=sys.stderr)
        return 1
    if cut:
        print(f"{options.input}: the stream was cut; what it lacks was taken as zero", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

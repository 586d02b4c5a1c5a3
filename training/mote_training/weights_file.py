"""The file of integer weights, spec/neural.md section 6: reading, writing, and the bound that every layer holds to."""

import dataclasses
import os
import pathlib
import struct
import tempfile

import numpy as np

ACTIVATION_LIMIT = 8191
CAUSAL_PLACES = 12  # of the 5x5 kernel of `own`: the two rows above, and two places to the left
SCALES = 64
DECISIONS = 16  # whether a magnitude exceeds 0, 1, .. 15
LOGIT_UNIT = 256  # of logits
MIXERS = 4  # of a channel: for its decisions whether a magnitude exceeds 0, 1 and more, and for signs
MIXER_INPUTS = 8
MIXER_UNIT = 64  # of the weights that mixers begin with
STEP_BITS = 14
_CONTEXT_LAYERS = ("own", "earlier", "mix1", "mix2", "mix3")


@dataclasses.dataclass
class Layer:
    """clamp(R(bias + sum of weights x inputs, shift)), where a weight is its mantissa times its output's multiplier."""

    name: str
    kernel: int
    shift: int
    mantissa_bits: int
    multipliers: np.ndarray  # [outputs]
    biases: np.ndarray  # [outputs]
    mantissas: np.ndarray  # [outputs, places, inputs]

    @property
    def outputs(self) -> int:
        return self.mantissas.shape[0]

    @property
    def inputs(self) -> int:
        return self.mantissas.shape[2]

    def weights(self) -> np.ndarray:
        """[outputs, places, inputs], int64."""
        return self.mantissas.astype(np.int64) * self.multipliers.astype(np.int64)[:, None, None]

    def check(self) -> None:
        """Raises ValueError where a field does not fit or a sum could leave 32 bits."""
        if not 2 <= self.mantissa_bits <= 8 or not 1 <= self.shift <= 30:
            raise ValueError(f"{self.name}: mantissas of {self.mantissa_bits} bits, shift {self.shift}")
        if self.multipliers.min() < 1 or self.multipliers.max() > 255:
            raise ValueError(f"{self.name}: a multiplier is outside of 1..255")
        limit = 1 << (self.mantissa_bits - 1)
        if self.mantissas.min() < -limit or self.mantissas.max() >= limit:
            raise ValueError(f"{self.name}: a mantissa needs more than {self.mantissa_bits} bits")
        if not within_bound(self.weights(), self.biases, self.shift):
            raise ValueError(f"{self.name}: sums could leave 32 bits")


@dataclasses.dataclass
class Weights:
    depths: tuple[int, ...]  # residuals at 1/16, 1/8, 1/4 and 1/2
    groups: list[int]
    steps: np.ndarray  # [levels, channels], units of 2^-14
    logits: np.ndarray  # [SCALES, DECISIONS], 1/LOGIT_UNIT
    mixers: np.ndarray  # [channels, MIXERS, MIXER_INPUTS], 1/MIXER_UNIT
    layers: dict[str, Layer]  # by name, in the file's order


def plain_mixers(channels: int) -> np.ndarray:
    """Those that take a decision as its density has it, and signs as likely as not."""
    mixers = np.zeros((channels, MIXERS, MIXER_INPUTS), dtype=np.int64)
    mixers[:, : MIXERS - 1, 0] = MIXER_UNIT
    return mixers


def within_bound(weights: np.ndarray, biases: np.ndarray, shift: int) -> bool:
    largest = np.abs(biases.astype(np.int64)) + ACTIVATION_LIMIT * np.abs(weights).sum(axis=(1, 2)) + (1 << shift)
    return bool((largest < 1 << 31).all())


def layer_names(depths: tuple[int, ...], groups: int) -> list[str]:
    """The layers in the file's order."""
    names = ["synthesis.linear"]
    for stage, entry in enumerate(("first", "climb1", "climb2")):
        names += [f"synthesis.{entry}", *_residuals(f"synthesis.stage{stage}", depths[stage])]
    names += ["synthesis.climb3", "synthesis.join", *_residuals("synthesis.stage3", depths[3]), "synthesis.head"]
    names += [f"context.{group}.{layer}" for group in range(groups) for layer in _CONTEXT_LAYERS]
    names.append("analysis.linear")
    for stage in range(3):
        names += [f"analysis.entry{stage}", *_residuals(f"analysis.stage{stage}", 1)]
    return [*names, "analysis.last"]


def _residuals(stage: str, depth: int) -> list[str]:
    return [f"{stage}.{index}.{part}" for index in range(depth) for part in ("first", "second")]


def _places(kernel: int) -> int:
    return CAUSAL_PLACES if kernel == 5 else kernel * kernel


def _layer_bytes(layer: Layer) -> bytes:
    layer.check()
    if layer.mantissas.shape[1] != _places(layer.kernel):
        raise ValueError(f"{layer.name}: {layer.mantissas.shape[1]} places in a kernel of {layer.kernel}")
    head = struct.pack("<BHHBB", layer.kernel, layer.inputs, layer.outputs, layer.shift, layer.mantissa_bits)
    codes = layer.mantissas.reshape(-1).astype(np.int64) & ((1 << layer.mantissa_bits) - 1)
    bits = (codes[:, None] >> np.arange(layer.mantissa_bits)) & 1
    packed = np.packbits(bits.astype(np.uint8).reshape(-1), bitorder="little")
    return head + layer.multipliers.astype("u1").tobytes() + layer.biases.astype("<i4").tobytes() + packed.tobytes()


def to_bytes(weights: Weights) -> bytes:
    names = layer_names(weights.depths, len(weights.groups))
    if list(weights.layers) != names:
        raise ValueError(f"layers {list(weights.layers)}, expected {names}")
    if np.abs(weights.logits).max() >= 1 << 15 or weights.mixers.min() < -128 or weights.mixers.max() > 127:
        raise ValueError("a logit does not fit into 16 bits, or a mixer's weight into 8")
    if weights.steps.min() < 1 or weights.steps.max() > 65535:
        raise ValueError("a quantiser step does not fit into 16 bits")
    levels = weights.steps.shape[0]
    parts = [struct.pack(f"<{6 + len(weights.groups)}B", levels, len(weights.groups), *weights.depths, *weights.groups)]
    parts += [weights.steps.astype("<u2").tobytes(), weights.logits.astype("<i2").tobytes(), weights.mixers.astype("i1").tobytes()]
    parts += [_layer_bytes(layer) for layer in weights.layers.values()]
    return b"".join(parts)


class _Reader:
    def __init__(self, data: bytes, name: str):
        self._data, self._name, self._at = data, name, 0

    def take(self, count: int, kind: str) -> np.ndarray:
        end = self._at + count * np.dtype(kind).itemsize
        if end > len(self._data):
            raise ValueError(f"{self._name}: ends at byte {len(self._data)}, {end} expected")
        values = np.frombuffer(self._data[self._at : end], dtype=kind)
        self._at = end
        return values

    def one(self, kind: str) -> int:
        return int(self.take(1, kind)[0])

    def finish(self) -> None:
        if self._at != len(self._data):
            raise ValueError(f"{self._name}: {len(self._data) - self._at} bytes are left over")


def _read_layer(reader: _Reader, name: str) -> Layer:
    kernel, inputs, outputs = reader.one("u1"), reader.one("<u2"), reader.one("<u2")
    shift, mantissa_bits = reader.one("u1"), reader.one("u1")
    if kernel not in (1, 3, 5) or not 2 <= mantissa_bits <= 8 or not inputs or not outputs:
        raise ValueError(f"{name}: kernel {kernel}, {inputs} inputs, {outputs} outputs, {mantissa_bits} bits")
    multipliers, biases = reader.take(outputs, "u1"), reader.take(outputs, "<i4")
    count = outputs * _places(kernel) * inputs
    packed = reader.take((count * mantissa_bits + 7) // 8, "u1")
    bits = np.unpackbits(packed, bitorder="little")[: count * mantissa_bits].reshape(count, mantissa_bits)
    codes = (bits.astype(np.int64) << np.arange(mantissa_bits)).sum(axis=1)
    mantissas = codes - ((codes >> (mantissa_bits - 1)) << mantissa_bits)
    layer = Layer(name, kernel, shift, mantissa_bits, multipliers, biases, mantissas.reshape(outputs, _places(kernel), inputs))
    layer.check()
    return layer


def from_bytes(data: bytes, name: str = "weights") -> Weights:
    reader = _Reader(data, name)
    levels, group_count = reader.one("u1"), reader.one("u1")
    depths = tuple(int(depth) for depth in reader.take(4, "u1"))
    groups = [int(count) for count in reader.take(group_count, "u1")]
    channels = sum(groups)
    steps = reader.take(levels * channels, "<u2").reshape(levels, channels).astype(np.int64)
    logits = reader.take(SCALES * DECISIONS, "<i2").reshape(SCALES, DECISIONS).astype(np.int64)
    mixers = reader.take(channels * MIXERS * MIXER_INPUTS, "i1").reshape(channels, MIXERS, MIXER_INPUTS).astype(np.int64)
    layers = {layer: _read_layer(reader, layer) for layer in layer_names(depths, group_count)}
    reader.finish()
    return Weights(depths, groups, steps, logits, mixers, layers)


def read(path: pathlib.Path) -> Weights:
    return from_bytes(path.read_bytes(), str(path))


def write_whole(path: pathlib.Path, data: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as temporary:
        temporary.write(data)
    os.chmod(temporary.name, 0o644)
    os.replace(temporary.name, path)

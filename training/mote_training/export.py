"""A float checkpoint to the file of integer weights that spec/neural.md section 6 describes, and a record beside it.

    python3 -m mote_training.export --checkpoint ../build/base.pt --pack ../build/corpus.npz --output ../build/weights/neural-5.bin

Every tensor between layers gets as many fraction bits as its largest value on calibration crops allows; the specification fixes those
of latents, rasters and scale indices. OUTPUT.toml has the hash, where the weights come from, and each layer's formats.
"""

import argparse
import hashlib
import math
import pathlib
import subprocess

import numpy as np
import torch

from .calibration import Connection, Network, calibrate
from .corpus import Pack, draw_crops
from .entropy_model import SCALE_MAX, SCALE_MIN
from .evaluate import load_checkpoint
from .fixed_point import RealLayer, round_layer
from .integer_model import LATENT_BITS, RASTER_BITS, SCALED_BITS
from .model import Codec
from .learner import load_preset, preset_names
from .weights_file import (
    ACTIVATION_LIMIT, DECISIONS, LOGIT_UNIT, SCALES, STEP_BITS, Layer, Weights, plain_mixers, to_bytes, write_whole
)

_HEADROOM = 1.5  # over the largest value seen
_MOST_FRACTION_BITS = 14
_INDEX_BITS = 4  # of a scale index before it is rounded
_MOST_LOGIT = 11 * LOGIT_UNIT  # probabilities have 16 bits
_LOG_SCALE_STEP = math.log(SCALE_MAX / SCALE_MIN) / (SCALES - 1)
_FIXED_BITS = {"latents": LATENT_BITS, "z": SCALED_BITS, "raster": RASTER_BITS, "scaled": SCALED_BITS}


def fraction_bits(largest: float) -> int:
    if not math.isfinite(largest):
        raise SystemExit("the model gives values that are not finite")
    return min(_MOST_FRACTION_BITS, math.floor(math.log2(ACTIVATION_LIMIT / (_HEADROOM * max(largest, 1e-9)))))


def _in_integers(connection: Connection, reads_bits: int, writes_bits: int | None) -> RealLayer:
    """`writes_bits`: None for the parameters of latents: means, then scale indices."""
    outputs = len(connection.weights)
    unit, offset = np.full(outputs, 2.0 ** (LATENT_BITS if writes_bits is None else writes_bits)), np.zeros(outputs)
    if writes_bits is None:
        unit[outputs // 2 :] = 2**_INDEX_BITS / _LOG_SCALE_STEP
        offset[outputs // 2 :] = -math.log(SCALE_MIN) * unit[-1]
    weights = connection.weights * (unit / 2.0**reads_bits)[:, None, None]
    mean, covariance = connection.moments.mean_and_covariance()
    return RealLayer(
        connection.name, connection.kernel, weights, connection.biases * unit + offset, mean * 2.0**reads_bits, covariance
    )


def integer_layers(network: Network, decoder_bits: int, analysis_bits: int) -> tuple[dict[str, Layer], dict[str, int]]:
    """The layers by name, and the fraction bits of each stream."""
    bits = {stream: fraction_bits(largest) for stream, largest in network.largest.items() if stream != "parameters"} | _FIXED_BITS
    # A layer whose weights are too large for a shift of 1 has its output's fraction shortened, which may bear on layers before it.
    while True:
        layers: dict[str, Layer] = {}
        for connection in network.connections:
            # The analysis' linear part bears most of the energy, so its rounding weighs most.
            coarse = connection.name.startswith("analysis.") and connection.name != "analysis.linear"
            mantissa_bits = analysis_bits if coarse else decoder_bits
            real = _in_integers(connection, bits[connection.reads], bits.get(connection.writes))
            layer = round_layer(real, mantissa_bits)
            if layer is None:
                break
            layers[connection.name] = layer
        else:
            return layers, bits
        if connection.writes in _FIXED_BITS or connection.writes == "parameters":
            raise SystemExit(f"{connection.name}: its weights or biases are too large for 32-bit sums")
        bits[connection.writes] -= 1


def step_table(model: Codec) -> np.ndarray:
    """Quantiser steps, 1/2**STEP_BITS, [levels, channels]: at most 65535, as 16 bits hold; coarser ones, of which a picture of the coarsest level
    has few latents other than 0, become that."""
    steps = torch.round(model.log_step.detach().double().exp() * 2**STEP_BITS).long().numpy()
    if steps.min() < 1:
        raise SystemExit(f"a quantiser step is less than 2**-{STEP_BITS}")
    return np.minimum(steps, 65535)


def density_logits() -> np.ndarray:
    """For each scale index the logits of a magnitude being larger than 0, 1, .. if it is not less, under the logistic density of entropy_model.bits."""
    scales = SCALE_MIN * np.exp(np.arange(SCALES) * _LOG_SCALE_STEP)
    edges = (np.arange(DECISIONS + 1) - 0.5) / scales[:, None]
    reached = 2 / (1 + np.exp(np.minimum(edges, 700)))  # the magnitude is at least 0, 1, ..
    reached[:, 0] = 1.0
    # Far out a step more costs as much as the density's tail falls.
    more = np.where(reached[:, 1:] > 1e-280, reached[:, 1:] / np.maximum(reached[:, :-1], 1e-300), np.exp(-1 / scales)[:, None])
    more = np.clip(more, 1e-12, 1 - 1e-12)
    return np.clip(np.rint(LOGIT_UNIT * np.log(more / (1 - more))), -_MOST_LOGIT, _MOST_LOGIT).astype(np.int64)


def export(model: Codec, crops: np.ndarray, decoder_bits: int, analysis_bits: int) -> tuple[Weights, list[dict]]:
    """The weights, and what the record says of each layer. `crops`: uint8, [count, side, side, 3]."""
    network = calibrate(model, crops)
    layers, bits = integer_layers(network, decoder_bits, analysis_bits)
    rows = []
    for connection in network.connections:
        layer = layers[connection.name]
        rows.append({
            "name": layer.name, "kernel": layer.kernel, "inputs": layer.inputs, "outputs": layer.outputs, "shift": layer.shift,
            "mantissa_bits": layer.mantissa_bits, "input_fraction_bits": bits[connection.reads],
            "output_fraction_bits": bits.get(connection.writes, LATENT_BITS),
            "largest_output": round(network.largest[connection.writes], 4),
        })
    return Weights(network.depths, list(model.context.groups), step_table(model), density_logits(), plain_mixers(sum(model.context.groups)), layers), rows


def _toml(value) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def record(data: bytes, facts: dict, rows: list[dict]) -> str:
    facts = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), **facts}
    lines = [f"{name} = {_toml(value)}" for name, value in facts.items()]
    lines.append("# Of `mix3`, output_fraction_bits and largest_output are those of the means; its scale indices have 4.")
    lines.append("layers = [")
    lines += ["    { " + ", ".join(f"{name} = {_toml(value)}" for name, value in row.items()) + " }," for row in rows]
    return "\n".join([*lines, "]", ""])


def preset_name(preset: dict) -> str:
    """Of the preset that `preset` was, whatever has become of its numbers: the same model, and a schedule of the same things."""
    def is_alike(other: dict) -> bool:
        return other["model"] == preset["model"] and other["schedule"].keys() == preset["schedule"].keys()

    return next((name for name in preset_names() if is_alike(load_preset(name))), "unnamed")


def _commit() -> str:
    folder = pathlib.Path(__file__).resolve().parent
    return subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=pathlib.Path, required=True)
    parser.add_argument("--pack", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True, help="the weights; the record goes beside them as .toml")
    parser.add_argument("--decoder-bits", type=int, default=8, choices=range(2, 9), help="of a mantissa")
    parser.add_argument("--analysis-bits", type=int, default=5, choices=range(2, 9), help="the same in the analysis, its linear part aside")
    parser.add_argument("--most-bytes", type=int, default=2_000_000)
    parser.add_argument("--crops", type=int, default=32, help="of 256x256, for calibration")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    model, state = load_checkpoint(arguments.checkpoint)
    share = state["preset"]["schedule"]["graphics_share"]
    crops = draw_crops(Pack(arguments.pack), arguments.crops, 256, share, np.random.default_rng(arguments.seed))
    weights, rows = export(model, crops, arguments.decoder_bits, arguments.analysis_bits)
    data = to_bytes(weights)
    if len(data) > arguments.most_bytes:
        raise SystemExit(f"{len(data)} bytes, more than {arguments.most_bytes}: give --analysis-bits a smaller number")
    facts = {
        "training_commit": _commit(), "preset": preset_name(state["preset"]), "crops_seen": int(state["crops"]),
        "calibration_crops": arguments.crops, "calibration_seed": arguments.seed,
    }
    write_whole(arguments.output, data)
    write_whole(arguments.output.with_suffix(".toml"), record(data, facts, rows).encode())
    print(f"{arguments.output}: {len(data)} bytes, {len(rows)} layers")


if __name__ == "__main__":
    main()

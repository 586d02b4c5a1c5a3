"""Trains a preset, or goes on from its last checkpoint; the same script on CPU and CUDA.

    python3 -m mote_training.train --preset base --pack corpus.npz --checkpoint build/base.pt --seconds 3600

Stops after --seconds or when the schedule is done, writing the checkpoint every few minutes and at the end. One line of losses and
of bits by group (means over the steps that had them) goes to stdout (and to CHECKPOINT.log) every hundred steps.
"""

import argparse
import json
import pathlib
import time

import torch

from .corpus import Pack
from .learner import Learner, load_preset, save_average
from .stream_tuning import StreamTuning
from .training import Training

_REPORT_STEPS = 100
_CHECKPOINT_SECONDS = 300


def new_learner(arguments: argparse.Namespace) -> Learner:
    preset = load_preset(arguments.preset)
    learns_from_streams = "elasticity" in preset["schedule"]
    source = arguments.streams if learns_from_streams else arguments.pack
    if source is None:
        raise SystemExit(f"preset {arguments.preset!r} needs --{'streams' if learns_from_streams else 'pack'}")
    common = torch.device(arguments.device), arguments.seed
    if learns_from_streams:
        return StreamTuning(preset, source, *common)
    return Training(preset, Pack(source), *common)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--preset", required=True)
    parser.add_argument("--pack", type=pathlib.Path, help="what presets learn from")
    parser.add_argument("--streams", type=pathlib.Path, help="what preset `streams` learns from")
    parser.add_argument("--checkpoint", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--start-from", type=pathlib.Path, help="weights to begin with when there is no checkpoint yet")
    parser.add_argument("--weights", type=pathlib.Path, help="write the averaged weights here, in fp16, at the end")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()
    begin = time.monotonic()
    training = new_learner(arguments)
    if arguments.checkpoint.exists():
        training.load(arguments.checkpoint)
    elif arguments.start_from:
        training.load(arguments.start_from)
    log = arguments.checkpoint.with_suffix(".log")
    log.parent.mkdir(parents=True, exist_ok=True)
    reports: dict[str, list[float]] = {}
    saved = time.monotonic()
    while training.crops < training.schedule["total_crops"] and time.monotonic() - begin < arguments.seconds:
        for name, value in training.step().items():
            reports.setdefault(name, []).append(value)
        if training.steps % _REPORT_STEPS == 0:
            line = {"crops": training.crops, "seconds": round(time.monotonic() - begin)}
            line |= {name: round(sum(values) / len(values), 5) for name, values in reports.items()}
            reports.clear()
            print(json.dumps(line), flush=True)
            with log.open("a") as lines:
                lines.write(json.dumps(line) + "\n")
        if time.monotonic() - saved > _CHECKPOINT_SECONDS:
            training.save(arguments.checkpoint)
            saved = time.monotonic()
    training.save(arguments.checkpoint)
    if arguments.weights:
        save_average(training.state(), arguments.weights)


if __name__ == "__main__":
    main()

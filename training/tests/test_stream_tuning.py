"""A codec tuned on the encoder's streams: what is read of them, and what learns."""

import pathlib
import sys

import pytest

torch = pytest.importorskip("torch")
_ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(_ROOT / "training"), str(_ROOT / "spec")]

import numpy as np  # noqa: E402

from mote_training import streams  # noqa: E402
from mote_training.learner import load_preset, save_average  # noqa: E402
from mote_training.model import Codec  # noqa: E402
from mote_training.stream_tuning import StreamTuning  # noqa: E402


def write(path: pathlib.Path, model: Codec, level: int, size: tuple[int, int], cut: bool = False) -> None:
    """A stream of a smooth picture of `size`, width and height, as the float model quantises it."""
    picture = torch.nn.functional.interpolate(torch.rand(1, 3, 3, 4), size=size[::-1], mode="bicubic").clamp(0, 1)
    raster = torch.nn.functional.interpolate(picture, size=(48, 64), mode="bilinear")
    level_tensor = torch.tensor([level / 255])
    with torch.no_grad():
        latents, _ = model.quantise(raster, level_tensor)
        symbols = (latents - model.context(latents, level_tensor)[0]).round()
    pixels = (picture[0].permute(1, 2, 0) * 255).round().byte().numpy()
    integers = (latents[0] * 64).round().int().numpy()
    np.savez(path, picture=pixels, symbols=symbols[0].short().numpy(), latents=integers, level=level, cut=cut)


@pytest.fixture
def tuning(tmp_path) -> StreamTuning:
    torch.manual_seed(3)
    preset = load_preset("tiny_streams")
    model = Codec(preset["model"])
    for number, (level, size) in enumerate([(40, (64, 48)), (128, (90, 70)), (230, (50, 40))]):
        write(tmp_path / f"{number}.npz", model, level, size)
    write(tmp_path / "3.npz", model, 10, (64, 48), cut=True)
    learner = StreamTuning(preset, tmp_path, torch.device("cpu"), seed=4)
    learner.model.load_state_dict(model.state_dict())
    return learner


def test_cut_streams_are_left_out(tuning):
    assert len(tuning._streams) == 3


def test_both_halves_learn_but_no_step(tuning):
    # As refinement does, which the analysis is to follow: eight tenths of a step from where it was, all the same way.
    for stream in tuning._streams:
        stream.latents += 0.8
    before = {name: value.clone() for name, value in tuning.model.named_parameters()}
    reports = [tuning.step() for _ in range(45)]
    gain = [report["distortion_kept"] + 0.7 * report["bits_kept"] for report in reports]
    assert np.mean(gain[-6:]) < 0.98 * np.mean(gain[:3])
    beyond = [report["beyond_symbols"] for report in reports]
    assert np.mean(beyond[-6:]) < 0.9 * np.mean(beyond[:3])
    for name, value in tuning.model.named_parameters():
        assert (value != before[name]).any() == (name != "log_step"), name


def test_begins_anew_from_a_training_or_averages_and_goes_on_from_its_own_checkpoint(tuning, tmp_path):
    preset = load_preset("tiny")
    state = {"preset": preset, "average": tuning.average, "crops": 64, "steps": 8}
    save_average(state, tmp_path / "base.pt")
    tuning.load(tmp_path / "base.pt")
    assert tuning.crops == tuning.steps == 0
    tuning.step()
    save_average(tuning.state(), tmp_path / "average.pt")
    tuning.save(tmp_path / "checkpoint.pt")
    resumed = StreamTuning(tuning.preset, tmp_path, torch.device("cpu"), seed=4)
    resumed.load(tmp_path / "checkpoint.pt")
    assert (resumed.crops, resumed.steps) == (2, 1)
    resumed.load(tmp_path / "average.pt")
    assert resumed.crops == resumed.steps == 0


def test_bits_of_a_real_stream_are_those_it_has(tmp_path):
    import reference_decoder

    checkpoint = _ROOT / "training" / "checkpoints" / "released.pt"
    (weights,) = (_ROOT / "weights").glob("neural-*.bin")
    data = (_ROOT / "tests" / "golden" / "accept" / "neural-discs-199x151-rgb-1024.mote").read_bytes()
    facts = streams.read_stream(data, reference_decoder.load_weights(weights))
    assert not facts["cut"]
    np.savez(tmp_path / "0.npz", picture=np.zeros((151, 199, 3), np.uint8), **facts)
    tuning = StreamTuning(load_preset("streams"), tmp_path, torch.device("cpu"), seed=1)
    tuning.load(checkpoint)
    _, rate = tuning.judge(streams.load(tmp_path / "0.npz"))
    assert rate.item() / 8 == pytest.approx(len(data), rel=0.05)

"""The chain from pictures to a checkpoint and on, on the tiny preset."""

import pathlib
import sys

import pytest

torch = pytest.importorskip("torch")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402

from mote_training import evaluate  # noqa: E402
from mote_training.corpus import Pack, draw_crops, pack  # noqa: E402
from mote_training.learner import learning_rate, load_preset, save_average  # noqa: E402
from mote_training.training import Training  # noqa: E402


@pytest.fixture(scope="module")
def small_pack(tmp_path_factory) -> Pack:
    folder = tmp_path_factory.mktemp("pictures")
    random = np.random.default_rng(1)
    for index, size in enumerate([(120, 90), (90, 130), (50, 40)]):
        noise = Image.fromarray(random.integers(0, 256, (6, 8, 3), dtype=np.uint8)).resize(size, Image.BICUBIC)
        noise.save(folder / f"{index}.jpg", quality=95)
    path = folder.parent / "pack.npz"
    pack(folder, path, graphics_count=2, seed=1)
    return Pack(path)


def new_training(small_pack: Pack) -> Training:
    return Training(load_preset("tiny"), small_pack, torch.device("cpu"), seed=4)


def test_pack_keeps_photographs_first(small_pack):
    assert small_pack.photographs == 3
    assert len(small_pack) == 5
    assert [small_pack.picture(index).size for index in range(3)] == [(120, 90), (90, 130), (50, 40)]


def test_crops_are_deterministic_and_of_both_kinds(small_pack):
    first, second = (draw_crops(small_pack, 12, 64, 0.5, np.random.default_rng(9)) for _ in range(2))
    assert first.shape == (12, 64, 64, 3) and first.dtype == np.uint8
    assert (first == second).all()
    assert all(crop.std() > 0 for crop in first)


def test_learning_rate_warms_up_and_falls():
    schedule = {"learning_rate": 1.0, "total_crops": 1000}
    rates = [learning_rate(schedule, crops) for crops in (0, 20, 600, 750, 950)]
    assert rates == [0.05, 1.0, 1.0, 0.3, pytest.approx(0.1)]


def test_overfits_one_batch(small_pack):
    training = new_training(small_pack)
    batch = training._next_batch()
    training._next_batch = lambda: batch
    losses = [training.step()["loss"] for _ in range(60)]
    assert np.mean(losses[-5:]) < 0.9 * np.mean(losses[:5])


def test_ends_on_rounded_latents(small_pack):
    training = new_training(small_pack)
    training.crops = training.schedule["rounded_from"]
    calls = []
    forward_rounded = training.model.forward_rounded
    training.model.forward_rounded = lambda *arguments: calls.append(arguments) or forward_rounded(*arguments)
    assert np.isfinite(training.step()["loss"])
    ((_, level, price),) = calls
    low, high = training.schedule["prices"]
    assert price.shape == level.shape and price.min() >= low and price.max() <= high


def test_resumes_where_it_stopped(small_pack, tmp_path):
    training = new_training(small_pack)
    for _ in range(3):
        training.step()
    training.save(tmp_path / "checkpoint.pt")
    resumed = new_training(small_pack)
    resumed.load(tmp_path / "checkpoint.pt")
    assert (resumed.crops, resumed.steps) == (training.crops, training.steps)
    for name, value in training.model.state_dict().items():
        assert torch.equal(value, resumed.model.state_dict()[name]), name
    assert resumed.optimiser.state_dict()["state"].keys() == training.optimiser.state_dict()["state"].keys()


def test_a_checkpoint_of_another_model_is_refused(small_pack, tmp_path):
    training = new_training(small_pack)
    training.preset = {**training.preset, "model": {**training.preset["model"], "levels": 5}}
    training.save(tmp_path / "checkpoint.pt")
    with pytest.raises(SystemExit, match="another model"):
        new_training(small_pack).load(tmp_path / "checkpoint.pt")


def test_kept_weights_start_a_training_and_can_be_evaluated(small_pack, tmp_path):
    training = new_training(small_pack)
    training.step()
    save_average(training.state(), tmp_path / "weights.pt")
    resumed = new_training(small_pack)
    resumed.load(tmp_path / "weights.pt")
    resumed.step()
    model = evaluate.load_model(tmp_path / "weights.pt")
    picture = small_pack.picture(0)
    decoded, level, rate = evaluate.encode(model, picture, scale=0.5, budget_bytes=4096)
    assert decoded.size == picture.size
    assert 0 <= level <= 1
    assert rate.sum().item() <= 8 * 4096
    assert evaluate.encode(model, picture, scale=0.5, budget_bytes=17) is None

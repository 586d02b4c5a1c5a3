"""Latents refined in the loop, and a codec tuned on them, on the tiny presets."""

import pathlib
import sys

import pytest

torch = pytest.importorskip("torch")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from mote_training.model import Codec  # noqa: E402
from mote_training.refined import RefinedBatch, relax  # noqa: E402
from mote_training.learner import load_preset  # noqa: E402


def tiny() -> Codec:
    torch.manual_seed(3)
    model = Codec(load_preset("tiny")["model"])
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.02 * torch.randn_like(parameter))
    return model.requires_grad_(False)


def judge_against(raster: torch.Tensor):
    def judge(decoded, rate):
        loss = 40 * (decoded.float() - raster).square().mean(dim=(1, 2, 3)) + rate.mean(dim=(1, 2, 3))
        return loss, {}

    return judge


def test_relaxing_chooses_the_nearer_number_and_has_its_slope():
    offset = torch.tensor([-1.9, -0.6, 0.1, 0.49, 2.8], dtype=torch.float64)
    uniform = torch.full_like(offset, 0.5)
    below, weight, slope = relax(offset, 0.4, uniform)
    assert below.tolist() == [-2, -1, 0, 0, 2]
    assert (below + weight.round()).tolist() == [-2, -1, 0, 0, 3]
    step = 1e-6
    numeric = (relax(offset + step, 0.4, uniform)[1] - relax(offset - step, 0.4, uniform)[1]) / (2 * step)
    assert torch.allclose(slope, numeric, rtol=1e-6)
    cold = relax(offset, 0.05, uniform)
    assert torch.allclose(cold[0] + cold[1], offset.round(), atol=1e-3)


def test_refinement_lowers_the_loss_of_a_frozen_codec():
    model = tiny()
    torch.manual_seed(5)
    raster = torch.nn.functional.interpolate(torch.rand(2, 3, 6, 6), size=(64, 64), mode="bicubic").clamp(0, 1)
    level = torch.tensor([0.3, 0.7])
    steps = 40
    batch = RefinedBatch(model, raster, level, steps, judge_against(raster))
    first = batch.rounded(model)[0]
    for step in range(steps):
        assert batch.step == step and not batch.is_refined
        loss, _ = batch.relaxed(model)
        (0.5 * loss.sum()).backward()
        batch.move(0.5)
    assert batch.is_refined
    last = batch.rounded(model)[0]
    assert (last < 0.97 * first).all()


def test_gradients_of_rounded_latents_reach_the_decoder_alone():
    model = tiny().requires_grad_()
    raster = torch.rand(2, 3, 64, 64)
    batch = RefinedBatch(model, raster, torch.tensor([0.2, 0.9]), 4, judge_against(raster))
    batch.rounded(model)[0].sum().backward()
    for name, parameter in model.named_parameters():
        has_gradient = parameter.grad is not None and parameter.grad.abs().sum() > 0
        assert has_gradient != name.startswith("analysis"), name

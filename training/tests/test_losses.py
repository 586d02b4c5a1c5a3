"""The differentiable distortions: against finite differences, and against themselves."""

import pathlib
import sys

import pytest

torch = pytest.importorskip("torch")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from mote_training import losses  # noqa: E402
from mote_training.losses import distortion, dssim2016, multiscale_dissimilarity  # noqa: E402


def pair(side: int = 40):
    torch.manual_seed(5)
    reference = torch.rand(1, 3, side, side, dtype=torch.float64)
    reference = torch.nn.functional.avg_pool2d(reference, 5, stride=1, padding=2)
    return reference, (reference + 0.05 * torch.randn_like(reference)).clamp(0.01, 0.99)


@pytest.mark.parametrize("loss", [dssim2016, multiscale_dissimilarity])
def test_zero_for_identical_pictures_and_more_for_more_noise(loss):
    reference, test = pair()
    assert loss(reference, reference).item() == pytest.approx(0, abs=1e-6)
    assert 0 < loss(reference, (reference + test) / 2).item() < loss(reference, test).item()


@pytest.mark.parametrize("loss", [dssim2016, multiscale_dissimilarity])
def test_gradient_is_that_of_finite_differences(loss):
    reference, test = pair()
    test.requires_grad_(True)
    (gradient,) = torch.autograd.grad(loss(reference, test).sum(), test)
    direction = torch.randn_like(test)
    direction /= direction.norm()
    step = 1e-4
    with torch.no_grad():
        slope = (loss(reference, test + step * direction) - loss(reference, test - step * direction)).item() / (2 * step)
    assert (gradient * direction).sum().item() == pytest.approx(slope, rel=1e-3, abs=1e-7)


def test_parts_add_up():
    reference, test = pair()
    weights = {"dssim": 0.5, "ms_ssim": 0.25, "mse": 4.0}
    parts = distortion(reference, test, weights)
    expected = sum(weight * parts[name] for name, weight in weights.items())
    assert torch.allclose(parts["total"], expected)


@pytest.mark.parametrize("loss", [dssim2016, multiscale_dissimilarity])
@pytest.mark.parametrize("octaves", [1, 2])
def test_octaves_stand_for_enlarging_both(loss, octaves, monkeypatch):
    # But for the scales that the raster's own pixels do not reach.
    monkeypatch.setattr(losses, "_SCALE_WEIGHTS", (0.0,) * octaves + losses._SCALE_WEIGHTS[octaves:])
    reference, test = pair(80)
    enlarged = (picture.repeat_interleave(2**octaves, 2).repeat_interleave(2**octaves, 3) for picture in (reference, test))
    expected = loss(*enlarged).item()
    assert loss(reference, test, octaves).item() == pytest.approx(expected, rel=1e-9)
    assert loss(reference, test).item() != pytest.approx(expected, rel=0.01)

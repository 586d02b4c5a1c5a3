"""The model's shapes, starting point, causality and gradients, on the tiny preset."""

import pathlib
import sys
import tomllib

import pytest

torch = pytest.importorskip("torch")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from mote_training.entropy_model import bits, round_by_price, rounded_latents  # noqa: E402
from mote_training.model import Codec  # noqa: E402
from mote_training.learner import load_preset  # noqa: E402
from mote_training.transform_init import STRIDE, basis, dct_matrix  # noqa: E402

PRESETS = tomllib.loads((pathlib.Path(__file__).resolve().parent.parent / "presets.toml").read_text())


def tiny() -> Codec:
    torch.manual_seed(3)
    return Codec(PRESETS["tiny"]["model"])


def scrambled(model: Codec) -> Codec:
    """Zero-initialised layers would hide what they read."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.05 * torch.randn_like(parameter))
    return model


def test_dct_is_orthonormal():
    matrix = dct_matrix(STRIDE)
    assert torch.allclose(matrix @ matrix.t(), torch.eye(STRIDE, dtype=torch.float64), atol=1e-12)
    pictures = basis(62, 17).flatten(1)
    assert pictures.shape == (96, 3 * STRIDE * STRIDE)
    assert torch.allclose(pictures @ pictures.t(), torch.eye(96), atol=1e-5)


def test_shapes_and_every_preset_builds():
    for name in PRESETS:
        preset = load_preset(name)
        model = Codec(preset["model"])
        assert sum(preset["model"]["groups"]) == model.log_step.shape[1], name
    raster = torch.rand(2, 3, 48, 32)
    decoded, rate = tiny()(raster, torch.tensor([0.0, 1.0]))
    assert decoded.shape == raster.shape
    assert rate.shape == (2, 16)
    assert (rate >= 0).all()


def test_starts_as_a_dct_codec():
    """Untrained and unquantised, the chain is the projection on the kept DCT coefficients."""
    model = tiny()
    raster = torch.rand(1, 3, 32, 32)
    level = torch.tensor([0.5])
    once = model.synthesise(model.analyse(raster, level), level)
    twice = model.synthesise(model.analyse(once, level), level)
    assert torch.allclose(once, twice, atol=1e-4)
    flat = torch.full((1, 3, 32, 32), 0.3)
    assert torch.allclose(model.synthesise(model.analyse(flat, level), level), flat, atol=1e-4)


def test_context_sees_only_what_is_decoded():
    """A change of one latent leaves the parameters of everything decoded before it (and its own) alone."""
    model = scrambled(tiny()).context
    groups = PRESETS["tiny"]["model"]["groups"]
    channels, height, width = sum(groups), 4, 5
    level = torch.tensor([0.3])
    latents = torch.randn(1, channels, height, width)
    with torch.no_grad():
        before = torch.stack(model(latents, level))
        for channel in range(channels):
            group = 0 if channel < groups[0] else 1
            y, x = 1 + channel % 2, 2
            changed = latents.clone()
            changed[0, channel, y, x] += 3
            difference = (torch.stack(model(changed, level)) - before).abs().amax(dim=0)[0]
            first = sum(groups[:group])
            assert difference[:first].max() == 0 if first else True
            own = difference[first : first + groups[group]]
            assert own[:, :y].max() == 0
            assert own[:, y, : x + 1].max() == 0
            assert own[:, y, x + 1 :].max() > 0


def test_sequential_coding_agrees_with_the_parallel_model():
    """Given the decoded latents, the parallel context model gives the means and bits that the sequential coder used."""
    model = scrambled(tiny())
    raster = torch.rand(2, 3, 48, 32)
    level = torch.tensor([0.2, 0.9])
    decoded, rate = model.quantise(raster, level)
    with torch.no_grad():
        mean, scale = model.context(decoded, level)
    offset = decoded - mean
    assert torch.allclose(offset, offset.round(), atol=1e-4)
    assert torch.allclose(bits(offset.round(), scale).sum(dim=(2, 3)), rate, rtol=1e-3, atol=1e-2)


def test_bits_are_those_of_a_probability_distribution():
    offsets = torch.arange(-400, 401).double()
    for scale in (0.05, 0.3, 1.0, 8.0):
        probability = 2 ** -bits(offsets, torch.tensor(scale, dtype=torch.float64))
        assert probability.sum().item() == pytest.approx(1, abs=1e-6)


def test_gradients_reach_every_parameter():
    model = scrambled(tiny())
    decoded, rate = model(torch.rand(2, 3, 32, 32), torch.tensor([0.1, 0.8]))
    (rate.sum() + decoded.square().sum()).backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None and parameter.grad.abs().sum() > 0, name


def test_rounded_training_sees_what_a_sequential_coder_writes():
    model = scrambled(tiny())
    raster = torch.rand(2, 3, 48, 32)
    level, price = torch.tensor([0.2, 0.9]), torch.zeros(2)
    written, rate = model.quantise(raster, level)
    with torch.no_grad():
        latents = model.analyse(raster, level)
        # Each round settles one more of the positions in coding order at least; few are needed (see the module).
        settled = rounded_latents(model.context, latents, level, price, rounds=40)
        assert (settled - written).abs().max() < 0.01
        near = rounded_latents(model.context, latents, level, price)
        assert ((near - written).abs() < 0.2).float().mean() > 0.9
    decoded, bits_by_channel = model.forward_rounded(raster, level, price)
    assert bits_by_channel.sum().item() == pytest.approx(rate.sum().item(), rel=0.05)
    assert (decoded - model.synthesise(written, level)).square().mean().sqrt() < 0.02


def test_price_keeps_latents_at_the_smaller_number():
    offsets = torch.tensor([0.0, 0.45, 0.55, -0.55, 0.7, -1.3, -1.6, 2.51])
    scale = torch.full_like(offsets, 0.3)
    none = round_by_price(offsets, scale, torch.tensor(0.0))
    assert none.tolist() == offsets.round().tolist()
    # One instead of zero costs 2.2 bits more here, two instead of one 4.6.
    assert round_by_price(offsets, scale, torch.tensor(0.03)).tolist() == [0, 0, 0, 0, 1, -1, -1, 2]
    assert round_by_price(offsets, scale, torch.tensor(10.0)).abs().max() == 2


def test_gradients_of_rounded_training():
    """They reach every parameter, and what the analysis gets pulls latents to their means."""
    model = scrambled(tiny())
    decoded, rate = model.forward_rounded(torch.rand(2, 3, 32, 32), torch.tensor([0.1, 0.8]), torch.full((2,), 0.03))
    (rate.sum() + decoded.square().sum()).backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None and parameter.grad.abs().sum() > 0, name

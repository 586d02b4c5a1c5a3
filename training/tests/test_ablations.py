"""Variants of codec and context model, and the measuring of them, on tiny inputs."""

import pathlib
import sys
import tomllib

import pytest

torch = pytest.importorskip("torch")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402

from mote_training import ablate, ablate_context, ablation_data, variants  # noqa: E402
from mote_training.ablate_context import CachedLatents  # noqa: E402
from mote_training.context_variants import VariantContext  # noqa: E402
from mote_training.corpus import Pack, pack  # noqa: E402
from mote_training.entropy_model import ContextModel  # noqa: E402
from mote_training.learner import load_preset, save_average  # noqa: E402
from mote_training.transform_init import basis  # noqa: E402

FAMILIES = tomllib.loads((pathlib.Path(__file__).resolve().parent.parent / "ablations.toml").read_text())
COUNTS = {"training_photographs": 6, "training_graphics": 4, "held_out_photographs": 2, "held_out_graphics": 2}
SLICE = {"order": "slice", "groups": [2, 3], "kernels": [5, 3], "widths": [6, 6, 6], "hyper": 0}


def tiny(**changes) -> dict:
    return load_preset("tiny")["model"] | {"start": "dct", "stride": 16} | changes


def random_rasters(count: int = 40) -> torch.Tensor:
    coarse = torch.rand(count, 3, 8, 8, generator=torch.Generator().manual_seed(5))
    return torch.nn.functional.interpolate(coarse, scale_factor=4, mode="bilinear")


def scrambled(module: torch.nn.Module) -> torch.nn.Module:
    """Zero-initialised layers would hide what they read."""
    generator = torch.Generator().manual_seed(7)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.add_(0.2 * torch.randn(parameter.shape, generator=generator))
    return module


@pytest.fixture(scope="module")
def small_pack(tmp_path_factory) -> pathlib.Path:
    """47 photographs and 2 graphics; indices 0, 24 and 48 are held out."""
    folder = tmp_path_factory.mktemp("pictures")
    random = np.random.default_rng(1)
    for index in range(47):
        noise = Image.fromarray(random.integers(0, 256, (5, 5, 3), dtype=np.uint8)).resize((80, 70), Image.BICUBIC)
        noise.save(folder / f"{index:02}.jpg")
    path = folder.parent / "pack.npz"
    pack(folder, path, graphics_count=2, seed=1)
    return path


@pytest.fixture(scope="module")
def bank(small_pack) -> dict[str, np.ndarray]:
    return ablation_data.draw_bank(Pack(small_pack), 64, COUNTS, seed=3)


def test_held_out_pictures_are_apart(small_pack):
    stored = Pack(small_pack)
    training, held_out = (ablation_data.PackPart(stored, held_out=part) for part in (False, True))
    assert held_out.indices == [0, 24, 48] and held_out.photographs == 2 and len(held_out) == 3
    assert sorted(training.indices + held_out.indices) == list(range(49)) and training.photographs == 45


def test_a_bank_is_kept_and_another_one_refused(small_pack, bank, tmp_path):
    path = tmp_path / "bank.npz"
    for _ in range(2):
        kept = ablation_data.kept_bank(path, small_pack, 64, COUNTS, seed=3)
        assert all((kept[part] == bank[part]).all() for part in ablation_data.PARTS)
    with pytest.raises(SystemExit, match="other crops"):
        ablation_data.kept_bank(path, small_pack, 32, COUNTS, seed=3)


def test_batches_mix_kinds_as_asked():
    photographs, graphics = np.zeros((3, 1)), np.arange(1, 5).reshape(4, 1)
    random = np.random.default_rng(1)
    batch = ablation_data.mixed_batch(photographs, graphics, 400, 0.35, random)
    assert (batch > 0).mean() == pytest.approx(0.35, abs=0.08)
    assert set(np.unique(batch)) == {0, 1, 2, 3, 4}
    assert ablation_data.mixed_batch(photographs, graphics, 50, 0.0, random).max() == 0


def test_boundary_filter_is_orthogonal_and_passes_flat_areas():
    forward, inverse = variants.BoundaryFilter(16, inverse=False), variants.BoundaryFilter(16, inverse=True)
    raster = torch.rand(1, 3, 48, 32)
    filtered = forward(raster)
    assert not torch.allclose(filtered, raster, atol=1e-2)
    assert filtered.square().sum().item() == pytest.approx(raster.square().sum().item(), rel=1e-5)
    assert torch.allclose(inverse(filtered), raster, atol=1e-5)
    assert torch.allclose(forward(torch.full((1, 3, 32, 32), 0.7)), torch.tensor(0.7), atol=1e-6)


def test_principal_components_are_orthonormal_and_hold_more_energy_than_the_dct():
    moments = variants.second_moments(random_rasters(), 16)
    assert torch.allclose(moments, moments.transpose(1, 2))
    principal = variants.principal_basis(moments, 8, 4, 16).flatten(2)
    assert torch.allclose(principal.flatten(1) @ principal.flatten(1).t(), torch.eye(16), atol=1e-5)
    energies = [
        torch.einsum("kcn,cnm,kcm->", pictures.double(), moments, pictures.double()).item()
        for pictures in (principal, basis(8, 4).flatten(2))
    ]
    assert energies[0] > 1.001 * energies[1]


@pytest.mark.parametrize(
    "changes",
    [
        {"start": "dct"},
        {"start": "klt"},
        {"start": "lapped"},
        {"stride": 8, "luma_channels": 4, "chroma_channels": 2, "groups": [3, 5]},
    ],
)
def test_orthogonal_starts_project(changes):
    """Untrained and unquantised, the chain applied twice is the chain applied once."""
    torch.manual_seed(3)
    model = variants.build(tiny(**changes), lambda size: variants.second_moments(random_rasters(), size))
    raster, level = torch.rand(1, 3, 32, 48), torch.tensor([0.5])
    with torch.no_grad():
        once = model.synthesise(model.analyse(raster, level), level)
        assert once.shape == raster.shape
        assert not torch.allclose(once, raster, atol=0.05)
        assert torch.allclose(model.synthesise(model.analyse(once, level), level), once, atol=1e-4)


def test_a_random_start_does_not_project_and_an_unknown_one_is_refused():
    torch.manual_seed(3)
    model = variants.build(tiny(start="random"), None)
    raster, level = torch.rand(1, 3, 32, 32), torch.tensor([0.5])
    with torch.no_grad():
        once = model.synthesise(model.analyse(raster, level), level)
        assert not torch.allclose(model.synthesise(model.analyse(once, level), level), once, atol=1e-2)
    with pytest.raises(ValueError, match="unknown"):
        variants.build(tiny(start="wavelet"), None)


def test_stride_8_has_four_times_the_positions_and_trains():
    model = variants.build(tiny(stride=8, luma_channels=4, chroma_channels=2, groups=[3, 5]), None)
    scrambled(model)
    level = torch.tensor([0.2, 0.8])
    decoded, rate = model(torch.rand(2, 3, 32, 32), level)
    assert model.analyse(torch.rand(2, 3, 32, 32), level).shape == (2, 8, 4, 4)
    (rate.sum() + decoded.square().sum()).backward()
    assert all(parameter.grad is not None and parameter.grad.abs().sum() > 0 for parameter in model.parameters())


def test_multiplications_are_counted_with_masks_and_strides():
    layers = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 16, stride=16), torch.nn.ConvTranspose2d(4, 3, 16, stride=16))
    raster = torch.zeros(1, 3, 32, 32)
    assert variants.multiplications(layers, lambda: layers(raster)) == 2 * 4 * (3 * 4 * 256)
    context = VariantContext(SLICE | {"groups": [2], "kernels": [5, 0]})
    expected = (12 * 2 * 6 + 2 * 6 + 6 * 6 + 6 * 6 + 6 * 4) * 20
    assert variants.multiplications(context, lambda: context(torch.zeros(1, 2, 4, 5), torch.zeros(1))) == expected


def rank(order: str, group: int, y: int, x: int) -> tuple:
    """When a latent is decoded, to be compared; latents of equal rank are decoded together."""
    if order == "slice":
        return group, y, x
    return (y, x, group) if order == "position" else (group, (y + x) % 2)


@pytest.mark.parametrize("order", ["slice", "position", "checkerboard"])
def test_variants_see_only_what_is_decoded(order):
    kernels = [5, 1] if order == "position" else [5, 3]
    model = scrambled(VariantContext(SLICE | {"order": order, "kernels": kernels}))
    groups = [0, 0, 1, 1, 1]
    level = torch.tensor([0.3])
    latents = torch.randn(1, 5, 4, 5, generator=torch.Generator().manual_seed(2))
    positions = [(channel, y, x) for channel in range(5) for y in range(4) for x in range(5)]
    with torch.no_grad():
        before = torch.stack(model(latents, level)[:2])
        for channel, y, x in positions:
            changed = latents.clone()
            changed[0, channel, y, x] += 3
            difference = (torch.stack(model(changed, level)[:2]) - before).abs().amax(dim=0)[0]
            source = rank(order, groups[channel], y, x)
            for other in positions:
                if rank(order, groups[other[0]], *other[1:]) <= source:
                    assert difference[other] == 0, (order, channel, y, x, other)
            is_last = source == max(rank(order, groups[c], v, h) for c, v, h in positions)
            assert is_last or difference.max() > 0, (order, channel, y, x)


def test_slice_major_without_hyper_latent_is_the_released_context_model():
    released = scrambled(ContextModel([2, 3], (6, 6, 6), (5, 3)))
    variant = VariantContext(SLICE)
    variant.load_state_dict(released.state_dict())
    latents, level = torch.randn(2, 5, 6, 4), torch.tensor([0.1, 0.9])
    for ours, theirs in zip(variant(latents, level), released(latents, level), strict=False):
        assert torch.equal(ours, theirs)


def test_position_major_refuses_a_window_over_what_is_not_decoded():
    with pytest.raises(ValueError, match="earlier kernel"):
        VariantContext(SLICE | {"order": "position"})


def test_hyper_latent_costs_bits_informs_and_learns():
    model = scrambled(VariantContext(SLICE | {"hyper": 2}))
    latents, level = 3 * torch.randn(2, 5, 6, 5), torch.tensor([0.1, 0.9])
    mean, scale, side_bits = model(latents, level)
    assert (side_bits > 0).all()
    model.bits(latents.round(), level).sum().backward()
    assert all(parameter.grad is not None and parameter.grad.abs().sum() > 0 for parameter in model.parameters())
    model.eval()
    assert torch.equal(model(latents, level)[2], model(latents, level)[2])


def test_relative_bits_of_shifted_curves():
    base = {"bits": [0.1, 0.2, 0.4, 0.8], "dssim": [0.08, 0.04, 0.02, 0.01]}
    dearer = base | {"bits": [1.1 * bits for bits in base["bits"]]}
    assert ablate.relative_bits(base, base, "dssim") == pytest.approx(1)
    assert ablate.relative_bits(dearer, base, "dssim") == pytest.approx(1.1)
    assert ablate.relative_bits(base, dearer, "dssim") == pytest.approx(1 / 1.1)
    better = base | {"dssim": [value / 2 for value in base["dssim"]]}
    assert ablate.relative_bits(better, base, "dssim") == pytest.approx(0.5)
    assert np.isnan(ablate.relative_bits(base | {"dssim": [8.0, 4.0, 2.0, 1.0]}, base, "dssim"))


def test_every_variant_of_the_data_builds_and_is_named_once():
    for family in FAMILIES.values():
        names = [variant["name"] for variant in family["variants"]]
        assert len(set(names)) == len(names)
    for variant in FAMILIES["transforms"]["variants"]:
        options = FAMILIES["transforms"]["model"] | variant.get("model", {})
        model = variants.build(options, lambda size: torch.eye(size * size, dtype=torch.float64).expand(3, -1, -1))
        assert model.log_step.shape[1] == sum(options["groups"]), variant["name"]
    for variant in FAMILIES["contexts"]["variants"]:
        options = FAMILIES["contexts"]["model"] | variant.get("model", {})
        assert sum(options["groups"]) == 96, variant["name"]
        VariantContext(options)


def tiny_family(**changes) -> dict:
    schedule = load_preset("tiny")["schedule"] | {"total_crops": 6}
    return {"seed": 1, "bank": {"crop": 64}, "levels": [0.0, 1.0], "schedule": schedule} | changes


def test_a_family_of_transforms_from_training_to_table(bank, tmp_path):
    names = [{"name": "base", "section": ""}, {"name": "other", "section": "Start", "model": {"start": "random"}}]
    family = tiny_family(model=tiny(), variants=names)
    trained = []

    def train(variant: dict) -> dict:
        trained.append(variant["name"])
        return ablate.train_transform(family, variant, bank)

    kept = tmp_path / "transforms.json"
    results = ablate.run_missing(family, kept, {"other"}, train)
    assert ablate.transform_table({"variants": names[:1]}, {"base": results["other"]}) == ""
    results = ablate.run_missing(family, kept, None, train)
    assert trained == ["other", "base"]
    photographs = results["base"]["photographs"]
    assert photographs["bits"][0] < photographs["bits"][1] and photographs["dssim"][0] > photographs["dssim"][1]
    again = ablate.train_transform(family, names[0], bank)
    assert again["photographs"] == photographs
    table = ablate.transform_table(family, results)
    assert "Start" in table and "| base | 100 |" in table and "| other | " in table


def test_a_family_of_contexts_from_weights_to_table(bank, tmp_path):
    preset = load_preset("tiny")
    torch.manual_seed(1)
    training = ablate.BankTraining(preset, bank, 1, variants.build(tiny(), None))
    training.step()
    save_average(training.state(), tmp_path / "weights.pt")
    latents = CachedLatents(tmp_path / "weights.pt", bank, tmp_path / "latents.npz")
    assert latents.parts["training_photographs"].shape == (6, 16, 4, 4)
    level = torch.tensor([0.0, 1.0])
    symbols = latents.symbols(latents.parts["held_out_photographs"], level)
    assert torch.equal(symbols, symbols.round()) and symbols[1].abs().sum() > symbols[0].abs().sum()
    model = SLICE | {"groups": [4, 12]}
    schedule = preset["schedule"] | {"total_crops": 80, "measured_every": 40, "learning_rate": 1e-2}
    names = [{"name": "ours", "section": "Order"}, {"name": "none", "section": "Order", "model": {"kernels": [0, 0]}}]
    family = tiny_family(model=model, schedule=schedule, variants=names)
    results = {variant["name"]: ablate_context.train_context(family, variant, latents) for variant in names}
    ours = results["ours"]
    assert len(ours["curve"]) == 1 and np.mean(ours["bits"]) < ours["curve"][0][1]
    assert ours["parameters"] > results["none"]["parameters"]
    table = ablate.context_table(family, results)
    assert "| ours | " in table and "| 100.0 |" in table and "| none | " in table

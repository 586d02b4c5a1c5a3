"""From float weights to the integer file and what it computes, on the tiny preset."""

import hashlib
import pathlib
import sys
import tomllib

import pytest

torch = pytest.importorskip("torch")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402

from mote_training import export as exporting  # noqa: E402
from mote_training.colour import rgb_to_ycc  # noqa: E402
from mote_training.compare import compare, psnr  # noqa: E402
from mote_training.corpus import Pack, pack  # noqa: E402
from mote_training.entropy_model import bits  # noqa: E402
from mote_training.export import density_logits, export, fraction_bits, step_table  # noqa: E402
from mote_training.fixed_point import choose_multipliers, round_mantissas  # noqa: E402
from mote_training.integer_model import IntegerModel, colours  # noqa: E402
from mote_training.model import Codec  # noqa: E402
from mote_training.learner import load_preset  # noqa: E402
from mote_training.training import Training  # noqa: E402
from mote_training.weights_file import from_bytes, read, to_bytes  # noqa: E402

LEVEL = 153  # 0.6


def scrambled() -> Codec:
    """The tiny preset, with something in the layers that start at zero."""
    torch.manual_seed(3)
    model = Codec(load_preset("tiny")["model"])
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.05 * torch.randn_like(parameter))
    return model.eval()


def smooth_crops(count: int, seed: int, side: int = 64) -> np.ndarray:
    random = np.random.default_rng(seed)
    noise = random.integers(0, 256, (count, side // 8, side // 8, 3), dtype=np.uint8)
    return np.stack([np.asarray(Image.fromarray(crop).resize((side, side), Image.BICUBIC)) for crop in noise])


@pytest.fixture(scope="module")
def model() -> Codec:
    return scrambled()


@pytest.fixture(scope="module")
def exported(model):
    return export(model, smooth_crops(6, seed=1), decoder_bits=8, analysis_bits=6)


@pytest.fixture(scope="module")
def integers(exported) -> IntegerModel:
    return IntegerModel(exported[0])


@pytest.fixture(scope="module")
def raster() -> torch.Tensor:
    """Not the crops of the calibration."""
    return torch.from_numpy(smooth_crops(3, seed=2)).permute(0, 3, 1, 2).float() / 255


@pytest.fixture(scope="module")
def latents(model, raster) -> torch.Tensor:
    """Integers in units of 1/64 step, as decoders have them: multiples of a step away from a mean that is none."""
    with torch.no_grad():
        rounded = model.analyse(raster, torch.full((3,), LEVEL / 255)).round()
    return rounded.double() * 64 + 5


def at() -> torch.Tensor:
    return torch.full((3,), LEVEL / 255)


def test_file_round_trips(exported):
    weights, _ = exported
    data = to_bytes(weights)
    again = from_bytes(data)
    assert (again.depths, again.groups) == (weights.depths, weights.groups) == ((1, 1, 1, 1), [4, 12])
    assert (again.steps == weights.steps).all() and (again.logits == weights.logits).all()
    assert (again.mixers == weights.mixers).all()
    assert list(again.layers) == list(weights.layers)
    for name, layer in weights.layers.items():
        for field in ("kernel", "shift", "mantissa_bits"):
            assert getattr(again.layers[name], field) == getattr(layer, field), (name, field)
        for field in ("multipliers", "biases", "mantissas"):
            assert (getattr(again.layers[name], field) == getattr(layer, field)).all(), (name, field)
    assert to_bytes(again) == data


def test_first_layer_lies_where_the_specification_says(exported):
    weights, _ = exported
    data = to_bytes(weights)
    assert list(data[:8]) == [3, 2, 1, 1, 1, 1, 4, 12]
    layer = weights.layers["synthesis.linear"]
    start = 8 + 3 * 16 * 2 + 64 * 16 * 2 + 16 * 4 * 8
    assert list(data[start : start + 7]) == [1, 16, 0, 0, 3, layer.shift, 8]
    mantissas = np.frombuffer(data, dtype=np.int8, count=768 * 16, offset=start + 7 + 768 * 5)
    assert (mantissas.reshape(768, 16) == layer.mantissas[:, 0]).all()
    # Mantissas of 6 bits: the second begins at bit 6 of the first byte.
    last = weights.layers["analysis.last"]
    first, second = (int(value) & 63 for value in last.mantissas.reshape(-1)[:2])
    packed = data[len(data) - (last.mantissas.size * 6 + 7) // 8 :]
    assert packed[0] == first | (second & 3) << 6
    assert packed[1] & 15 == second >> 2


def test_damaged_files_are_refused(exported):
    data = to_bytes(exported[0])
    for cut in (0, 1, 7, 100, len(data) // 2, len(data) - 1):
        with pytest.raises(ValueError, match="ends at byte"):
            from_bytes(data[:cut], "cut")
    with pytest.raises(ValueError, match="1 bytes are left over"):
        from_bytes(data + b"\0")


def test_sums_stay_in_32_bits(exported):
    for name, layer in exported[0].layers.items():
        weights = layer.weights()
        assert np.abs(weights).max() < 1 << 15, name
        for row, bias in zip(weights.reshape(layer.outputs, -1).tolist(), layer.biases.tolist(), strict=True):
            assert abs(bias) + 8191 * sum(map(abs, row)) + (1 << layer.shift) < 1 << 31, name


def test_layers_are_plain_integer_sums(integers):
    """Against loops over Python's integers, with inputs as large as they get."""
    generator = torch.Generator().manual_seed(5)
    for name in ("context.1.own", "context.1.earlier", "context.1.mix2", "synthesis.join"):
        layer = integers.weights.layers[name]
        x = torch.randint(-8191, 8192, (1, layer.inputs, 3, 4), generator=generator)
        out = integers.layer(name, x.double())[0].long()
        weights, reach, values = layer.weights(), layer.kernel // 2, x[0].numpy()
        for output in range(0, layer.outputs, 3):
            for row in range(3):
                for column in range(4):
                    total = int(layer.biases[output])
                    for place in range(weights.shape[1]):
                        y, x_ = row + place // layer.kernel - reach, column + place % layer.kernel - reach
                        if 0 <= y < 3 and 0 <= x_ < 4:
                            total += sum(int(w) * int(v) for w, v in zip(weights[output, place], values[:, y, x_], strict=True))
                    rounded = (total + (1 << layer.shift >> 1)) >> layer.shift
                    assert out[output, row, column] == max(-8191, min(8191, rounded)), name


def test_synthesis_is_close_to_the_float_one(model, integers, latents):
    """50 dB: 8-bit rounding of the picture alone is 59 dB."""
    with torch.no_grad():
        expected = model.synthesise((latents / 64).float(), at()).clamp(0, 1)
    assert psnr(expected, colours(integers.synthesis(latents, LEVEL)) / 255) > 50


def test_context_is_close_to_the_float_one(model, integers, latents):
    """Means to 0.015 steps (root of mean square), scales to their index' rounding."""
    with torch.no_grad():
        mean, scale = model.context((latents / 64).float(), at())
    means, indices = integers.context(latents, LEVEL)
    assert (means / 64 - mean).square().mean().sqrt() < 0.015
    exact = torch.log(scale / 0.05) / (np.log(640) / 63)
    assert (indices - exact).abs().max() < 1
    assert (indices - exact).square().mean().sqrt() < 0.35


def test_agrees_with_the_reference_decoder(exported, integers, monkeypatch):
    """To the bit, for latents up to the limits: the specification's own decoder was written without this one."""
    monkeypatch.syspath_prepend(str(pathlib.Path(__file__).resolve().parents[2] / "spec"))
    reference = pytest.importorskip("reference_decoder")
    network = reference.read_weights(to_bytes(exported[0]))
    random = np.random.default_rng(1)
    for amplitude, level in ((60, 0), (900, 77), (8191, 255)):
        latents = random.integers(-amplitude, amplitude + 1, (16, 4, 3))
        batch = torch.from_numpy(latents)[None].double()
        raster = integers.synthesis(batch, level)
        expected = reference.synthesise(network, level, latents)
        assert (raster[0].numpy() == expected).all()
        assert (colours(raster)[0].permute(1, 2, 0).numpy() == reference.colour(expected)).all()
        means, indices = integers.context(batch, level)
        constants = np.broadcast_to([[[64]], [[(64 * level + 127) // 255]]], (2, 4, 3))
        start = 0
        for group in network.groups:
            own = slice(start, start + group.channels)
            earlier = reference.convolve(group.earlier, np.concatenate([latents[:start], constants]))
            padded = np.pad(latents[own].transpose(1, 2, 0), ((2, 0), (2, 2), (0, 0)))
            for row, column in np.ndindex(4, 3):
                expected_means, expected_indices = reference.predict(group, padded, earlier[:, row, column], row, column)
                assert (means[0, own, row, column].numpy() == expected_means).all()
                assert (indices[0, own, row, column].numpy() == expected_indices).all()
            start += group.channels


def test_analysis_is_close_to_the_float_one(model, integers, raster):
    """0.015 steps, root of mean square."""
    with torch.no_grad():
        expected = model.analyse(raster, at())
    integer_raster = torch.round(rgb_to_ycc(raster).double() * 4096)
    assert (integers.latents_in_steps(integer_raster, LEVEL) - expected).square().mean().sqrt() < 0.015


def test_chain_costs_about_the_same_bits(raster):
    """`compare` itself requires the sequential and the parallel context model to agree. Scales are widened, as an untrained model's are so
    narrow that all is decided by escapes."""
    wide = scrambled()
    with torch.no_grad():
        for context in wide.context.contexts:
            context.mix[-1].bias[context.channels :] += 2
    integers = IntegerModel(export(wide, smooth_crops(6, seed=1), 8, 6)[0])
    row = compare(wide, integers, raster, LEVEL)
    assert row["bits_integer"] == pytest.approx(row["bits_float"], rel=0.01)
    assert row["bits_chain"] == pytest.approx(row["bits_float"], rel=0.01)


def test_steps_are_interpolated_as_in_floats(model, integers):
    for level in (0, 1, 127, 128, 200, 255):
        exact = model.step(torch.tensor([level / 255]))[0].double() * 2**14
        assert (integers.step(level) - exact).abs().max() <= 2, level


def test_logits_are_those_of_the_density():
    logits = density_logits()
    assert logits.shape == (64, 16) and np.abs(logits).max() <= 11 * 256
    for index in (20, 40, 63):
        scale = torch.tensor(0.05 * np.exp(index * np.log(640) / 63))
        for magnitude in (0, 1, 5):
            probabilities = [(1 if m == 0 else 2) * 2 ** -bits(torch.tensor(float(m)).double(), scale).item() for m in range(magnitude + 1)]
            not_less = 1 - sum(probabilities[:-1])
            more = (not_less - probabilities[-1]) / not_less
            expected = max(-11 * 256, 256 * np.log(more / (1 - more))) if more > 1e-9 else -11 * 256
            assert logits[index, magnitude] == pytest.approx(expected, rel=2e-3, abs=1), (index, magnitude)


def test_escapes_cost_what_their_bits_are(integers):
    """Magnitude 16 is an escape, a sign, a zero bit and e more; 17 + 255 << e the most with eight ones."""
    symbols = torch.tensor([16.0, 16, 17, -19, 271, 526])
    indices = torch.tensor([0.0, 38, 0, 0, 0, 0])
    escape = np.log2(1 + np.exp(-integers.weights.logits / 256)).sum(axis=1)
    extra = [1 + 1, 1 + 1 + 2, 1 + 3, 1 + 5, 1 + 16, 1 + 16]
    expected = [escape[int(index)] + more for index, more in zip(indices, extra, strict=True)]
    assert integers.bits(symbols, indices).tolist() == pytest.approx(expected)


def test_rounding_makes_up_for_its_errors():
    """Inputs that go together: the errors of their weights cancel, and the output is nearer than with each weight rounded alone."""
    random = np.random.default_rng(7)
    weights = random.normal(size=(5, 40)) * 500
    inputs = random.normal(size=(400, 8)) @ random.normal(size=(8, 40)) + 0.1 * random.normal(size=(400, 40))
    covariance = np.cov(inputs.T) + 1e-3 * np.eye(40)
    multipliers = choose_multipliers(weights, 4, np.diagonal(covariance))
    fitted = round_mantissas(weights, multipliers, 4, covariance)
    alone = np.clip(np.rint(weights / multipliers[:, None]), -8, 7)
    assert fitted.min() >= -8 and fitted.max() <= 7

    def error(mantissas: np.ndarray) -> float:
        return np.square((mantissas * multipliers[:, None] - weights) @ inputs.T).mean()

    assert error(fitted) < 0.5 * error(alone)


def test_weights_that_are_too_large_are_refused():
    crops = smooth_crops(2, seed=1)
    large = scrambled()
    with torch.no_grad():
        large.synthesis.linear.weight.mul_(1e5)
    with pytest.raises(SystemExit, match="synthesis.linear: its weights or biases are too large"):
        export(large, crops, 8, 6)


def test_steps_that_are_too_coarse_become_the_coarsest():
    coarse = scrambled()
    with torch.no_grad():
        coarse.log_step[1, 2] = 1.5
    table = step_table(coarse)
    assert table[1, 2] == 65535
    assert table[0, 2] == step_table(scrambled())[0, 2] < 65535
    with torch.no_grad():
        coarse.log_step[1, 2] = -30.0
    with pytest.raises(SystemExit, match="less than"):
        step_table(coarse)


def test_large_weights_between_streams_shorten_their_fraction(model):
    """A layer that puts out little by large weights cannot have all the fraction bits that its output would allow."""
    changed = scrambled()
    with torch.no_grad():
        residual = changed.synthesis.head[0]
        residual.first.weight.mul_(1e-8)
        residual.first.bias.mul_(1e-8)
        residual.second.weight.mul_(2e7)
    weights, rows = export(changed, smooth_crops(2, seed=1), 8, 6)
    to_bytes(weights)
    row = next(row for row in rows if row["name"] == "synthesis.stage3.0.second")
    assert row["output_fraction_bits"] < fraction_bits(row["largest_output"])


def test_causal_kernels_of_another_size_are_refused():
    preset = load_preset("tiny")["model"] | {"context_kernels": [3, 3]}
    with pytest.raises(SystemExit, match="causal kernels of 5 only, not of 3"):
        export(Codec(preset).eval(), smooth_crops(1, seed=1), 8, 6)


def test_command_writes_weights_and_record(tmp_path, monkeypatch):
    folder = tmp_path / "pictures"
    folder.mkdir()
    Image.fromarray(smooth_crops(1, seed=1, side=128)[0]).save(folder / "0.jpg")
    pack(folder, tmp_path / "pack.npz", graphics_count=1, seed=1)
    training = Training(load_preset("tiny"), Pack(tmp_path / "pack.npz"), torch.device("cpu"), seed=4)
    training.save(tmp_path / "checkpoint.pt")
    arguments = ["export", "--checkpoint", tmp_path / "checkpoint.pt", "--pack", tmp_path / "pack.npz", "--crops", 1, "--output"]

    def run(output: pathlib.Path, *more: str) -> None:
        monkeypatch.setattr(sys, "argv", [str(part) for part in [*arguments, output, *more]])
        exporting.main()

    run(tmp_path / "weights.bin")
    data = (tmp_path / "weights.bin").read_bytes()
    facts = tomllib.loads((tmp_path / "weights.toml").read_text())
    assert facts["sha256"] == hashlib.sha256(data).hexdigest()
    assert (facts["bytes"], facts["preset"], facts["crops_seen"]) == (len(data), "tiny", 0)
    assert [row["name"] for row in facts["layers"]] == list(read(tmp_path / "weights.bin").layers)
    run(tmp_path / "again.bin")
    assert (tmp_path / "again.bin").read_bytes() == data
    with pytest.raises(SystemExit, match="more than 1000"):
        run(tmp_path / "large.bin", "--most-bytes", "1000")
    assert not (tmp_path / "large.bin").exists()

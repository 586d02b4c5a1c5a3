"""The generated graphics: deterministic, of the right form, never empty; a missing font names its package."""

import pathlib
import sys

import numpy as np
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

from mote_training import graphics  # noqa: E402
from mote_training.graphics import fonts  # noqa: E402
from mote_training.graphics.dice import Dice  # noqa: E402


def test_shares_cover_the_kinds_and_sum_to_one():
    assert set(graphics.SHARES) == set(graphics.KINDS)
    assert sum(graphics.SHARES.values()) == pytest.approx(1.0)


@pytest.mark.parametrize("seed", range(12))
def test_same_seed_same_picture(seed):
    first, second = graphics.generate(seed), graphics.generate(seed)
    assert first.dtype == np.uint8 and first.shape == (480, 640, 3)
    assert np.array_equal(first, second)


def test_other_seeds_give_other_pictures():
    pictures = {graphics.generate(seed, (160, 120)).tobytes() for seed in range(20)}
    assert len(pictures) == 20


@pytest.mark.parametrize("kind", graphics.KINDS)
def test_each_kind_draws_something(kind):
    for seed in range(6):
        picture = graphics.KINDS[kind](Dice(seed), 320, 240)
        assert picture.dtype == np.uint8 and picture.shape == (240, 320, 3)
        # A few per cent of the pixels at least differ from the commonest colour.
        _, counts = np.unique(picture.reshape(-1, 3), axis=0, return_counts=True)
        assert counts.max() < 0.99 * picture.shape[0] * picture.shape[1], (kind, seed)


@pytest.mark.parametrize("size", [(64, 64), (97, 331), (800, 200)])
def test_any_size(size):
    for seed in range(30):
        assert graphics.generate(seed, size).shape == (size[1], size[0], 3)


def test_too_small_a_size_is_refused():
    with pytest.raises(ValueError, match="64x64"):
        graphics.generate(1, (63, 480))


def test_missing_fonts_name_their_packages(tmp_path):
    with pytest.raises(fonts.FontsMissing, match="apt-get install .*fonts-liberation"):
        fonts._paths((str(tmp_path),))

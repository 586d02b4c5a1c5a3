import random

import pytest
from mote_bench.search import highest_fitting


class Encoder:
    def __init__(self, sizes):
        self.sizes = sizes
        self.asked = []

    def __call__(self, index):
        assert index not in self.asked, "asked twice"
        self.asked.append(index)
        return self.sizes[index]


@pytest.mark.parametrize("budget", [1, 99, 100, 101, 555, 1089, 1090, 5000])
@pytest.mark.parametrize("guess", [None, 0, 50, 99])
def test_finds_the_highest_of_a_rising_ladder(budget, guess):
    sizes = [100 + 10 * i for i in range(100)]
    found = highest_fitting(Encoder(sizes), len(sizes), budget, guess)
    expected = max((i for i, size in enumerate(sizes) if size <= budget), default=None)
    assert found.index == expected


def test_tells_the_least_bytes_when_nothing_fits():
    found = highest_fitting(Encoder([321, 400, 500]), 3, 300)
    assert (found.index, found.least_bytes) == (None, 321)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_short_ladders(count):
    sizes = [10 * (i + 1) for i in range(count)]
    for budget in range(5, 40, 5):
        expected = max((i for i, size in enumerate(sizes) if size <= budget), default=None)
        assert highest_fitting(Encoder(sizes), count, budget).index == expected


def test_looks_above_for_settings_that_shrink():
    # 12 is too large, 13 fits after all.
    sizes = [100 + 10 * i for i in range(30)]
    sizes[13] = 150
    assert highest_fitting(Encoder(sizes), 30, 215).index == 13


def test_what_is_found_fits_and_its_neighbours_above_do_not():
    generator = random.Random(7)
    for _ in range(300):
        count = generator.randrange(1, 120)
        sizes = sorted(generator.randrange(50, 9000) for _ in range(count))
        sizes = [max(1, size + generator.randrange(-80, 80)) for size in sizes]
        budget = generator.randrange(50, 9000)
        found = highest_fitting(Encoder(sizes), count, budget, generator.randrange(count))
        if found.index is None:
            assert sizes[0] > budget
        else:
            assert sizes[found.index] <= budget
            assert all(size > budget for size in sizes[found.index + 1 : found.index + 3])


def test_few_encodes_whatever_the_shape():
    for exponent in (0.2, 1, 3, 8):
        sizes = [round(200 + 20000 * (i / 240) ** exponent) for i in range(241)]
        for budget in (250, 1024, 4096, 15000):
            encoder = Encoder(sizes)
            highest_fitting(encoder, len(sizes), budget)
            assert len(encoder.asked) <= 20

import math

import pytest
from mote_bench.bjontegaard import relative_bytes

RATES = [300, 512, 1024, 2048, 4096, 8192]


def curve(quality_at, factor=1.0):
    """Points of a codec that needs `factor` times the bytes for quality_at(bytes)."""
    return [(factor * rate, quality_at(rate)) for rate in RATES]


@pytest.mark.parametrize("factor", [0.5, 0.8, 1.0, 1.25, 3.0])
@pytest.mark.parametrize("quality_at", [math.log, lambda rate: -(rate**-0.7), lambda rate: math.tanh(rate / 3000)])
def test_a_codec_that_needs_a_constant_part_of_the_bytes(factor, quality_at):
    assert relative_bytes(curve(quality_at, factor), curve(quality_at)) == pytest.approx(factor, rel=1e-9)


def test_swapping_the_sides_inverts_the_ratio():
    ours, theirs = curve(math.sqrt), curve(lambda rate: math.sqrt(rate) * 0.9 + 1)
    assert relative_bytes(ours, theirs) == pytest.approx(1 / relative_bytes(theirs, ours))


def test_lines_of_different_slope_by_hand():
    # log2 rate is q for them and 2 q for us; over the shared 4..6 the mean difference is 5 octaves.
    ours = [(2.0 ** (2 * q), q) for q in (3, 4, 5, 6)]
    theirs = [(2.0**q, q) for q in (4, 5, 6, 7)]
    assert relative_bytes(ours, theirs) == pytest.approx(2.0**5)


def test_only_the_shared_quality_counts():
    # What they need below the quality that both reach bends their curve's end a little, no more.
    ours = [(100 * 2**i, 10.0 + i) for i in range(4)]
    theirs = [(200 * 2**i, 10.0 + i) for i in range(4)]
    for tail_bytes in (1, 50, 199):
        assert relative_bytes(ours, [(tail_bytes, 5.0), *theirs]) == pytest.approx(0.5, rel=0.03)


def test_passing_through_the_points_without_swinging():
    # A step that makes one polynomial through all points overshoot; the monotone curve keeps the constant ratio.
    steps = [0.0, 0.1, 0.2, 9.8, 9.9, 10.0]
    theirs = list(zip(RATES, steps, strict=True))
    ours = [(0.7 * rate, quality) for rate, quality in theirs]
    assert relative_bytes(ours, theirs) == pytest.approx(0.7, rel=1e-9)


def test_points_with_more_bytes_and_no_more_quality_are_left_out():
    theirs = curve(math.log)
    assert relative_bytes([*curve(math.log, 0.5), (3000, 0.1)], theirs) == pytest.approx(0.5)


@pytest.mark.parametrize(
    "ours",
    [
        [],
        [(100, 1.0)],
        [(100, 1.0), (200, 1.0)],  # one quality
        [(100, 90.0), (200, 99.0)],  # better than they ever are
        [(100, math.inf), (200, math.nan), (300, 6.0)],
    ],
)
def test_nothing_to_compare(ours):
    assert relative_bytes(ours, curve(math.log)) is None
    assert relative_bytes(curve(math.log), ours) is None

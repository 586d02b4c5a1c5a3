"""Bjontegaard's delta rate: how many bytes one codec needs relative to another for equal quality, over a range.

G. Bjontegaard, "Calculation of average PSNR differences between RD-curves", VCEG-M33, 2001: log rate is taken as a function
of quality, both curves are integrated over the quality that they share, and the mean difference becomes a ratio. As in the
later JCTVC-L1100 (2013) the curve through the points is a monotone piecewise cubic (Fritsch and Carlson, "Monotone piecewise
cubic interpolation", 1980), not one polynomial, which swings between points that are far apart.
"""

import math

import numpy


def _upper_curve(rate: numpy.ndarray, quality: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Points by rising rate; those that need more bytes for no more quality are left out."""
    kept: list[tuple[float, float]] = []
    for point_rate, point_quality in sorted(zip(rate.tolist(), quality.tolist(), strict=True)):
        if not kept or point_quality > kept[-1][1]:
            kept.append((point_rate, point_quality))
    return numpy.array([point[0] for point in kept]), numpy.array([point[1] for point in kept])


def _slopes(x: numpy.ndarray, y: numpy.ndarray) -> numpy.ndarray:
    """Derivatives at the points by Fritsch and Carlson's three-point formula (weighted harmonic means inside)."""
    step = numpy.diff(x)
    secant = numpy.diff(y) / step
    slopes = numpy.empty_like(y)
    slopes[0], slopes[-1] = secant[0], secant[-1]
    for i in range(1, len(x) - 1):
        left, right = secant[i - 1], secant[i]
        if left * right <= 0:
            slopes[i] = 0
        else:
            a, b = 2 * step[i] + step[i - 1], step[i] + 2 * step[i - 1]
            slopes[i] = (a + b) / (a / left + b / right)
    return slopes


def _integral(x: numpy.ndarray, y: numpy.ndarray, low: float, high: float) -> float:
    """Of the cubic through the points, from low to high, which lie within them."""
    slopes = _slopes(x, y)
    total = 0.0
    for i in range(len(x) - 1):
        begin, end = max(low, x[i]), min(high, x[i + 1])
        if end <= begin:
            continue
        width = x[i + 1] - x[i]
        secant = (y[i + 1] - y[i]) / width
        cubic = numpy.poly1d(
            [
                (slopes[i] + slopes[i + 1] - 2 * secant) / width**2,
                (3 * secant - 2 * slopes[i] - slopes[i + 1]) / width,
                slopes[i],
                y[i],
            ]
        ).integ()
        total += float(cubic(end - x[i]) - cubic(begin - x[i]))
    return total


def relative_bytes(ours: list[tuple[float, float]], theirs: list[tuple[float, float]]) -> float | None:
    """Bytes that we need for equal quality, relative to theirs: 0.8 means a fifth fewer.

    Each list holds (bytes, quality) with quality rising as the picture gets better; a measure that falls is passed negated
    (its scale does not matter to the ratio, its shape hardly). None where the curves share no quality or have fewer than two
    points each.
    """
    curves = []
    for points in (ours, theirs):
        finite = [(rate, quality) for rate, quality in points if rate > 0 and math.isfinite(quality)]
        if len(finite) < 2:
            return None
        rate, quality = _upper_curve(*(numpy.array(column, float) for column in zip(*finite, strict=True)))
        if len(rate) < 2:
            return None
        curves.append((quality, numpy.log(rate)))
    low = max(curve[0][0] for curve in curves)
    high = min(curve[0][-1] for curve in curves)
    if high <= low:
        return None
    mean_ours, mean_theirs = (_integral(*curve, low, high) / (high - low) for curve in curves)
    return math.exp(mean_ours - mean_theirs)

"""Lanczos resizing for reference_decoder.py, written from format.md, section 4, alone.

`resize` takes and gives 8-bit pictures [row, column, channel]. Real numbers are integers here, in units of 2^-FRACTION_BITS, far finer than
the 50 bits that the document asks for.
"""

from __future__ import annotations

import functools

import numpy as np

FRACTION_BITS = 112


def fixed_pi() -> int:
    """pi = 16 arctan(1/5) - 4 arctan(1/239)."""

    def arctan_of_inverse(x: int) -> int:
        power, total, n = (1 << (FRACTION_BITS + 16)) // x, 0, 1
        while power:
            total += power // n if n % 4 == 1 else -(power // n)
            power, n = power // (x * x), n + 2
        return total

    return (16 * arctan_of_inverse(5) - 4 * arctan_of_inverse(239)) >> 16


PI = fixed_pi()


@functools.lru_cache(maxsize=1 << 16)
def sine_of_pi_times(numerator: int, denominator: int) -> int:
    """sin(pi numerator / denominator), by its Taylor series about 0, for numerator >= 0."""
    numerator %= 2 * denominator
    if numerator >= denominator:
        return -sine_of_pi_times(numerator - denominator, denominator)
    angle = PI * min(numerator, denominator - numerator) // denominator
    square = angle * angle >> FRACTION_BITS
    term, total, n = angle, 0, 1
    while term:
        total += term
        term, n = -((term * square >> FRACTION_BITS) // ((n + 1) * (n + 2))), n + 2
        if -2 < term < 2:
            term = 0
    return total


def lanczos_kernel(numerator: int, denominator: int) -> int:
    """k(t) for t = numerator / denominator: 3 sin(pi t) sin(pi t / 3) / (pi t)^2."""
    if numerator == 0:
        return 1 << FRACTION_BITS
    sines = sine_of_pi_times(abs(numerator), denominator) * sine_of_pi_times(abs(numerator), 3 * denominator)
    return (3 * denominator * denominator * sines << FRACTION_BITS) // (PI * PI * numerator * numerator)


def lanczos_weights(old: int, new: int, output: int) -> tuple[int, np.ndarray]:
    """The first input that an output takes, and the weights from there on."""
    denominator = 2 * max(old, new)
    centre = (2 * output + 1) * old
    # The inputs j with -3 denominator < (2 j + 1) new - centre < 3 denominator.
    first = max(0, (centre - 3 * denominator - new) // (2 * new) + 1)
    end = min(old, -((new - centre - 3 * denominator) // (2 * new)))
    kernel = [lanczos_kernel((2 * j + 1) * new - centre, denominator) for j in range(first, end)]
    total = sum(kernel)
    rounded = [((abs(k) << 23) + total) // (2 * total) * (1 if k >= 0 else -1) for k in kernel]
    return first, np.array(rounded, np.int64)


def resample(samples: np.ndarray, new: int) -> np.ndarray:
    """Resamples the first axis."""
    if len(samples) == new:
        return samples
    resampled = np.empty((new, *samples.shape[1:]), np.uint8)
    for output in range(new):
        first, weights = lanczos_weights(len(samples), new, output)
        window = samples[first : first + len(weights)].astype(np.int64)
        sums = np.einsum("t,t...->...", weights, window)
        resampled[output] = np.clip((sums + (1 << 21)) >> 22, 0, 255)
    return resampled


def resize(picture: np.ndarray, width: int, height: int) -> np.ndarray:
    """Format 4: an 8-bit picture [row, column, channel] at other dimensions."""
    lost_rows, lost_columns = picture.shape[0] - height, picture.shape[1] - width
    if lost_rows > 0 and lost_rows > 2 * lost_columns:
        picture = resample(picture, height)
    picture = resample(picture.swapaxes(0, 1), width).swapaxes(0, 1)
    return resample(picture, height)

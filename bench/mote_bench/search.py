"""The highest quality whose file fits a budget, with few encodes.

File size grows with quality, but not strictly: encoders change tools at some settings, so that a higher setting now and
then gives fewer bytes. The search halves the interval as if size were monotone, guided by the sizes seen, and then looks at
the settings just above its answer.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    index: int | None  # of the highest setting found to fit; None if not even setting 0 does
    least_bytes: int  # the smallest file seen


def highest_fitting(
    bytes_at: Callable[[int], int], count: int, budget: int, first_guess: int | None = None, look_above: int = 2
) -> Found:
    """Searches settings 0..count-1, ordered from the fewest bytes to the most.

    bytes_at(index) gives the size of the file at a setting; each setting is asked for at most once. `first_guess` may come
    from a similar picture. The setting found fits; the `look_above` settings above it, and any smaller ones below an
    exception found there, do not.
    """
    sizes: dict[int, int] = {}

    def size(index: int) -> int:
        if index not in sizes:
            sizes[index] = bytes_at(index)
        return sizes[index]

    low, high = -1, count  # low fits (or is outside), high does not
    guess = min(max(count // 2 if first_guess is None else first_guess, 0), count - 1)
    halve = False
    while high - low > 1:
        before = high - low
        if size(guess) <= budget:
            low = guess
        else:
            high = guess
        if high - low <= 1:
            break
        # Guesses that barely narrow the interval give way to halving, so that the search takes O(log count) in all.
        halve = not halve and 2 * (high - low) > before
        guess = (low + high) // 2 if halve else _between(sizes, low, high, budget)
    above = low + 1
    while above <= min(low + look_above, count - 1):
        if size(above) <= budget:
            low = above
        above += 1
    return Found(low if low >= 0 else None, min(sizes.values()))


def _between(sizes: dict[int, int], low: int, high: int, budget: int) -> int:
    """A setting strictly between low and high, where the line through their log sizes meets the budget."""
    if low in sizes and high in sizes and sizes[high] > sizes[low] > 0:
        part = math.log(budget / sizes[low]) / math.log(sizes[high] / sizes[low])
        guess = low + round(part * (high - low))
    elif high in sizes or low in sizes:
        # One side only: size changes by some 5 % a setting; go at least one and at most half the way.
        known = low if low in sizes else high
        step = round(math.log(max(budget, 1) / max(sizes[known], 1)) / 0.05)
        half = (high - low) // 2
        guess = known + max(-half, min(half, step))
    else:
        guess = (low + high) // 2
    return min(max(guess, low + 1), high - 1)

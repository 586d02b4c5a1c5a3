"""The source of all randomness of a picture: Python's generator with a few more throws, and a numpy generator beside
it.
"""

import math
import random

import numpy as np


class Dice(random.Random):
    """Deterministic for a seed. `numbers` is for arrays."""

    def __init__(self, seed: int):
        super().__init__(seed)
        self.numbers = np.random.default_rng(seed)

    def chance(self, probability: float) -> bool:
        return self.random() < probability

    def logarithmic(self, low: float, high: float) -> float:
        """Log-uniform: each octave as likely."""
        return math.exp(self.uniform(math.log(low), math.log(high)))

    def pick(self, weights: dict):
        """A key, as likely as its weight."""
        return self.choices(list(weights), list(weights.values()))[0]

"""One layer from real weights to mantissas, multipliers, biases and a shift (spec/neural.md, section 6)."""

import dataclasses
import math

import numpy as np

from .weights_file import ACTIVATION_LIMIT, Layer, within_bound

_MOST_MULTIPLIER = 255
_MOST_SHIFT = 30
_FACTORS = np.linspace(1.2, 0.5, 48)  # of the multiplier that just holds an output's largest weight: under 1, outliers are clipped
_DAMPING = 0.003  # of the mean variance of inputs


@dataclasses.dataclass
class RealLayer:
    """A layer in the integers' units, but not yet rounded: out = bias + sum of weights x inputs."""

    name: str
    kernel: int
    weights: np.ndarray  # [outputs, places, inputs], float64
    biases: np.ndarray  # [outputs], float64
    mean: np.ndarray  # of the inputs at each place, [places x inputs]
    covariance: np.ndarray  # of the same, [places x inputs, places x inputs]; its scale does not matter


def _mantissas(weights: np.ndarray, multipliers: np.ndarray, bits: int) -> np.ndarray:
    limit = 1 << (bits - 1)
    return np.clip(np.rint(weights / multipliers), -limit, limit - 1)


def choose_multipliers(weights: np.ndarray, bits: int, importance: np.ndarray) -> np.ndarray:
    """For each output of `weights` [outputs, count], the multiplier with the least squared error, weighted by `importance` [count]."""
    exact = np.abs(weights).max(axis=1) / ((1 << (bits - 1)) - 1)
    best_error, best = np.full(len(weights), np.inf), np.ones(len(weights))
    for factor in _FACTORS:
        multipliers = np.clip(np.rint(exact * factor), 1, _MOST_MULTIPLIER)
        rounded = _mantissas(weights, multipliers[:, None], bits) * multipliers[:, None]
        error = np.square(rounded - weights) @ importance
        better = error < best_error
        best_error[better], best[better] = error[better], multipliers[better]
    return best


def round_mantissas(weights: np.ndarray, multipliers: np.ndarray, bits: int, covariance: np.ndarray) -> np.ndarray:
    """Mantissas of `weights` [outputs, count]: one input after the other is rounded, and the weights that are still free make up
    for the error as far as their inputs go with it (Frantar et al., "GPTQ", 2022)."""
    order = np.argsort(-np.diagonal(covariance), kind="stable")
    factor = np.linalg.cholesky(np.linalg.inv(covariance[np.ix_(order, order)])).T
    left = weights[:, order].copy()
    mantissas = np.empty_like(left)
    for place in range(len(order)):
        mantissas[:, place] = _mantissas(left[:, place], multipliers, bits)
        error = (left[:, place] - mantissas[:, place] * multipliers) / factor[place, place]
        left[:, place + 1 :] -= np.outer(error, factor[place, place + 1 :])
    result = np.empty_like(mantissas)
    result[:, order] = mantissas
    return result


def round_layer(real: RealLayer, bits: int) -> Layer | None:
    """With the largest shift at which sums stay in 32 bits and multipliers in 8; None where there is none. Biases make up for what
    rounding does to the mean."""
    flat = real.weights.reshape(len(real.weights), -1)
    variance = np.diagonal(real.covariance)
    damped = real.covariance + np.eye(len(variance)) * (_DAMPING * variance.mean() + 1e-12)
    sums = np.abs(real.biases) + ACTIVATION_LIMIT * np.abs(flat).sum(axis=1) + 1
    largest = max(np.abs(flat).max() / ((1 << (bits - 1)) - 1), 1e-30)
    shift = min(_MOST_SHIFT, math.floor(31 - math.log2(sums.max())), math.floor(math.log2(_MOST_MULTIPLIER / largest)))
    # Rounding may add to the sums, so that the largest shift by the real weights may be one too large.
    for candidate in range(shift, max(shift - 3, 0), -1):
        scaled = flat * 2.0**candidate
        multipliers = choose_multipliers(scaled, bits, np.diagonal(damped))
        mantissas = round_mantissas(scaled, multipliers, bits, damped)
        shifted_mean = (scaled - mantissas * multipliers[:, None]) @ real.mean
        biases = np.rint(real.biases * 2.0**candidate + shifted_mean)
        layer = Layer(
            real.name, real.kernel, candidate, bits, multipliers.astype(np.int64), biases.astype(np.int64),
            mantissas.astype(np.int64).reshape(real.weights.shape),
        )
        if within_bound(layer.weights(), layer.biases, layer.shift):
            return layer
    return None

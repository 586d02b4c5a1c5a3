"""The orthonormal DCT that both transforms start from, and the order of its coefficients in the latent."""

import math

import torch

STRIDE = 16  # raster pixels to one latent position, along each axis


def dct_matrix(size: int) -> torch.Tensor:
    """Rows are the basis functions of the orthonormal DCT-II, [size, size]."""
    k = torch.arange(size, dtype=torch.float64).view(-1, 1)
    n = torch.arange(size, dtype=torch.float64).view(1, -1)
    matrix = torch.cos(math.pi * (n + 0.5) * k / size) * math.sqrt(2 / size)
    matrix[0] /= math.sqrt(2)
    return matrix


def coefficient_order(luma: int, chroma: int, size: int = STRIDE) -> list[tuple[int, int, int]]:
    """(component, vertical, horizontal frequency) of each latent channel: `luma` of Y and `chroma` each of Cb and Cr, lowest
    frequencies first, chroma taken to be three times as high as it is (it matters that much less). Of blocks of `size` pixels a side."""
    entries = []
    frequencies = sorted(
        ((v * v + h * h, v, h) for v in range(size) for h in range(size)), key=lambda entry: entry
    )
    for component, count, stretch in ((0, luma, 1.0), (1, chroma, 3.0), (2, chroma, 3.0)):
        for rank, (square, v, h) in enumerate(frequencies[:count]):
            entries.append((stretch * math.sqrt(square) + 0.4 * component, component, rank, v, h))
    entries.sort()
    return [(component, v, h) for _, component, _, v, h in entries]


def basis(luma: int, chroma: int, size: int = STRIDE) -> torch.Tensor:
    """The basis pictures of the latent channels, [channels, 3, size, size], orthonormal."""
    matrix = dct_matrix(size)
    order = coefficient_order(luma, chroma, size)
    pictures = torch.zeros(len(order), 3, size, size, dtype=torch.float64)
    for channel, (component, v, h) in enumerate(order):
        pictures[channel, component] = torch.outer(matrix[v], matrix[h])
    return pictures.float()

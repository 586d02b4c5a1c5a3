"""Generated graphics for training: pages, screens, charts, drawings, textures, of every kind that is not a photograph.

`generate(seed)` picks a kind by its share and draws it: uint8 [height, width, 3] in sRGB. The same seed, size, fonts and versions of Pillow
and numpy give the same picture. Raises fonts.FontsMissing, naming the packages, where a font is not installed. Nothing is read but fonts.
"""

import collections.abc

import numpy as np

from . import charts, fractals, gradients, handwriting, interfaces, source_code, text_pages, textures
from .dice import Dice

Drawer = collections.abc.Callable[[Dice, int, int], np.ndarray]

KINDS: dict[str, Drawer] = {
    "text page": text_pages.draw,
    "handwriting": handwriting.draw,
    "source code": source_code.draw,
    "interface": interfaces.draw,
    "chart": charts.draw,
    "gradient": gradients.draw,
    "fractal": fractals.draw,
    "texture": textures.draw,
}

# How often each kind is drawn; what screens and documents hold most comes most.
SHARES: dict[str, float] = {
    "text page": 0.18,
    "handwriting": 0.11,
    "source code": 0.13,
    "interface": 0.20,
    "chart": 0.12,
    "gradient": 0.10,
    "fractal": 0.07,
    "texture": 0.09,
}


def generate(seed: int, size: tuple[int, int] = (640, 480)) -> np.ndarray:
    """One picture; size is (width, height), each at least 64."""
    width, height = size
    if width < 64 or height < 64:
        raise ValueError(f"graphics are at least 64x64 pixels, not {width}x{height}")
    dice = Dice(seed)
    kind = dice.pick(SHARES)
    return np.ascontiguousarray(KINDS[kind](dice, width, height))

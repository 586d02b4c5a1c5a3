"""Generated graphics for training: pages, screens, charts, drawings, textures, of every kind that is not a photograph.

`generate(seed)` picks a kind by its share and draws it: uint8 [height, width, 3] in sRGB. The same seed, size, fonts
and versions of Pillow and numpy give the same picture. Raises fonts.FontsMissing, naming the packages, where a font
is not installed. Nothing is read but fonts.
"""

import collections.abc

import numpy as np

from . import (
    charts,
    codes,
    diagrams,
    fractals,
    gradients,
    handwriting,
    interfaces,
    line_art,
    maps,
    paintings,
    pixel_art,
    source_code,
    text_pages,
    textures,
    vector_art,
)
from .dice import Dice

Drawer = collections.abc.Callable[[Dice, int, int], np.ndarray]

KINDS: dict[str, Drawer] = {
    "text page": text_pages.draw,
    "handwriting": handwriting.draw,
    "source code": source_code.draw,
    "interface": interfaces.draw,
    "chart": charts.draw,
    "map": maps.draw,
    "diagram": diagrams.draw,
    "vector art": vector_art.draw,
    "line art": line_art.draw,
    "painting": paintings.draw,
    "pixel art": pixel_art.draw,
    "machine code": codes.draw,
    "gradient": gradients.draw,
    "fractal": fractals.draw,
    "texture": textures.draw,
}

# How often each kind is drawn; what screens and documents hold most comes most.
SHARES: dict[str, float] = {
    "text page": 0.13,
    "handwriting": 0.08,
    "source code": 0.08,
    "interface": 0.14,
    "chart": 0.08,
    "map": 0.04,
    "diagram": 0.04,
    "vector art": 0.10,
    "line art": 0.06,
    "painting": 0.06,
    "pixel art": 0.03,
    "machine code": 0.02,
    "gradient": 0.06,
    "fractal": 0.04,
    "texture": 0.04,
}


def generate(seed: int, size: tuple[int, int] = (640, 480)) -> np.ndarray:
    """One picture; size is (width, height), each at least 64."""
    width, height = size
    if width < 64 or height < 64:
        raise ValueError(f"graphics are at least 64x64 pixels, not {width}x{height}")
    dice = Dice(seed)
    kind = dice.pick(SHARES)
    return np.ascontiguousarray(KINDS[kind](dice, width, height))

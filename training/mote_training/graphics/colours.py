"""Colours: triples of sRGB integers 0..255; schemes of colours that go together, as designers pick them; palettes for
continuous values.
"""

import colorsys

import numpy as np

from .dice import Dice

Colour = tuple[int, int, int]

WHITE, BLACK = (255, 255, 255), (0, 0, 0)

# Strong, evenly spaced hues of the kind that charts, icons and interfaces use.
_VIVID = [
    "e53935",
    "d81b60",
    "8e24aa",
    "5e35b1",
    "3949ab",
    "1e88e5",
    "039be5",
    "00acc1",
    "00897b",
    "43a047",
    "7cb342",
    "c0ca33",
] + ["fdd835", "ffb300", "fb8c00", "f4511e", "6d4c41", "546e7a"]


def from_hex(text: str) -> Colour:
    return tuple(int(text[index : index + 2], 16) for index in (0, 2, 4))


def from_hls(hue: float, lightness: float, saturation: float) -> Colour:
    """All in 0..1; the hue wraps, the others are clamped."""
    clamp = lambda value: min(max(value, 0.0), 1.0)
    return tuple(round(255 * part) for part in colorsys.hls_to_rgb(hue % 1.0, clamp(lightness), clamp(saturation)))


def any_colour(dice: Dice) -> Colour:
    return from_hls(dice.random(), dice.uniform(0.1, 0.9), dice.random())


def vivid(dice: Dice) -> Colour:
    return (
        from_hex(dice.choice(_VIVID))
        if dice.chance(0.5)
        else from_hls(dice.random(), dice.uniform(0.35, 0.65), dice.uniform(0.6, 1))
    )


def pale(dice: Dice) -> Colour:
    return from_hls(dice.random(), dice.uniform(0.85, 0.97), dice.uniform(0, 0.8))


def dark(dice: Dice) -> Colour:
    return from_hls(dice.random(), dice.uniform(0.04, 0.22), dice.uniform(0, 0.7))


def grey(level: float) -> Colour:
    return (round(255 * min(max(level, 0.0), 1.0)),) * 3


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`share` of the second, the rest of the first."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second))


def brightness(colour: Colour) -> float:
    return (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]) / 255


def legible_on(background: Colour, dice: Dice | None = None) -> Colour:
    """Text colour that can be read on the background: mostly near black or white, now and then tinted."""
    tint = dice.uniform(0, 0.35) if dice else 0.1
    return mix(BLACK if brightness(background) > 0.52 else WHITE, background, tint * 0.6)


def scheme(dice: Dice, count: int) -> list[Colour]:
    """Colours that go together: neighbours, opposites, triads, one hue, pastels, earth, vivid or greys."""
    style = dice.pick(
        {
            "neighbours": 3,
            "opposites": 2,
            "triad": 2,
            "one hue": 2,
            "pastel": 2,
            "earth": 1.5,
            "vivid": 4,
            "grey": 0.7,
            "any": 1,
        }
    )
    hue = dice.random()
    saturation = dice.uniform(0.35, 0.95)
    colours = []
    for index in range(count):
        lightness = dice.uniform(0.25, 0.8)
        if style == "neighbours":
            colours.append(from_hls(hue + dice.uniform(-0.1, 0.1), lightness, saturation))
        elif style == "opposites":
            colours.append(from_hls(hue + 0.5 * (index % 2) + dice.uniform(-0.03, 0.03), lightness, saturation))
        elif style == "triad":
            colours.append(from_hls(hue + (index % 3) / 3 + dice.uniform(-0.03, 0.03), lightness, saturation))
        elif style == "one hue":
            colours.append(from_hls(hue, 0.15 + 0.75 * (index + dice.random()) / count, saturation))
        elif style == "pastel":
            colours.append(from_hls(dice.random(), dice.uniform(0.72, 0.88), dice.uniform(0.4, 0.8)))
        elif style == "earth":
            colours.append(from_hls(dice.uniform(0.03, 0.22), dice.uniform(0.2, 0.75), dice.uniform(0.2, 0.6)))
        elif style == "vivid":
            colours.append(vivid(dice))
        elif style == "grey":
            colours.append(grey(dice.uniform(0.1, 0.9)))
        else:
            colours.append(any_colour(dice))
    return colours


def ramp(stops: list[Colour], positions: list[float] | None = None, entries: int = 1024) -> np.ndarray:
    """Look-up table float32 [entries, 3] through the stops, even spaced unless positions (0..1, rising) are given."""
    at = np.linspace(0, 1, len(stops)) if positions is None else np.asarray(positions)
    table = np.asarray(stops, dtype=np.float32)
    grid = np.linspace(0, 1, entries)
    return np.stack([np.interp(grid, at, table[:, channel]) for channel in range(3)], axis=1).astype(np.float32)


def apply_ramp(values: np.ndarray, table: np.ndarray) -> np.ndarray:
    """Colours float32 [..., 3] of values in 0..1 (clamped)."""
    return table[np.clip(values * (len(table) - 1), 0, len(table) - 1).astype(np.int32)]


def continuous(dice: Dice) -> np.ndarray:
    """A ramp of the kind that plots of continuous values use: sequential, diverging, spectral, or a random run of
    colours."""
    style = dice.pick(
        {"sequential": 3, "diverging": 2, "spectral": 2, "heat": 1, "purple to yellow": 2, "random": 3, "grey": 0.5}
    )
    hue = dice.random()
    if style == "sequential":
        stops = [from_hls(hue, 0.97, 0.6), from_hls(hue + 0.04, 0.55, 0.7), from_hls(hue + 0.1, 0.15, 0.7)]
    elif style == "diverging":
        stops = [
            from_hls(hue, 0.25, 0.8),
            from_hls(hue, 0.6, 0.7),
            grey(0.96),
            from_hls(hue + 0.45, 0.6, 0.7),
            from_hls(hue + 0.45, 0.25, 0.8),
        ]
    elif style == "spectral":
        stops = [from_hls(0.7 * (1 - index / 8), 0.5, 0.95) for index in range(9)]
    elif style == "heat":
        stops = [BLACK, (140, 10, 10), (235, 110, 15), (255, 220, 80), WHITE]
    elif style == "purple to yellow":
        stops = [(60, 10, 80), (60, 70, 140), (35, 140, 140), (90, 200, 95), (250, 230, 40)]
    elif style == "grey":
        stops = [BLACK, WHITE]
    else:
        stops = scheme(dice, dice.randint(3, 6))
    return ramp(stops[::-1] if dice.chance(0.4) else stops)

"""Running text set into boxes, and paper to set it on."""

import numpy as np
from PIL import Image

from . import colours, fonts, noise
from .canvas import Box, Canvas
from .colours import Colour
from .dice import Dice
from .words import SCRIPTS, Writer


def writer_and_family(dice: Dice, styles: dict | None = None) -> tuple[Writer, fonts.Family]:
    """A script, and a family that has its letters."""
    writer = Writer(dice, dice.pick(SCRIPTS))
    if writer.joint == "":
        return writer, fonts.EAST_ASIAN[0]
    if writer.script != "latin":
        return writer, dice.choice(fonts.MANY_SCRIPTS)
    style = dice.pick(styles or {"serif": 5, "sans": 5, "mono": 1})
    return writer, dice.choice(
        {"serif": fonts.SERIF, "sans": fonts.SANS, "mono": fonts.MONO, "hand": fonts.HANDWRITTEN}[style]
    )


def wrap(canvas: Canvas, words: list[str], font: str, size: float, width: float, joint: str = " ") -> list[list[str]]:
    """Lines of words no wider than the width (a single longer word stands alone)."""
    space = canvas.text_width(joint, font, size) if joint else 0.0
    lines: list[list[str]] = [[]]
    used = 0.0
    for word in words:
        length = canvas.text_width(word, font, size)
        if lines[-1] and used + length > width:
            lines.append([])
            used = 0.0
        lines[-1].append(word)
        used += length + space
    return lines


def set_paragraph(
    canvas: Canvas,
    words: list[str],
    box: Box,
    family: fonts.Family,
    size: float,
    ink: Colour,
    leading: float = 1.35,
    align: str = "left",
    joint: str = " ",
    indent: float = 0.0,
    accents: dict | None = None,
) -> float:
    """Sets words from the top of the box, dropping what does not fit; returns the y below. Align: left, justified,
    centred. `accents` maps the index of a word to (face, colour)."""
    left, y, right, bottom = box
    first = " " * round(indent / max(1.0, canvas.text_width(" ", family.regular, size)))
    words = [first + words[0], *words[1:]] if first and joint and words else words
    index = 0
    lines = wrap(canvas, words, family.regular, size, right - left, joint)
    for number, line in enumerate(lines):
        if y + size > bottom:
            return bottom
        last = number == len(lines) - 1
        marked = accents and any(index + offset in accents for offset in range(len(line)))
        if not marked and (align != "justified" or last or len(line) < 3):
            text = joint.join(line)
            x = left if align != "centred" else (left + right - canvas.text_width(text, family.regular, size)) / 2
            canvas.text(x, y, text, family.regular, size, ink)
        else:
            faces = [
                accents.get(index + offset, (family.regular, ink)) if accents else (family.regular, ink)
                for offset in range(len(line))
            ]
            lengths = [canvas.text_width(word, face, size) for word, (face, _) in zip(line, faces)]
            space = canvas.text_width(" ", family.regular, size) if joint else 0.0
            if align == "justified" and not last and len(line) > 1:
                space = (right - left - sum(lengths)) / (len(line) - 1)
            x = left
            for word, (face, colour), length in zip(line, faces, lengths):
                canvas.text(x, y, word, face, size, colour)
                x += length + space
        index += len(line)
        y += size * leading
    return y


def paper_colours(dice: Dice) -> tuple[Colour, Colour]:
    """Paper and ink."""
    style = dice.pick({"white": 6, "cream": 3, "pale": 2, "dark": 2, "strong": 1.2, "grey": 0.7})
    if style == "white":
        return colours.WHITE, colours.grey(dice.choice((0, 0, 0.1, 0.2, 0.3)))
    if style == "cream":
        return colours.from_hls(
            dice.uniform(0.08, 0.15), dice.uniform(0.82, 0.97), dice.uniform(0.2, 0.9)
        ), colours.from_hls(0.07, dice.uniform(0.05, 0.25), 0.3)
    if style == "pale":
        return colours.pale(dice), colours.dark(dice)
    if style == "dark":
        return colours.dark(dice), colours.mix(colours.pale(dice), colours.WHITE, dice.random())
    if style == "grey":
        paper = colours.grey(dice.uniform(0.3, 0.8))
        return paper, colours.legible_on(paper, dice)
    paper = colours.vivid(dice)
    return paper, colours.legible_on(paper, dice)


def age(dice: Dice, picture: np.ndarray, strength: float) -> np.ndarray:
    """Multiplies by the light and stains of real paper: slow shading, fibre, a little grain."""
    height, width = picture.shape[:2]
    shade = 1 + strength * (
        0.04 * noise.smooth(dice, width, height, width / 2) + 0.014 * noise.fractal(dice, width, height, 40, 3)
    )
    shade += strength * 0.012 * dice.numbers.standard_normal((height, width), dtype=np.float32)
    if dice.chance(0.4):
        x, y = noise.grid(width, height)
        shade -= strength * 0.06 * (x * x * 0.5 + y * y)
    tint = np.float32([1, 1 - 0.02 * strength, 1 - 0.05 * strength])
    return noise.to_pixels(picture * np.clip(shade, 0, 1.15)[..., None] * tint)


def rotate(dice: Dice, picture: np.ndarray, degrees: float) -> np.ndarray:
    """Turned about the middle, with slight enlargement so that no corner is empty."""
    height, width = picture.shape[:2]
    turned = Image.fromarray(picture).rotate(degrees, Image.BICUBIC, expand=False)
    margin = abs(np.sin(np.radians(degrees)))
    inset_x, inset_y = width * margin * 0.4 + 1, height * margin * 0.7 + 1
    return np.asarray(
        turned.resize((width, height), Image.BICUBIC, box=(inset_x, inset_y, width - inset_x, height - inset_y))
    )

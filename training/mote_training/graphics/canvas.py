"""A drawing surface over Pillow in design pixels: shapes, text, gradients, soft shadows, at a scale that decides how
edges look.

Three renderings, picked by `Canvas.random`: as is (shapes with hard edges, text smoothed by the font engine, or
aliased); at twice the size and averaged down (smooth edges everywhere); as a larger screen shrunk by a cubic (fine,
slightly soft detail). Coordinates may be floats and may lie outside. `finish` gives uint8 [height, width, 3] of the
size asked for.
"""

import math

import numpy as np
from PIL import Image, ImageDraw

from . import fonts
from .colours import Colour
from .dice import Dice

Box = tuple[float, float, float, float]  # left, top, right, bottom


class Canvas:
    def __init__(
        self, width: int, height: int, scale: int = 1, output: tuple[int, int] | None = None, fringes: bool = False
    ):
        self.width, self.height = width, height
        self._scale, self._output, self._fringes = scale, output or (width, height), fringes
        self.image = Image.new("RGB", (width * scale, height * scale))
        self._draw = ImageDraw.Draw(self.image)

    @classmethod
    def random(
        cls, dice: Dice, width: int, height: int, hard: float = 0.2, large: float = 0.3, aliased_text: float = 0.03
    ) -> "Canvas":
        """`hard` and `large` are the shares of the first and the third rendering; text screens may have coloured
        fringes."""
        throw = dice.random()
        if throw < large:
            factor = dice.uniform(1.25, 2.2)
            return cls(round(width * factor), round(height * factor), 1, (width, height))
        if throw < large + hard:
            canvas = cls(width, height)
            if dice.chance(aliased_text / max(hard, 1e-6)):
                canvas._draw.fontmode = "1"
            return canvas
        return cls(width, height, 2, fringes=dice.chance(0.06))

    def _points(self, points) -> list[tuple[float, float]]:
        return [(x * self._scale, y * self._scale) for x, y in points]

    def _stroke(self, width: float) -> int:
        return max(1, round(width * self._scale))

    def _box(self, box: Box) -> list[float]:
        # Pillow counts the right and bottom edge as inside; design boxes do not.
        left, top, right, bottom = (round(value * self._scale) for value in box)
        return [left, top, max(left, right - 1), max(top, bottom - 1)]

    def fill(self, colour: Colour) -> None:
        self.image.paste(colour, (0, 0, *self.image.size))

    def rectangle(
        self, box: Box, fill: Colour | None = None, outline: Colour | None = None, width: float = 1, radius: float = 0
    ) -> None:
        corners = self._box(box)
        stroke = self._stroke(width) if outline else 0
        radius = min(radius * self._scale, (corners[2] - corners[0]) / 2, (corners[3] - corners[1]) / 2)
        if radius >= 1:
            self._draw.rounded_rectangle(corners, radius, fill, outline, stroke)
        else:
            self._draw.rectangle(corners, fill, outline, stroke)

    def ellipse(self, box: Box, fill: Colour | None = None, outline: Colour | None = None, width: float = 1) -> None:
        self._draw.ellipse(self._box(box), fill, outline, self._stroke(width) if outline else 0)

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        fill: Colour | None = None,
        outline: Colour | None = None,
        width: float = 1,
    ) -> None:
        self.ellipse((x - radius, y - radius, x + radius, y + radius), fill, outline, width)

    def pie(
        self, x: float, y: float, radius: float, start: float, end: float, fill: Colour, outline: Colour | None = None
    ) -> None:
        """Angles in degrees, clockwise from three o'clock."""
        self._draw.pieslice(
            self._box((x - radius, y - radius, x + radius, y + radius)), start, end, fill, outline, self._scale
        )

    def arc(self, box: Box, start: float, end: float, fill: Colour, width: float = 1) -> None:
        self._draw.arc(self._box(box), start, end, fill, self._stroke(width))

    def line(self, points, fill: Colour, width: float = 1, round_ends: bool = False) -> None:
        scaled, stroke = self._points(points), self._stroke(width)
        self._draw.line(scaled, fill, stroke, "curve" if stroke > 2 and len(scaled) > 2 else None)
        if round_ends and stroke > 2:
            for x, y in (scaled[0], scaled[-1]):
                self._draw.ellipse((x - stroke / 2, y - stroke / 2, x + stroke / 2 - 1, y + stroke / 2 - 1), fill)

    def dashes(self, start, end, fill: Colour, width: float = 1, dash: float = 5, gap: float = 4) -> None:
        length = math.dist(start, end)
        if length < 1e-3:
            return
        step_x, step_y = (end[0] - start[0]) / length, (end[1] - start[1]) / length
        position = 0.0
        while position < length:
            stop = min(position + dash, length)
            ends = [(start[0] + step_x * at, start[1] + step_y * at) for at in (position, stop)]
            self.line(ends, fill, width)
            position += dash + gap

    def polygon(self, points, fill: Colour | None = None, outline: Colour | None = None, width: float = 1) -> None:
        scaled = self._points(points)
        if fill is not None:
            self._draw.polygon(scaled, fill)
        if outline is not None:
            self._draw.line(
                scaled + scaled[:2], outline, self._stroke(width), "curve" if width * self._scale > 2 else None
            )

    def arrow(self, start, end, fill: Colour, width: float = 1.5, head: float = 8) -> None:
        angle = math.atan2(end[1] - start[1], end[0] - start[0])
        self.line([start, (end[0] - math.cos(angle) * head * 0.7, end[1] - math.sin(angle) * head * 0.7)], fill, width)
        wings = [
            (end[0] - math.cos(angle + turn) * head, end[1] - math.sin(angle + turn) * head) for turn in (-0.42, 0.42)
        ]
        self.polygon([end, *wings], fill)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        font: str,
        size: float,
        fill: Colour,
        anchor: str = "la",
        outline: Colour | None = None,
        stroke: float = 0,
    ) -> None:
        """The anchor is Pillow's: l, m, r across; a (top), m, s (baseline), b down."""
        face = fonts.load(font, max(3, round(size * self._scale)))
        extra = {"stroke_width": self._stroke(stroke), "stroke_fill": outline} if stroke and outline else {}
        self._draw.text((x * self._scale, y * self._scale), text, fill, face, anchor, **extra)

    def text_width(self, text: str, font: str, size: float) -> float:
        return fonts.load(font, max(3, round(size * self._scale))).getlength(text) / self._scale

    def fitted_text(self, box: Box, text: str, font: str, size: float, fill: Colour, align: str = "l") -> None:
        """One line, cut to the box's width and centred in its height."""
        left, top, right, bottom = box
        size = min(size, max(4.0, (bottom - top) * 0.9))
        while text and self.text_width(text, font, size) > right - left:
            text = text[: int(len(text) * 0.85)]
        if text:
            x = {"l": left, "m": (left + right) / 2, "r": right}[align]
            self.text(x, (top + bottom) / 2, text, font, size, fill, align + "m")

    def mask(self, box: Box, radius: float = 0, shape: str = "rectangle") -> Image.Image:
        """Of the box's size, for `paste`; rounded corners or an ellipse."""
        corners = self._box(box)
        size = (corners[2] - corners[0] + 1, corners[3] - corners[1] + 1)
        mask = Image.new("L", size, 0)
        draw = ImageDraw.Draw(mask)
        if shape == "ellipse":
            draw.ellipse((0, 0, size[0] - 1, size[1] - 1), 255)
        else:
            draw.rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), min(radius * self._scale, min(size) / 2), 255)
        return mask

    def paste(self, box: Box, pixels: np.ndarray, radius: float = 0, shape: str = "rectangle") -> None:
        """Pixels uint8 [h, w, 3], stretched to the box."""
        corners = self._box(box)
        size = (corners[2] - corners[0] + 1, corners[3] - corners[1] + 1)
        picture = Image.fromarray(pixels)
        if picture.size != size:
            picture = picture.resize(size, Image.BICUBIC)
        plain = radius < 1 and shape == "rectangle"
        self.image.paste(picture, (corners[0], corners[1]), None if plain else self.mask(box, radius, shape))

    def gradient(
        self, box: Box, first: Colour, second: Colour, angle: float = 90, radius: float = 0, shape: str = "rectangle"
    ) -> None:
        """Linear, along `angle` in degrees (90 runs downwards)."""
        corners = self._box(box)
        width, height = corners[2] - corners[0] + 1, corners[3] - corners[1] + 1
        turn = math.radians(angle)
        across = np.linspace(-0.5, 0.5, width, dtype=np.float32) * math.cos(turn)
        down = np.linspace(-0.5, 0.5, height, dtype=np.float32) * math.sin(turn)
        share = (across[None, :] + down[:, None]) / (abs(math.cos(turn)) + abs(math.sin(turn))) + 0.5
        begin, end = np.float32(first), np.float32(second)
        self.paste(box, (begin + share[..., None] * (end - begin) + 0.5).astype(np.uint8), radius, shape)

    def shadow(self, box: Box, blur: float = 8, strength: float = 0.35, drop: float = 3) -> None:
        """A soft dark box beneath what will be drawn: the product of two logistic edges, close to a blurred
        rectangle."""
        spread = blur * 2
        outer = (box[0] - spread, box[1] - spread + drop, box[2] + spread, box[3] + spread + drop)
        corners = self._box(outer)
        left, top = max(0, corners[0]), max(0, corners[1])
        right, bottom = min(self.image.width, corners[2]), min(self.image.height, corners[3])
        if right <= left or bottom <= top:
            return
        edge = (
            lambda at, low, high: 1
            / (1 + np.exp(np.clip(-(at - low) / (0.5 * blur), -30, 30)))
            / (1 + np.exp(np.clip((at - high) / (0.5 * blur), -30, 30)))
        )
        x = edge(np.arange(left, right, dtype=np.float32) / self._scale, box[0], box[2])
        y = edge(np.arange(top, bottom, dtype=np.float32) / self._scale, box[1] + drop, box[3] + drop)
        alpha = np.clip(y[:, None] * x[None, :] * (255 * strength), 0, 255).astype(np.uint8)
        self.image.paste((0, 0, 0), (left, top), Image.fromarray(alpha))

    def blend(self, box: Box, colour: Colour, opacity: float, radius: float = 0) -> None:
        """A translucent box."""
        corners = self._box(box)
        mask = self.mask(box, radius).point(lambda level: round(level * opacity))
        self.image.paste(colour, (corners[0], corners[1], corners[2] + 1, corners[3] + 1), mask)

    def finish(self) -> np.ndarray:
        if self._fringes:
            # Sub-pixel rendering: red and blue are sampled half a pixel to either side, as on a striped screen.
            wide = np.asarray(self.image)
            red, blue = np.roll(wide[..., 0], 1, axis=1), np.roll(wide[..., 2], -1, axis=1)
            self.image = Image.fromarray(np.stack([red, wide[..., 1], blue], axis=-1))
        if self._scale > 1:
            return np.asarray(self.image.reduce(self._scale))
        if self.image.size != self._output:
            return np.asarray(self.image.resize(self._output, Image.BICUBIC))
        return np.asarray(self.image)

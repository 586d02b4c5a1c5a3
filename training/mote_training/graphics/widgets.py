"""Parts of user interfaces: buttons, fields, switches, icons, avatars, bars, windows, drawn in a theme onto a
canvas."""

import math

from . import colours, fonts
from .canvas import Box, Canvas
from .dice import Dice
from .thumbnails import thumbnail
from .words import Writer


class Theme:
    """Colours, faces, corner radius and sizes of one interface."""

    def __init__(self, dice: Dice):
        self.is_dark = dice.chance(0.35)
        self.accent = colours.vivid(dice)
        self.second = colours.vivid(dice)
        tint = dice.choice((0, 0, 0.03, 0.08))
        if self.is_dark:
            base = colours.grey(dice.uniform(0.03, 0.16))
            self.surface = colours.mix(colours.mix(base, self.accent, tint), colours.WHITE, dice.uniform(0.02, 0.1))
            self.page = colours.mix(base, self.accent, tint)
        else:
            self.surface = colours.mix(
                dice.choice((colours.WHITE, colours.WHITE, colours.WHITE, (236, 233, 216), (192, 192, 192))),
                self.accent,
                tint * 0.3,
            )
            self.page = colours.mix(
                self.surface, colours.mix(colours.BLACK, self.accent, tint * 4), dice.uniform(0.0, 0.1)
            )
        self.ink = colours.legible_on(self.surface, dice)
        self.faint = colours.mix(self.ink, self.surface, dice.uniform(0.35, 0.6))
        self.line = colours.mix(self.surface, self.ink, dice.uniform(0.08, 0.25))
        self.family = dice.choice(fonts.SANS[:10])
        self.size = dice.uniform(9, 14)
        self.radius = dice.choice((0, 2, 4, 4, 8, 14))
        self.raised = dice.chance(0.15)  # bevelled, as systems of the nineties drew it
        self.shadows = dice.chance(0.5)


class Kit:
    """Draws widgets of a theme."""

    def __init__(self, dice: Dice, canvas: Canvas, theme: Theme):
        self.dice, self.canvas, self.theme, self.writer = dice, canvas, theme, Writer(dice)

    def label(self, box: Box, text: str, size: float = 1.0, colour=None, bold: bool = False, align: str = "l") -> None:
        face = self.theme.family.bold if bold else self.theme.family.regular
        self.canvas.fitted_text(box, text, face, self.theme.size * size, colour or self.theme.ink, align)

    def bevel(self, box: Box, sunken: bool = False) -> None:
        light, dark = colours.mix(self.theme.surface, colours.WHITE, 0.7), colours.mix(
            self.theme.surface, colours.BLACK, 0.5
        )
        if sunken:
            light, dark = dark, light
        left, top, right, bottom = box
        self.canvas.line([(left, bottom - 1), (left, top), (right - 1, top)], light)
        self.canvas.line([(left, bottom - 1), (right - 1, bottom - 1), (right - 1, top)], dark)

    def card(self, box: Box, fill=None) -> None:
        theme = self.theme
        if theme.shadows:
            self.canvas.shadow(box, 6, 0.18, 2)
        self.canvas.rectangle(box, fill or theme.surface, None if theme.shadows else theme.line, radius=theme.radius)

    def button(self, box: Box, text: str | None = None, primary: bool | None = None) -> None:
        theme, dice = self.theme, self.dice
        primary = dice.chance(0.5) if primary is None else primary
        fill = theme.accent if primary else theme.surface
        text = text or self.writer.title(dice.choice((1, 1, 2)))
        if theme.raised:
            self.canvas.rectangle(box, theme.surface)
            self.bevel(box)
            self.label(box, text, align="m")
            return
        if dice.chance(0.1):
            self.canvas.gradient(
                box, colours.mix(fill, colours.WHITE, 0.25), colours.mix(fill, colours.BLACK, 0.15), radius=theme.radius
            )
        else:
            self.canvas.rectangle(box, fill, None if primary else theme.line, radius=theme.radius)
        pad = min(6.0, (box[2] - box[0]) / 6)
        self.label(
            (box[0] + pad, box[1], box[2] - pad, box[3]),
            text,
            1,
            colours.legible_on(fill) if primary else theme.ink,
            primary,
            "m",
        )

    def field(self, box: Box) -> None:
        fill = colours.mix(self.theme.surface, colours.BLACK if self.theme.is_dark else colours.WHITE, 0.5)
        self.canvas.rectangle(box, fill, self.theme.line, radius=min(self.theme.radius, 6))
        filled = self.dice.chance(0.6)
        self.label(
            (box[0] + 6, box[1], box[2] - 6, box[3]),
            self.writer.phrase(self.dice.randint(1, 4)),
            1,
            self.theme.ink if filled else self.theme.faint,
        )

    def switch(self, x: float, y: float) -> None:
        """A check box, radio button or toggle, about 14 pixels high from y."""
        theme, on = self.theme, self.dice.chance(0.5)
        style = self.dice.randrange(3)
        if style == 0:
            self.canvas.rectangle(
                (x, y, x + 14, y + 14),
                theme.accent if on else theme.surface,
                theme.accent if on else theme.faint,
                radius=2,
            )
            if on:
                self.canvas.line(
                    [(x + 3, y + 7), (x + 6, y + 10), (x + 11, y + 4)], colours.legible_on(theme.accent), 1.8
                )
        elif style == 1:
            self.canvas.circle(x + 7, y + 7, 7, theme.surface, theme.accent if on else theme.faint, 1.5)
            if on:
                self.canvas.circle(x + 7, y + 7, 3.5, theme.accent)
        else:
            self.canvas.rectangle((x, y, x + 28, y + 14), theme.accent if on else theme.faint, radius=7)
            self.canvas.circle(x + (21 if on else 7), y + 7, 5.5, colours.WHITE)

    def slider(self, box: Box, progress_only: bool = False) -> None:
        left, top, right, bottom = box
        y, at = (top + bottom) / 2, left + (right - left) * self.dice.random()
        self.canvas.rectangle((left, y - 2, right, y + 2), self.theme.line, radius=2)
        self.canvas.rectangle((left, y - 2, at, y + 2), self.theme.accent, radius=2)
        if not progress_only:
            self.canvas.circle(
                at, y, 6.5, self.theme.accent if self.dice.chance(0.5) else colours.WHITE, self.theme.line
            )

    def avatar(self, x: float, y: float, radius: float) -> None:
        box = (x - radius, y - radius, x + radius, y + radius)
        if self.dice.chance(0.5):
            self.canvas.paste(box, thumbnail(self.dice, 48, 48), shape="ellipse")
        else:
            shade = colours.vivid(self.dice)
            self.canvas.ellipse(box, shade)
            self.canvas.text(
                x,
                y,
                "".join(part[0] for part in self.writer.name().split()),
                self.theme.family.bold,
                radius * 0.85,
                colours.legible_on(shade),
                "mm",
            )

    def picture(self, box: Box, radius: float = 0) -> None:
        wide = max(16, min(260, round(box[2] - box[0])))
        tall = max(12, min(260, round(wide * (box[3] - box[1]) / max(1.0, box[2] - box[0]))))
        self.canvas.paste(box, thumbnail(self.dice, wide, tall), radius)

    def icon(self, x: float, y: float, size: float, colour=None) -> None:
        """A simple glyph centred at x, y."""
        canvas, dice, ink, half = self.canvas, self.dice, colour or self.theme.ink, size / 2
        stroke = max(1.0, size / 10)
        style = dice.randrange(14)
        at = lambda dx, dy: (x + dx * half, y + dy * half)
        if style == 0:
            for row in (-0.6, 0, 0.6):
                canvas.line([at(-0.9, row), at(0.9, row)], ink, stroke)
        elif style == 1:
            canvas.circle(x - half * 0.15, y - half * 0.15, half * 0.6, None, ink, stroke)
            canvas.line([at(0.3, 0.3), at(0.95, 0.95)], ink, stroke * 1.3)
        elif style == 2:
            canvas.polygon([at(-1, 0), at(0, -1), at(1, 0), at(0.7, 0), at(0.7, 0.9), at(-0.7, 0.9), at(-0.7, 0)], ink)
        elif style == 3:
            canvas.polygon(
                [
                    (
                        x + half * (1 if i % 2 == 0 else 0.42) * math.sin(i * math.pi / 5),
                        y - half * (1 if i % 2 == 0 else 0.42) * math.cos(i * math.pi / 5),
                    )
                    for i in range(10)
                ],
                ink,
            )
        elif style == 4:
            canvas.polygon([at(-0.6, -0.9), at(0.9, 0), at(-0.6, 0.9)], ink)
        elif style == 5:
            canvas.rectangle((x - half, y - half * 0.65, x + half, y + half * 0.65), None, ink, stroke, half * 0.2)
            canvas.line([at(-0.95, -0.55), at(0, 0.2), at(0.95, -0.55)], ink, stroke)
        elif style == 6:
            canvas.circle(x, y - half * 0.45, half * 0.42, ink)
            canvas.pie(x, y + half * 0.95, half * 0.85, 180, 360, ink)
        elif style == 7:
            canvas.line([at(-0.9, 0), at(0.9, 0)], ink, stroke * 1.2)
            canvas.line([at(0, -0.9), at(0, 0.9)], ink, stroke * 1.2)
        elif style == 8:
            canvas.line([at(-0.75, -0.75), at(0.75, 0.75)], ink, stroke * 1.2)
            canvas.line([at(-0.75, 0.75), at(0.75, -0.75)], ink, stroke * 1.2)
        elif style == 9:
            for i in range(8):
                canvas.line(
                    [
                        at(0.6 * math.cos(i * 0.785), 0.6 * math.sin(i * 0.785)),
                        at(math.cos(i * 0.785), math.sin(i * 0.785)),
                    ],
                    ink,
                    stroke * 1.6,
                )
            canvas.circle(x, y, half * 0.55, None, ink, stroke * 1.6)
        elif style == 10:
            canvas.polygon(
                [at(-0.95, -0.7), at(-0.2, -0.7), at(0, -0.45), at(0.95, -0.45), at(0.95, 0.75), at(-0.95, 0.75)], ink
            )
        elif style == 11:
            canvas.circle(x - half * 0.42, y - half * 0.25, half * 0.48, ink)
            canvas.circle(x + half * 0.42, y - half * 0.25, half * 0.48, ink)
            canvas.polygon([at(-0.87, -0.05), at(0.87, -0.05), at(0, 0.95)], ink)
        elif style == 12:
            canvas.rectangle(
                (x - half * 0.8, y - half * 0.9, x + half * 0.8, y + half * 0.9), None, ink, stroke, half * 0.15
            )
            for row in (-0.4, 0, 0.4):
                canvas.line([at(-0.45, row), at(0.45, row)], ink, stroke)
        else:
            canvas.circle(x, y, half * 0.9, None, ink, stroke)
            canvas.line([at(0, -0.5), at(0, 0), at(0.4, 0.25)], ink, stroke)

    def app_icon(self, x: float, y: float, size: float, round_share: float = 0.3) -> None:
        """A coloured tile with a glyph, as launchers show."""
        first, second = colours.scheme(self.dice, 2)
        box = (x - size / 2, y - size / 2, x + size / 2, y + size / 2)
        shape = "ellipse" if self.dice.chance(round_share) else "rectangle"
        self.canvas.gradient(box, first, colours.mix(first, second, 0.6), 90, size * 0.22, shape)
        self.icon(x, y, size * 0.5, colours.legible_on(first))

    def list_row(self, box: Box) -> None:
        left, top, right, bottom = box
        tall = bottom - top
        x = left + 6
        leader = self.dice.randrange(4)
        if leader == 0:
            self.avatar(x + tall * 0.4, (top + bottom) / 2, tall * 0.36)
            x += tall * 0.95
        elif leader == 1:
            self.icon(x + tall * 0.3, (top + bottom) / 2, tall * 0.4, self.theme.faint)
            x += tall * 0.75
        middle = (top + bottom) / 2
        if tall > self.theme.size * 2.6:
            self.label(
                (x, top + tall * 0.1, right - 50, middle), self.writer.title(self.dice.randint(1, 4)), 1, None, True
            )
            self.label(
                (x, middle, right - 10, bottom - tall * 0.1),
                self.writer.phrase(self.dice.randint(4, 12)),
                0.9,
                self.theme.faint,
            )
        else:
            self.label((x, top, right - 50, bottom), self.writer.phrase(self.dice.randint(1, 6)))
        if self.dice.chance(0.5):
            self.label(
                (right - 48, top, right - 6, middle if tall > self.theme.size * 2.6 else bottom),
                self.writer.time(),
                0.8,
                self.theme.faint,
                align="r",
            )

    def window(self, box: Box, title: str | None = None) -> Box:
        """Frame and title bar; returns the inside."""
        theme, dice, canvas = self.theme, self.dice, self.canvas
        left, top, right, bottom = box
        canvas.shadow(box, 12, 0.4, 6)
        canvas.rectangle(box, theme.surface, colours.mix(theme.surface, colours.BLACK, 0.3), radius=theme.radius)
        bar = 26.0
        shade = theme.accent if dice.chance(0.35) else colours.mix(theme.surface, theme.ink, 0.1)
        if theme.raised or dice.chance(0.2):
            canvas.gradient(
                (left + 1, top + 1, right - 1, top + bar),
                shade,
                colours.mix(shade, theme.second, 0.4),
                dice.choice((0, 90)),
            )
        else:
            canvas.rectangle((left + 1, top + 1, right - 1, top + bar), shade, radius=theme.radius)
            canvas.rectangle((left + 1, top + bar / 2, right - 1, top + bar), shade)
        ink = colours.legible_on(shade)
        if dice.chance(0.5):
            for index, dot in enumerate(((255, 95, 87), (254, 188, 46), (40, 200, 64))):
                canvas.circle(left + 14 + 17 * index, top + bar / 2, 5.2, dot)
            self.label((left + 70, top, right - 70, top + bar), title or self.writer.title(2), 1, ink, True, "m")
        else:
            for index in range(3):
                x, y = right - 16 - 22 * index, top + bar / 2
                if index == 0:
                    canvas.line([(x - 4, y - 4), (x + 4, y + 4)], ink, 1.2)
                    canvas.line([(x - 4, y + 4), (x + 4, y - 4)], ink, 1.2)
                elif index == 1:
                    canvas.rectangle((x - 4, y - 4, x + 5, y + 5), None, ink)
                else:
                    canvas.line([(x - 4, y + 4), (x + 5, y + 4)], ink, 1.2)
            self.label((left + 10, top, right - 80, top + bar), title or self.writer.title(2), 1, ink)
        return left + 1, top + bar, right - 1, bottom - 1

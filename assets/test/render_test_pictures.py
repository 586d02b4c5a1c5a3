#!/usr/bin/env python3
"""Renders the small pictures that tests use, beside this script: text.png, gradient.png, logo.png (with alpha).

    apt-get install python3-numpy python3-cairo python3-pil fonts-dejavu-core
    python3 assets/test/render_test_pictures.py

The same packages give the same bytes.
"""

import pathlib

import cairo
import numpy as np
from PIL import Image

FOLDER = pathlib.Path(__file__).resolve().parent
PAGE = """A mote is the best recognisable preview of a
picture that fits a hard byte limit, 4096 by
default, decoded back at the original size.

The budget is exact: the stream is never larger,
for any picture and at any limit. Decoding is
total: pixels, or one clear error. The same
stream gives the same pixels on every machine.

0123456789 (){}[] <=> +-*/ @#$%& ;:,.?!"""


def surface_pixels(surface):
    surface.flush()
    stored = np.ndarray((surface.get_height(), surface.get_width(), 4), np.uint8, surface.get_data())
    return stored[..., [2, 1, 0, 3]].astype(float)


def text_page():
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, 420, 300)
    context = cairo.Context(surface)
    context.set_source_rgb(0.99, 0.98, 0.95)
    context.paint()
    context.select_font_face("DejaVu Serif")
    context.set_source_rgb(0.10, 0.10, 0.13)
    context.set_font_size(16)
    for number, line in enumerate(PAGE.splitlines()):
        context.move_to(18, 36 + 25 * number)
        context.show_text(line)
    return Image.fromarray(surface_pixels(surface)[..., :3].astype(np.uint8))


def gradient():
    y, x = np.mgrid[0:150, 0:241]
    t, u = x / 240, y / 149
    planes = [0.95 - 0.75 * t, 0.25 + 0.6 * u * (1 - t) + 0.3 * t, 0.15 + 0.8 * t * (1 - 0.4 * u)]
    return Image.fromarray((np.stack(planes, axis=-1) * 255 + 0.5).astype(np.uint8))


def logo():
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, 200, 160)
    context = cairo.Context(surface)
    glow = cairo.RadialGradient(100, 80, 8, 100, 80, 76)
    glow.add_color_stop_rgba(0, 1.0, 0.80, 0.30, 1.0)
    glow.add_color_stop_rgba(0.5, 0.95, 0.45, 0.20, 0.55)
    glow.add_color_stop_rgba(1, 0.60, 0.10, 0.40, 0.0)
    context.set_source(glow)
    context.paint()
    context.set_source_rgba(0.12, 0.10, 0.28, 1.0)
    context.arc(100, 80, 22, 0, 2 * np.pi)
    context.fill()
    context.set_line_width(3)
    for ring in range(3):
        context.set_source_rgba(0.12, 0.10, 0.28, 0.8 - 0.22 * ring)
        context.arc(100, 80, 34 + 13 * ring, -0.6 + ring, 2.6 + ring)
        context.stroke()
    pixels = surface_pixels(surface)
    alpha = pixels[..., 3:]
    pixels[..., :3] = np.minimum(255, np.round(pixels[..., :3] * 255 / np.maximum(alpha, 1)))
    return Image.fromarray(pixels.astype(np.uint8))


def main():
    for name, picture in (("text", text_page()), ("gradient", gradient()), ("logo", logo())):
        picture.save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Renders the project's own picture: texture, fine edges, text, skin tones and a sky, 768 x 512, RGB.

    apt-get install python3-numpy python3-cairo python3-pil fonts-dejavu-core
    python3 assets/scene/render_scene.py [OUTPUT.png]        (assets/scene/scene.png beside the script by default)

Takes a minute or two. Nothing is photographed or copied: the land is noise, the person a distance field, the rest is drawn. The same
packages give the same bytes.
"""

import pathlib
import sys

import cairo
import numpy as np
from PIL import Image

import landscape
import person
import props

WIDTH, HEIGHT = 768, 512
SCALE = 2  # rendered larger, then averaged in linear light


def new_layer():
    """A transparent cairo context, and a function that turns what was drawn into (linear rgb, alpha)."""
    width, height = WIDTH * SCALE, HEIGHT * SCALE
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, width, height)
    context = cairo.Context(surface)
    context.set_line_cap(cairo.LINE_CAP_ROUND)
    context.set_line_join(cairo.LINE_JOIN_ROUND)

    def done():
        surface.flush()
        stored = np.ndarray((height, width, 4), np.uint8, surface.get_data()).astype(float) / 255.0
        alpha = stored[..., 3]
        return (stored[..., 2::-1] / np.maximum(alpha, 1e-6)[..., None]) ** 2.2, alpha

    return context, done


def over(picture, layer):
    rgb, alpha = layer
    picture *= 1 - alpha[..., None]
    picture += rgb * alpha[..., None]


def shadow(picture, centre_x, centre_y, radius_x, radius_y, strength):
    y, x = np.indices(picture.shape[:2])
    amount = np.exp(-(((x - centre_x) / radius_x) ** 2) - ((y - centre_y) / radius_y) ** 2)
    picture *= (1 - strength * amount)[..., None]


def develop(picture):
    """Linear light -> 8-bit sRGB, with the shoulder of film (Narkowicz's fit of the ACES curve) and a little grain."""
    height, width = HEIGHT, WIDTH
    small = picture.reshape(height, SCALE, width, SCALE, 3).mean(axis=(1, 3))
    y, x = np.indices((height, width))
    corner = ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2)[..., None]
    exposed = np.maximum(small, 0) * 0.80 * (1 - 0.32 * corner)
    curved = exposed * (2.51 * exposed + 0.03) / (exposed * (2.43 * exposed + 0.59) + 0.14)
    encoded = np.clip(curved, 0, 1) ** (1 / 2.2)
    grain = np.random.Generator(np.random.PCG64(5)).normal(size=(height, width, 1)) * 0.006
    return np.clip((encoded + grain) * 255 + 0.5, 0, 255).astype(np.uint8)


def draw_props(picture, horizon):
    rng = np.random.Generator(np.random.PCG64(3))
    width, height = WIDTH * SCALE, HEIGHT * SCALE

    def draw(function, *arguments, dim=1.0):
        context, done = new_layer()
        function(context, *arguments)
        rgb, alpha = done()
        over(picture, (rgb, alpha * dim))

    draw(props.boat, 706, 566, 0.92, True, dim=0.42)
    draw(props.boat, 706, 566, 0.92)
    draw(props.grass, rng, width, 664, 800, 9000, horizon, 0.02)
    for layer in props.sign(width, height, 262, 372, new_layer):
        over(picture, layer)
    shadow(picture, 760, 812, 420, 26, 0.45)
    draw(props.fence, rng, 372, 1620, 806)
    draw(props.grass, rng, width, 790, 905, 7000, horizon)
    over(picture, props.brick_wall(width, height, 418, 690))
    shadow(picture, 700, 926, 260, 22, 0.55)
    draw(props.bicycle, 520, 822, 96)
    draw(props.grass, rng, width, 915, 1090, 9500, horizon)


def main():
    output = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "scene.png"
    width, height = WIDTH * SCALE, HEIGHT * SCALE
    picture, _depth = landscape.render(width, height)
    horizon = landscape.HORIZON * height
    draw_props(picture, horizon)
    for layer in person.render(width, height, 1150, 500, 205, new_layer):
        over(picture, layer)
    context, done = new_layer()
    props.branch(context, np.random.Generator(np.random.PCG64(9)))
    over(picture, done())
    Image.fromarray(develop(picture)).save(output, optimize=True)


if __name__ == "__main__":
    main()

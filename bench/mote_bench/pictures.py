"""Pictures of any size for speed and memory: made by numpy, written under the build folder, never committed."""

from pathlib import Path

import numpy
from PIL import Image


def synthesize(width: int, height: int, seed: int = 1) -> Image.Image:
    """Like a photograph to a JPEG coder: smooth colour, edges at several scales, grain. Made in strips of rows."""
    random = numpy.random.default_rng(seed)
    across = numpy.linspace(0, 1, width, dtype=numpy.float32)
    waves = [(random.uniform(2, 40, 2), random.uniform(0, 6.28), random.uniform(10, 40, 3)) for _ in range(8)]
    image = Image.new("RGB", (width, height))
    strip_rows = 256
    for top in range(0, height, strip_rows):
        rows = min(strip_rows, height - top)
        down = (numpy.arange(top, top + rows, dtype=numpy.float32) / height)[:, None]
        samples = numpy.full((rows, width, 3), 120, numpy.float32)
        for (fx, fy), phase, colour in waves:
            wave = numpy.sin(fx * across[None, :] + fy * down + phase)
            # Every other wave becomes an edge.
            samples += (numpy.sign(wave) if fx > fy else wave)[..., None] * (colour.astype(numpy.float32) / 4)
        samples += random.normal(0, 3, (rows, width, 1)).astype(numpy.float32)
        image.paste(Image.fromarray(samples.clip(0, 255).astype(numpy.uint8)), (0, top))
    return image


def jpeg(folder: Path, width: int, height: int) -> Path:
    """A baseline JPEG of quality 90 at FOLDER/WIDTHxHEIGHT.jpg, made once."""
    path = folder / f"{width}x{height}.jpg"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        synthesize(width, height).save(beside, "JPEG", quality=90)
        beside.replace(path)
    return path


def png(folder: Path, width: int, height: int) -> Path:
    path = folder / f"{width}x{height}.png"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        synthesize(width, height).save(beside, "PNG")
        beside.replace(path)
    return path

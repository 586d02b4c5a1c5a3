"""A directory of pictures, as PNG files without metadata that every program reads alike."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from mote_bench.cache import hash_file

_SUFFIXES = {".png", ".jpg", ".jpeg", ".webp", ".ppm", ".bmp", ".tif", ".tiff"}


@dataclass(frozen=True)
class Picture:
    name: str
    path: Path  # the plain PNG
    content: str  # hash of the pixels' file
    width: int
    height: int


def plain_rgb(path: Path) -> Image.Image:
    """Oriented, alpha on white, RGB, without metadata."""
    with Image.open(path) as opened:
        image = ImageOps.exif_transpose(opened)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    image = image.convert("RGB")
    image.info = {}
    return image


def load(directory: Path, plain_folder: Path, limit: int | None = None) -> list[Picture]:
    """The pictures directly in `directory`, by name; with `limit`, that many spread evenly. Plain copies go to
    `plain_folder`. Raises FileNotFoundError where there is none."""
    paths = sorted(path for path in directory.iterdir() if path.suffix.lower() in _SUFFIXES and path.is_file())
    if not paths:
        raise FileNotFoundError(f"{directory}: no pictures")
    if limit is not None and limit < len(paths):
        paths = [paths[(2 * i + 1) * len(paths) // (2 * limit)] for i in range(limit)]
    plain_folder.mkdir(parents=True, exist_ok=True)
    pictures = []
    for path in paths:
        plain = plain_folder / (hash_file(path) + ".png")
        if not plain.exists():
            beside = plain.with_suffix(".part")
            plain_rgb(path).save(beside, "PNG", compress_level=1)
            beside.replace(plain)
        with Image.open(plain) as image:
            pictures.append(Picture(path.name, plain, hash_file(plain), *image.size))
    return pictures

"""The published Python program (method `lanczos`), written again from its description.

Encoding: total = limit - 8; size(s) is the length of the PPM of the picture resized to (int(w*s), int(h*s)), in exact
fractions; s starts at total/size(1), low = 0, high = 1; up to 100 times: size > total: high = s; size < total: low = s and,
if it leaves fewer bytes unused than the best so far, best = s; size == total: stop, without making it the best; then
s = (low + high)/2. The file: original width and height, then the thumbnail's, as big-endian 16-bit numbers, then the PPM.

Decoding: the thumbnail resized to the original's dimensions.

Both resize with Pillow's LANCZOS.
"""

import io
import struct
from fractions import Fraction

from PIL import Image

LIMIT_BYTES = 4096
HEADER_BYTES = 8
ROUNDS = 100


def ppm(picture):
    """The whole PPM (of a grey picture: PGM), as Pillow writes it."""
    file = io.BytesIO()
    picture.save(file, format="PPM")
    return file.getvalue()


def thumbnail_size(size, scale):
    return int(size[0] * scale), int(size[1] * scale)


def at_least_one_pixel(size):
    return max(1, size[0]), max(1, size[1])


def pack(original, thumbnail):
    return struct.pack(">4H", *original.size, *thumbnail.size) + ppm(thumbnail)


def encode(picture, limit=LIMIT_BYTES):
    """The published program to the letter, resizing the picture at every step.

    Raises ValueError where Pillow does (a side of zero), and where no size is ever the best.
    """
    total = limit - HEADER_BYTES

    def resized(scale):
        return picture.resize(thumbnail_size(picture.size, scale), Image.LANCZOS)

    scale = Fraction(total, len(ppm(resized(Fraction(1)))))
    low, high = Fraction(0), Fraction(1)
    best = best_unused = None
    for _ in range(ROUNDS):
        used = len(ppm(resized(scale)))
        if used > total:
            high = scale
        elif used < total:
            low = scale
            if best is None or total - used < best_unused:
                best, best_unused = scale, total - used
        else:
            break
        scale = (low + high) / 2
    if best is None:
        raise ValueError("no thumbnail is smaller than the limit")
    return pack(picture, resized(best))


def ppm_length(size):
    return len(f"P6\n{size[0]} {size[1]}\n255\n") + 3 * size[0] * size[1]


def search(size, limit, bound=lambda size: size, exact_fit_counts=False):
    """The search of encode() by arithmetic alone: the thumbnail's size, or None where nothing fits.

    `bound` is applied to every size before it is used. With `exact_fit_counts`, an exact fit met before anything smaller is
    the answer. Raises ValueError for a side of zero, as Pillow does.
    """
    total = limit - HEADER_BYTES
    best = best_unused = None
    scale = Fraction(total, ppm_length(size))
    low, high = Fraction(0), Fraction(1)
    for _ in range(ROUNDS):
        tried = bound(thumbnail_size(size, scale))
        if 0 in tried:
            raise ValueError("a side of zero")
        used = ppm_length(tried)
        if used > total:
            high = scale
        elif used < total:
            low = scale
            if best is None or total - used < best_unused:
                best, best_unused = tried, total - used
        else:
            if best is None and exact_fit_counts:
                best = tried
            break
        scale = (low + high) / 2
    return best


def expected_file(picture, limit=LIMIT_BYTES):
    """What `mote encode -m lanczos` writes, or None where no thumbnail fits; and whether the published program answers.

    Where it does not (it asks Pillow for a side of zero, or meets nothing but an exact fit), a side is at least one pixel
    and an exact fit is taken when nothing smaller has been met: spec/format.md, section 3.
    """
    try:
        chosen = search(picture.size, limit)
    except ValueError:
        chosen = None
    published = chosen is not None
    if not published:
        chosen = search(picture.size, limit, at_least_one_pixel, exact_fit_counts=True)
    if chosen is None:
        return None, False
    return pack(picture, picture.resize(chosen, Image.LANCZOS)), published


def decode(data):
    """The published decompressor."""
    width, height = struct.unpack(">2H", data[:4])
    with Image.open(io.BytesIO(data[HEADER_BYTES:])) as thumbnail:
        return thumbnail.resize((width, height), Image.LANCZOS)

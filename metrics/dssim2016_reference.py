#!/usr/bin/env python3
"""DSSIM-2016 again, slowly and plainly, in numpy and double precision: what metrics/dssim2016.cc is tested against.

    python3 metrics/dssim2016_reference.py REFERENCE TEST

prints the score of two picture files (Pillow reads them). Written from the description, not from the C++: whole planes, no
streaming, numpy's own powers. See metrics/dssim2016.h for what the number means.
"""

import sys

import numpy as np

SCALE_WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363)
CHANNEL_WEIGHTS = (1.0, 0.95, 0.95)  # lightness, a, b
WORST_SIMILARITY = 0.001


def linear_rgb(picture):
    """(height, width, 3 or 4) uint8 sRGB -> three planes of linear light, alpha composited on the pattern."""
    encoded = picture[..., :3] / 255.0
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    if picture.shape[2] == 4:
        alpha = picture[..., 3:] / 255.0
        y, x = np.indices(picture.shape[:2])
        pattern = np.stack([((x ^ y) & bit) != 0 for bit in (4, 8, 16)], axis=-1)
        linear = linear * alpha + (1.0 - alpha) * pattern
    return linear[..., 0], linear[..., 1], linear[..., 2]


def lab(picture):
    red, green, blue = linear_rgb(picture)

    def perceived(t):
        return np.where(t > 216 / 24389, np.cbrt(t) - 16 / 116, 24389 / 27 / 116 * t)

    x = perceived((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505)
    y = perceived(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    z = perceived((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089)
    return 1.16 * y, 86.2 / 220 + 500 / 220 * (x - y), 107.9 / 220 + 200 / 220 * (y - z)


def halve(plane):
    height, width = plane.shape[0] // 2, plane.shape[1] // 2
    return plane[: 2 * height, : 2 * width].reshape(height, 2, width, 2).mean(axis=(1, 3))


def blur(plane):
    for axis in (1, 1, 0, 0):
        widths = [(0, 0), (0, 0)]
        widths[axis] = (1, 1)
        padded = np.pad(plane, widths, mode="edge")
        count = plane.shape[axis]
        plane = sum(np.take(padded, range(start, start + count), axis=axis) for start in (0, 1, 2)) / 3.0
    return plane


def mean_ssim(x, y):
    mean_x, mean_y = blur(x), blur(y)
    variance_x = blur(x * x) - mean_x**2
    variance_y = blur(y * y) - mean_y**2
    covariance = blur(x * y) - mean_x * mean_y
    c1, c2 = 0.01**2, 0.03**2
    ssim = (2 * mean_x * mean_y + c1) * (2 * covariance + c2)
    ssim /= (mean_x**2 + mean_y**2 + c1) * (variance_x + variance_y + c2)
    return ssim.mean()


def counted_scales(plane):
    """The channel's pyramid, as far as the half of each scale is at least 8 on both sides."""
    scales = []
    while len(scales) < len(SCALE_WEIGHTS) and min(plane.shape) // 2 >= 8:
        scales.append(plane)
        plane = halve(plane)
    return scales


def dssim(reference, test):
    """Two (height, width, 3 or 4) uint8 arrays of one shape -> the score, 0 for equal pictures."""
    if reference.shape != test.shape:
        raise ValueError(f"shapes differ: {reference.shape} and {test.shape}")
    pairs = list(zip(lab(reference), lab(test)))
    if min(reference.shape[:2]) >= 8:
        pairs[1:] = [(halve(x), halve(y)) for x, y in pairs[1:]]
    pyramids = [(counted_scales(x), counted_scales(y)) for x, y in pairs]
    if not any(scales for scales, _ in pyramids):
        pyramids = [([x], [y]) for x, y in pairs]
    total = weights = 0.0
    for channel, (scales_x, scales_y) in enumerate(pyramids):
        for scale, (x, y) in enumerate(zip(scales_x, scales_y)):
            if channel > 0:
                x, y = blur(x), blur(y)
            weight = CHANNEL_WEIGHTS[channel] * SCALE_WEIGHTS[scale]
            total += weight * mean_ssim(x, y)
            weights += weight
    return 1.0 / min(1.0, max(WORST_SIMILARITY, total / weights)) - 1.0


def main():
    from PIL import Image

    if len(sys.argv) != 3:
        sys.exit("usage: dssim2016_reference.py REFERENCE TEST")
    pictures = [Image.open(path) for path in sys.argv[1:]]
    mode = "RGBA" if any("A" in picture.getbands() or "transparency" in picture.info for picture in pictures) else "RGB"
    reference, test = (np.asarray(picture.convert(mode)) for picture in pictures)
    if reference.shape != test.shape:
        sys.exit(f"expected pictures of one size but received {pictures[0].size} and {pictures[1].size}")
    print(f"{dssim(reference, test):.9f}")


if __name__ == "__main__":
    main()

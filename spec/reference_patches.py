"""Method patches for reference_decoder.py, written from patches.md alone.

`decode_patches` turns a payload into the raster, 8-bit sRGB [row, column, channel], in integers only. Functions name the sections that they
follow. The tables are read from the list in the source tree that section 3 refers to.
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import numpy as np

from reference_reader import DecodeError, Reader

TABLES = Path(__file__).resolve().parent.parent / "src" / "methods" / "patches" / "tables_data.inc"
MAX_LUMINANCE_BLOCKS = 65536


def patch_tables() -> tuple[np.ndarray, np.ndarray]:
    """Section 3: patches [patch, row, column, component] of luminance and of chrominance."""
    lists = re.findall(r"\{([-\d,\s]*)\}", TABLES.read_text(encoding="ascii"))
    tables = [np.array(re.findall(r"-?\d+", text), "<i2") for text in lists]
    if [zlib.crc32(table.tobytes()) for table in tables] != [0xAE674DDC, 0xA2FE5FFA]:
        raise DecodeError(f"{TABLES} does not hold the tables of patches.md")
    shapes = [(4, 4, 1, 256), (2, 2, 2, 256)]
    luma, chroma = (table.astype(np.int64).reshape(shape).transpose(3, 0, 1, 2) for table, shape in zip(tables, shapes))
    return luma, chroma


def lay_patches(patches: np.ndarray, ranks: np.ndarray, start_colour: list[int], rarity: int) -> np.ndarray:
    """Section 4: a plane [row, column, component] from its blocks' ranks [row, column]; `rarity` weighs a patch's number."""
    side = patches.shape[1]
    plane = np.zeros((ranks.shape[0] * side, ranks.shape[1] * side, patches.shape[3]), np.int64)
    above, left = patches[:, 0], patches[:, :, 0]
    nothing = patches.reshape(256, -1, patches.shape[3])
    edges = {(False, False): nothing, (False, True): left, (True, False): above, (True, True): np.concatenate([above, left], axis=1)}
    handicap = rarity * np.arange(256)
    for row, column in np.ndindex(*ranks.shape):
        y, x = row * side, column * side
        border = np.concatenate([plane[y - 1 : y, x : x + side].reshape(-1, plane.shape[2]) if y else plane[:0, 0],
                                 plane[y : y + side, x - 1] if x else plane[:0, 0]])  # fmt: skip
        count = len(border)
        base = (border.sum(axis=0) + count // 2) // count if count else np.array(start_colour)
        target = border - base if count else 0
        mismatch = ((edges[y > 0, x > 0] - target) ** 2).sum(axis=(1, 2)) + handicap
        chosen = np.argsort(mismatch, kind="stable")[ranks[row, column]]
        plane[y : y + side, x : x + side] = np.clip(base + patches[chosen], 0, 255)
    return plane


def smooth(plane: np.ndarray, side: int) -> None:
    """Section 5, in place, for the borders between columns of blocks; given the transposed plane, for those between rows."""
    for x in range(side, plane.shape[1], side):
        a, b, c, d = (plane[:, x + i].copy() for i in (-2, -1, 0, 1))
        gap = np.abs(c - b)
        gain = np.maximum(np.where(gap <= 6, gap, 12 - gap), 0)
        near, far = ((factor * gain + 8) // 16 * np.sign(c - b) for factor in (5, 1))
        for i, changed in zip((-2, -1, 0, 1), (a + far, b + near, c - near, d - far)):
            plane[:, x + i] = np.clip(changed, 0, 255)


def widen(chroma: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Section 6: chrominance at every pixel of the raster."""

    def along(count: int, samples: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        t = 2 * np.arange(count) + 1 - 4
        return np.maximum(t // 8, 0), np.minimum(t // 8 + 1, samples - 1), t % 8

    top, bottom, down = along(rows, chroma.shape[0])
    first, second, right = along(columns, chroma.shape[1])
    rows_mixed = chroma[top] * (8 - down)[:, None, None] + chroma[bottom] * down[:, None, None]
    return (rows_mixed[:, first] * (8 - right)[:, None] + rows_mixed[:, second] * right[:, None] + 32) // 64


def inflate(data: bytes, count: int) -> tuple[np.ndarray, bytes]:
    """Section 1: a deflate stream of `count` ranks, and what follows it."""
    inflater = zlib.decompressobj(-15)
    try:
        ranks = inflater.decompress(data, count + 1)
    except zlib.error as error:
        raise DecodeError("the stream's deflated ranks are corrupt") from error
    if len(ranks) != count or not inflater.eof:
        raise DecodeError("the stream holds more or fewer ranks than blocks, or ends too early")
    return np.frombuffer(ranks, np.uint8), inflater.unused_data


def decode_patches(payload: bytes, width: int, height: int) -> np.ndarray:
    """Sections 1, 2 and 6: the raster of a payload of method patches."""
    reader = Reader(payload, "stream")
    multiplier = reader.byte()
    if multiplier >= 128:
        multiplier = multiplier - 128 + 128 * reader.byte()
        if multiplier < 128:
            raise DecodeError("the stream's multiplier is not in its shortest form")
    longest, shortest = max(width, height), min(width, height)
    across = max(1, (multiplier * shortest + longest // 2) // longest)
    if not 1 <= multiplier <= 16384 or multiplier * across > MAX_LUMINANCE_BLOCKS:
        raise DecodeError(f"the stream's multiplier, {multiplier}, is invalid")
    rows, columns = (across, multiplier) if width >= height else (multiplier, across)
    chroma_rows, chroma_columns = (rows + 1) // 2, (columns + 1) // 2
    start = list(reader.take(3))
    luma_ranks, rest = inflate(reader.rest(), rows * columns)
    chroma_ranks, rest = inflate(rest, chroma_rows * chroma_columns)
    if rest:
        raise DecodeError("the stream has bytes after its last field")
    luma_patches, chroma_patches = patch_tables()
    luma = lay_patches(luma_patches, luma_ranks.reshape(rows, columns), start[:1], 32)
    chroma = lay_patches(chroma_patches, chroma_ranks.reshape(chroma_rows, chroma_columns), start[1:], 4)
    for plane, side in ((luma, 4), (chroma, 2)):
        smooth(plane, side)
        smooth(plane.swapaxes(0, 1), side)
    y = luma[:, :, 0]
    b, r = np.moveaxis(widen(chroma, *y.shape) - 128, 2, 0)
    channels = [y + ((91881 * r + 32768) >> 16), y + ((-22554 * b - 46802 * r + 32768) >> 16), y + ((116130 * b + 32768) >> 16)]
    return np.clip(np.stack(channels, axis=-1), 0, 255).astype(np.uint8)

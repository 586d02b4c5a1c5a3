"""What the parts of the reference decoder share: its error, and taking fields from bytes."""

from __future__ import annotations

import numpy as np


class DecodeError(Exception):
    """A stream or a file of weights that cannot be decoded; the text says why."""


class Reader:
    """Takes the fields of a byte string one after another."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        self.position = 0

    def take(self, count: int) -> bytes:
        taken = self.data[self.position : self.position + count]
        if len(taken) < count:
            raise DecodeError(f"the {self.name} ends too early")
        self.position += count
        return taken

    def byte(self) -> int:
        return self.take(1)[0]

    def rest(self) -> bytes:
        return self.take(len(self.data) - self.position)

    def numbers(self, count: int, kind: str) -> np.ndarray:
        """`count` numbers of the NumPy type `kind`, such as "<u2"."""
        return np.frombuffer(self.take(count * np.dtype(kind).itemsize), kind).astype(np.int64)

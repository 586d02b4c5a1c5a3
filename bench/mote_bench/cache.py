"""Results by content: a record (JSON) and perhaps a file (the encoded picture) under the hash of all that they depend on."""

import hashlib
import json
import os
import tempfile
from pathlib import Path


def key_of(**parts: object) -> str:
    """A name for the result of doing one thing to one input; every part must be JSON."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def hash_file(path: Path) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


class Cache:
    """Whole entries or none: each is written beside its place and renamed, so that Ctrl-C and power cuts lose only what was
    under way. Safe to share between threads and processes."""

    def __init__(self, folder: Path):
        self._folder = folder

    def _path(self, key: str, suffix: str) -> Path:
        return self._folder / key[:2] / (key[2:] + suffix)

    def get(self, key: str) -> dict | None:
        try:
            return json.loads(self._path(key, ".json").read_text())
        except (FileNotFoundError, ValueError):
            return None

    def file(self, key: str) -> Path:
        """Where the entry's file lies, if it was put with one."""
        return self._path(key, ".bin")

    def put(self, key: str, record: dict, file: Path | None = None) -> None:
        if file is not None:
            self._write(self.file(key), file.read_bytes())
        # The record last: where it is, the file is too.
        self._write(self._path(key, ".json"), json.dumps(record, sort_keys=True).encode())

    @staticmethod
    def _write(path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise

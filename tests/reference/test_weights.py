"""The file of weights is the one that its description names: no stream decodes the same with another."""

import hashlib
import tomllib
from pathlib import Path

WEIGHTS = Path(__file__).resolve().parents[2] / "weights"


def test_weights_are_those_described():
    described = 0
    for description in sorted(WEIGHTS.glob("*.toml")):
        facts = tomllib.loads(description.read_text(encoding="utf-8"))
        data = description.with_suffix(".bin").read_bytes()
        assert len(data) == facts["bytes"], description.name
        assert hashlib.sha256(data).hexdigest() == facts["sha256"], description.name
        described += 1
    assert described == len(list(WEIGHTS.glob("*.bin"))) > 0

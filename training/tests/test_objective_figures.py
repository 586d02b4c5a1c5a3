"""The C++ objective's tests have figures from these losses: they must be what the losses give today."""

import pathlib
import re
import runpy

import pytest

pytest.importorskip("torch")

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "tests" / "unit" / "methods" / "neural" / "refinement"
NUMBER = re.compile(r"-?\d[\d.]*(?:e-?\d+)?")


def numbers(text):
    """Of all lines but comments."""
    return [float(number) for line in text.splitlines() if not line.startswith("//") for number in NUMBER.findall(line)]


def test_figures_are_those_of_the_losses(capsys):
    runpy.run_path(str(FOLDER / "make_objective_expected.py"), run_name="__main__")
    made = numbers(capsys.readouterr().out)
    assert made == pytest.approx(numbers((FOLDER / "objective_expected.inc").read_text()), rel=1e-6, abs=1e-9)
    assert len(made) == 7 * 3 * 11

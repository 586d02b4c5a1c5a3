import csv
import stat
import sys

import pytest
from mote_bench import kernels
from mote_bench.__main__ import main

ENTRY = {
    "name": "BM_Layer/3",
    "family_index": 0,
    "per_family_instance_index": 0,
    "run_name": "BM_Layer/3",
    "run_type": "iteration",
    "repetitions": 1,
    "repetition_index": 0,
    "threads": 1,
    "iterations": 243,
    "real_time": 337.12345,
    "cpu_time": 287.5,
    "time_unit": "us",
    "label": "3x3, 97 to 96",
    "GMAC": 111.96,
    "positions": 116013.0,
    "blocks_per_second": 2.5e6,
    "bytes": 4071.0,
}


def test_entries_become_rows():
    (row,) = kernels.rows({"benchmarks": [ENTRY]})
    assert row == [
        "BM_Layer/3",
        "3x3, 97 to 96",
        "337.1",
        "287.5",
        "us",
        "112 GMAC/s, 116 k positions/s, 2.5 M blocks/s, 4071 bytes",
    ]


def test_a_failed_benchmark_is_named():
    failed = {"name": "BM_X", "error_occurred": True, "error_message": "no luck"}
    with pytest.raises(ValueError, match="BM_X: no luck"):
        kernels.rows({"benchmarks": [failed]})


def test_the_command_writes_what_the_program_says(tmp_path, monkeypatch):
    program = tmp_path / "program"
    program.write_text(
        f"#!{sys.executable}\nimport json, sys\n"
        "out = [word.partition('=')[2] for word in sys.argv if word.startswith('--benchmark_out=')][0]\n"
        f"json.dump({{'benchmarks': [{ENTRY!r}]}}, open(out, 'w'))\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    words = ["kernels", "--kernels", str(program), "--results", str(tmp_path / "results")]
    monkeypatch.setattr(sys, "argv", ["mote_bench", *words])
    assert main() == 0
    with open(tmp_path / "results" / "kernels.csv", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    (row,) = csv.DictReader(lines)
    assert row["benchmark"] == "BM_Layer/3" and row["cpu"] == "287.5"
    monkeypatch.setattr(sys, "argv", ["mote_bench", "kernels", "--kernels", str(tmp_path / "absent")])
    assert main() == 1

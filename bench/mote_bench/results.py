"""Rows and the CSV file that holds a corpus's: one row for each picture, codec, budget and internal size.

Lines before the table begin with '#': the git commit and the versions of everything that was run.
"""

import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import pandas

from mote_bench.metrics import METRICS


@dataclass
class Row:
    picture: str
    codec: str
    budget: int
    width: int | None = None  # of what was encoded
    height: int | None = None
    setting: str = ""  # the codec's quality; empty where there is none
    bytes: int | None = None
    encode_wall_s: float | None = None
    encode_cpu_s: float | None = None
    encode_peak_mib: float | None = None
    decode_wall_s: float | None = None
    decode_cpu_s: float | None = None
    decode_peak_mib: float | None = None
    dssim2016: float | None = None
    dssim: float | None = None
    ssimulacra2: float | None = None
    butteraugli: float | None = None
    psnr: float | None = None
    status: str = "ok"  # "ok"; "anchor": measured elsewhere; "no fit: ..."; "failed: ..."


COLUMNS = [field.name for field in fields(Row)]
MEASURED = ("ok", "anchor")
_DECIMALS = {"dssim2016": 6, "dssim": 6, "ssimulacra2": 3, "butteraugli": 3, "psnr": 3}
_DECIMALS |= {name: 3 for name in COLUMNS if name.endswith("_s")} | {name: 1 for name in COLUMNS if name.endswith("_mib")}
_WHOLE = ["budget", "width", "height", "bytes"]


def frame(rows: list[Row]) -> pandas.DataFrame:
    """The rows as a table, sorted, figures rounded as they are written."""
    table = pandas.DataFrame([asdict(row) for row in rows], columns=COLUMNS)
    for name, decimals in _DECIMALS.items():
        table[name] = pandas.to_numeric(table[name]).round(decimals)
    for name in _WHOLE:
        table[name] = pandas.to_numeric(table[name]).astype("Int64")
    return table.sort_values(["picture", "codec", "budget", "width", "height"], kind="stable").reset_index(drop=True)


def write(path: Path, table: pandas.DataFrame, notes: dict[str, str]) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    with open(beside, "w", encoding="utf-8", newline="") as file:
        for key, value in notes.items():
            file.write(f"# {key}: {value}\n")
        table.to_csv(file, index=False, lineterminator="\n")
    os.replace(beside, path)


def read(path: Path) -> tuple[pandas.DataFrame, dict[str, str]]:
    notes = {}
    with open(path, encoding="utf-8") as file:
        while (line := file.readline()).startswith("# "):
            key, _, value = line[2:].strip().partition(": ")
            notes[key] = value
    table = pandas.read_csv(path, skiprows=len(notes), keep_default_na=True, dtype={"setting": "string"})
    table["setting"] = table["setting"].fillna("")
    for name in _WHOLE:
        table[name] = table[name].astype("Int64")
    return table, notes


def merge(old: pandas.DataFrame | None, new: pandas.DataFrame) -> pandas.DataFrame:
    """Old rows stay except where the new ones have the same picture, codec and budget."""
    if old is None or old.empty:
        return new
    key = ["picture", "codec", "budget"]
    known = set(map(tuple, new[key].itertuples(index=False)))
    kept = old[[tuple(row) not in known for row in old[key].itertuples(index=False)]]
    joined = new if kept.empty else pandas.concat([kept, new])
    return joined.sort_values([*key, "width", "height"], kind="stable").reset_index(drop=True)


def measured(table: pandas.DataFrame) -> pandas.DataFrame:
    return table[table["status"].isin(MEASURED)]


def best(table: pandas.DataFrame, metric: str) -> pandas.DataFrame:
    """For each picture, codec and budget the row of the internal size that is best by `metric`."""
    rows = measured(table).dropna(subset=[metric]).sort_values(metric, ascending=not METRICS[metric], kind="stable")
    return rows.drop_duplicates(["picture", "codec", "budget"]).sort_index()

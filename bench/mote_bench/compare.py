"""`compare`: every codec over the pictures of one or more directories, at one or more budgets; rows to CSV."""

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

import numpy
import PIL

from mote_bench import anchors, codecs, corpus, environment, metrics, results
from mote_bench.cache import Cache
from mote_bench.codecs import Codec
from mote_bench.corpus import Picture
from mote_bench.environment import REPOSITORY
from mote_bench.results import Row
from mote_bench.runner import run_all
from mote_bench.trial import Setup, run_trial

DEFAULT_CORPORA = [REPOSITORY.parent / "shared" / "corpus" / name for name in ("kodak", "gallery")]
BUNDLED = REPOSITORY / "assets" / "test"
_BUDGETS = [4096, 1024, 300]
ANCHORS = REPOSITORY.parent / "shared" / "anchors"


@dataclass(frozen=True)
class Prepared:
    """What comparing and reporting share."""

    all_codecs: dict[str, Codec]
    setup: Setup
    shown_versions: dict[str, str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    environment.add_arguments(parser)
    parser.add_argument("--corpus", type=Path, action="append", help="directory of pictures, repeatable")
    parser.add_argument("--budget", type=int, action="append", help=f"bytes, repeatable (default: {str(_BUDGETS)[1:-1]})")
    parser.add_argument("--codec", action="append", help="only this one, repeatable (default: all)")
    parser.add_argument("--quick", action="store_true", help="what codecs.toml says of a quick run: few pictures, one budget")
    parser.add_argument("--pictures", type=int, help="at most so many in all, spread evenly over the directories")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="trials at a time (default: cores)")
    parser.add_argument("--results", type=Path, default=REPOSITORY / "bench" / "results", help="folder for the CSV files")
    parser.add_argument("--anchors", type=Path, default=ANCHORS, help="folder with CORPUS.csv of codecs not run here")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def corpora(arguments: argparse.Namespace) -> list[Path]:
    return arguments.corpus or [path for path in DEFAULT_CORPORA if path.is_dir()] or [BUNDLED]


def share(arguments: argparse.Namespace) -> int | None:
    """How many pictures of each corpus to take; None for all."""
    pictures = arguments.pictures or (codecs.load_quick().pictures if arguments.quick else None)
    return None if pictures is None else max(1, round(pictures / len(corpora(arguments))))


def budgets(arguments: argparse.Namespace) -> list[int] | None:
    """Those asked for; None where none were."""
    return arguments.budget or (list(codecs.load_quick().budgets) if arguments.quick else None)


def corpus_name(directory: Path) -> str:
    return "bundled" if directory.resolve() == BUNDLED.resolve() else directory.resolve().name


def measured_corpora(arguments: argparse.Namespace) -> list[Path]:
    """Of the default corpora those with results, whether their pictures are there or not."""
    return [path for path in (*DEFAULT_CORPORA, BUNDLED) if (arguments.results / f"{corpus_name(path)}.csv").exists()]


def wanted_codecs(arguments: argparse.Namespace) -> dict[str, Codec]:
    all_codecs, _ = codecs.load(quick=arguments.quick)
    wanted = set(arguments.codec or all_codecs)
    if unknown := wanted - set(all_codecs):
        raise SystemExit(f"no such codec: {', '.join(sorted(unknown))}; codecs.toml has {', '.join(all_codecs)}")
    return {name: codec for name, codec in all_codecs.items() if name in wanted}


def prepare(arguments: argparse.Namespace) -> Prepared:
    """Codecs that are not installed are left out, with a line that says so."""
    places = environment.places(arguments)
    _, sizes = codecs.load(quick=arguments.quick)
    shown, keys, usable = {}, {}, {}
    for name, codec in wanted_codecs(arguments).items():
        if codec.kind != "anchor":
            try:
                shown[name], keys[name] = codecs.version(codec, places.mote)
            except (OSError, ValueError) as error:
                print(f"left out: {codec.label}: {error}")
                continue
        usable[name] = codec
    tools = places.tools
    tool_versions = tools.versions()
    shown |= tool_versions
    score_version = " ".join([metrics.fingerprint(places.mote), *tool_versions.values(), PIL.__version__, numpy.__version__])
    setup = Setup(
        Cache(places.cache), places.mote, keys, sizes, lambda a, b: metrics.score(a, b, tools), score_version
    )
    return Prepared(usable, setup, shown)


def run_command(arguments: argparse.Namespace) -> int:
    prepared = prepare(arguments)
    plain = arguments.build.resolve() / "bench-cache" / "plain"
    for directory in corpora(arguments):
        pictures = corpus.load(directory, plain, share(arguments))
        complete = _one_corpus(directory, pictures, budgets(arguments) or _BUDGETS, prepared, arguments)
        if not complete:
            return 130
    return 0


def _one_corpus(
    directory: Path, pictures: list[Picture], budgets: list[int], prepared: Prepared, arguments: argparse.Namespace
) -> bool:
    name = corpus_name(directory)
    by_name = {picture.name: picture for picture in pictures}
    # Picture by picture, so that an early stop leaves whole pictures to look at.
    tasks = [
        (picture.name, codec.name, budget)
        for budget in budgets
        for picture in pictures
        for codec in prepared.all_codecs.values()
        if codec.kind != "anchor" and (codec.budgets is None or budget in codec.budgets)
    ]
    print(f"{name}: {len(pictures)} pictures, {len(tasks)} trials, {arguments.jobs} at a time", flush=True)
    rows, complete = run_all(
        tasks,
        lambda task: run_trial(by_name[task[0]], prepared.all_codecs[task[1]], task[2], prepared.setup),
        arguments.jobs,
        quiet=arguments.quiet,
    )
    anchor_file = arguments.anchors / f"{name}.csv"
    for codec in prepared.all_codecs.values():
        if codec.kind == "anchor" and anchor_file.exists():
            for budget in budgets:
                rows += anchors.rows(anchor_file, codec, pictures, budget)
    _write(arguments.results / f"{name}.csv", rows, prepared)
    failed = [row for row in rows if row.status.startswith("failed")]
    for row in failed[:20]:
        print(f"{row.picture}, {row.codec}, {row.budget} bytes: {row.status}")
    print(f"{name}: {len(rows)} rows, {len(failed)} failed", flush=True)
    return complete


def _write(path: Path, rows: list[Row], prepared: Prepared) -> None:
    if not rows:
        return
    table = results.frame(rows)
    notes: dict[str, str] = {}
    if path.exists():
        old, notes = results.read(path)
        table = results.merge(old, table)
    notes |= {"commit": environment.commit(), "machine": environment.machine()}
    notes |= {f"version of {name}": version for name, version in prepared.shown_versions.items()}
    results.write(path, table, notes)
    print(f"wrote {path}")

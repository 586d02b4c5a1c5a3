#!/usr/bin/env python3
"""Measures variants of method `patches` on a folder of pictures.

A variant is a set of constants, NAME=VALUE, that replace those of the sources in a temporary copy; the tables are generated anew
for it, the encoder and decoder are compiled, and the mean DSSIM-2016 over the pictures is printed. The figures of docs/patches.md
come from here. Needs g++, zlib and Pillow.

    tools/patch_tables/measure.py --every 78 photographs/                         the sources as they are
    tools/patch_tables/measure.py --every 78 photographs/ kLumaSide=8 "kLumaSide=3 kSmoothLimit=0"
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ["src", "metrics", "tools/patch_tables"]
LONGEST_SIDE = 1024


def prepare_pictures(folder, every, offset, target):
    """Every so-manieth picture of the sorted folder as a PPM of at most LONGEST_SIDE; returns the paths."""
    paths = sorted(path for path in pathlib.Path(folder).iterdir() if path.suffix.lower() in (".png", ".jpg", ".jpeg", ".ppm"))
    pictures = []
    for path in paths[offset::every]:
        with Image.open(path) as image:
            image = image.convert("RGB")
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            pictures.append(target / f"{len(pictures):04}.ppm")
            image.save(pictures[-1])
    if not pictures:
        sys.exit(f"{folder}: no pictures")
    return pictures


def set_constant(tree, name, value):
    """Replaces the value of the one definition `name = ...;` in the sources."""
    definition = re.compile(rf"(\b{re.escape(name)}\s*=\s*)[^;]+;")
    places = [path for path in (tree / "src/methods/patches").rglob("*.*") if definition.search(path.read_text())]
    if len(places) != 1:
        sys.exit(f"{name}: expected one definition, found {len(places)}")
    places[0].write_text(definition.sub(rf"\g<1>{value};", places[0].read_text()))


def compile_program(tree, output, sources):
    files = [str(path) for pattern in sources for path in sorted(tree.glob(pattern))]
    command = ["g++", "-std=c++20", "-O3", "-DNDEBUG", "-Isrc", "-I.", "-o", str(output), *files, "-lz"]
    subprocess.run(command, cwd=tree, check=True)


def measure(constants, arguments, pictures, scratch):
    tree = scratch / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tree / folder)
    for constant in constants.split():
        set_constant(tree, *constant.split("=", 1))
    compile_program(tree, scratch / "generator",
                    ["tools/patch_tables/main.cc", "src/methods/patches/generator/*.cc", "src/methods/patches/neighbours.cc"])
    with open(tree / "src/methods/patches/tables_data.inc", "wb") as tables:
        subprocess.run([scratch / "generator"], stdout=tables, check=True)
    compile_program(tree, scratch / "measure",
                    ["tools/patch_tables/measure.cc", "src/methods/patches/*.cc", "src/resample/*.cc", "src/entropy/*.cc",
                     "metrics/*.cc"])
    command = [scratch / "measure", str(arguments.max_bytes), str(arguments.effort), *pictures]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout.strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="pictures")
    parser.add_argument("variants", nargs="*", help="constants of a variant, NAME=VALUE ...")
    parser.add_argument("--every", type=int, default=1, help="take one picture in so many (default: all)")
    parser.add_argument("--offset", type=int, default=0, help="begin with this one")
    parser.add_argument("--max-bytes", type=int, default=4096)
    parser.add_argument("--effort", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name)
        pictures = prepare_pictures(arguments.folder, arguments.every, arguments.offset, scratch)
        for constants in ["", *arguments.variants]:
            print(f"{constants or 'as it is':40} {measure(constants, arguments, pictures, scratch)}", flush=True)


if __name__ == "__main__":
    main()

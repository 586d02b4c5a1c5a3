#!/usr/bin/python3
"""Checks the order of the layers: which folder may include which, and where floating point may stand.

    tools/check_includes.py [ROOT]       exit status 0, or 1 with a line for each offence
    tools/check_includes.py --self-test  makes trees with one offence each and expects each to be found

The rules (HACKING.md tells the data's way through the folders):
  1. A folder of src/ includes itself, base/ and what comes before it in LAYERS.
  2. A method (a folder of src/methods/) does not include another method; outside the methods only codec/ includes them.
  3. Only capi/ includes include/mote/ and codec/.
  4. src/ includes nothing of imageio/, apps/, tests/ and bench/. metrics/ is for encoders: files named encoder* of a method.
  5. metrics/ includes base/ alone; imageio/ includes no folder of src/ after colour/.
  6. Float, double and <cmath> stand only where no decoded byte depends on them: FLOAT_FILES. Of a method's, only those
     files and codec/ include one another.
"""

import pathlib
import re
import sys
import tempfile

# The data's way, encoding; decoding runs it backwards. base/ comes before all.
LAYERS = ["base", "resample", "colour", "transform", "quantise", "entropy", "container", "methods", "codec", "capi"]
SOURCE_SUFFIXES = {".h", ".cc", ".inc"}
OUTSIDE_THE_CORE = ("imageio", "apps", "tests", "bench", "fuzz", "tools")

# What may compute in floating point, with the reason. Patterns of pathlib's match(), relative to the root.
FLOAT_FILES = {
    "src/methods/*/encoder*": "an encoder's search: its choices are written down, so no decoded byte depends on them",
    "src/methods/*/refinement/*": "an encoder's gradient steps, likewise",
    "src/methods/patches/matcher.*": "the encoder's choice of patches",
    "src/methods/patches/search.*": "the encoder's choice of raster and prices",
    "src/base/progress.h": "the fraction done, told to the caller",
    "src/base/stop.h": "the fraction done and the caller's time limit",
    "src/codec/codec.h": "the caller's time limit",
    "src/codec/codec.cc": "the fractions done, told to the caller",
    "src/capi/mote.cc": "the fractions done, told to the caller",
}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
FLOATING = re.compile(r"\b(?:float|double)\b|^[ \t]*#[ \t]*include[ \t]*<(?:cmath|math\.h|cfloat|complex)>", re.MULTILINE)
# A number with a point or an exponent; hexadecimal integers and digit separators are none.
FLOAT_LITERAL = re.compile(r"(?<![\w.'])(?:\d[\d']*\.\d*|\.\d+|\d[\d']*(?=[eE][+-]?\d))(?:[eE][+-]?\d+)?[fFlL]?(?![\w.])")
COMMENT_OR_STRING = re.compile(
    r"""//[^\n]*|/\*.*?\*/|R"(?P<raw>[^()\s\\]{0,16})\(.*?\)(?P=raw)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'""",
    re.DOTALL,
)


def code_of(text):
    """The text without comments and literals of text; lines keep their numbers."""

    def blank(match):
        return re.sub(r"[^\n]", " ", match.group())

    return COMMENT_OR_STRING.sub(blank, text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def layer_of(parts):
    """The place in LAYERS of a path below src/, or None."""
    return LAYERS.index(parts[0]) if parts[0] in LAYERS else None


def include_offence(source, included):
    """Why `source` (relative to the root) may not include `included` (as written between the quotes); None if it may."""
    parts = included.split("/")
    top = source.parts[0]
    if parts[0] == "mote" and top == "src":
        return None if source.parts[1] == "capi" else "only capi/ includes the public header"
    if top == "src" and parts[0] in OUTSIDE_THE_CORE:
        return f"the core includes nothing of {parts[0]}/"
    if top == "src" and parts[0] == "metrics":
        is_encoder = source.parts[1] == "methods" and source.name.startswith("encoder")
        return None if is_encoder else "metrics/ is for the encoder* files of methods"
    target = layer_of(parts)
    if top == "src":
        return layer_offence(source, parts, target)
    if top == "metrics" and target is not None and parts[0] != "base":
        return "metrics/ includes base/ alone"
    if top == "imageio" and target is not None and target > LAYERS.index("colour"):
        return "imageio/ comes before the core's stages"
    return None


def layer_offence(source, parts, target):
    if parts[0] == "methods" and source.parts[1] == "methods" and not is_float_file(source):
        if is_float_file(pathlib.PurePath("src", *parts)):
            return f"{source.name} is not among FLOAT_FILES, {parts[-1]} is"
    folder = source.parts[1]
    if len(source.parts) < 3 or folder not in LAYERS:
        return f"src/{folder} has no place in the order: {', '.join(LAYERS)}"
    if target is None:
        return "include by the path below src/"
    if target > LAYERS.index(folder):
        return f"{folder}/ comes before {parts[0]}/"
    if parts[0] == "methods" and folder == "methods" and parts[1] != source.parts[2]:
        return f"method {source.parts[2]} includes method {parts[1]}"
    if parts[0] == "methods" and folder not in ("methods", "codec"):
        return "codec/ alone includes methods"
    return None


def is_float_file(source):
    return any(source.match(pattern) for pattern in FLOAT_FILES)


def offences_in(root, path):
    source = path.relative_to(root)
    text = path.read_text(encoding="utf-8")
    code = code_of(text)
    for match in INCLUDE.finditer(text):
        if code[text.index("#", match.start())] != "#":
            continue  # within a comment
        if match.group(1) == '"' and (offence := include_offence(source, match.group(2))):
            yield f'{source}:{line_of(text, match.start())}: "{match.group(2)}": {offence}'
    if source.parts[0] == "src" and not is_float_file(source):
        for pattern in (FLOATING, FLOAT_LITERAL):
            for match in pattern.finditer(code):
                found = match.group().strip()
                yield f"{source}:{line_of(code, match.start())}: {found}: a decoded byte may depend on this file: keep to integers"


def check(root):
    files = [
        path
        for folder in ("src", "metrics", "imageio")
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in SOURCE_SUFFIXES and path.is_file()
    ]
    if not files:
        return [f"{root}: no sources"]
    return [offence for path in files for offence in offences_in(root, path)]


# Each: a file, its text, and a part of the offence that must be found (None: it must be clean).
SELF_TESTS = [
    ("src/resample/a.cc", '#include "resample/a.h"\n#include "base/image.h"\n#include <vector>\n', None),
    ("src/methods/lanczos/a.cc", '#include "methods/lanczos/layout.h"\n#include "resample/lanczos.h"\n', None),
    ("src/codec/a.cc", '#include "methods/lanczos/decoder.h"\n', None),
    ("src/capi/a.cc", '#include "mote/mote.h"\n#include "codec/codec.h"\n', None),
    ("src/methods/patches/encoder_search.cc", '#include "metrics/dssim2016.h"\nfloat price = 1.5f;\n', None),
    ("src/entropy/a.cc", "// a double-checked comment, 1.5\nconst char* text = \"float 2.5\"; int n = 0x1e5 + 1'000;\n", None),
    ("src/entropy/a.cc", '// #include "codec/codec.h"\n/*\n#include "codec/codec.h"\n*/\n', None),
    ("metrics/a.cc", '#include "base/image.h"\n#include "metrics/a.h"\nfloat mean;\n', None),
    ("src/base/a.h", '#include "colour/alpha.h"\n', "base/ comes before colour/"),
    ("src/entropy/a.cc", '  #  include "container/header.h"\n', "entropy/ comes before container/"),
    ("src/container/a.cc", '#include "methods/lanczos/layout.h"\n', "container/ comes before methods/"),
    ("src/methods/lanczos/a.cc", '#include "methods/patches/labels.h"\n', "method lanczos includes method patches"),
    ("src/methods/lanczos/a.cc", '#include "codec/codec.h"\n', "methods/ comes before codec/"),
    ("src/capi/a.cc", '#include "methods/lanczos/decoder.h"\n', "codec/ alone includes methods"),
    ("src/codec/a.cc", '#include "mote/mote.h"\n', "only capi/"),
    ("src/codec/a.cc", '#include "imageio/picture.h"\n', "nothing of imageio/"),
    ("src/codec/a.cc", '#include "apps/mote/files.h"\n', "nothing of apps/"),
    ("src/methods/patches/decoder.cc", '#include "metrics/dssim2016.h"\n', "metrics/ is for"),
    ("src/resample/a.cc", '#include "metrics/dssim2016.h"\n', "metrics/ is for"),
    ("src/entropy/a.cc", '#include "byte_io.h"\n', "include by the path below src/"),
    ("src/elsewhere/a.cc", '#include "base/image.h"\n', "has no place in the order"),
    ("metrics/a.cc", '#include "resample/lanczos.h"\n', "metrics/ includes base/ alone"),
    ("imageio/a.cc", '#include "codec/codec.h"\n', "imageio/ comes before"),
    ("src/resample/a.cc", "int Twice(double value);\n", "double: a decoded byte"),
    ("src/methods/patches/decoder.cc", "const float scale = 2;\n", "float: a decoded byte"),
    ("src/methods/patches/render.cc", "#include <cmath>\n", "<cmath>: a decoded byte"),
    ("src/methods/patches/render.cc", "int half = 3 * 0.5;\n", "0.5: a decoded byte"),
    ("src/methods/patches/decoder.cc", '#include "methods/patches/matcher.h"\n', "matcher.h is"),
    ("src/methods/patches/encoder.cc", '#include "methods/patches/matcher.h"\n', None),
    ("src/colour/a.cc", "auto big = 1e6;\n", "1e6: a decoded byte"),
]  # fmt: skip


def self_test():
    failures = 0
    for file, text, expected in SELF_TESTS:
        with tempfile.TemporaryDirectory() as directory:
            root = pathlib.Path(directory)
            (root / file).parent.mkdir(parents=True)
            (root / file).write_text(text, encoding="utf-8")
            found = check(root)
        right = not found if expected is None else any(expected in offence for offence in found)
        if not right:
            failures += 1
            print(f"{file}: {text!r}: expected {expected or 'nothing'}, found {found}", file=sys.stderr)
    with tempfile.TemporaryDirectory() as directory:
        if not check(pathlib.Path(directory)):
            failures += 1
            print("a tree without sources passes", file=sys.stderr)
    print(f"self-test: {len(SELF_TESTS) + 1} trees, {failures} wrong")
    return failures


def main(arguments):
    if arguments == ["--self-test"]:
        return 1 if self_test() else 0
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        print(__doc__, file=sys.stderr)
        return 2
    root = pathlib.Path(arguments[0]) if arguments else pathlib.Path(__file__).resolve().parent.parent
    offences = check(root)
    print("\n".join(offences) if offences else "the layers are in order")
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

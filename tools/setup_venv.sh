#!/usr/bin/env bash
# Makes build/venv with what tests/requirements.txt lists. Does nothing when that is there already.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=/usr/bin/python3
venv=$PWD/build/venv
requirements=tests/requirements.txt
# A venv holds absolute paths and belongs to one interpreter: either changing makes another of it.
stamp=$({ echo "$venv"; "$python" --version; cat "$requirements"; } | sha256sum)

[[ -f $venv/stamp && $(<"$venv/stamp") == "$stamp" ]] && exit 0
echo "Making build/venv from $requirements"
rm -rf "$venv"
mkdir -p build
"$python" -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
echo "$stamp" >"$venv/stamp"

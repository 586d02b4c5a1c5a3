#!/usr/bin/env bash
# Shows every picture of a folder beside what 4096 bytes leave of it by each method: sheets.sh FOLDER
# Writes build/sheets/NAME.png: the original, patches, lanczos. `make sheets` calls this once build/mote is there.
set -euo pipefail
folder=$(realpath -- "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p build/sheets
for method in patches lanczos; do
  build/mote encode --quiet --method "$method" --output "$work/$method-motes/" "$folder"
  build/mote decode --quiet --output "$work/$method/" "$work/$method-motes"
done
for picture in "$folder"/*; do
  [[ -f $picture ]] || continue
  name=$(basename -- "$picture")
  decoded=$name
  [[ $name == *.png ]] || decoded=$name.png
  ln -sf "$picture" "$work/original" # libvips reads no options out of a plain name
  vips colourspace "$work/original" "$work/left.v" srgb
  ln -sf "$work/patches/$decoded" "$work/middle"
  ln -sf "$work/lanczos/$decoded" "$work/right"
  vips arrayjoin "$work/left.v $work/middle $work/right" "$work/sheet.png[strip]" --across 3 --shim 8 --background 255
  mv "$work/sheet.png" "build/sheets/$name.png"
  echo "build/sheets/$name.png"
done

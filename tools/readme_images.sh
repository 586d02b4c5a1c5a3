#!/usr/bin/env bash
# Makes the README's pictures, docs/images/scene-*.jpg: the bundled picture, and what 4096 bytes leave of it by two methods, and 300.
# Needs build/mote (`make build`) and libvips-tools (tools/install_deps.sh preview).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scene=assets/scene/scene.png
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p docs/images

cp "$scene" "$work/original.png"
build/mote encode --output "$work/neural.mote" "$scene"
build/mote encode --max-bytes 300 --output "$work/neural-300.mote" "$scene"
build/mote encode --method lanczos --output "$work/lanczos.mote" "$scene"
for name in neural neural-300 lanczos; do
  build/mote decode --output "$work/$name.png" "$work/$name.mote"
done
for name in original neural neural-300 lanczos; do
  vips copy "$work/$name.png" "docs/images/scene-$name.jpg[Q=88,strip,optimize_coding]"
done

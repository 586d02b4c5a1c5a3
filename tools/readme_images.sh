#!/usr/bin/env bash
# Makes the README's pictures, docs/images/scene-*.jpg: the bundled picture, and what 4096 bytes leave of it by each method.
# Needs build/mote (`make build`) and libvips-tools (tools/install_deps.sh preview).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scene=assets/scene/scene.png
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p docs/images

cp "$scene" "$work/original.png"
for method in patches lanczos; do
  build/mote encode --method "$method" --output "$work/$method.mote" "$scene"
  build/mote decode --output "$work/$method.png" "$work/$method.mote"
done
for name in original patches lanczos; do
  vips copy "$work/$name.png" "docs/images/scene-$name.jpg[Q=88,strip,optimize_coding]"
done

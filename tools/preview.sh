#!/usr/bin/env bash
# Encodes a picture, decodes it again, and shows both side by side: `make preview` calls this once build/mote is there.
#   IMAGE   the picture (assets/scene/scene.png)     BYTES  the limit (4096)     METHOD  neural, patches or lanczos (mote's default)
# Writes build/preview.mote, and build/preview.png with the original on the left; a picture larger than 1000x1200 is shrunk there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

image=${IMAGE:-assets/scene/scene.png}
bytes=${BYTES:-4096}
[[ $image == -* ]] && image=./$image # a file's name, not an option or standard input
if [[ -d $image ]]; then
  echo "preview: $image: expected a picture but received a directory" >&2
  exit 1
fi

mote=build/mote
stream=build/preview.mote
sheet=build/preview.png
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -f "$stream" "$sheet"

# mote's own error line, if any, goes to standard error, and its exit status is ours.
encoded=$("$mote" encode --json --max-bytes "$bytes" ${METHOD:+--method "$METHOD"} --overwrite --output "$stream" -- "$image") ||
  exit $?
decoded=$("$mote" decode --json --output "$work/preview.png" "$stream") || exit $?

# Upright, sRGB and on white, no larger than `size`: upright FILE SIZE OUTPUT
upright() {
  vipsthumbnail "$1" --size "$2" --export-profile srgb --output "$work/thumbnail.v"
  vips colourspace "$work/thumbnail.v" "$work/srgb.v" srgb
  if (($(vipsheader -f bands "$work/srgb.v") == 4)); then
    vips flatten "$work/srgb.v" "$3" --background 255
  else
    vips copy "$work/srgb.v" "$3"
  fi
}

# The link's plain name, so that libvips reads no options out of the picture's.
ln -s "$(realpath -- "$image")" "$work/original"
reference=$image
if [[ $(jq -r .alpha <<<"$encoded") == "composited on white" ]]; then
  upright "$work/original" '65535x65535>' "$work/on_white.png" # what mote saw: the preview has no alpha to compare
  reference=$work/on_white.png
fi
score=$("$mote" score --json "$reference" "$work/preview.png") || exit $?

upright "$work/original" '1000x1200>' "$work/left.v"
upright "$work/preview.png" '1000x1200>' "$work/right.v"
vips join "$work/left.v" "$work/right.v" "$work/sheet.png[strip]" horizontal --shim 12 --background 255
mv "$work/sheet.png" "$sheet"

printf '%s\n' "$encoded" "$decoded" "$score" | jq -rs --arg limit "$bytes" --arg image "$image" --arg sheet "$sheet" '
  def seconds: . * 1000 | round / 1000 | tostring + " s";
  .[0] as $encoded | .[1] as $decoded | .[2] as $score |
  "picture  \($image), \($encoded.width)x\($encoded.height)",
  "bytes    \($encoded.bytes) (limit \($limit))",
  "method   \($encoded.method)",
  "DSSIM    \($score.score * 1000000 | round / 1000000)  (DSSIM-2016, 0 is identical)",
  "encode   \($encoded.seconds | seconds)",
  "decode   \($decoded.seconds | seconds)",
  "sheet    \($sheet)  (original left, preview right)"'

#!/bin/sh
# Installs what the comparison runs on, once: Debian packages (apt-get), a Python environment, two Rust programs and two npm
# packages; the last three go under the build folder (default: build). Says what it does; quick when all is there.
#   bench/install.sh [BUILD]
set -eu
bench=$(cd "$(dirname "$0")" && pwd)
build=${1:-$bench/../build}
mkdir -p "$build"
build=$(cd "$build" && pwd)

dssim_version=3.5.1
ssimulacra2_version=0.5.2

missing=
for package in libavif-bin libjxl-tools libjxl-devtools webp libheif-examples libjpeg-turbo-progs nodejs python3-venv \
    libbenchmark-dev; do
  dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
done
# Node.js from elsewhere will do.
if command -v node >/dev/null; then missing=$(printf '%s' "$missing" | sed 's/ nodejs//'); fi
command -v npm >/dev/null || missing="$missing npm"
# The Rust programs need a compiler of 2025 or later; Debian 12 has one as rustc-web.
if [ ! -x "$build/bench-tools/bin/dssim" ] || [ ! -x "$build/bench-tools/bin/ssimulacra2_rs" ]; then
  minor=$(cargo --version 2>/dev/null | sed -n 's/^cargo 1\.\([0-9]*\)\..*/\1/p')
  [ "${minor:-0}" -ge 90 ] || missing="$missing cargo-web rustc-web"
fi
if [ -n "$missing" ]; then
  as_root=
  [ "$(id -u)" -eq 0 ] || as_root=sudo
  echo "bench: installing$missing"
  $as_root apt-get update -q
  # shellcheck disable=SC2086  # one word a package
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y -q --no-install-recommends $missing
fi

venv=$build/bench-venv
# A venv holds absolute paths: a moved one is made again.
if ! printf '%s\n' "$venv" | cat - "$bench/requirements.txt" | cmp -s - "$venv/installed.txt"; then
  echo "bench: Python packages into $venv"
  rm -rf "$venv"
  /usr/bin/python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$bench/requirements.txt"
  printf '%s\n' "$venv" | cat - "$bench/requirements.txt" >"$venv/installed.txt"
fi

crate() {  # name version options...
  name=$1 version=$2
  shift 2
  if ! grep -q "\"$name $version " "$build/bench-tools/.crates.toml" 2>/dev/null; then
    echo "bench: $name $version with cargo"
    cargo install "$name" --version "$version" --locked --root "$build/bench-tools" \
      --target-dir "$build/bench-cargo" --quiet "$@"
  fi
}
crate dssim "$dssim_version"
crate ssimulacra2_rs "$ssimulacra2_version" --no-default-features
rm -rf "$build/bench-cargo"

if ! cmp -s "$bench/node/package-lock.json" "$bench/node/node_modules/.installed"; then
  echo "bench: BlurHash and ThumbHash with npm"
  (cd "$bench/node" && npm ci --silent && cp package-lock.json node_modules/.installed)
fi

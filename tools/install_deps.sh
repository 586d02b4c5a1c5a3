#!/usr/bin/env bash
# Installs the Debian packages that parts of the project need: install_deps.sh GROUP...
#   build    the program                       test     everything `make test` runs beside it
#   preview  what `make preview` shows with    scene    the scripts that render assets/
#   determinism the compilers and machines that `make determinism` tries
#   training the neural method's training, with the fonts that it draws pages in
# Says what it installs; with nothing missing it says nothing and asks nobody. Works as root or with sudo, never asks questions.
set -euo pipefail

declare -A packages=(
  [build]="g++ cmake ninja-build pkg-config zlib1g-dev libhwy-dev libvips-dev libcli11-dev libfmt-dev nlohmann-json3-dev"
  [test]="libgtest-dev clang libclang-rt-14-dev python3 python3-venv"
  [preview]="libvips-tools jq"
  [scene]="python3 python3-numpy python3-cairo python3-pil fonts-dejavu-core"
  [determinism]="clang g++-aarch64-linux-gnu qemu-user emscripten nodejs"
  [training]="python3 python3-torch libopenblas0-openmp python3-numpy python3-pil python3-pytest fonts-anonymous-pro fonts-breip
    fonts-cabinsketch fonts-cantarell fonts-comic-neue fonts-dancingscript fonts-dejavu-core fonts-dkg-handwriting
    fonts-dustin fonts-ebgaramond fonts-ecolier-court fonts-femkeklaver fonts-firacode fonts-freefont-ttf fonts-hack
    fonts-humor-sans fonts-inconsolata fonts-isabella fonts-jetbrains-mono fonts-jura fonts-kaushanscript fonts-kristi
    fonts-lato fonts-league-spartan fonts-liberation fonts-linuxlibertine fonts-lmodern fonts-lobstertwo fonts-monofur
    fonts-open-sans fonts-quicksand fonts-roboto-slab fonts-roboto-unhinted fonts-rufscript fonts-sjfonts
    fonts-tomsontalks fonts-urw-base35 fonts-wqy-microhei"
)

wanted=()
for group in "$@"; do
  if [[ -z ${packages[$group]:-} ]]; then
    echo "install_deps.sh: expected groups out of: ${!packages[*]}; received: $group" >&2
    exit 2
  fi
  # shellcheck disable=SC2206  # a list of words
  wanted+=(${packages[$group]})
done
((${#wanted[@]})) || exit 0

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  echo "This is not Debian: going on in the hope that these packages' contents are here: ${wanted[*]}" >&2
  exit 0
fi

installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null |
  sed -n 's/ installed$//p' || true)
missing=()
for package in "${wanted[@]}"; do
  grep -qxF -- "$package" <<<"$installed" || missing+=("$package")
done
((${#missing[@]})) || exit 0

as_root=()
if ((EUID != 0)); then
  if ! command -v sudo >/dev/null; then
    echo "These packages are missing and there is no sudo; as root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -qq "$@" </dev/null
}

echo "Installing with apt-get: ${missing[*]}"
apt update || { sleep 5 && apt update; }
# dpkg's long list of what it unpacks is of interest only when it fails.
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! apt install -y --no-install-recommends "${missing[@]}" >"$log" 2>&1; then
  cat "$log" >&2
  echo "apt-get could not install: ${missing[*]}" >&2
  exit 1
fi
echo "Installed."

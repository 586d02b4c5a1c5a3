#!/usr/bin/env bash
# Builds the neural decoder with every compiler, optimisation and instruction set at hand, for WebAssembly and for aarch64, and
# checks that the golden streams give the same pixels under each: `make determinism`. Exit status 0 if all do.
set -euo pipefail
cd "$(dirname "$0")/.."
tools/install_deps.sh build determinism
out=build/determinism
mkdir -p "$out/include"
# Cross compilers do not look into /usr/include, and must not: here is Highway alone.
ln -sfn /usr/include/hwy "$out/include/hwy"
cmake -DINPUT="$PWD/weights/neural-5.bin" -DOUTPUT="$out/weights.cc" -P src/methods/neural/embed.cmake

sources=(tests/determinism/check_golden.cc tests/golden/sha256.cc src/container/header.cc src/entropy/range_coder.cc
  src/resample/lanczos.cc src/base/crew.cc src/methods/neural/{context,decoder,layer,network,symbol_model,synthesis}.cc "$out/weights.cc")
# Instruction sets are chosen when compiling, so that none of them needs Highway's library.
common=(-std=c++20 -I. -Isrc)
static=-DHWY_COMPILE_ONLY_STATIC
failed=0

check() { # NAME RUNNER... -- COMPILER FLAGS...
  local name=$1 runner=() result=
  shift
  while [[ $1 != -- ]]; do
    runner+=("$1")
    shift
  done
  shift
  local program=$out/${name// /-}
  [[ $1 == em++ ]] && program+=.js
  if "$@" "${common[@]}" "${sources[@]}" -o "$program" 2>"$out/log" && result=$("${runner[@]}" "$program" tests/golden); then
    printf '%-28s %s\n' "$name" "$result"
  else
    printf '%-28s FAILED\n%s\n' "$name" "${result:-$(tail -5 "$out/log")}"
    failed=1
  fi
}

for compiler in g++ clang++; do
  for level in -O0 -O3; do
    check "$compiler $level scalar" -- $compiler $level -DHWY_COMPILE_ONLY_SCALAR
    check "$compiler $level SSE4" -- $compiler $level $static -march=x86-64-v2 -mpclmul -maes
    if grep -qw avx2 /proc/cpuinfo; then check "$compiler $level AVX2" -- $compiler $level $static -march=haswell -maes; fi
    if grep -qw avx512_vnni /proc/cpuinfo; then
      check "$compiler $level AVX-512" -- $compiler $level $static -march=icelake-server
    fi
  done
done
# Emscripten 3.1 mistakes the fetch of newer versions of Node for a browser's; its optimiser needs Debian's modules, which a
# Node from elsewhere does not look for.
export NODE_PATH=${NODE_PATH:+$NODE_PATH:}/usr/share/nodejs
for level in -O0 -O3; do
  check "aarch64 $level" qemu-aarch64 -L /usr/aarch64-linux-gnu -- aarch64-linux-gnu-g++ $level $static -Ibuild/determinism/include
  check "WebAssembly $level" node --no-experimental-fetch -- em++ $level $static -msimd128 -sNODERAWFS=1 -sALLOW_MEMORY_GROWTH=1 -Ibuild/determinism/include
  check "WebAssembly $level no SIMD" node --no-experimental-fetch -- em++ $level $static -sNODERAWFS=1 -sALLOW_MEMORY_GROWTH=1 -Ibuild/determinism/include
done
exit $failed

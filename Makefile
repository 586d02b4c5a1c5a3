# Thin over CMake (CMakePresets.json). `make` alone says what there is.
IMAGE ?= assets/scene/scene.png
BYTES ?= 4096
METHOD ?=
CORPUS ?=
JOBS ?= $(shell nproc)

# The pictures' names as they were typed, dollars included; the script reads them from the environment.
override IMAGE := $(value IMAGE)
override BYTES := $(value BYTES)
override METHOD := $(value METHOD)
override CORPUS := $(value CORPUS)

# Of `make bench`: bytes. All are tried; a page of curves wants several, and relative bytes 1024 to 8192.
BUDGETS ?= 4096 1024 300 8192 2048 512 40 32 24

.PHONY: help preview test build sheets determinism clean bench bench-quick bench-tools
.DEFAULT_GOAL := help

help:
	@echo 'make preview [IMAGE=photo.jpg] [BYTES=4096] [METHOD=neural|patches|lanczos]'
	@echo '              encode and decode a picture, and show both in build/preview.png'
	@echo 'make test     install what the tests need, build twice (release; clang with sanitizers), run everything'
	@echo 'make build    build/mote'
	@echo 'make bench    mote beside other codecs, all pictures: hours, resumable; build/bench-report.html'
	@echo 'make bench-quick   the same with 4 pictures at 4096 bytes'
	@echo 'make sheets [CORPUS=folder] [BYTES=4096]   every picture beside its preview and an AVIF of as many bytes,'
	@echo '              in build/sheets/'
	@echo 'make determinism   the golden streams under other compilers, instruction sets and machines'
	@echo 'make clean    remove build/'
	@echo 'All install missing Debian packages with apt-get (as root or with sudo) and say so.'

build:
	@tools/install_deps.sh build
	@test -f build/build.ninja || cmake --preset release -DMOTE_BUILD_TESTS=OFF
	@cmake --build build --target mote --parallel $(JOBS)

preview: export IMAGE := $(IMAGE)
preview: export BYTES := $(BYTES)
preview: export METHOD := $(METHOD)
preview:
	@tools/install_deps.sh build preview
	@$(MAKE) --no-print-directory build
	@tools/preview.sh

# One ctest runs both builds (tests/sanitized.cmake); its summary is the last thing printed.
test:
	@tools/install_deps.sh build test preview training
	@tools/setup_venv.sh
	@cmake --preset release -DMOTE_BUILD_TESTS=ON -DMOTE_ASAN_BUILD_DIR="$(CURDIR)/build/asan"
	@cmake --build build --parallel $(JOBS)
	@cmake --preset asan
	@cmake --build build/asan --parallel $(JOBS)
	@ctest --test-dir build --output-on-failure --parallel $(JOBS)

determinism:
	@tools/determinism.sh

# What measures, apart from the program (bench/README.md).
BENCH = PYTHONPATH=bench PYTHONDONTWRITEBYTECODE=1 build/bench-venv/bin/python -m mote_bench
bench-tools:
	@$(MAKE) --no-print-directory build
	@bench/install.sh build

# To look at, not to measure: out of the comparison's cache, and what is missing there is run. build/sheets/CORPUS-NAME.png.
sheets: export CORPUS := $(CORPUS)
sheets: export BYTES := $(BYTES)
sheets: bench-tools
	@$(BENCH) sheets --budget "$$BYTES" $${CORPUS:+--corpus "$$CORPUS"}

bench-quick: bench-tools
	@$(BENCH) compare --quick --results build/bench-quick
	@$(BENCH) report --quick --results build/bench-quick

# A missed bar or a difference from the anchors is told and does not keep the report from being written.
bench: bench-tools
	@cmake -S . -B build -DMOTE_BUILD_BENCHMARKS=ON && cmake --build build --target mote_kernel_benchmarks --parallel $(JOBS)
	@$(BENCH) compare $(BUDGETS:%=--budget %)
	@-$(BENCH) crosscheck
	@-$(BENCH) foundation
	@$(BENCH) growth
	@$(BENCH) kernels
	@$(BENCH) report --markdown docs/bench-results.md --figures docs/images --readme README.md

clean:
	rm -rf build

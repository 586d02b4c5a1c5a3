// DSSIM-2016 of two pictures. Arguments: width and height in pixels.
#include <benchmark/benchmark.h>

#include <cstdint>

#include "metrics/dssim2016.h"
#include "textured_picture.h"

namespace mote {
namespace {

void BM_Dssim2016(benchmark::State& state) {
  const Size size{static_cast<uint32_t>(state.range(0)), static_cast<uint32_t>(state.range(1))};
  const Image reference = bench::TexturedPicture(size, 3, 1);
  const Image test = bench::TexturedPicture(size, 3, 2);
  for (auto _ : state) benchmark::DoNotOptimize(Dssim2016(reference.view(), test.view()));
  state.counters["megapixels_per_second"] =
      benchmark::Counter(static_cast<double>(size.pixels()) * 1e-6, benchmark::Counter::kIsIterationInvariantRate);
}

BENCHMARK(BM_Dssim2016)->ArgNames({"w", "h"})->Args({768, 512})->Args({4000, 3000})->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mote

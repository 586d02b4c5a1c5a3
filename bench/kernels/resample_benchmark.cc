// The Lanczos resampler in both directions. Arguments: input width and height, output width and height, in pixels.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>

#include "resample/lanczos.h"
#include "textured_picture.h"

namespace mote {
namespace {

void BM_ResizeLanczos(benchmark::State& state) {
  const Size from{static_cast<uint32_t>(state.range(0)), static_cast<uint32_t>(state.range(1))};
  const Size to{static_cast<uint32_t>(state.range(2)), static_cast<uint32_t>(state.range(3))};
  const Image source = bench::TexturedPicture(from, 3);
  for (auto _ : state) {
    const Image result = ResizeLanczos(source.view(), to);
    benchmark::DoNotOptimize(result.samples().data());
  }
  // Of the larger side of the work: what is read when shrinking, what is written when enlarging.
  state.counters["megapixels_per_second"] = benchmark::Counter(
      static_cast<double>(std::max(from.pixels(), to.pixels())) * 1e-6, benchmark::Counter::kIsIterationInvariantRate);
}

BENCHMARK(BM_ResizeLanczos)
    ->ArgNames({"from_w", "from_h", "to_w", "to_h"})
    ->Args({768, 512, 45, 30})
    ->Args({45, 30, 768, 512})
    ->Args({768, 512, 384, 256})
    ->Args({384, 256, 768, 512})
    ->Args({4000, 3000, 42, 31})
    ->Args({42, 31, 4000, 3000})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mote

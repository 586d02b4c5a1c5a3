// The two costly stages of method `patches`: matching blocks to patches (encoder) and laying and joining them
// (decoder). Arguments: luminance blocks along the longer side of
// a raster of 3:2, and for matching the width of its beam.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <vector>

#include "methods/patches/geometry.h"
#include "methods/patches/matcher.h"
#include "methods/patches/patch_set.h"
#include "methods/patches/render.h"
#include "textured_picture.h"

namespace mote::patches {
namespace {

Size BlocksOf(const benchmark::State& state) {
  const auto across = static_cast<uint32_t>(state.range(0));
  return {across, across * 2 / 3};
}

void CountBlocks(benchmark::State& state, Size blocks) {
  state.counters["blocks_per_second"] =
      benchmark::Counter(static_cast<double>(blocks.pixels()), benchmark::Counter::kIsIterationInvariantRate);
}

constexpr std::array<uint8_t, kMaxComponents> kStart{128, 128};

void BM_MatchLuma(benchmark::State& state) {
  const auto beam_width = static_cast<uint32_t>(state.range(1));
  const Size blocks = BlocksOf(state);
  const Image target = bench::TexturedPicture(RasterSize(blocks), 1);
  const std::vector<float> weights = BusynessWeights(kLumaShape, target.view(), 100.0f);
  const RankCosts costs = FirstRankCosts();
  for (auto _ : state) {
    const Matched matched = MatchPlane(LumaPatches(), target.view(), kStart, weights, costs, {60.0f, beam_width});
    benchmark::DoNotOptimize(matched.ranks.data());
  }
  CountBlocks(state, blocks);
}

void BM_LayLuma(benchmark::State& state) {
  const Size blocks = BlocksOf(state);
  const Image target = bench::TexturedPicture(RasterSize(blocks), 1);
  const std::vector<float> weights = BusynessWeights(kLumaShape, target.view(), 100.0f);
  const Matched matched = MatchPlane(LumaPatches(), target.view(), kStart, weights, FirstRankCosts(), {60.0f, 1});
  for (auto _ : state) {
    Image plane = LayPatches(LumaPatches(), blocks, kStart, matched.ranks);
    SmoothBorders(kLumaSide, plane.view());
    benchmark::DoNotOptimize(plane.samples().data());
  }
  CountBlocks(state, blocks);
}

void BM_JoinColours(benchmark::State& state) {
  const Size blocks = BlocksOf(state);
  const Size raster = RasterSize(blocks);
  const Size chroma_blocks = ChromaBlocks(raster);
  const Image luma = bench::TexturedPicture(raster, 1);
  const Image chroma =
      bench::TexturedPicture({chroma_blocks.width * kChromaSide, chroma_blocks.height * kChromaSide}, 2);
  for (auto _ : state) {
    const Image joined = JoinColours(luma.view(), chroma.view());
    benchmark::DoNotOptimize(joined.samples().data());
  }
  CountBlocks(state, blocks);
}

// About what 4096 bytes hold, and about the largest raster.
BENCHMARK(BM_MatchLuma)
    ->ArgNames({"blocks", "beam"})
    ->Args({80, 1})
    ->Args({80, 4})
    ->Args({312, 1})
    ->Unit(benchmark::kMillisecond);
BENCHMARK(BM_LayLuma)->ArgName("blocks")->Arg(80)->Arg(312)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_JoinColours)->ArgName("blocks")->Arg(80)->Arg(312)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mote::patches

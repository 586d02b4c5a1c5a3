#include "methods/neural/layer.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "base/crew.h"

// Scalable vectors cannot stand in arrays; their machines run the fixed ones.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "methods/neural/layer.cc"
#include <hwy/foreach_target.h>
//
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace mote::neural::HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR

void ApplyLayerSimd(const Layer& layer, const Run& run) { ApplyLayerScalar(layer, run); }

#else

namespace hn = hwy::HWY_NAMESPACE;
using Sums = hn::CappedTag<int32_t, kOutputBlock>;
using Pairs = hn::Repartition<int16_t, Sums>;
using Narrow = hn::Rebind<int16_t, Sums>;

// kVectors vectors of outputs, from vector `first` on, at kPositions positions from `start` on. The inner loop loads
// kVectors vectors of weights for kPositions x kVectors multiplications of pairs.
template <int kPositions, int kVectors>
HWY_INLINE void Tile(const Layer& layer, const Run& run, uint32_t start, uint32_t first) {
  const Sums d32;
  const Pairs d16;
  const Narrow narrow;
  const auto lanes = static_cast<uint32_t>(hn::Lanes(d32));
  using Vector = hn::Vec<Sums>;
  Vector sums[kPositions][kVectors];
  Vector odd_sums[kPositions][kVectors];
  const int16_t* weights[kVectors];
  for (int v = 0; v < kVectors; ++v) {
    const uint32_t output = (first + v) * lanes;
    weights[v] =
        layer.weights.data() + output / kOutputBlock * layer.block_weights() + size_t{output % kOutputBlock} * 2;
    for (int p = 0; p < kPositions; ++p) {
      sums[p][v] = hn::Zero(d32);
      odd_sums[p][v] = hn::Zero(d32);
    }
  }
  const uint32_t pairs = layer.input_pairs();
  const int16_t* inputs[kPositions];
  for (int p = 0; p < kPositions; ++p) inputs[p] = run.input + static_cast<ptrdiff_t>(start + p) * run.input_step;
  for (uint32_t place = 0; place < layer.places; ++place) {
    const ptrdiff_t offset = run.place_offsets[place];
    for (uint32_t pair = 0; pair < pairs; ++pair) {
      hn::Vec<Pairs> factors[kVectors];
      for (int v = 0; v < kVectors; ++v) {
        factors[v] = hn::LoadU(d16, weights[v]);
        weights[v] += 2 * kOutputBlock;
      }
      for (int p = 0; p < kPositions; ++p) {
        int32_t both;
        std::memcpy(&both, inputs[p] + offset + 2 * static_cast<ptrdiff_t>(pair), sizeof both);
        const auto input = hn::BitCast(d16, hn::Set(d32, both));
        for (int v = 0; v < kVectors; ++v) {
          sums[p][v] = hn::ReorderWidenMulAccumulate(d32, factors[v], input, sums[p][v], odd_sums[p][v]);
        }
      }
    }
  }
  const auto least = hn::Set(d32, -kActivationMax);
  const auto most = hn::Set(d32, kActivationMax);
  for (int v = 0; v < kVectors; ++v) {
    const uint32_t output = (first + v) * lanes;
    const ptrdiff_t offset = run.block_offsets[output / kOutputBlock] + output % kOutputBlock;
    // Not where the sums begin: their lanes are not yet the outputs' on every machine.
    const auto bias = hn::LoadU(d32, layer.biases.data() + output);
    for (int p = 0; p < kPositions; ++p) {
      const ptrdiff_t at = offset + static_cast<ptrdiff_t>(start + p) * run.output_step;
      auto value = hn::Add(hn::RearrangeToOddPlusEven(sums[p][v], odd_sums[p][v]), bias);
      value = hn::ShiftRightSame(value, layer.shift);
      if (run.addition != nullptr) value = hn::Add(value, hn::PromoteTo(d32, hn::LoadU(narrow, run.addition + at)));
      value = hn::Min(hn::Max(value, least), most);
      hn::StoreU(hn::DemoteTo(narrow, value), narrow, run.output + at);
    }
  }
}

template <int kVectors>
HWY_INLINE void Columns(const Layer& layer, const Run& run, uint32_t first) {
  constexpr uint32_t kWide = 6;
  uint32_t start = 0;
  for (; start + kWide <= run.count; start += kWide) Tile<kWide, kVectors>(layer, run, start, first);
  for (; start + 2 <= run.count; start += 2) Tile<2, kVectors>(layer, run, start, first);
  if (start < run.count) Tile<1, kVectors>(layer, run, start, first);
}

void ApplyLayerSimd(const Layer& layer, const Run& run) {
  const auto lanes = static_cast<uint32_t>(hn::Lanes(Sums()));
  const uint32_t vectors = layer.output_blocks() * kOutputBlock / lanes;
  uint32_t first = 0;
  if (run.count == 1) {
    // One position: more vectors side by side, so that sums do not wait for one another.
    for (; first + 4 <= vectors; first += 4) Tile<1, 4>(layer, run, 0, first);
  }
  for (; first + 2 <= vectors; first += 2) Columns<2>(layer, run, first);
  if (first < vectors) Columns<1>(layer, run, first);
}

#endif

}  // namespace mote::neural::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mote::neural {

HWY_EXPORT(ApplyLayerSimd);

void ApplyLayer(const Layer& layer, const Run& run) { HWY_DYNAMIC_DISPATCH(ApplyLayerSimd)(layer, run); }

void ApplyLayerScalar(const Layer& layer, const Run& run) {
  const uint32_t pairs = layer.input_pairs();
  for (uint32_t position = 0; position < run.count; ++position) {
    const int16_t* input = run.input + static_cast<ptrdiff_t>(position) * run.input_step;
    for (uint32_t output = 0; output < layer.output_blocks() * kOutputBlock; ++output) {
      const int16_t* weight =
          layer.weights.data() + output / kOutputBlock * layer.block_weights() + size_t{output % kOutputBlock} * 2;
      int32_t sum = layer.biases[output];
      for (uint32_t place = 0; place < layer.places; ++place) {
        const int16_t* values = input + run.place_offsets[place];
        for (uint32_t pair = 0; pair < pairs; ++pair, weight += 2 * kOutputBlock) {
          sum += weight[0] * values[2 * pair] + weight[1] * values[2 * pair + 1];
        }
      }
      const ptrdiff_t at = static_cast<ptrdiff_t>(position) * run.output_step +
                           run.block_offsets[output / kOutputBlock] + output % kOutputBlock;
      int32_t value = sum >> layer.shift;
      if (run.addition != nullptr) value += run.addition[at];
      run.output[at] = static_cast<int16_t>(std::clamp(value, -kActivationMax, kActivationMax));
    }
  }
}

namespace {

constexpr uint32_t kMostBlocks = 128;

// Blocks one after the other.
constexpr std::array<ptrdiff_t, kMostBlocks> kPlainOffsets = [] {
  std::array<ptrdiff_t, kMostBlocks> offsets{};
  for (uint32_t block = 0; block < kMostBlocks; ++block) offsets[block] = block * kOutputBlock;
  return offsets;
}();

// The run's places around a position of `input`, for a square kernel.
void PlaceSquare(const Layer& layer, const Tensor& input, Run& run) {
  const auto reach = static_cast<ptrdiff_t>(layer.kernel / 2);
  size_t place = 0;
  for (ptrdiff_t y = -reach; y <= reach; ++y) {
    for (ptrdiff_t x = -reach; x <= reach; ++x) run.place_offsets[place++] = y * input.row_step() + x * input.step();
  }
}

}  // namespace

void Convolve(const Layer& layer, const Tensor& input, uint32_t stride, const Tensor* addition, Tensor& output) {
  assert(layer.kernel <= 3);
  Run row;
  row.count = output.size().width;
  row.input_step = input.step() * stride;
  row.output_step = output.step();
  PlaceSquare(layer, input, row);
  assert(layer.output_blocks() <= kMostBlocks);
  row.block_offsets = kPlainOffsets.data();
  ShareRuns(output.size().height, [&](uint32_t begin, uint32_t end) {
    Run run = row;
    for (uint32_t y = begin; y < end; ++y) {
      run.input = input.at(0, static_cast<ptrdiff_t>(y) * static_cast<ptrdiff_t>(stride));
      run.output = output.at(0, y);
      run.addition = addition == nullptr ? nullptr : addition->at(0, y);
      ApplyLayer(layer, run);
    }
  });
}

void ConvolveShuffled(const Layer& layer, const Tensor& input, Tensor& output) {
  const uint32_t channels = layer.outputs / 4;
  assert(channels % kOutputBlock == 0);
  Run row;
  row.count = input.size().width;
  row.input_step = input.step();
  row.output_step = 2 * output.step();
  PlaceSquare(layer, input, row);
  std::vector<ptrdiff_t> offsets;
  for (ptrdiff_t dy = 0; dy < 2; ++dy) {
    for (ptrdiff_t dx = 0; dx < 2; ++dx) {
      for (uint32_t channel = 0; channel < channels; channel += kOutputBlock) {
        offsets.push_back(dy * output.row_step() + dx * output.step() + channel);
      }
    }
  }
  row.block_offsets = offsets.data();
  ShareRuns(input.size().height, [&](uint32_t begin, uint32_t end) {
    Run run = row;
    for (uint32_t y = begin; y < end; ++y) {
      run.input = input.at(0, y);
      run.output = output.at(0, static_cast<ptrdiff_t>(y) * 2);
      ApplyLayer(layer, run);
    }
  });
}

void Dense(const Layer& layer, uint32_t count, Strided<const int16_t> input, const int16_t* addition,
           Strided<int16_t> output) {
  Run run;
  run.count = count;
  run.input = input.first;
  run.input_step = input.step;
  for (uint32_t place = 0; place < layer.places; ++place) {
    run.place_offsets[place] = static_cast<ptrdiff_t>(place) * 2 * layer.input_pairs();
  }
  run.output = output.first;
  run.output_step = output.step;
  run.block_offsets = kPlainOffsets.data();
  run.addition = addition;
  ApplyLayer(layer, run);
}

void Leaky(const int16_t* input, size_t count, int16_t* output) {
  for (size_t i = 0; i < count; ++i) {
    output[i] = std::max(input[i], static_cast<int16_t>(input[i] >> 3));
  }
}

void Leaky(const Tensor& input, Tensor& output) { Leaky(input.data(), input.numbers(), output.data()); }

}  // namespace mote::neural
#endif  // HWY_ONCE

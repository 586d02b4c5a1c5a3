#include "methods/neural/refinement/float_layer.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "base/crew.h"

// Scalable vectors cannot stand in arrays; their machines run the fixed ones.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "methods/neural/refinement/float_layer.cc"
#include <hwy/foreach_target.h>
//
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace mote::neural::refinement::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Lanes = hn::CappedTag<float, kFloatBlock>;

// kVectors vectors of outputs, from output `first` on, at kPositions positions of row `y` from `x` on.
template <int kPositions, int kVectors>
HWY_INLINE void Tile(const FloatLayer& layer, const FloatTensor& input, uint32_t first_input, const FloatTensor* added,
                     FloatTensor& output, ptrdiff_t x, ptrdiff_t y, uint32_t first) {
  const Lanes lanes;
  using Vector = hn::Vec<Lanes>;
  const auto count = static_cast<uint32_t>(hn::Lanes(lanes));
  Vector sums[kPositions][kVectors];
  const float* weights[kVectors];
  for (int v = 0; v < kVectors; ++v) {
    const uint32_t at = first + static_cast<uint32_t>(v) * count;
    weights[v] = layer.weights.data() + at / kFloatBlock * layer.block_weights() + at % kFloatBlock;
    const Vector bias = hn::LoadU(lanes, layer.biases.data() + at);
    for (int p = 0; p < kPositions; ++p) sums[p][v] = bias;
  }
  const ptrdiff_t step = input.step();
  for (const FloatLayer::Place& place : layer.places) {
    const float* values = input.at(x + place.x, y + place.y) + first_input;
    for (uint32_t i = 0; i < layer.inputs; ++i) {
      Vector factors[kVectors];
      for (int v = 0; v < kVectors; ++v) {
        factors[v] = hn::LoadU(lanes, weights[v]);
        weights[v] += kFloatBlock;
      }
      for (int p = 0; p < kPositions; ++p) {
        const Vector value = hn::Set(lanes, values[p * step + i]);
        for (int v = 0; v < kVectors; ++v) sums[p][v] = hn::MulAdd(value, factors[v], sums[p][v]);
      }
    }
  }
  for (int v = 0; v < kVectors; ++v) {
    const uint32_t at = first + static_cast<uint32_t>(v) * count;
    for (int p = 0; p < kPositions; ++p) {
      Vector sum = sums[p][v];
      if (added != nullptr) sum = hn::Add(sum, hn::LoadU(lanes, added->at(x + p, y) + at));
      hn::StoreU(sum, lanes, output.at(x + p, y) + at);
    }
  }
}

template <int kVectors>
HWY_INLINE void Rows(const FloatLayer& layer, const FloatTensor& input, uint32_t first_input, const FloatTensor* added,
                     FloatTensor& output, uint32_t first, uint32_t begin, uint32_t end) {
  // Enough sums at a time to hide how long a multiplication takes, and no more than registers hold.
  constexpr ptrdiff_t kWide = 12 / kVectors;
  const auto width = static_cast<ptrdiff_t>(output.size().width);
  for (ptrdiff_t y = begin; y < static_cast<ptrdiff_t>(end); ++y) {
    ptrdiff_t x = 0;
    for (; x + kWide <= width; x += kWide) {
      Tile<kWide, kVectors>(layer, input, first_input, added, output, x, y, first);
    }
    if constexpr (kWide > 6) {
      if (x + 6 <= width) {
        Tile<6, kVectors>(layer, input, first_input, added, output, x, y, first);
        x += 6;
      }
    }
    for (; x + 2 <= width; x += 2) Tile<2, kVectors>(layer, input, first_input, added, output, x, y, first);
    if (x < width) Tile<1, kVectors>(layer, input, first_input, added, output, x, y, first);
  }
}

}  // namespace

// Rows `begin` to `end` of the output.
void ApplySimd(const FloatLayer& layer, const FloatTensor& input, uint32_t first_input, const FloatTensor* added,
               FloatTensor& output, uint32_t begin, uint32_t end) {
  const auto lanes = static_cast<uint32_t>(hn::Lanes(Lanes()));
  const uint32_t outputs = layer.output_blocks() * kFloatBlock;
  uint32_t first = 0;
  for (; first + 2 * lanes <= outputs; first += 2 * lanes) {
    Rows<2>(layer, input, first_input, added, output, first, begin, end);
  }
  if (first < outputs) Rows<1>(layer, input, first_input, added, output, first, begin, end);
}

// Compilers leave the same loop in C++ scalar: a comparison of floats might trap.
void LeakyBackSimd(const float* HWY_RESTRICT values, float* HWY_RESTRICT slopes, ptrdiff_t count) {
  const Lanes d;
  const auto lanes = static_cast<ptrdiff_t>(hn::Lanes(d));
  const auto slope = hn::Set(d, kLeakySlope), one = hn::Set(d, 1.0f);
  ptrdiff_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    const auto factor = hn::IfThenElse(hn::Gt(hn::LoadU(d, values + i), hn::Zero(d)), one, slope);
    hn::StoreU(hn::Mul(hn::LoadU(d, slopes + i), factor), d, slopes + i);
  }
  for (; i < count; ++i) slopes[i] *= values[i] > 0 ? 1.0f : kLeakySlope;
}

}  // namespace mote::neural::refinement::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mote::neural::refinement {

HWY_EXPORT(ApplySimd);
HWY_EXPORT(LeakyBackSimd);

namespace {

std::vector<FloatLayer::Place> PlacesOf(uint32_t kernel) {
  const int reach = static_cast<int>(kernel) / 2;
  std::vector<FloatLayer::Place> places;
  for (int y = -reach; y <= reach; ++y) {
    for (int x = -reach; x <= reach; ++x) {
      if (kernel == 5 && (y > 0 || (y == 0 && x >= 0))) return places;  // what comes before the centre
      places.push_back({x, y});
    }
  }
  return places;
}

template <typename Function>
void ForEachRow(const FloatTensor& shape, Function function) {
  ShareRuns(shape.size().height, [&](uint32_t begin, uint32_t end) {
    for (uint32_t y = begin; y < end; ++y) function(y, shape.step() * static_cast<ptrdiff_t>(shape.size().width));
  });
}

}  // namespace

FloatLayer ToFloat(const Layer& layer) {
  FloatLayer result;
  result.places = PlacesOf(layer.kernel);
  result.inputs = layer.inputs;
  result.outputs = layer.outputs;
  const uint32_t padded = result.output_blocks() * kFloatBlock;
  result.weights.resize(result.block_weights() * result.output_blocks());
  result.biases.resize(padded);
  const double unit = std::ldexp(1.0, -layer.shift);
  const double half = std::ldexp(0.5, layer.shift);
  for (uint32_t output = 0; output < layer.outputs; ++output) {
    result.biases[output] = static_cast<float>((layer.biases[output] - half) * unit);
    const int16_t* source =
        layer.weights.data() + output / kOutputBlock * layer.block_weights() + size_t{output % kOutputBlock} * 2;
    float* target = result.weights.data() + output / kFloatBlock * result.block_weights() + output % kFloatBlock;
    for (uint32_t place = 0; place < layer.places; ++place) {
      for (uint32_t input = 0; input < layer.inputs; ++input) {
        const int16_t weight = source[(size_t{place} * layer.input_pairs() + input / 2) * 2 * kOutputBlock + input % 2];
        target[(size_t{place} * layer.inputs + input) * kFloatBlock] = static_cast<float>(weight * unit);
      }
    }
  }
  return result;
}

FloatLayer Adjoint(const FloatLayer& layer) {
  FloatLayer result;
  for (const FloatLayer::Place& place : layer.places) result.places.push_back({-place.x, -place.y});
  result.inputs = layer.outputs;
  result.outputs = layer.inputs;
  result.weights.resize(result.block_weights() * result.output_blocks());
  result.biases.resize(size_t{result.output_blocks()} * kFloatBlock);
  for (size_t place = 0; place < layer.places.size(); ++place) {
    for (uint32_t input = 0; input < layer.inputs; ++input) {
      for (uint32_t output = 0; output < layer.outputs; ++output) {
        result.weights[input / kFloatBlock * result.block_weights() + (place * result.inputs + output) * kFloatBlock +
                       input % kFloatBlock] =
            layer.weights[output / kFloatBlock * layer.block_weights() + (place * layer.inputs + input) * kFloatBlock +
                          output % kFloatBlock];
      }
    }
  }
  return result;
}

void Apply(const FloatLayer& layer, const FloatTensor& input, uint32_t first_input, const FloatTensor* added,
           FloatTensor& output) {
  assert(input.size() == output.size() && first_input + layer.inputs <= static_cast<uint32_t>(input.step()) &&
         layer.outputs <= static_cast<uint32_t>(output.step()));
  ShareRuns(output.size().height, [&](uint32_t begin, uint32_t end) {
    HWY_DYNAMIC_DISPATCH(ApplySimd)(layer, input, first_input, added, output, begin, end);
  });
}

void LeakyInPlace(FloatTensor& features) {
  ForEachRow(features, [&](ptrdiff_t y, ptrdiff_t count) {
    float* values = features.at(0, y);
    for (ptrdiff_t i = 0; i < count; ++i) values[i] = std::max(values[i], kLeakySlope * values[i]);
  });
}

FloatTensor Leaky(const FloatTensor& features) {
  FloatTensor active = FloatTensor::Unset(features.size(), features.channels());
  ForEachRow(features, [&](ptrdiff_t y, ptrdiff_t count) {
    const float* source = features.at(0, y);
    float* target = active.at(0, y);
    for (ptrdiff_t i = 0; i < count; ++i) target[i] = std::max(source[i], kLeakySlope * source[i]);
  });
  return active;
}

void LeakyBackInPlace(const FloatTensor& active, FloatTensor& gradient) {
  assert(active.step() == gradient.step());
  ForEachRow(gradient, [&](ptrdiff_t y, ptrdiff_t count) {
    HWY_DYNAMIC_DISPATCH(LeakyBackSimd)(active.at(0, y), gradient.at(0, y), count);
  });
}

FloatTensor Shuffle(const FloatTensor& packed) {
  const uint32_t channels = packed.channels() / 4;
  FloatTensor spread = FloatTensor::Unset({packed.size().width * 2, packed.size().height * 2}, channels);
  ForEachRow(spread, [&](ptrdiff_t y, ptrdiff_t) {
    for (ptrdiff_t x = 0; x < static_cast<ptrdiff_t>(spread.size().width); ++x) {
      std::copy_n(packed.at(x / 2, y / 2) + (2 * (y % 2) + x % 2) * static_cast<ptrdiff_t>(channels), channels,
                  spread.at(x, y));
    }
  });
  return spread;
}

FloatTensor Unshuffle(const FloatTensor& spread) {
  const uint32_t channels = spread.channels();
  FloatTensor packed = FloatTensor::Unset({spread.size().width / 2, spread.size().height / 2}, 4 * channels);
  ForEachRow(packed, [&](ptrdiff_t row, ptrdiff_t) {
    for (ptrdiff_t y = 2 * row; y < 2 * row + 2; ++y) {
      for (ptrdiff_t x = 0; x < static_cast<ptrdiff_t>(spread.size().width); ++x) {
        std::copy_n(spread.at(x, y), channels,
                    packed.at(x / 2, y / 2) + (2 * (y % 2) + x % 2) * static_cast<ptrdiff_t>(channels));
      }
    }
  });
  return packed;
}

}  // namespace mote::neural::refinement
#endif  // HWY_ONCE

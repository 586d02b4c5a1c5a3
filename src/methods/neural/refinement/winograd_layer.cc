#include "methods/neural/refinement/winograd_layer.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "base/crew.h"
#include "base/recycled.h"

// Scalable vectors cannot stand in arrays; their machines run the fixed ones.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "methods/neural/refinement/winograd_layer.cc"
#include <hwy/foreach_target.h>
//
#include <hwy/highway.h>

#ifndef MOTE_METHODS_NEURAL_REFINEMENT_WINOGRAD_LAYER_ONCE
#define MOTE_METHODS_NEURAL_REFINEMENT_WINOGRAD_LAYER_ONCE
namespace mote::neural::refinement {
namespace {

constexpr ptrdiff_t kSide = 4;       // of a tile's outputs
constexpr ptrdiff_t kPointSide = 6;  // of its inputs, and of its points
constexpr ptrdiff_t kPoints = kPointSide * kPointSide;
constexpr ptrdiff_t kTilesAtOnce = 12;

// Tiles in rows over the whole of a tensor.
struct TileGrid {
  explicit TileGrid(Size size)
      : columns((static_cast<ptrdiff_t>(size.width) + kSide - 1) / kSide),
        count(columns * ((static_cast<ptrdiff_t>(size.height) + kSide - 1) / kSide)) {}
  ptrdiff_t columns, count;
};

}  // namespace
}  // namespace mote::neural::refinement
#endif

HWY_BEFORE_NAMESPACE();
namespace mote::neural::refinement::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Lanes = hn::CappedTag<float, kFloatBlock>;
using Vector = hn::Vec<Lanes>;

// Sums held in registers at a time: twice as many where there are 32 registers.
constexpr int kTilesInRegisters = HWY_TARGET <= HWY_AVX3 ? 12 : 6;
static_assert(kTilesAtOnce % kTilesInRegisters == 0);

// B^T of F(4, 3), along one axis.
HWY_INLINE void ToPoints(const Vector* values, Vector* points) {
  const Lanes d;
  const Vector two = hn::Set(d, 2.0f), four = hn::Set(d, 4.0f), five = hn::Set(d, 5.0f);
  const Vector even = hn::NegMulAdd(four, values[2], values[4]), odd = hn::NegMulAdd(four, values[1], values[3]);
  const Vector even2 = hn::Sub(values[4], values[2]), odd2 = hn::Mul(two, hn::Sub(values[3], values[1]));
  points[0] = hn::MulAdd(four, values[0], hn::NegMulAdd(five, values[2], values[4]));
  points[1] = hn::Add(even, odd);
  points[2] = hn::Sub(even, odd);
  points[3] = hn::Add(even2, odd2);
  points[4] = hn::Sub(even2, odd2);
  points[5] = hn::MulAdd(four, values[1], hn::NegMulAdd(five, values[3], values[5]));
}

// A^T of F(4, 3), along one axis.
HWY_INLINE void FromPoints(const Vector* points, Vector* values) {
  const Lanes d;
  const Vector two = hn::Set(d, 2.0f), four = hn::Set(d, 4.0f), eight = hn::Set(d, 8.0f);
  const Vector sum = hn::Add(points[1], points[2]), difference = hn::Sub(points[1], points[2]);
  const Vector sum2 = hn::Add(points[3], points[4]), difference2 = hn::Sub(points[3], points[4]);
  values[0] = hn::Add(points[0], hn::Add(sum, sum2));
  values[1] = hn::MulAdd(two, difference2, difference);
  values[2] = hn::MulAdd(four, sum2, sum);
  values[3] = hn::Add(points[5], hn::MulAdd(eight, difference2, difference));
}

// Points of the tile whose first output is at (x, y), to points[point][channel], `point_step` from one point to the
// next. kInside: all inputs lie within the tensor and its border; of the others, beyond it, there is nothing to read,
// and zeros do.
template <bool kInside>
void TileToPoints(const FloatTensor& input, uint32_t channels, ptrdiff_t x, ptrdiff_t y, float* HWY_RESTRICT points,
                  ptrdiff_t point_step) {
  const Lanes d;
  const auto lanes = static_cast<uint32_t>(hn::Lanes(d));
  const ptrdiff_t rows = static_cast<ptrdiff_t>(input.size().height) + 2 - y;
  const ptrdiff_t columns = static_cast<ptrdiff_t>(input.size().width) + 2 - x;
  for (uint32_t channel = 0; channel < channels; channel += lanes) {
    Vector half[kPointSide][kPointSide];  // [row][point along the row]
    for (ptrdiff_t row = 0; row < kPointSide; ++row) {
      Vector values[kPointSide];
      for (ptrdiff_t column = 0; column < kPointSide; ++column) {
        const bool is_there = kInside || (row < rows && column < columns);
        values[column] = is_there ? hn::LoadU(d, input.at(x - 1 + column, y - 1 + row) + channel) : hn::Zero(d);
      }
      ToPoints(values, half[row]);
    }
    for (ptrdiff_t column = 0; column < kPointSide; ++column) {
      Vector values[kPointSide], results[kPointSide];
      for (ptrdiff_t row = 0; row < kPointSide; ++row) values[row] = half[row][column];
      ToPoints(values, results);
      for (ptrdiff_t row = 0; row < kPointSide; ++row) {
        hn::StoreU(results[row], d, points + (row * kPointSide + column) * point_step + channel);
      }
    }
  }
}

// One point of kTilesInRegisters tiles, kVectors vectors of outputs: sums over inputs, to `sums`, [tile][output].
template <int kVectors>
HWY_INLINE void Multiply(const float* HWY_RESTRICT values, ptrdiff_t value_step, const float* const* weights,
                         uint32_t inputs, float* HWY_RESTRICT sums, ptrdiff_t sum_step) {
  const Lanes d;
  const auto lanes = static_cast<ptrdiff_t>(hn::Lanes(d));
  Vector held[kTilesInRegisters][kVectors];
  for (auto& tile : held) {
    for (Vector& sum : tile) sum = hn::Zero(d);
  }
  for (ptrdiff_t i = 0; i < static_cast<ptrdiff_t>(inputs); ++i) {
    Vector factors[kVectors];
    for (int v = 0; v < kVectors; ++v) factors[v] = hn::LoadU(d, weights[v] + i * kFloatBlock);
    for (ptrdiff_t tile = 0; tile < kTilesInRegisters; ++tile) {
      const Vector value = hn::Set(d, values[tile * value_step + i]);
      for (int v = 0; v < kVectors; ++v) held[tile][v] = hn::MulAdd(value, factors[v], held[tile][v]);
    }
  }
  for (ptrdiff_t tile = 0; tile < kTilesInRegisters; ++tile) {
    for (int v = 0; v < kVectors; ++v) hn::StoreU(held[tile][v], d, sums + tile * sum_step + v * lanes);
  }
}

// Stores a vector of results, those of the channels from `channel` on at a position.
HWY_INLINE void FinishOne(Vector result, const Finish& finish, ptrdiff_t x, ptrdiff_t y, ptrdiff_t channel,
                          FloatTensor& output) {
  const Lanes d;
  const Vector slope = hn::Set(d, kLeakySlope);
  if (finish.slopes_at != nullptr) {
    const auto rises = hn::Gt(hn::LoadU(d, finish.slopes_at->at(x, y) + channel), hn::Zero(d));
    result = hn::IfThenElse(rises, result, hn::Mul(slope, result));
  }
  if (finish.added != nullptr) result = hn::Add(result, hn::LoadU(d, finish.added->at(x, y) + channel));
  if (finish.active != &output) hn::StoreU(result, d, output.at(x, y) + channel);
  if (finish.active != nullptr) {
    hn::StoreU(hn::Max(result, hn::Mul(slope, result)), d, finish.active->at(x, y) + channel);
  }
}

// kVectors vectors of outputs from `first` on, of `tiles` tiles from tile `begin` on. `points`: [point][tile][input].
template <int kVectors>
void Outputs(const WinogradLayer& layer, const float* points, ptrdiff_t point_step, uint32_t first,
             const TileGrid& grid, ptrdiff_t begin, ptrdiff_t tiles, const Finish& finish, FloatTensor& output) {
  const Lanes d;
  const auto lanes = static_cast<ptrdiff_t>(hn::Lanes(d));
  constexpr ptrdiff_t kMostLanes = kFloatBlock;
  HWY_ALIGN float sums[kPoints * kTilesAtOnce * kVectors * kMostLanes];
  const ptrdiff_t tile_step = kVectors * lanes;
  for (ptrdiff_t point = 0; point < kPoints; ++point) {
    const float* weights[kVectors];
    for (int v = 0; v < kVectors; ++v) {
      const auto at = static_cast<ptrdiff_t>(first) + v * lanes;
      weights[v] = layer.weights.data() +
                   (at / ptrdiff_t{kFloatBlock} * kPoints + point) * static_cast<ptrdiff_t>(layer.inputs) *
                       ptrdiff_t{kFloatBlock} +
                   at % ptrdiff_t{kFloatBlock};
    }
    for (ptrdiff_t tile = 0; tile < tiles; tile += kTilesInRegisters) {
      Multiply<kVectors>(points + (point * kTilesAtOnce + tile) * point_step, point_step, weights, layer.inputs,
                         sums + (point * kTilesAtOnce + tile) * tile_step, tile_step);
    }
  }
  const auto width = static_cast<ptrdiff_t>(output.size().width), height = static_cast<ptrdiff_t>(output.size().height);
  for (ptrdiff_t tile = 0; tile < tiles; ++tile) {
    const ptrdiff_t x = (begin + tile) % grid.columns * kSide, y = (begin + tile) / grid.columns * kSide;
    for (int v = 0; v < kVectors; ++v) {
      const ptrdiff_t at = static_cast<ptrdiff_t>(first) + v * lanes;
      const float* from = sums + tile * tile_step + v * lanes;
      Vector half[kSide][kPointSide];
      for (ptrdiff_t column = 0; column < kPointSide; ++column) {
        Vector values[kPointSide], results[kSide];
        for (ptrdiff_t row = 0; row < kPointSide; ++row) {
          values[row] = hn::LoadU(d, from + (row * kPointSide + column) * kTilesAtOnce * tile_step);
        }
        FromPoints(values, results);
        for (ptrdiff_t row = 0; row < kSide; ++row) half[row][column] = results[row];
      }
      const Vector bias = hn::LoadU(d, layer.biases.data() + at);
      for (ptrdiff_t row = 0; row < std::min(kSide, height - y); ++row) {
        Vector results[kSide];
        FromPoints(half[row], results);
        for (ptrdiff_t column = 0; column < std::min(kSide, width - x); ++column) {
          FinishOne(hn::Add(results[column], bias), finish, x + column, y + row, at, output);
        }
      }
    }
  }
}

}  // namespace

// Tiles `begin` to `end`, at most kTilesAtOnce. `points` has room for [kPoints][kTilesAtOnce][padded inputs].
void ApplyTilesSimd(const WinogradLayer& layer, const FloatTensor& input, ptrdiff_t begin, ptrdiff_t end,
                    const Finish& finish, FloatTensor& output, float* points, ptrdiff_t point_step) {
  const auto lanes = static_cast<uint32_t>(hn::Lanes(Lanes()));
  const TileGrid grid(output.size());
  const auto width = static_cast<ptrdiff_t>(input.size().width), height = static_cast<ptrdiff_t>(input.size().height);
  for (ptrdiff_t tile = begin; tile < end; ++tile) {
    const ptrdiff_t x = tile % grid.columns * kSide, y = tile / grid.columns * kSide;
    const bool is_inside = x + kSide <= width && y + kSide <= height;
    (is_inside ? TileToPoints<true> : TileToPoints<false>)(input, layer.inputs, x, y,
                                                           points + (tile - begin) * point_step,
                                                           kTilesAtOnce * point_step);
  }
  const uint32_t outputs = layer.output_blocks() * kFloatBlock;
  uint32_t first = 0;
  for (; first + 2 * lanes <= outputs; first += 2 * lanes) {
    Outputs<2>(layer, points, point_step, first, grid, begin, end - begin, finish, output);
  }
  if (first < outputs) Outputs<1>(layer, points, point_step, first, grid, begin, end - begin, finish, output);
}

}  // namespace mote::neural::refinement::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mote::neural::refinement {

HWY_EXPORT(ApplyTilesSimd);

namespace {

// G of F(4, 3).
constexpr float kFilterToPoints[kPointSide][3] = {{1.0f / 4, 0, 0},
                                                  {-1.0f / 6, -1.0f / 6, -1.0f / 6},
                                                  {-1.0f / 6, 1.0f / 6, -1.0f / 6},
                                                  {1.0f / 24, 1.0f / 12, 1.0f / 6},
                                                  {1.0f / 24, -1.0f / 12, 1.0f / 6},
                                                  {0, 0, 1}};

}  // namespace

WinogradLayer ToWinograd(const FloatLayer& layer) {
  assert(layer.places.size() == 9);
  WinogradLayer result{layer.inputs, layer.outputs, {}, layer.biases};
  const size_t numbers = size_t{layer.inputs} * kFloatBlock;  // of one output block at one place or point
  result.weights.assign(result.output_blocks() * kPoints * numbers, 0.0f);
  for (uint32_t block = 0; block < result.output_blocks(); ++block) {
    for (ptrdiff_t point = 0; point < kPoints; ++point) {
      float* target = result.weights.data() + (block * size_t{kPoints} + static_cast<size_t>(point)) * numbers;
      const float* source = layer.weights.data() + block * layer.block_weights();
      for (const FloatLayer::Place& place : layer.places) {
        const float factor =
            kFilterToPoints[point / kPointSide][place.y + 1] * kFilterToPoints[point % kPointSide][place.x + 1];
        for (size_t i = 0; i < numbers; ++i) target[i] += factor * source[i];
        source += numbers;
      }
    }
  }
  return result;
}

void Apply(const WinogradLayer& layer, const FloatTensor& input, const Finish& finish, FloatTensor& output) {
  assert(input.size() == output.size() && &input != &output && layer.inputs <= static_cast<uint32_t>(input.step()) &&
         layer.outputs <= static_cast<uint32_t>(output.step()));
  const TileGrid grid(output.size());
  const ptrdiff_t point_step = static_cast<ptrdiff_t>((layer.inputs + kFloatBlock - 1) / kFloatBlock * kFloatBlock);
  const auto batches = static_cast<uint32_t>((grid.count + kTilesAtOnce - 1) / kTilesAtOnce);
  ShareRuns(batches, [&](uint32_t first, uint32_t last) {
    RecycledVector<float> points(static_cast<size_t>(kPoints * kTilesAtOnce * point_step));
    for (uint32_t batch = first; batch < last; ++batch) {
      const ptrdiff_t begin = ptrdiff_t{batch} * kTilesAtOnce, end = std::min(begin + kTilesAtOnce, grid.count);
      // Of tiles that are missing, too, there are sums.
      if (end - begin < kTilesAtOnce) std::fill(points.begin(), points.end(), 0.0f);
      HWY_DYNAMIC_DISPATCH(ApplyTilesSimd)
      (layer, input, begin, end, finish, output, points.data(), point_step);
    }
  });
}

}  // namespace mote::neural::refinement
#endif  // HWY_ONCE

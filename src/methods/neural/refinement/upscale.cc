#include "methods/neural/refinement/upscale.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

#include "base/crew.h"
#include "methods/neural/refinement/vector_loop.h"

// Plain loops, which the compiler turns into vectors once for each instruction set.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "methods/neural/refinement/upscale.cc"
#include <hwy/foreach_target.h>
//
#include <hwy/highway.h>

#ifndef MOTE_METHODS_NEURAL_REFINEMENT_UPSCALE_STRIP
#define MOTE_METHODS_NEURAL_REFINEMENT_UPSCALE_STRIP
namespace mote::neural::refinement {
// Rows that pass through the horizontal filter side by side.
inline constexpr size_t kStripRows = 16;
}  // namespace mote::neural::refinement
#endif

HWY_BEFORE_NAMESPACE();
namespace mote::neural::refinement::HWY_NAMESPACE {

// Horizontal pass over kStripRows rows: sample x of row r stands at x * kStripRows + r, in and out.
void FilterStrip(const SideTaps& side, const float* HWY_RESTRICT input, float* HWY_RESTRICT output) {
  for (const SideTaps::Run& run : side.outputs) {
    float sums[kStripRows] = {};
    const float* sample = input + run.first_input * kStripRows;
    for (uint32_t k = 0; k < run.count; ++k, sample += kStripRows) {
      const float weight = side.weights[run.first_weight + k];
      for (size_t r = 0; r < kStripRows; ++r) sums[r] += weight * sample[r];
    }
    for (size_t r = 0; r < kStripRows; ++r) output[r] = sums[r];
    output += kStripRows;
  }
}

// output = the weighted sum of `count` rows, which follow one another.
void FilterRows(const float* HWY_RESTRICT weights, uint32_t count, const float* HWY_RESTRICT input, size_t width,
                float* HWY_RESTRICT output) {
  uint32_t k = 0;
  std::fill_n(output, width, 0.0f);
  // Three rows at a time, to load and store the sums less often.
  for (; k + 3 <= count; k += 3, input += 3 * width) {
    const float a = weights[k], b = weights[k + 1], c = weights[k + 2];
    MOTE_VECTOR_LOOP
    for (size_t x = 0; x < width; ++x) {
      output[x] += a * input[x] + b * input[x + width] + c * input[x + 2 * width];
    }
  }
  for (; k < count; ++k, input += width) {
    const float a = weights[k];
    MOTE_VECTOR_LOOP
    for (size_t x = 0; x < width; ++x) output[x] += a * input[x];
  }
}

}  // namespace mote::neural::refinement::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mote::neural::refinement {

HWY_EXPORT(FilterStrip);
HWY_EXPORT(FilterRows);

namespace {

constexpr double kLobes = 3.0;

double Sinc(double t) {
  if (t == 0.0) return 1.0;
  return std::sin(std::numbers::pi * t) / (std::numbers::pi * t);
}

SideTaps MakeTaps(uint32_t inputs, uint32_t outputs) {
  const double step = static_cast<double>(inputs) / outputs;  // input samples from one output sample to the next
  const double stretch = std::max(step, 1.0);
  const double reach = kLobes * stretch;  // input samples
  SideTaps side;
  side.inputs = inputs;
  std::vector<double> kernel;
  for (uint32_t i = 0; i < outputs; ++i) {
    const double centre = (i + 0.5) * step - 0.5;
    const auto first = static_cast<uint32_t>(std::max(0.0, std::floor(centre - reach) + 1.0));
    kernel.clear();
    double sum = 0.0;
    for (uint32_t j = first; j < inputs && j < centre + reach; ++j) {
      const double t = (j - centre) / stretch;
      kernel.push_back(Sinc(t) * Sinc(t / kLobes));
      sum += kernel.back();
    }
    side.outputs.push_back({first, static_cast<uint32_t>(kernel.size()), side.weights.size()});
    for (const double value : kernel) side.weights.push_back(static_cast<float>(value / sum));
  }
  return side;
}

// Runs begin and end at inputs that never go back, so each input meets one run of outputs too.
SideTaps Transpose(const SideTaps& side) {
  SideTaps transposed;
  transposed.inputs = static_cast<uint32_t>(side.outputs.size());
  transposed.outputs.reserve(side.inputs);
  uint32_t first = 0;
  for (uint32_t j = 0; j < side.inputs; ++j) {
    while (first < side.outputs.size() && side.outputs[first].first_input + side.outputs[first].count <= j) ++first;
    const size_t begin = transposed.weights.size();
    for (uint32_t i = first; i < side.outputs.size() && side.outputs[i].first_input <= j; ++i) {
      const SideTaps::Run& run = side.outputs[i];
      transposed.weights.push_back(side.weights[run.first_weight + (j - run.first_input)]);
    }
    const auto count = static_cast<uint32_t>(transposed.weights.size() - begin);
    transposed.outputs.push_back({count == 0 ? 0 : first, count, begin});
  }
  return transposed;
}

Planes FilterAlongRows(const Planes& input, const SideTaps& side) {
  const auto width = static_cast<uint32_t>(side.outputs.size());
  Planes output({width, input.size.height}, input.count);
  const size_t rows = size_t{input.count} * input.size.height;
  const auto strips = static_cast<uint32_t>((rows + kStripRows - 1) / kStripRows);
  ShareTurns(strips, [&](uint32_t strip) {
    std::vector<float> strip_in(input.size.width * kStripRows), strip_out(width * kStripRows);
    const size_t start = size_t{strip} * kStripRows;
    const size_t count = std::min(kStripRows, rows - start);
    const float* in = input.samples.data() + start * input.size.width;
    for (size_t x = 0; x < input.size.width; ++x) {
      for (size_t r = 0; r < count; ++r) strip_in[x * kStripRows + r] = in[r * input.size.width + x];
    }
    HWY_DYNAMIC_DISPATCH(FilterStrip)(side, strip_in.data(), strip_out.data());
    float* out = output.samples.data() + start * width;
    for (size_t r = 0; r < count; ++r) {
      for (size_t x = 0; x < width; ++x) out[r * width + x] = strip_out[x * kStripRows + r];
    }
  });
  return output;
}

Planes FilterAlongColumns(const Planes& input, const SideTaps& side) {
  const auto height = static_cast<uint32_t>(side.outputs.size());
  Planes output({input.size.width, height}, input.count);
  ShareRuns(input.count * height, [&](uint32_t begin, uint32_t end) {
    for (uint32_t row = begin; row < end; ++row) {
      const uint32_t plane = row / height, y = row % height;
      const SideTaps::Run& run = side.outputs[y];
      HWY_DYNAMIC_DISPATCH(FilterRows)
      (side.weights.data() + run.first_weight, run.count, input.row(plane, run.first_input), input.size.width,
       output.row(plane, y));
    }
  });
  return output;
}

// A side that keeps its length is left alone. The pass that leaves less comes first.
Planes Filter(const Planes& input, const SideTaps& columns, const SideTaps& rows) {
  const bool filter_columns = columns.inputs != columns.outputs.size();
  const bool filter_rows = rows.inputs != rows.outputs.size();
  if (!filter_columns && !filter_rows) return input;
  if (!filter_rows) return FilterAlongRows(input, columns);
  if (!filter_columns) return FilterAlongColumns(input, rows);
  if (uint64_t{columns.outputs.size()} * rows.inputs <= uint64_t{columns.inputs} * rows.outputs.size()) {
    return FilterAlongColumns(FilterAlongRows(input, columns), rows);
  }
  return FilterAlongRows(FilterAlongColumns(input, rows), columns);
}

}  // namespace

Upscale::Upscale(Size from, Size to)
    : columns_(MakeTaps(from.width, to.width)),
      rows_(MakeTaps(from.height, to.height)),
      columns_adjoint_(Transpose(columns_)),
      rows_adjoint_(Transpose(rows_)) {}

Planes Upscale::Apply(const Planes& picture) const {
  assert(picture.size.width == columns_.inputs && picture.size.height == rows_.inputs);
  return Filter(picture, columns_, rows_);
}

Planes Upscale::Adjoint(const Planes& gradient) const {
  assert(gradient.size.width == columns_.outputs.size() && gradient.size.height == rows_.outputs.size());
  return Filter(gradient, columns_adjoint_, rows_adjoint_);
}

}  // namespace mote::neural::refinement
#endif

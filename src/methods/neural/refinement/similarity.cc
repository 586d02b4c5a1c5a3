#include "methods/neural/refinement/similarity.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "methods/neural/refinement/vector_loop.h"

// Plain loops, which the compiler turns into vectors once for each instruction set.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "methods/neural/refinement/similarity.cc"
#include <hwy/foreach_target.h>
//
#include <hwy/highway.h>

#ifndef MOTE_METHODS_NEURAL_REFINEMENT_SIMILARITY_ONCE
#define MOTE_METHODS_NEURAL_REFINEMENT_SIMILARITY_ONCE
namespace mote::neural::refinement {

inline constexpr uint32_t kReach = 2;  // pixels that the blur looks to each side
inline constexpr uint32_t kTaps = 2 * kReach + 1;
inline constexpr float kBlurScale = 1.0f / 81.0f;
inline constexpr float kLuminanceFloor = 0.0001f;  // SSIM's C1 = 0.01^2
inline constexpr float kContrastFloor = 0.0009f;   // SSIM's C2 = 0.03^2

using TapRows = std::array<const float*, kTaps>;

// Three rows that are blurred together: of the mean, of the square and of the product with the reference. Each has
// kReach samples more on both sides.
struct Triple {
  float* mean;
  float* square;
  float* product;
};

struct TripleTaps {
  TapRows mean, square, product;
};

}  // namespace mote::neural::refinement
#endif

HWY_BEFORE_NAMESPACE();
namespace mote::neural::refinement::HWY_NAMESPACE {

HWY_INLINE float Weigh(float a, float b, float c, float d, float e) { return (a + e) + 2.0f * (b + d) + 3.0f * c; }

HWY_INLINE float WeighAround(const float* HWY_RESTRICT row, size_t x) {
  return Weigh(row[x], row[x + 1], row[x + 2], row[x + 3], row[x + 4]);
}

void WeighColumns(const TapRows& rows, size_t width, float* HWY_RESTRICT out) {
  const auto [a, b, c, d, e] = rows;
  MOTE_VECTOR_LOOP
  for (size_t x = 0; x < width; ++x) out[x] = Weigh(a[x], b[x], c[x], d[x], e[x]);
}

void WeighRow(const float* HWY_RESTRICT padded, size_t width, float* HWY_RESTRICT out) {
  MOTE_VECTOR_LOOP
  for (size_t x = 0; x < width; ++x) out[x] = WeighAround(padded, x) * kBlurScale;
}

// Weighs rows of the difference, of its square and of its product with the reference.
void WeighMoments(const TapRows& difference, const TapRows& reference, size_t width, const Triple& out) {
  const float* HWY_RESTRICT d0 = difference[0];
  const float* HWY_RESTRICT d1 = difference[1];
  const float* HWY_RESTRICT d2 = difference[2];
  const float* HWY_RESTRICT d3 = difference[3];
  const float* HWY_RESTRICT d4 = difference[4];
  const float* HWY_RESTRICT x0 = reference[0];
  const float* HWY_RESTRICT x1 = reference[1];
  const float* HWY_RESTRICT x2 = reference[2];
  const float* HWY_RESTRICT x3 = reference[3];
  const float* HWY_RESTRICT x4 = reference[4];
  float* HWY_RESTRICT mean = out.mean + kReach;
  float* HWY_RESTRICT square = out.square + kReach;
  float* HWY_RESTRICT product = out.product + kReach;
  MOTE_VECTOR_LOOP
  for (size_t x = 0; x < width; ++x) {
    const float a = d0[x], b = d1[x], c = d2[x], d = d3[x], e = d4[x];
    mean[x] = Weigh(a, b, c, d, e);
    square[x] = Weigh(a * a, b * b, c * c, d * d, e * e);
    product[x] = Weigh(a * x0[x], b * x1[x], c * x2[x], d * x3[x], e * x4[x]);
  }
}

// From padded rows that WeighMoments left to 1 - SSIM, and to what its gradient is with respect to the three blurs.
template <bool kGradient>
HWY_INLINE void Compare(const Triple& moments, const float* HWY_RESTRICT reference_mean,
                        const float* HWY_RESTRICT reference_variance, size_t width, float* HWY_RESTRICT dissimilarity,
                        const Triple& slopes) {
  const float* HWY_RESTRICT means = moments.mean;
  const float* HWY_RESTRICT squares = moments.square;
  const float* HWY_RESTRICT products = moments.product;
  float* HWY_RESTRICT mean_slope = slopes.mean;
  float* HWY_RESTRICT square_slope = slopes.square;
  float* HWY_RESTRICT product_slope = slopes.product;
  MOTE_VECTOR_LOOP
  for (size_t x = 0; x < width; ++x) {
    const float mean = WeighAround(means, x) * kBlurScale;
    const float square = WeighAround(squares, x) * kBlurScale;
    const float product = WeighAround(products, x) * kBlurScale;
    const float x_mean = reference_mean[x];
    const float y_mean = x_mean + mean;
    const float variance = square - mean * mean;
    const float covariance = product - x_mean * mean;
    const float luminance = 1.0f / (x_mean * x_mean + y_mean * y_mean + kLuminanceFloor);
    const float contrast = 1.0f / (2.0f * (reference_variance[x] + covariance) + variance + kContrastFloor);
    const float u = mean * mean * luminance;
    const float v = variance * contrast;
    dissimilarity[x] = u + v - u * v;
    if constexpr (kGradient) {
      const float u_factor = (1.0f - v) * luminance;  // of u's slopes
      const float v_factor = (1.0f - u) * contrast;   // of v's
      mean_slope[x] = 2.0f * (u_factor * (mean - u * y_mean) + v_factor * (v * y_mean - mean));
      square_slope[x] = 2.0f * v_factor * (1.0f - v);  // twice, since the square's own slope is 2 d
      product_slope[x] = -2.0f * v_factor * v;
    }
  }
}

void CompareOnly(const Triple& moments, const float* mean, const float* variance, size_t width, float* dissimilarity) {
  Compare<false>(moments, mean, variance, width, dissimilarity, {});
}

void CompareWithSlopes(const Triple& moments, const float* mean, const float* variance, size_t width,
                       float* dissimilarity, const Triple& slopes) {
  Compare<true>(moments, mean, variance, width, dissimilarity, slopes);
}

void WeighSlopes(const TripleTaps& rows, size_t width, const Triple& out) {
  WeighColumns(rows.mean, width, out.mean + kReach);
  WeighColumns(rows.square, width, out.square + kReach);
  WeighColumns(rows.product, width, out.product + kReach);
}

// `difference` may be `gradient`.
void Combine(const Triple& slopes, const float* difference, const float* HWY_RESTRICT reference, float factor,
             size_t width, float* gradient) {
  const float* HWY_RESTRICT means = slopes.mean;
  const float* HWY_RESTRICT squares = slopes.square;
  const float* HWY_RESTRICT products = slopes.product;
  MOTE_VECTOR_LOOP
  for (size_t x = 0; x < width; ++x) {
    gradient[x] = factor * (WeighAround(means, x) + difference[x] * WeighAround(squares, x) +
                            reference[x] * WeighAround(products, x));
  }
}

// In sixteen lanes, so that the order of the additions is the same on every machine.
double Sum(const float* HWY_RESTRICT row, size_t width) {
  constexpr size_t kLanes = 16;
  float lanes[kLanes] = {};
  size_t x = 0;
  for (; x + kLanes <= width; x += kLanes) {
    for (size_t i = 0; i < kLanes; ++i) lanes[i] += row[x + i];
  }
  double sum = 0.0;
  for (const float lane : lanes) sum += static_cast<double>(lane);
  for (; x < width; ++x) sum += static_cast<double>(row[x]);
  return sum;
}

}  // namespace mote::neural::refinement::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mote::neural::refinement {

HWY_EXPORT(WeighColumns);
HWY_EXPORT(WeighRow);
HWY_EXPORT(WeighMoments);
HWY_EXPORT(CompareOnly);
HWY_EXPORT(CompareWithSlopes);
HWY_EXPORT(WeighSlopes);
HWY_EXPORT(Combine);
HWY_EXPORT(Sum);

namespace {

// Where a mirror at the edges of 0..count - 1 shows `index`.
uint32_t Mirrored(int64_t index, uint32_t count) {
  while (index < 0 || index >= count) index = index < 0 ? -1 - index : 2 * int64_t{count} - 1 - index;
  return static_cast<uint32_t>(index);
}

// Fills the kReach samples before and behind those of a padded row.
template <typename Number>
void MirrorEnds(Number* padded, uint32_t width) {
  Number* row = padded + kReach;
  for (uint32_t i = 1; i <= kReach; ++i) {
    row[-static_cast<int64_t>(i)] = row[Mirrored(-static_cast<int64_t>(i), width)];
    row[width - 1 + i] = row[Mirrored(int64_t{width} - 1 + i, width)];
  }
}

TapRows RowsAround(const Planes& plane, uint32_t which, uint32_t y) {
  TapRows rows;
  for (uint32_t i = 0; i < kTaps; ++i) {
    rows[i] = plane.row(which, Mirrored(int64_t{y} + i - kReach, plane.size.height));
  }
  return rows;
}

// Memory for three rows of `length` samples.
class TripleRows {
 public:
  explicit TripleRows(size_t length) : length_(length), samples_(3 * length) {}
  [[nodiscard]] Triple get() { return {samples_.data(), samples_.data() + length_, samples_.data() + 2 * length_}; }
  void MirrorAllEnds(uint32_t width) {
    for (size_t i = 0; i < 3; ++i) MirrorEnds(samples_.data() + i * length_, width);
  }

 private:
  size_t length_;
  std::vector<float> samples_;
};

}  // namespace

Planes Blurred(const Planes& planes) {
  Planes result(planes.size, planes.count);
  const uint32_t width = planes.size.width;
  std::vector<float> padded(width + 2 * kReach);
  for (uint32_t plane = 0; plane < planes.count; ++plane) {
    for (uint32_t y = 0; y < planes.size.height; ++y) {
      HWY_DYNAMIC_DISPATCH(WeighColumns)(RowsAround(planes, plane, y), width, padded.data() + kReach);
      MirrorEnds(padded.data(), width);
      HWY_DYNAMIC_DISPATCH(WeighRow)(padded.data(), width, result.row(plane, y));
    }
  }
  return result;
}

// In double precision, for variances are small differences of large numbers.
SimilarityReference::SimilarityReference(Planes plane)
    : plane_(std::move(plane)), mean_(plane_.size, 1), variance_(plane_.size, 1) {
  assert(plane_.count == 1);
  constexpr std::array<double, kTaps> kWeights = {1.0 / 9.0, 2.0 / 9.0, 3.0 / 9.0, 2.0 / 9.0, 1.0 / 9.0};
  const uint32_t width = plane_.size.width;
  std::vector<double> values(width + 2 * kReach), squares(width + 2 * kReach);
  for (uint32_t y = 0; y < plane_.size.height; ++y) {
    std::fill(values.begin(), values.end(), 0.0);
    std::fill(squares.begin(), squares.end(), 0.0);
    const TapRows rows = RowsAround(plane_, 0, y);
    for (uint32_t i = 0; i < kTaps; ++i) {
      for (uint32_t x = 0; x < width; ++x) {
        const double value = static_cast<double>(rows[i][x]);
        values[x + kReach] += kWeights[i] * value;
        squares[x + kReach] += kWeights[i] * value * value;
      }
    }
    MirrorEnds(values.data(), width);
    MirrorEnds(squares.data(), width);
    for (uint32_t x = 0; x < width; ++x) {
      double mean = 0.0, square = 0.0;
      for (uint32_t i = 0; i < kTaps; ++i) {
        mean += kWeights[i] * values[x + i];
        square += kWeights[i] * squares[x + i];
      }
      mean_.row(0, y)[x] = static_cast<float>(mean);
      variance_.row(0, y)[x] = static_cast<float>(square - mean * mean);
    }
  }
}

// Down the rows once: row y is compared, and then row y - kReach has all the slopes that its gradient needs. Rows of
// the difference above that one are used no more, which is why `gradient` may overwrite it.
template <bool kGradient>
double SimilarityReference::Walk(const Planes& difference, float* gradient, double factor) const {
  assert(difference.size == plane_.size && difference.count == 1);
  const auto [width, height] = plane_.size;
  const double pixels = static_cast<double>(plane_.size.pixels());
  // The blur of the slopes has its own 1 / 81.
  const auto slope_factor = static_cast<float>(factor / pixels * static_cast<double>(kBlurScale));
  TripleRows moments(width + 2 * kReach), slope_sums(width + 2 * kReach);
  std::vector<TripleRows> slopes(kGradient ? kTaps : 0, TripleRows(width));
  std::vector<float> dissimilarity(width);
  double total = 0.0;
  for (uint32_t y = 0; y < height + (kGradient ? kReach : 0); ++y) {
    if (y < height) {
      HWY_DYNAMIC_DISPATCH(WeighMoments)
      (RowsAround(difference, 0, y), RowsAround(plane_, 0, y), width, moments.get());
      moments.MirrorAllEnds(width);
      if constexpr (kGradient) {
        HWY_DYNAMIC_DISPATCH(CompareWithSlopes)
        (moments.get(), mean_.row(0, y), variance_.row(0, y), width, dissimilarity.data(), slopes[y % kTaps].get());
      } else {
        HWY_DYNAMIC_DISPATCH(CompareOnly)
        (moments.get(), mean_.row(0, y), variance_.row(0, y), width, dissimilarity.data());
      }
      total += HWY_DYNAMIC_DISPATCH(Sum)(dissimilarity.data(), width);
    }
    if constexpr (kGradient) {
      if (y < kReach) continue;
      const uint32_t done = y - kReach;
      TripleTaps around;
      for (uint32_t i = 0; i < kTaps; ++i) {
        const Triple row = slopes[Mirrored(int64_t{done} + i - kReach, height) % kTaps].get();
        around.mean[i] = row.mean;
        around.square[i] = row.square;
        around.product[i] = row.product;
      }
      HWY_DYNAMIC_DISPATCH(WeighSlopes)(around, width, slope_sums.get());
      slope_sums.MirrorAllEnds(width);
      HWY_DYNAMIC_DISPATCH(Combine)
      (slope_sums.get(), difference.row(0, done), plane_.row(0, done), slope_factor, width,
       gradient + size_t{done} * width);
    }
  }
  return total / pixels;
}

double SimilarityReference::Dissimilarity(const Planes& difference) const {
  return Walk<false>(difference, nullptr, 0.0);
}

double SimilarityReference::DissimilarityAndGradient(Planes& difference, double factor) const {
  return Walk<true>(difference, difference.samples.data(), factor);
}

}  // namespace mote::neural::refinement
#endif

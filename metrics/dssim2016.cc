#include "metrics/dssim2016.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "metrics/lab_plane.h"
#include "metrics/streaming_blur.h"

namespace mote {
namespace {

constexpr std::array<double, 4> kScaleWeights = {0.0448, 0.2856, 0.3001, 0.2363};
constexpr std::array<std::pair<LabChannel, double>, 3> kChannelWeights = {
    {{LabChannel::kLightness, 1.0}, {LabChannel::kGreenRed, 0.95}, {LabChannel::kBlueYellow, 0.95}}};
constexpr uint32_t kLeastSide = 8;          // pixels, of the half of a scale that counts
constexpr double kLeastSimilarity = 0.001;  // see the header
constexpr double kLuminanceFloor = 0.0001;  // SSIM's C1 = 0.01^2
constexpr double kContrastFloor = 0.0009;   // SSIM's C2 = 0.03^2

FloatPlane Blurred(const FloatPlane& plane) {
  FloatPlane result(plane.size);
  StreamingBlur blur(plane.size);
  for (uint32_t y = 0; y < plane.size.height + StreamingBlur::kDelay; ++y) {
    if (y < plane.size.height) std::copy_n(plane.row(y), plane.size.width, blur.input());
    if (const double* row = blur.Advance()) {
      std::transform(row, row + plane.size.width, result.row(y - StreamingBlur::kDelay),
                     [](double value) { return static_cast<float>(value); });
    }
  }
  return result;
}

// The mean of SSIM over the pixels of two planes of one size.
double MeanSimilarity(const FloatPlane& reference, const FloatPlane& test) {
  const Size size = reference.size;
  StreamingBlur blur_x(size), blur_y(size), blur_xx(size), blur_yy(size), blur_xy(size);
  double total = 0.0;
  for (uint32_t row = 0; row < size.height + StreamingBlur::kDelay; ++row) {
    if (row < size.height) {
      const float* x = reference.row(row);
      const float* y = test.row(row);
      std::copy_n(x, size.width, blur_x.input());
      std::copy_n(y, size.width, blur_y.input());
      double* xx = blur_xx.input();
      double* yy = blur_yy.input();
      double* xy = blur_xy.input();
      for (uint32_t i = 0; i < size.width; ++i) {
        xx[i] = double{x[i]} * x[i];
        yy[i] = double{y[i]} * y[i];
        xy[i] = double{x[i]} * y[i];
      }
    }
    const double* mean_x = blur_x.Advance();
    const double* mean_y = blur_y.Advance();
    const double* mean_xx = blur_xx.Advance();
    const double* mean_yy = blur_yy.Advance();
    const double* mean_xy = blur_xy.Advance();
    if (mean_x == nullptr) continue;
    double row_total = 0.0;
    for (uint32_t i = 0; i < size.width; ++i) {
      const double squares = mean_x[i] * mean_x[i] + mean_y[i] * mean_y[i];
      const double product = mean_x[i] * mean_y[i];
      const double variances = mean_xx[i] + mean_yy[i] - squares;
      const double covariance = mean_xy[i] - product;
      row_total += (2.0 * product + kLuminanceFloor) * (2.0 * covariance + kContrastFloor) /
                   ((squares + kLuminanceFloor) * (variances + kContrastFloor));
    }
    total += row_total;
  }
  return total / static_cast<double>(size.pixels());
}

bool HalfIsLargeEnough(Size size) {
  const Size half = HalvedSize(size);
  return half.width >= kLeastSide && half.height >= kLeastSide;
}

}  // namespace

double Dssim2016(PlaneView<const uint8_t> reference, PlaneView<const uint8_t> test) {
  assert(reference.size == test.size && reference.channels == test.channels);
  assert(reference.channels == 3 || reference.channels == 4);
  const bool first_scale_only = !HalfIsLargeEnough(reference.size);
  double weighted_sum = 0.0;
  double weight_sum = 0.0;
  for (const auto& [channel, channel_weight] : kChannelWeights) {
    FloatPlane reference_plane = MakeLabPlane(reference, channel);
    FloatPlane test_plane = MakeLabPlane(test, channel);
    for (size_t scale = 0; scale < kScaleWeights.size(); ++scale) {
      if (!first_scale_only && !HalfIsLargeEnough(reference_plane.size)) break;
      const double similarity = channel == LabChannel::kLightness
                                    ? MeanSimilarity(reference_plane, test_plane)
                                    : MeanSimilarity(Blurred(reference_plane), Blurred(test_plane));
      weighted_sum += channel_weight * kScaleWeights[scale] * similarity;
      weight_sum += channel_weight * kScaleWeights[scale];
      if (first_scale_only) break;
      if (scale + 1 < kScaleWeights.size()) {
        reference_plane = HalvePlane(reference_plane);
        test_plane = HalvePlane(test_plane);
      }
    }
  }
  return 1.0 / std::clamp(weighted_sum / weight_sum, kLeastSimilarity, 1.0) - 1.0;
}

}  // namespace mote

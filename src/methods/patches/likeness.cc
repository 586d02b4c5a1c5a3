#include "methods/patches/likeness.h"

#include <algorithm>

#include "colour/ycbcr.h"
#include "resample/lanczos.h"

namespace mote::patches {
namespace {

constexpr uint32_t kWindow = 8;         // samples along a window's side
constexpr uint32_t kStep = 4;           // from one window to the next
constexpr double kC1 = 6.5025;          // (0.01 x 255)^2
constexpr double kC2 = 58.5225;         // (0.03 x 255)^2
constexpr double kChromaWeight = 0.75;  // of Cb and of Cr, to Y's 1

Size Halved(Size size) { return {(size.width + 1) / 2, (size.height + 1) / 2}; }

Image Halve(const Image& source) {
  Image result(Halved(source.size()), source.channels());
  const uint32_t channels = source.channels();
  for (uint32_t y = 0; y < result.size().height; ++y) {
    const uint8_t* upper = source.view().row(2 * y);
    const uint8_t* lower = source.view().row(std::min(2 * y + 1, source.size().height - 1));
    uint8_t* out = result.view().row(y);
    for (uint32_t x = 0; x < result.size().width; ++x) {
      const uint32_t left = 2 * x * channels, right = std::min(2 * x + 1, source.size().width - 1) * channels;
      for (uint32_t c = 0; c < channels; ++c) {
        out[x * channels + c] =
            static_cast<uint8_t>((upper[left + c] + upper[right + c] + lower[left + c] + lower[right + c] + 2) >> 2);
      }
    }
  }
  return result;
}

// Mean similarity of one component over all windows.
double SimilarityOf(const Image& a, const Image& b, uint32_t component) {
  const Size size = a.size();
  const uint32_t width = std::min(kWindow, size.width), height = std::min(kWindow, size.height);
  double total = 0;
  uint64_t windows = 0;
  for (uint32_t y = 0; y + height <= size.height; y += kStep) {
    for (uint32_t x = 0; x + width <= size.width; x += kStep) {
      uint32_t sum_a = 0, sum_b = 0, squares_a = 0, squares_b = 0, products = 0;
      for (uint32_t row = y; row < y + height; ++row) {
        const uint8_t* row_a = a.view().row(row) + x * 3 + component;
        const uint8_t* row_b = b.view().row(row) + x * 3 + component;
        for (uint32_t i = 0; i < width; ++i) {
          const uint32_t value_a = row_a[3 * i], value_b = row_b[3 * i];
          sum_a += value_a;
          sum_b += value_b;
          squares_a += value_a * value_a;
          squares_b += value_b * value_b;
          products += value_a * value_b;
        }
      }
      const double count = width * height;
      const double mean_a = sum_a / count, mean_b = sum_b / count;
      const double variance_a = squares_a / count - mean_a * mean_a, variance_b = squares_b / count - mean_b * mean_b;
      const double covariance = products / count - mean_a * mean_b;
      total += (2 * mean_a * mean_b + kC1) * (2 * covariance + kC2) /
               ((mean_a * mean_a + mean_b * mean_b + kC1) * (variance_a + variance_b + kC2));
      ++windows;
    }
  }
  return total / static_cast<double>(windows);
}

}  // namespace

Likeness::Likeness(PlaneView<const uint8_t> rgb) : size_(rgb.size) {
  const uint64_t long_side = std::max(size_.width, size_.height);
  if (long_side > kLongestSide) {
    size_.width = std::max<uint32_t>(1, static_cast<uint32_t>(uint64_t{size_.width} * kLongestSide / long_side));
    size_.height = std::max<uint32_t>(1, static_cast<uint32_t>(uint64_t{size_.height} * kLongestSide / long_side));
  }
  picture_ = MakePyramid(rgb, size_);
}

Likeness::Pyramid Likeness::MakePyramid(PlaneView<const uint8_t> rgb, Size size) {
  const Image resized = ResizeLanczos(rgb, size);
  Image colours(size, 3);
  for (uint32_t y = 0; y < size.height; ++y) {
    const uint8_t* in = resized.view().row(y);
    uint8_t* out = colours.view().row(y);
    for (uint32_t x = 0; x < size.width; ++x, in += 3, out += 3) {
      const Ycbcr colour = ToYcbcr({in[0], in[1], in[2]});
      out[0] = colour.y;
      out[1] = colour.cb;
      out[2] = colour.cr;
    }
  }
  Pyramid pyramid;
  pyramid.push_back(std::move(colours));
  while (pyramid.size() < kScales) pyramid.push_back(Halve(pyramid.back()));
  return pyramid;
}

double Likeness::Of(PlaneView<const uint8_t> raster) const {
  const Pyramid other = MakePyramid(raster, size_);
  // The scales' weights are those of the published challenge's score; chrominance starts one scale further down, as
  // there.
  constexpr std::array<double, kScales> kScaleWeights{0.0448, 0.2856, 0.3001, 0.2363};
  double total = 0, weights = 0;
  for (uint32_t scale = 0; scale < kScales; ++scale) {
    total += kScaleWeights[scale] * SimilarityOf(picture_[scale], other[scale], 0);
    weights += kScaleWeights[scale];
    if (scale == 0) continue;
    for (uint32_t component = 1; component < 3; ++component) {
      total += kChromaWeight * kScaleWeights[scale - 1] * SimilarityOf(picture_[scale], other[scale], component);
      weights += kChromaWeight * kScaleWeights[scale - 1];
    }
  }
  return total / weights;
}

}  // namespace mote::patches

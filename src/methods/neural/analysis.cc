#include "methods/neural/analysis.h"

#include <array>
#include <utility>
#include <vector>

#include "base/crew.h"

namespace mote::neural {
namespace {

constexpr uint32_t kSquare = 4;  // pixels along each axis that become channels of one position

// A weighted sum of 8-bit samples (weights in 2^-16) in units of 1/kRasterUnit.
int16_t Component(const uint8_t* rgb, int64_t red, int64_t green, int64_t blue) {
  const int64_t sum = (red * rgb[0] + green * rgb[1] + blue * rgb[2]) * kRasterUnit / 255;
  return static_cast<int16_t>((sum + (1 << 15)) >> 16);
}

// BT.601 full range as in JPEG (ITU-T T.871), luma less one half; each square of pixels at one position, channel 16 m +
// 4 dy + dx.
Tensor Squares(PlaneView<const uint8_t> raster) {
  Tensor squares({raster.size.width / kSquare, raster.size.height / kSquare}, kRasterComponents * kSquare * kSquare);
  for (uint32_t y = 0; y < raster.size.height; ++y) {
    for (uint32_t x = 0; x < raster.size.width; ++x) {
      const uint8_t* rgb = raster.row(y) + size_t{3} * x;
      int16_t* target = squares.at(x / kSquare, y / kSquare) + kSquare * (y % kSquare) + x % kSquare;
      target[0] = static_cast<int16_t>(Component(rgb, 19595, 38470, 7471) - kRasterUnit / 2);
      target[kSquare * kSquare] = Component(rgb, -11058, -21710, 32768);
      target[2 * kSquare * kSquare] = Component(rgb, 32768, -27439, -5329);
    }
  }
  return squares;
}

// The linear transform's inputs at a position: 256 m + 16 dy + dx.
void GatherBlock(const Tensor& squares, uint32_t x, uint32_t y, int16_t* block) {
  constexpr uint32_t kSquaresAlong = kStride / kSquare;
  for (uint32_t m = 0; m < kRasterComponents; ++m) {
    for (uint32_t dy = 0; dy < kStride; ++dy) {
      for (uint32_t dx = 0; dx < kStride; ++dx) {
        const int16_t* square = squares.at(x * kSquaresAlong + dx / kSquare, y * kSquaresAlong + dy / kSquare);
        block[(m * kStride + dy) * kStride + dx] =
            square[kSquare * kSquare * m + kSquare * (dy % kSquare) + dx % kSquare];
      }
    }
  }
}

}  // namespace

Tensor Analyse(const Analysis& analysis, PlaneView<const uint8_t> raster) {
  Tensor squares = Squares(raster);
  const Size positions{raster.size.width / kStride, raster.size.height / kStride};
  Tensor linear(positions, analysis.linear.outputs);
  const uint32_t block = 2 * analysis.linear.input_pairs();
  ShareTurns(positions.height, [&](uint32_t y) {
    std::vector<int16_t> blocks(size_t{block} * positions.width);
    for (uint32_t x = 0; x < positions.width; ++x) GatherBlock(squares, x, y, blocks.data() + size_t{x} * block);
    Dense(analysis.linear, positions.width, {blocks.data(), block}, nullptr, {linear.at(0, y), linear.step()});
  });
  Tensor features = std::move(squares);
  for (const Analysis::Step& step : analysis.steps) {
    Tensor next({features.size().width / step.stride, features.size().height / step.stride}, step.layer.outputs);
    Convolve(step.layer, features, step.stride, nullptr, next);
    Tensor active(next.size(), step.layer.outputs);
    Leaky(next, active);
    Tensor hidden(next.size(), step.residual.first.outputs);
    Convolve(step.residual.first, active, 1, nullptr, hidden);
    Leaky(hidden, hidden);
    Convolve(step.residual.second, hidden, 1, &next, next);
    Leaky(next, next);
    features = std::move(next);
  }
  Convolve(analysis.last, features, 1, &linear, linear);
  return linear;
}

}  // namespace mote::neural

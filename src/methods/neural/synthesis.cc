#include "methods/neural/synthesis.h"

#include <algorithm>
#include <vector>

#include "base/crew.h"

namespace mote::neural {
namespace {

constexpr int kDequantiseShift = 11;
constexpr int32_t kLevelPlaneUnit = 512;

int32_t RoundShift(int32_t value, int shift) { return (value + (1 << (shift - 1))) >> shift; }

int16_t ClampActivation(int32_t value) {
  return static_cast<int16_t>(std::clamp(value, -kActivationMax, kActivationMax));
}

// Latents in the transform's units, and a plane of the level.
Tensor Dequantise(const Network& network, const Tensor& latents, uint8_t level) {
  const std::vector<int32_t> steps = StepsAt(network, level);
  const auto level_value = static_cast<int16_t>((kLevelPlaneUnit * level + 127) / 255);
  Tensor values(latents.size(), network.channels + 1);
  for (uint32_t y = 0; y < latents.size().height; ++y) {
    for (uint32_t x = 0; x < latents.size().width; ++x) {
      const int16_t* source = latents.at(x, y);
      int16_t* target = values.at(x, y);
      for (uint32_t channel = 0; channel < network.channels; ++channel) {
        target[channel] = ClampActivation(RoundShift(source[channel] * steps[channel], kDequantiseShift));
      }
      target[network.channels] = level_value;
    }
  }
  return values;
}

// The raster at half its size: the four pixels of a 2x2 square are channels 4 component + 2 dy + dx.
Tensor LinearInverse(const Network& network, const Tensor& values) {
  const Layer& linear = network.synthesis.linear;
  Tensor raster({values.size().width * kStride / 2, values.size().height * kStride / 2}, 4 * kRasterComponents);
  const uint32_t block = linear.output_blocks() * kOutputBlock;
  // The level's plane comes after the channels; `linear` takes it for the filling of a pair, with a weight of 0.
  ShareTurns(values.size().height, [&](uint32_t y) {
    std::vector<int16_t> blocks(size_t{block} * values.size().width);
    Dense(linear, values.size().width, {values.at(0, y), values.step()}, nullptr, {blocks.data(), block});
    for (uint32_t x = 0; x < values.size().width; ++x) {
      const int16_t* sample = blocks.data() + size_t{x} * block;
      for (uint32_t component = 0; component < kRasterComponents; ++component) {
        for (uint32_t dy = 0; dy < kStride; ++dy) {
          for (uint32_t dx = 0; dx < kStride; ++dx) {
            raster.at((x * kStride + dx) / 2, (y * kStride + dy) / 2)[4 * component + 2 * (dy % 2) + dx % 2] =
                *sample++;
          }
        }
      }
    }
  });
  return raster;
}

void ApplyResiduals(const std::vector<Residual>& residuals, Tensor& features) {
  for (const Residual& residual : residuals) {
    Tensor active(features.size(), residual.first.inputs);
    Leaky(features, active);
    Tensor hidden(features.size(), residual.first.outputs);
    Convolve(residual.first, active, 1, nullptr, hidden);
    Leaky(hidden, hidden);
    Convolve(residual.second, hidden, 1, &features, features);
  }
}

Tensor Climb(const Layer& layer, Tensor features) {
  Leaky(features, features);
  Tensor larger({features.size().width * 2, features.size().height * 2}, layer.outputs / 4);
  ConvolveShuffled(layer, features, larger);
  return larger;
}

uint8_t ToByte(int32_t value) { return static_cast<uint8_t>(std::clamp(RoundShift(value * 255, 12), 0, 255)); }

// BT.601 full range as in JPEG (ITU-T T.871), luma less one half.
void ToRgb(int32_t y, int32_t cb, int32_t cr, uint8_t* rgb) {
  const int32_t luma = y + kRasterUnit / 2;
  rgb[0] = ToByte(luma + RoundShift(22970 * cr, 14));
  rgb[1] = ToByte(luma + RoundShift(-5638 * cb - 11700 * cr, 14));
  rgb[2] = ToByte(luma + RoundShift(29032 * cb, 14));
}

Image JoinPixels(const Tensor& raster, const Tensor& detail) {
  Image image({raster.size().width * 2, raster.size().height * 2}, kRasterComponents);
  const PlaneView<uint8_t> view = image.view();
  for (uint32_t y = 0; y < raster.size().height; ++y) {
    for (uint32_t x = 0; x < raster.size().width; ++x) {
      const int16_t* base = raster.at(x, y);
      const int16_t* added = detail.at(x, y);
      for (uint32_t pixel = 0; pixel < 4; ++pixel) {
        const auto component = [&](uint32_t m) { return ClampActivation(base[4 * m + pixel] + added[4 * m + pixel]); };
        uint8_t* rgb = view.row(2 * y + pixel / 2) + size_t{3} * (2 * x + pixel % 2);
        ToRgb(component(0), component(1), component(2), rgb);
      }
    }
  }
  return image;
}

}  // namespace

Image Synthesise(const Network& network, const Tensor& latents, uint8_t level) {
  const Synthesis& synthesis = network.synthesis;
  const Tensor values = Dequantise(network, latents, level);
  const Tensor raster = LinearInverse(network, values);
  Tensor features(values.size(), synthesis.first.outputs);
  Convolve(synthesis.first, values, 1, nullptr, features);
  ApplyResiduals(synthesis.residuals, features);
  for (size_t i = 0; i < synthesis.stages.size(); ++i) {
    features = Climb(synthesis.stages[i].climb, std::move(features));
    if (i + 1 == synthesis.stages.size()) Convolve(synthesis.join, raster, 1, &features, features);
    ApplyResiduals(synthesis.stages[i].residuals, features);
  }
  Leaky(features, features);
  Tensor detail(features.size(), 4 * kRasterComponents);
  Convolve(synthesis.head, features, 1, nullptr, detail);
  return JoinPixels(raster, detail);
}

}  // namespace mote::neural

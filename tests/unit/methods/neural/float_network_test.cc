// The float twins of the synthesis and the context model: near the integer decoder's, and gradients that finite
// differences confirm.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "methods/neural/context.h"
#include "methods/neural/network.h"
#include "methods/neural/refinement/float_context.h"
#include "methods/neural/refinement/float_synthesis.h"
#include "methods/neural/synthesis.h"
#include "tests/unit/methods/neural/refinement/tensor_numbers.h"

namespace mote::neural::refinement {
namespace {

constexpr Size kPositions{5, 4};
constexpr uint8_t kLevel = 130;

// Latents as a picture's: large in the first channels, small in the last.
FloatTensor RandomLatents(uint32_t seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  FloatTensor latents(kPositions, TheNetwork().channels);
  uint32_t index = 0;
  ForEachNumber(latents, [&](float& value) {
    value = std::round(normal(random) * 200.0f / (1.0f + 0.2f * static_cast<float>(index++ % TheNetwork().channels)));
  });
  return latents;
}

FloatTensor Moved(FloatTensor from, const FloatTensor& direction, float by) {
  const std::vector<float> numbers = NumbersOf(direction);
  size_t index = 0;
  ForEachNumber(from, [&](float& value) { value += by * numbers[index++]; });
  return from;
}

TEST(FloatSynthesis, IsTheDecodersButForItsRoundings) {
  const FloatTensor latents = RandomLatents(1);
  Tensor integers(kPositions, TheNetwork().channels);
  for (uint32_t y = 0; y < kPositions.height; ++y) {
    for (uint32_t x = 0; x < kPositions.width; ++x) {
      for (uint32_t channel = 0; channel < TheNetwork().channels; ++channel) {
        integers.at(x, y)[channel] = static_cast<int16_t>(latents.at(x, y)[channel]);
      }
    }
  }
  const Image decoded = Synthesise(TheNetwork(), integers, kLevel);
  FloatSynthesis::Trace trace;
  const FloatTensor raster = FloatSynthesis(TheNetwork()).Forward(latents, kLevel, trace);
  double worst = 0, sum = 0;
  for (uint32_t y = 0; y < decoded.size().height; ++y) {
    for (uint32_t x = 0; x < decoded.size().width; ++x) {
      const float* half = raster.at(x / 2, y / 2) + 2 * (y % 2) + x % 2;
      const float green = (half[0] - 0.344136f * half[4] - 0.714136f * half[8]) / kRasterUnit + 0.5f;
      const double error = std::abs(255 * std::clamp(green, 0.0f, 1.0f) - decoded.view().row(y)[size_t{3} * x + 1]);
      worst = std::max(worst, error);
      sum += error;
    }
  }
  EXPECT_LT(worst, 3.0);
  EXPECT_LT(sum / static_cast<double>(decoded.size().pixels()), 0.5);
}

TEST(FloatSynthesis, GradientAgreesWithDifferences) {
  const FloatSynthesis synthesis(TheNetwork());
  const FloatTensor latents = RandomLatents(2);
  FloatSynthesis::Trace trace;
  FloatTensor raster = synthesis.Forward(latents, kLevel, trace);
  FloatTensor weights = RandomTensor(raster.size(), raster.channels(), 3);
  FloatTensor gradient = synthesis.Back(weights, trace);
  for (uint32_t seed = 10; seed < 14; ++seed) {
    FloatTensor direction = RandomTensor(kPositions, TheNetwork().channels, seed);
    // A derivative along one direction alone may be next to nothing: towards the gradient as well.
    direction = Moved(direction, gradient, 4.0f / static_cast<float>(std::sqrt(Inner(gradient, gradient))));
    constexpr float kStep = 0.1f;  // across few kinks
    const double above = Inner(weights, synthesis.Forward(Moved(latents, direction, kStep), kLevel, trace));
    const double below = Inner(weights, synthesis.Forward(Moved(latents, direction, -kStep), kLevel, trace));
    const double expected = (above - below) / (2 * kStep);
    const double scale = std::sqrt(Inner(gradient, gradient));
    EXPECT_NEAR(Inner(direction, gradient), expected, 0.02 * std::abs(expected) + 0.02 * scale);
  }
}

TEST(FloatContext, ExpectsWhatTheDecoderDoes) {
  // The integer model goes through all positions with these latents, whatever it expects.
  class Given : public SymbolCoder {
   public:
    Given(const FloatTensor& latents, const std::vector<FloatContext::GroupTrace>& traces)
        : latents_(latents), traces_(traces) {}
    void Code(const Expectation& expectation, std::span<int16_t> latents) override {
      const float* parameters = traces_[expectation.group].parameters.at(expectation.x, expectation.y);
      for (size_t i = 0; i < latents.size(); ++i) {
        mean_error_ += std::abs(parameters[i] - expectation.means[i]);
        scale_error_ += std::abs(parameters[latents.size() + i] - expectation.raw_scales[i]);
        ++count_;
        latents[i] = static_cast<int16_t>(latents_.at(expectation.x, expectation.y)[expectation.first_channel + i]);
      }
    }
    [[nodiscard]] double mean_error() const { return mean_error_ / count_; }
    [[nodiscard]] double scale_error() const { return scale_error_ / count_; }

   private:
    const FloatTensor& latents_;
    const std::vector<FloatContext::GroupTrace>& traces_;
    double mean_error_ = 0, scale_error_ = 0, count_ = 0;
  };
  const FloatTensor latents = RandomLatents(4);
  const auto traces = FloatContext(TheNetwork()).Forward(latents, kLevel);
  Given given(latents, traces);
  static_cast<void>(CodeLatents(TheNetwork(), kPositions, kLevel, given));
  EXPECT_LT(given.mean_error(), 0.5);
  EXPECT_LT(given.scale_error(), 4.0);  // a quarter of an index
}

TEST(FloatContext, GradientAgreesWithDifferences) {
  const FloatContext context(TheNetwork());
  const FloatTensor latents = RandomLatents(5);
  auto traces = context.Forward(latents, kLevel);
  std::vector<FloatTensor> weights;
  for (const auto& trace : traces) {
    weights.push_back(
        RandomTensor(kPositions, trace.parameters.channels(), 20 + static_cast<uint32_t>(weights.size())));
  }
  FloatTensor gradient = context.Back(weights, traces);
  const auto value = [&](const FloatTensor& at) {
    double sum = 0;
    const auto parameters = context.Forward(at, kLevel);
    for (size_t i = 0; i < weights.size(); ++i) sum += Inner(weights[i], parameters[i].parameters);
    return sum;
  };
  const double length = std::sqrt(Inner(gradient, gradient));
  for (uint32_t seed = 30; seed < 34; ++seed) {
    FloatTensor direction = RandomTensor(kPositions, TheNetwork().channels, seed);
    direction = Moved(direction, gradient, 4.0f / static_cast<float>(length));
    constexpr float kStep = 0.5f;
    const double expected =
        (value(Moved(latents, direction, kStep)) - value(Moved(latents, direction, -kStep))) / (2 * kStep);
    EXPECT_NEAR(Inner(direction, gradient), expected, 0.03 * std::abs(expected) + 0.02 * length);
  }
}

}  // namespace
}  // namespace mote::neural::refinement

#include "methods/neural/refinement/latent_units.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "methods/neural/layer.h"

namespace mote::neural::refinement {
namespace {

constexpr Size kPositions{3, 2};
constexpr uint8_t kLevels[] = {0, 1, 100, 128, 255};

template <typename Function>
void ForEachLatent(Function function) {
  for (uint32_t y = 0; y < kPositions.height; ++y) {
    for (uint32_t x = 0; x < kPositions.width; ++x) {
      for (uint32_t channel = 0; channel < TheNetwork().channels; ++channel) function(x, y, channel);
    }
  }
}

Tensor RandomAnalysed(uint32_t seed) {
  std::mt19937 random(seed);
  Tensor analysed(kPositions, TheNetwork().channels);
  ForEachLatent([&](uint32_t x, uint32_t y, uint32_t channel) {
    analysed.at(x, y)[channel] =
        static_cast<int16_t>(static_cast<int>(random() % (2 * kActivationMax + 1)) - kActivationMax);
  });
  return analysed;
}

TEST(LatentUnits, AreFractionsOfTheLevelsSteps) {
  const Tensor analysed = RandomAnalysed(1);
  for (const uint8_t level : kLevels) {
    const std::vector<int32_t> steps = StepsAt(TheNetwork(), level);
    const FloatTensor targets = ToTargets(TheNetwork(), analysed, level);
    ASSERT_EQ(targets.size(), kPositions);
    ASSERT_EQ(targets.channels(), TheNetwork().channels);
    ForEachLatent([&](uint32_t x, uint32_t y, uint32_t channel) {
      // The analysis puts out 512ths; a step is so many 2^14ths, and 64 units long.
      const double expected = analysed.at(x, y)[channel] / 512.0 / (steps[channel] / 16384.0) * 64;
      ASSERT_NEAR(targets.at(x, y)[channel], expected, 1e-6 * std::abs(expected)) << int{level} << ", " << channel;
    });
  }
}

TEST(LatentUnits, ComeBackExactly) {
  const Tensor analysed = RandomAnalysed(2);
  for (const uint8_t level : kLevels) {
    const Tensor back = ToAnalysed(TheNetwork(), ToTargets(TheNetwork(), analysed, level), level);
    ASSERT_EQ(back.size(), kPositions);
    ForEachLatent([&](uint32_t x, uint32_t y, uint32_t channel) {
      ASSERT_EQ(back.at(x, y)[channel], analysed.at(x, y)[channel]) << int{level} << ", " << channel;
    });
  }
}

TEST(LatentUnits, AreClampedToActivations) {
  for (const uint8_t level : kLevels) {
    FloatTensor targets(kPositions, TheNetwork().channels);
    const auto sign = [](uint32_t x, uint32_t y, uint32_t channel) { return (x + y + channel) % 2 == 0 ? 1 : -1; };
    for (const float magnitude : {1e7f, 1e30f}) {
      ForEachLatent([&](uint32_t x, uint32_t y, uint32_t channel) {
        targets.at(x, y)[channel] = magnitude * static_cast<float>(sign(x, y, channel));
      });
      const Tensor analysed = ToAnalysed(TheNetwork(), targets, level);
      ForEachLatent([&](uint32_t x, uint32_t y, uint32_t channel) {
        ASSERT_EQ(analysed.at(x, y)[channel], sign(x, y, channel) * kActivationMax) << int{level} << ", " << channel;
      });
    }
  }
}

TEST(LatentUnits, WholeLatentsStayWhatTheyAre) {
  const Tensor latents = RandomAnalysed(3);
  const FloatTensor floats = ToFloat(TheNetwork(), latents);
  ForEachLatent([&](uint32_t x, uint32_t y, uint32_t channel) {
    ASSERT_EQ(floats.at(x, y)[channel], static_cast<float>(latents.at(x, y)[channel]));
  });
}

}  // namespace
}  // namespace mote::neural::refinement

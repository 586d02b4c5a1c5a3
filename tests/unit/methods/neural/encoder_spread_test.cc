#include "methods/neural/encoder_spread.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "methods/neural/analysis.h"
#include "methods/neural/encoder_symbols.h"
#include "tests/unit/test_pictures.h"

namespace mote::neural {
namespace {

Tensor AnalysedNoise() { return Analyse(TheAnalysis(), NoisePicture({96, 64}, 3, 5).view()); }

TEST(Spread, IsTheSumOfLogarithms) {
  const Tensor analysed = AnalysedNoise();
  for (const uint8_t level : {0, 100, 255}) {
    const std::vector<int32_t> steps = StepsAt(TheNetwork(), level);
    double sum = 0;
    for (uint32_t y = 0; y < analysed.size().height; ++y) {
      for (uint32_t x = 0; x < analysed.size().width; ++x) {
        for (uint32_t i = 0; i < TheNetwork().channels; ++i) {
          const double latent = analysed.at(x, y)[i] * double{kAnalysedOverStep} / steps[i];
          sum += std::log2(1 + latent * latent) / 2;
        }
      }
    }
    EXPECT_NEAR(Spread(TheNetwork(), analysed).At(level), sum, 1e-9 * sum);
  }
}

// As large as latents can be, in the finest steps.
TEST(Spread, StaysFinite) {
  Tensor analysed({1, 1}, TheNetwork().channels);
  for (uint32_t i = 0; i < TheNetwork().channels; ++i) analysed.at(0, 0)[i] = std::numeric_limits<int16_t>::min();
  EXPECT_TRUE(std::isfinite(Spread(TheNetwork(), analysed).At(kMostLevel)));
}

TEST(Spread, FindsTheFinestLevel) {
  const Tensor analysed = AnalysedNoise();
  Spread spread(TheNetwork(), analysed);
  EXPECT_EQ(spread.FinestWithin(spread.At(kMostLevel)), kMostLevel);
  EXPECT_EQ(spread.FinestWithin(0), 0);
  const int found = spread.FinestWithin(spread.At(123));
  EXPECT_GE(found, 123);
  EXPECT_LE(spread.At(found), spread.At(123));
  EXPECT_GT(spread.At(found + 1), spread.At(123));
}

// What the search relies on: bits over spread are nearly the same at levels nearby.
TEST(Spread, TellsWhatAStreamTakes) {
  const Tensor analysed = AnalysedNoise();
  Spread spread(TheNetwork(), analysed);
  const auto bytes = [&](uint8_t level) {
    return static_cast<double>(WriteLatents(TheNetwork(), analysed, level, 0.03, 1).symbols.size());
  };
  const double expected = bytes(150) * spread.At(170) / spread.At(150);
  EXPECT_NEAR(bytes(170), expected, 0.1 * expected);
}

}  // namespace
}  // namespace mote::neural

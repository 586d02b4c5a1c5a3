#include "methods/neural/refinement/objective.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "metrics/dssim2016.h"
#include "tests/unit/methods/neural/each_target.h"
#include "tests/unit/test_pictures.h"

namespace mote::neural::refinement {
namespace {

constexpr double kErrorWeight = 0.2;

// ---- The pictures of make_objective_expected.py

int Pattern(Size size, uint32_t x, uint32_t y, uint32_t c) {
  const uint32_t phase = (3 * (x * 1024 / size.width) + 2 * (c + 1) * (y * 1024 / size.height)) % 512;
  return static_cast<int>(std::min(phase, 511 - phase));
}

Image DrawReference(Size size) {
  Image picture(size, 3);
  for (uint32_t y = 0; y < size.height; ++y) {
    for (uint32_t x = 0; x < size.width; ++x) {
      for (uint32_t c = 0; c < 3; ++c) {
        const int value = Pattern(size, x, y, c) + static_cast<int>(((x * 7) ^ (y * 5)) % 32) - 16;
        picture.view().row(y)[3 * x + c] = static_cast<uint8_t>(std::clamp(value, 0, 255));
      }
    }
  }
  return picture;
}

// `contrast` 1.061 is the script's, and leads outside 0..1; less stays inside.
Planes DrawRaster(Size size, double contrast = 1.061) {
  Planes raster(size, 3);
  for (uint32_t c = 0; c < 3; ++c) {
    for (uint32_t y = 0; y < size.height; ++y) {
      for (uint32_t x = 0; x < size.width; ++x) {
        const int texture = static_cast<int>((13 * x + 29 * y + 7 * c) % 17) - 8;
        raster.row(c, y)[x] =
            static_cast<float>(Pattern(size, x, y, c) / 255.0 * contrast + (1.0 - contrast) / 2 + texture / 200.0);
      }
    }
  }
  return raster;
}

Planes ToPlanes(PlaneView<const uint8_t> picture) {
  Planes planes(picture.size, 3);
  for (uint32_t c = 0; c < 3; ++c) {
    for (uint32_t y = 0; y < picture.size.height; ++y) {
      for (uint32_t x = 0; x < picture.size.width; ++x) {
        planes.row(c, y)[x] = static_cast<float>(picture.row(y)[3 * x + c]) / 255.0f;
      }
    }
  }
  return planes;
}

double Product(std::span<const float> a, std::span<const float> b) {
  double sum = 0.0;
  for (size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return sum;
}

double Length(std::span<const float> a) { return std::sqrt(Product(a, a)); }

// ---- Against PyTorch

struct Expected {
  Size reference, raster;
  double error_weight;
  double total, length, at_1_7, at_3_7, at_6_7, along_direction;
};

constexpr Expected kExpected[] = {
#include "tests/unit/methods/neural/refinement/objective_expected.inc"
};

TEST(ObjectiveTest, AgreesWithPyTorch) {
  for (const Expected& expected : kExpected) {
    SCOPED_TRACE(std::to_string(expected.reference.width) + "x" + std::to_string(expected.reference.height) + ", " +
                 std::to_string(expected.error_weight));
    const Image reference = DrawReference(expected.reference);
    const Planes raster = DrawRaster(expected.raster);
    const Objective objective(reference.view(), expected.error_weight);
    Planes gradient;
    const Objective::Value value = objective.Evaluate(raster, gradient);
    ASSERT_EQ(gradient.size, raster.size);
    ASSERT_EQ(gradient.samples.size(), raster.samples.size());
    EXPECT_NEAR(value.total, expected.total, 2e-5 * expected.total);
    EXPECT_EQ(value.total, objective.Measure(raster).total);

    const std::span<const float> samples = gradient.samples;
    const double tolerance = 2e-4 * expected.length;
    EXPECT_NEAR(Length(samples), expected.length, tolerance);
    EXPECT_NEAR(static_cast<double>(samples[samples.size() / 7]), expected.at_1_7, 0.05 * tolerance);
    EXPECT_NEAR(static_cast<double>(samples[samples.size() * 3 / 7]), expected.at_3_7, 0.05 * tolerance);
    EXPECT_NEAR(static_cast<double>(samples[samples.size() * 6 / 7]), expected.at_6_7, 0.05 * tolerance);
    std::vector<float> direction(samples.size());
    for (size_t i = 0; i < direction.size(); ++i) direction[i] = static_cast<float>(i * 7919 % 101) / 50.0f - 1.0f;
    EXPECT_NEAR(Product(samples, direction), expected.along_direction, tolerance);
  }
}

// ---- Against finite differences

// In directions of independent samples of variance 1, so that the slope is about the gradient's length.
void ExpectFiniteDifferences(Size reference_size, Size raster_size, double error_weight) {
  SCOPED_TRACE(std::to_string(reference_size.width) + "x" + std::to_string(reference_size.height) + " from " +
               std::to_string(raster_size.width) + "x" + std::to_string(raster_size.height) + ", " +
               std::to_string(error_weight));
  const Image reference = DrawReference(reference_size);
  const Planes raster = DrawRaster(raster_size, 0.6);  // the filter's overshoot stays within 0..1
  const Objective objective(reference.view(), error_weight);
  Planes gradient;
  objective.Evaluate(raster, gradient);
  const double length = Length(gradient.samples);
  ASSERT_GT(length, 0.0);
  std::mt19937 random(11);
  std::normal_distribution<float> normal;
  for (int trial = 0; trial < 4; ++trial) {
    std::vector<float> direction(raster.samples.size());
    for (float& sample : direction) sample = normal(random);
    constexpr float kStep = 1e-3f;
    Planes above = raster, below = raster;
    for (size_t i = 0; i < direction.size(); ++i) {
      above.samples[i] += kStep * direction[i];
      below.samples[i] -= kStep * direction[i];
    }
    const double slope = (objective.Measure(above).total - objective.Measure(below).total) / (2.0 * kStep);
    EXPECT_NEAR(Product(gradient.samples, direction), slope, 0.01 * length);
  }
}

TEST(ObjectiveTest, GradientIsThatOfFiniteDifferences) {
  const Size sizes[][2] = {{{64, 48}, {32, 24}}, {{53, 47}, {21, 29}}, {{40, 36}, {61, 55}},
                           {{17, 90}, {17, 30}}, {{15, 40}, {8, 20}},  {{9, 8}, {5, 4}},
                           {{7, 6}, {7, 6}},     {{3, 2}, {2, 1}},     {{1, 9}, {1, 4}}};
  for (const auto& [reference, raster] : sizes) {
    for (const double error_weight : {0.0, kErrorWeight, 100.0}) {
      ExpectFiniteDifferences(reference, raster, error_weight);
    }
  }
}

TEST(ObjectiveTest, ClampKeepsOnlyWhatLeadsBack) {
  // A grey between the reference's two levels: the left half should go up, the right half down.
  Image reference({32, 32}, 3);
  for (uint32_t y = 0; y < 32; ++y) {
    for (uint32_t x = 0; x < 32 * 3; ++x) reference.view().row(y)[x] = x < 16 * 3 ? 200 : 50;
  }
  constexpr double kErrorAlone = 1e4;  // for all that the other part matters
  const Objective objective(reference.view(), kErrorAlone);
  Planes gradient;
  Planes raster({32, 32}, 3);
  std::fill(raster.samples.begin(), raster.samples.end(), 1.5f);  // as if 1: too high everywhere
  objective.Evaluate(raster, gradient);
  EXPECT_GT(*std::min_element(gradient.samples.begin(), gradient.samples.end()), 0.0f);
  const double root = std::sqrt((55.0 * 55.0 + 205.0 * 205.0) / 2.0 + 1.0);
  const double slope = kErrorAlone * 55.0 / root / (3 * 32 * 32);
  EXPECT_NEAR(static_cast<double>(gradient.row(0, 0)[0]), slope, 0.01 * slope);
  std::fill(raster.samples.begin(), raster.samples.end(), -0.5f);
  objective.Evaluate(raster, gradient);
  EXPECT_LT(*std::max_element(gradient.samples.begin(), gradient.samples.end()), 0.0f);
  // Outside where the reference is the bound itself: no slope, and none that leads farther out.
  for (uint32_t y = 0; y < 32; ++y) std::fill_n(reference.view().row(y), 32 * 3, uint8_t{255});
  std::fill(raster.samples.begin(), raster.samples.end(), 1.2f);
  raster.row(1, 7)[9] = 0.4f;
  const Objective white(reference.view(), kErrorWeight);
  white.Evaluate(raster, gradient);
  EXPECT_LT(gradient.row(1, 7)[9], 0.0f);
  size_t still = 0;
  for (size_t i = 0; i < gradient.samples.size(); ++i) {
    if (raster.samples[i] > 1.0f) {
      EXPECT_GE(gradient.samples[i], 0.0f);
    }
    still += gradient.samples[i] == 0.0f;
  }
  EXPECT_GT(still, gradient.samples.size() / 2);
}

// ---- Against the published score

TEST(ObjectiveTest, DssimIsTheScore) {
  const Size sizes[] = {{1, 1},   {1, 9},   {7, 7},   {8, 8},   {13, 9},    {15, 40},
                        {16, 16}, {17, 31}, {31, 32}, {64, 48}, {129, 257}, {300, 200}};
  for (const Size size : sizes) {
    for (const int coarseness : {5, 24}) {
      SCOPED_TRACE(std::to_string(size.width) + "x" + std::to_string(size.height));
      const Image reference = DrawReference(size);
      Image test = reference;
      for (uint32_t y = 0; y < size.height; ++y) {
        for (uint32_t x = 0; x < 3 * size.width; ++x) {
          uint8_t& sample = test.view().row(y)[x];
          sample = static_cast<uint8_t>(sample / coarseness * coarseness);
        }
      }
      const double score = Dssim2016(reference.view(), test.view());
      const Objective objective(reference.view(), 0.0);
      EXPECT_NEAR(objective.Measure(ToPlanes(test.view())).dssim, score, 1e-4 * score + 1e-7);
    }
  }
}

TEST(ObjectiveTest, TheReferenceItselfScoresNothingAndHasNoGradient) {
  const Image reference = DrawReference({75, 61});
  const Objective objective(reference.view(), kErrorWeight);
  Planes gradient;
  const Objective::Value value = objective.Evaluate(ToPlanes(reference.view()), gradient);
  EXPECT_EQ(value.total, 0.0);
  EXPECT_EQ(Length(gradient.samples), 0.0);
}

TEST(ObjectiveTest, PartsAddUp) {
  const Image reference = DrawReference({64, 48});
  const Planes raster = DrawRaster({32, 24});
  const Objective::Value value = Objective(reference.view(), kErrorWeight).Measure(raster);
  EXPECT_GT(value.dssim, 0.0);
  EXPECT_GT(value.error, 0.0);
  EXPECT_DOUBLE_EQ(value.total, value.dssim + kErrorWeight * value.error);
}

TEST(ObjectiveTest, IsTheSameUnderEveryInstructionSet) {
  const Image reference = DrawReference({131, 77});
  const Planes raster = DrawRaster({60, 41});
  const Objective objective(reference.view(), kErrorWeight);
  Planes expected;
  const Objective::Value value = objective.Evaluate(raster, expected);
  UnderEachTarget([&](const std::string& target) {
    Planes gradient;
    EXPECT_EQ(objective.Evaluate(raster, gradient).total, value.total) << target;
    EXPECT_EQ(gradient.samples, expected.samples) << target;
  });
}

}  // namespace
}  // namespace mote::neural::refinement

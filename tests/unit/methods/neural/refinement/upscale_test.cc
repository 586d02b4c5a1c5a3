#include "methods/neural/refinement/upscale.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

#include "resample/lanczos.h"

namespace mote::neural::refinement {
namespace {

constexpr Size kSizes[][2] = {{{32, 24}, {64, 48}}, {{21, 29}, {53, 47}}, {{61, 55}, {40, 36}}, {{40, 9}, {10, 30}},
                              {{17, 30}, {17, 90}}, {{1, 1}, {5, 7}},     {{9, 5}, {1, 1}},     {{33, 20}, {33, 20}}};

std::string Name(Size from, Size to) {
  return std::to_string(from.width) + "x" + std::to_string(from.height) + " to " + std::to_string(to.width) + "x" +
         std::to_string(to.height);
}

Planes Noise(Size size, uint32_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> uniform(-1.0f, 1.0f);
  Planes planes(size, count);
  for (float& sample : planes.samples) sample = uniform(random);
  return planes;
}

double Product(const Planes& a, const Planes& b) {
  double sum = 0.0;
  for (size_t i = 0; i < a.samples.size(); ++i) {
    sum += static_cast<double>(a.samples[i]) * static_cast<double>(b.samples[i]);
  }
  return sum;
}

TEST(UpscaleTest, IsTheFormatsResamplingButForRounding) {
  for (const auto& [from, to] : kSizes) {
    SCOPED_TRACE(Name(from, to));
    std::mt19937 random(3);
    Image picture(from, 1);
    Planes planes(from, 1);
    for (size_t i = 0; i < planes.samples.size(); ++i) {
      const auto sample = static_cast<uint8_t>(90 + random() % 76);  // no overshoot beyond 0..255
      picture.view().data[i] = sample;
      planes.samples[i] = sample;
    }
    const Image expected = ResizeLanczos(picture.view(), to);
    const Planes result = Upscale(from, to).Apply(planes);
    ASSERT_EQ(result.size, to);
    // Half a level in each of two passes, the first one weighed by at most 1.6 in all.
    for (size_t i = 0; i < result.samples.size(); ++i) {
      ASSERT_NEAR(result.samples[i], static_cast<float>(expected.samples()[i]), 1.31f) << i;
    }
  }
}

TEST(UpscaleTest, AdjointIsTheTranspose) {
  for (const auto& [from, to] : kSizes) {
    SCOPED_TRACE(Name(from, to));
    const Upscale upscale(from, to);
    const Planes input = Noise(from, 3, 1), output = Noise(to, 3, 2);
    const double expected = Product(upscale.Apply(input), output);
    const Planes back = upscale.Adjoint(output);
    ASSERT_EQ(back.size, from);
    EXPECT_NEAR(Product(input, back), expected, 1e-5 * std::sqrt(Product(output, output) * Product(input, input)));
  }
}

}  // namespace
}  // namespace mote::neural::refinement

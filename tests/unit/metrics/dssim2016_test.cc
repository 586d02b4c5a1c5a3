#include "metrics/dssim2016.h"

#include <gtest/gtest.h>

#include <ostream>

#include "base/image.h"

namespace mote {
namespace {

// Draw and Damage are the formulas of make_dssim2016_expected.py.
Image Draw(Size size, uint32_t channels) {
  Image image(size, channels);
  auto view = image.view();
  for (uint32_t y = 0; y < size.height; ++y) {
    for (uint32_t x = 0; x < size.width; ++x) {
      for (uint32_t c = 0; c < channels; ++c) {
        const uint32_t value = (x * x + 2 * y * y * (c + 1)) / 16 + 40 * c + ((x * 7) ^ (y * 5)) % 32;
        view.row(y)[x * channels + c] = static_cast<uint8_t>(value % 256);
      }
    }
  }
  return image;
}

Image Damage(const Image& original, uint32_t strength) {
  Image image = original;
  auto view = image.view();
  for (uint32_t y = 0; y < view.size.height; ++y) {
    for (uint32_t i = 0; i < view.size.width * view.channels; ++i) {
      const uint32_t coarse = view.row(y)[i] / strength * strength;
      const bool right_half = 2 * (i / view.channels) >= view.size.width;
      view.row(y)[i] = static_cast<uint8_t>(right_half ? coarse * 15 / 16 : coarse);
    }
  }
  return image;
}

double Score(const Image& reference, const Image& test) { return Dssim2016(reference.view(), test.view()); }

struct ExpectedScore {
  uint32_t width, height, channels, strength;
  double score;
};
constexpr ExpectedScore kExpectedScores[] = {
#include "dssim2016_expected.inc"
};
void PrintTo(const ExpectedScore& expected, std::ostream* out) {
  *out << expected.width << "x" << expected.height << "x" << expected.channels << " strength " << expected.strength;
}

class DssimExpected : public testing::TestWithParam<ExpectedScore> {};

TEST_P(DssimExpected, AgreesWithTheIndependentProgram) {
  const ExpectedScore& expected = GetParam();
  const Image original = Draw({expected.width, expected.height}, expected.channels);
  EXPECT_NEAR(Score(original, Damage(original, expected.strength)), expected.score, 1e-5 * expected.score + 1e-9);
}
INSTANTIATE_TEST_SUITE_P(, DssimExpected, testing::ValuesIn(kExpectedScores));

TEST(Dssim2016, IsZeroForIdenticalPictures) {
  for (const Size size : {Size{1, 1}, Size{13, 9}, Size{64, 48}, Size{300, 1}}) {
    for (const uint32_t channels : {3u, 4u}) {
      const Image image = Draw(size, channels);
      EXPECT_EQ(Score(image, image), 0.0) << size.width << "x" << size.height << "x" << channels;
    }
  }
}

TEST(Dssim2016, IsTheSameBothWays) {
  const Image original = Draw({70, 50}, 3);
  const Image damaged = Damage(original, 30);
  EXPECT_GT(Score(original, damaged), 0.01);
  EXPECT_NEAR(Score(original, damaged), Score(damaged, original), 1e-12);
}

TEST(Dssim2016, GrowsWithTheDamage) {
  const Image original = Draw({160, 120}, 3);
  double previous = 0.0;
  for (const uint32_t strength : {4u, 16u, 48u, 96u}) {
    const double score = Score(original, Damage(original, strength));
    EXPECT_GT(score, previous) << strength;
    previous = score;
  }
}

TEST(Dssim2016, IgnoresTheColourOfWhatCannotBeSeen) {
  Image red(Size{32, 32}, 4), blue(Size{32, 32}, 4);
  for (uint32_t i = 0; i < 32 * 32; ++i) {
    red.view().data[4 * i] = 255;
    blue.view().data[4 * i + 2] = 255;
  }
  EXPECT_EQ(Score(red, blue), 0.0);
}

TEST(Dssim2016, SeesADifferenceInAlphaWhateverTheColour) {
  for (const uint8_t level : {0, 128, 255}) {
    Image opaque(Size{64, 64}, 4), faint(Size{64, 64}, 4);
    for (uint32_t i = 0; i < 64 * 64 * 4; ++i) {
      opaque.view().data[i] = i % 4 == 3 ? 255 : level;
      faint.view().data[i] = i % 4 == 3 ? 100 : level;
    }
    EXPECT_GT(Score(opaque, faint), 0.05) << int{level};
  }
}

TEST(Dssim2016, OpaqueAlphaChangesNothing) {
  const Image rgb = Draw({40, 30}, 3);
  const Image damaged = Damage(rgb, 20);
  const auto with_alpha = [](const Image& image) {
    Image result(image.size(), 4);
    for (size_t i = 0; i < image.size().pixels(); ++i) {
      for (size_t c = 0; c < 3; ++c) result.view().data[4 * i + c] = image.samples()[3 * i + c];
      result.view().data[4 * i + 3] = 255;
    }
    return result;
  };
  EXPECT_EQ(Score(rgb, damaged), Score(with_alpha(rgb), with_alpha(damaged)));
}

TEST(Dssim2016, ReadsRowsByTheirStride) {
  const Image wide = Draw({50, 20}, 3);
  const Image damaged = Damage(wide, 30);
  const auto crop = [](PlaneView<const uint8_t> view) { return view.size.width = 33, view; };
  Image packed(Size{33, 20}, 3), packed_damaged(Size{33, 20}, 3);
  for (uint32_t y = 0; y < 20; ++y) {
    for (uint32_t i = 0; i < 33 * 3; ++i) {
      packed.view().row(y)[i] = wide.view().row(y)[i];
      packed_damaged.view().row(y)[i] = damaged.view().row(y)[i];
    }
  }
  EXPECT_EQ(Dssim2016(crop(wide.view()), crop(damaged.view())), Score(packed, packed_damaged));
}

TEST(Dssim2016, TheWorstScoreIs999) {
  Image red_then_cyan(Size{48, 48}, 3), cyan_then_red(Size{48, 48}, 3);
  for (uint32_t i = 0; i < 48 * 48 * 3; ++i) {
    const bool is_red_sample = i % 3 == 0;
    const bool is_even_stripe = i / 3 / 8 % 2 == 0;
    const uint8_t sample = is_red_sample == is_even_stripe ? 235 : 20;
    red_then_cyan.view().data[i] = sample;
    cyan_then_red.view().data[i] = static_cast<uint8_t>(255 - sample);
  }
  EXPECT_NEAR(Score(red_then_cyan, cyan_then_red), 999.0, 1e-9);
}

}  // namespace
}  // namespace mote

#include "resample/means.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/test_pictures.h"

namespace mote {
namespace {

// The mean of a rectangle, to nearest (halves up), sample by sample.
uint8_t Mean(PlaneView<const uint8_t> source, uint32_t left, uint32_t top, uint32_t width, uint32_t height,
             uint32_t channel) {
  uint64_t sum = 0, count = 0;
  for (uint32_t y = top; y < std::min(top + height, source.size.height); ++y) {
    for (uint32_t x = left; x < std::min(left + width, source.size.width); ++x, ++count) {
      sum += source.row(y)[size_t{x} * source.channels + channel];
    }
  }
  return static_cast<uint8_t>((2 * sum + count) / (2 * count));
}

TEST(Means, AreThoseOfEveryRectangle) {
  for (const uint32_t channels : {1u, 3u, 4u}) {
    const Image picture = NoisePicture({23, 17}, channels, channels);
    for (const auto& [factor_x, factor_y] : {std::pair{1u, 1u}, {2u, 3u}, {5u, 4u}, {7u, 1u}, {23u, 17u}, {40u, 2u}}) {
      const Image shrunk = ShrinkByMeans(picture.view(), factor_x, factor_y);
      ASSERT_EQ(shrunk.size(), (Size{(23 + factor_x - 1) / factor_x, (17 + factor_y - 1) / factor_y}));
      ASSERT_EQ(shrunk.channels(), channels);
      for (uint32_t y = 0; y < shrunk.size().height; ++y) {
        for (uint32_t x = 0; x < shrunk.size().width; ++x) {
          for (uint32_t c = 0; c < channels; ++c) {
            ASSERT_EQ(shrunk.view().row(y)[x * channels + c],
                      Mean(picture.view(), x * factor_x, y * factor_y, factor_x, factor_y, c))
                << x << "," << y << " by " << factor_x << "x" << factor_y;
          }
        }
      }
    }
  }
}

TEST(Means, KeepToAViewsRows) {
  const Image picture = NoisePicture({20, 10}, 3, 2);
  PlaneView<const uint8_t> inner = picture.view();
  inner.data += 3 * 4 + 2 * inner.stride;
  inner.size = {9, 6};
  const Image shrunk = ShrinkByMeans(inner, 2, 2);
  ASSERT_EQ(shrunk.size(), (Size{5, 3}));
  EXPECT_EQ(shrunk.view().row(2)[3 * 4 + 1], Mean(inner, 8, 4, 2, 2, 1));
}

TEST(Means, OfOneColourAreThatColour) {
  Image picture({300, 200}, 3);
  std::fill_n(picture.view().data, picture.samples().size(), uint8_t{255});
  const Image shrunk = ShrinkByMeans(picture.view(), 300, 200);
  EXPECT_EQ(shrunk.samples(), std::vector<uint8_t>(3, 255));
}

TEST(ReduceByMeans, LeavesWhatIsSmallEnough) {
  const Image picture = NoisePicture({30, 20}, 3, 3);
  EXPECT_TRUE(ReduceByMeans(picture.view(), 600).samples().empty());
  EXPECT_TRUE(ReduceByMeans(picture.view(), 10000).samples().empty());
  EXPECT_FALSE(ReduceByMeans(picture.view(), 599).samples().empty());
}

TEST(ReduceByMeans, GivesFewEnoughPixelsOfTheSameShape) {
  for (const Size size : {Size{1, 1}, Size{2, 1}, Size{300, 200}, Size{200, 300}, Size{1, 4000}, Size{4000, 3}}) {
    const Image picture = NoisePicture(size, 3, size.width);
    for (const uint64_t most : {1u, 2u, 50u, 3000u}) {
      if (size.pixels() <= most) continue;
      const Image reduced = ReduceByMeans(picture.view(), most);
      EXPECT_GE(reduced.size().pixels(), 1u);
      EXPECT_LE(reduced.size().pixels(), most);
    }
  }
}

TEST(ReduceByMeans, KeepsTheShapeAsFarAsWholeFactorsDo) {
  const auto expect_factors = [](Size size, uint64_t most, uint32_t factor_x, uint32_t factor_y) {
    const Image picture = NoisePicture(size, 3, 9);
    const Image reduced = ReduceByMeans(picture.view(), most);
    const Image expected = ShrinkByMeans(picture.view(), factor_x, factor_y);
    EXPECT_EQ(reduced.size(), expected.size());
    EXPECT_EQ(reduced.samples(), expected.samples());
  };
  expect_factors({40, 40}, 400, 2, 2);
  expect_factors({40, 40}, 399, 3, 2);
  expect_factors({300, 200}, 3000, 5, 4);
  expect_factors({200, 300}, 3000, 4, 5);
  expect_factors({800, 20}, 1000, 4, 4);
  expect_factors({4000, 3}, 50, 80, 3);
  expect_factors({3, 4000}, 1, 3, 4000);
}

}  // namespace
}  // namespace mote

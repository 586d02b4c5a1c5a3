#include "colour/ycbcr.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

namespace mote {
namespace {

TEST(YcbcrTest, GreysHaveNoColourAndComeBack) {
  for (int level = 0; level < 256; ++level) {
    const auto grey = static_cast<uint8_t>(level);
    EXPECT_EQ(ToYcbcr({grey, grey, grey}), (Ycbcr{grey, 128, 128}));
    EXPECT_EQ(ToRgb({grey, 128, 128}), (Rgb{grey, grey, grey}));
  }
}

TEST(YcbcrTest, AgreesWithTheRealMatrixToRounding) {
  for (int r = 0; r < 256; r += 15) {
    for (int g = 0; g < 256; g += 15) {
      for (int b = 0; b < 256; b += 15) {
        const Ycbcr colour = ToYcbcr({static_cast<uint8_t>(r), static_cast<uint8_t>(g), static_cast<uint8_t>(b)});
        const double y = 0.299 * r + 0.587 * g + 0.114 * b;
        EXPECT_NEAR(colour.y, y, 0.51);
        EXPECT_NEAR(colour.cb, std::min(255.0, 128 + (b - y) / 1.772), 0.51);
        EXPECT_NEAR(colour.cr, std::min(255.0, 128 + (r - y) / 1.402), 0.51);
      }
    }
  }
}

TEST(YcbcrTest, RoundTripIsWithinTwo) {
  for (int r = 0; r < 256; r += 5) {
    for (int g = 0; g < 256; g += 5) {
      for (int b = 0; b < 256; b += 5) {
        const Rgb before{static_cast<uint8_t>(r), static_cast<uint8_t>(g), static_cast<uint8_t>(b)};
        const Rgb after = ToRgb(ToYcbcr(before));
        EXPECT_LE(std::abs(after.red - before.red), 2);
        EXPECT_LE(std::abs(after.green - before.green), 2);
        EXPECT_LE(std::abs(after.blue - before.blue), 2);
      }
    }
  }
}

}  // namespace
}  // namespace mote

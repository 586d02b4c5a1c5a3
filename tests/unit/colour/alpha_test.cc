#include "colour/alpha.h"

#include <gtest/gtest.h>

#include "tests/unit/test_pictures.h"

namespace mote {
namespace {

TEST(Alpha, CompositesOnWhiteToTheNearestLevel) {
  for (uint32_t alpha = 0; alpha < 256; ++alpha) {
    for (uint32_t level = 0; level < 256; level += 5) {
      const uint8_t pixel[] = {static_cast<uint8_t>(level), 0, 255, static_cast<uint8_t>(alpha)};
      const Image opaque = CompositeOnWhite({pixel, {1, 1}, 4, 4});
      const double expected = (level * alpha + 255.0 * (255 - alpha)) / 255;
      EXPECT_NEAR(opaque.samples()[0], expected, 0.5);
      EXPECT_EQ(opaque.samples()[1], 255 - alpha);
      EXPECT_EQ(opaque.samples()[2], 255);
    }
  }
}

TEST(Alpha, SeesASingleTranslucentPixel) {
  Image picture = NoisePicture({5, 4}, 4, 1);
  for (size_t i = 3; i < picture.samples().size(); i += 4) picture.view().data[i] = 255;
  EXPECT_TRUE(IsOpaque(picture.view()));
  picture.view().data[picture.samples().size() - 1] = 254;
  EXPECT_FALSE(IsOpaque(picture.view()));
}

}  // namespace
}  // namespace mote

#include "methods/neural/geometry.h"

#include <gtest/gtest.h>

namespace mote::neural {
namespace {

TEST(NeuralGeometry, PositionsRunAsThePictureDoes) {
  EXPECT_EQ(PositionsFor({768, 512}, 24), (Size{24, 16}));
  EXPECT_EQ(PositionsFor({512, 768}, 24), (Size{16, 24}));
  EXPECT_EQ(PositionsFor({500, 500}, 7), (Size{7, 7}));
  EXPECT_EQ(PositionsFor({1, 1}, 256), (Size{256, 256}));
  EXPECT_EQ(PositionsFor({1000, 150}, 10), (Size{10, 2}));  // 1.5 rows
  EXPECT_EQ(PositionsFor({1000, 149}, 10), (Size{10, 1}));
  EXPECT_EQ(PositionsFor({1, 65535}, 256), (Size{1, 256}));
  EXPECT_EQ(PositionsFor({65535, 1}, 1), (Size{1, 1}));
  EXPECT_EQ(PositionsFor({65535, 65534}, 256), (Size{256, 256}));
}

// By the definition of "to nearest, halves up": 2 P short - long < 2 S long <= 2 P short + long, but at least 1.
TEST(NeuralGeometry, TheShorterSideIsToNearest) {
  for (const Size size : {Size{3, 7}, Size{100, 33}, Size{65535, 32767}, Size{640, 480}, Size{9, 10}}) {
    const int64_t longer = std::max(size.width, size.height);
    const int64_t shorter = std::min(size.width, size.height);
    for (uint32_t along = 1; along <= kMostLongPositions; ++along) {
      const Size positions = PositionsFor(size, along);
      EXPECT_EQ(std::max(positions.width, positions.height), along);
      const int64_t fewer = std::min(positions.width, positions.height);
      const int64_t exact = 2 * int64_t{along} * shorter;
      EXPECT_LE(2 * fewer * longer, std::max(exact + longer, 2 * longer));
      EXPECT_GT(2 * fewer * longer, exact - longer);
      EXPECT_GE(fewer, 1);
    }
  }
}

TEST(NeuralGeometry, ARasterHasSixteenPixelsAPositionAlongEachAxis) {
  EXPECT_EQ(RasterFor({24, 16}), (Size{384, 256}));
  EXPECT_EQ(RasterFor({1, 256}), (Size{16, 4096}));
}

}  // namespace
}  // namespace mote::neural

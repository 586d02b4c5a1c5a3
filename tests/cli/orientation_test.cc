#include "imageio/orientation.h"

#include <gtest/gtest.h>

#include <vector>

namespace mote::imageio {
namespace {

// Stored as
//   0 1 2
//   3 4 5
// and shown as EXIF 2.32 section 4.6.5 says of tag 0x0112.
TEST(Orientation, PlacesEveryPixel) {
  const std::vector<std::vector<int>> shown = {
      {0, 1, 2, 3, 4, 5}, {2, 1, 0, 5, 4, 3}, {5, 4, 3, 2, 1, 0}, {3, 4, 5, 0, 1, 2},
      {0, 3, 1, 4, 2, 5}, {3, 0, 4, 1, 5, 2}, {5, 2, 4, 1, 3, 0}, {2, 5, 1, 4, 0, 3},
  };
  const Size stored = {3, 2};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const Size expected = orientation >= 5 ? Size{2, 3} : stored;
    EXPECT_EQ(OrientedSize(stored, orientation), expected);
    const Placement placement = PlacementOf(stored, orientation);
    std::vector<int> result(6, -1);
    for (int y = 0; y < 2; ++y) {
      for (int x = 0; x < 3; ++x) result.at(placement.origin + x * placement.step_x + y * placement.step_y) = 3 * y + x;
    }
    EXPECT_EQ(result, shown[orientation - 1]) << "orientation " << orientation;
  }
}

TEST(Orientation, UnknownValuesLeaveThePictureAsItIs) {
  for (const int orientation : {0, 9, -1, 65535}) {
    EXPECT_EQ(OrientedSize({3, 2}, orientation), (Size{3, 2}));
    EXPECT_EQ(PlacementOf({3, 2}, orientation).step_y, 3);
    EXPECT_EQ(PlacementOf({3, 2}, orientation).origin, 0);
  }
}

}  // namespace
}  // namespace mote::imageio

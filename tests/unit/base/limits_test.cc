#include "base/limits.h"

#include <gtest/gtest.h>

namespace mote {
namespace {

TEST(Limits, AcceptsEverySideOfSixteenBits) {
  const Limits limits{.max_pixels = ~uint64_t{0}};
  for (const Size size : {Size{1, 1}, Size{65535, 1}, Size{1, 65535}, Size{65535, 65535}}) {
    EXPECT_TRUE(CheckPictureSize(size, limits).ok()) << size.width << "x" << size.height;
  }
  for (const Size size : {Size{0, 1}, Size{1, 0}, Size{65536, 1}, Size{1, 65536}}) {
    EXPECT_EQ(CheckPictureSize(size, limits).error().code, ErrorCode::kInvalidArgument);
  }
}

TEST(Limits, CountsPixelsWithoutOverflow) {
  EXPECT_TRUE(CheckPictureSize({16384, 16384}, {}).ok());
  const Status status = CheckPictureSize({16384, 16385}, {});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, ErrorCode::kLimitExceeded);
  EXPECT_EQ(status.error().message, "a picture of 16384x16385 has 268451840 pixels, more than the limit of 268435456");
}

}  // namespace
}  // namespace mote

#include "methods/lanczos/thumbnail_search.h"

#include <gtest/gtest.h>

#include "methods/lanczos/layout.h"

namespace mote::lanczos {
namespace {

// Figures of the published program, run over pictures of these sizes (tests/parity runs it over many more).
TEST(ThumbnailSearch, ChoosesWhatThePublishedProgramChooses) {
  EXPECT_EQ(ChooseThumbnail({1, 1}, 4088).value(), (Size{36, 36}));
  EXPECT_EQ(ChooseThumbnail({512, 512}, 4088).value(), (Size{36, 36}));
}

// One thumbnail pixel more a side would not fit, and nothing of this shape lies between.
TEST(ThumbnailSearch, LeavesNoRoomForALargerThumbnailOfTheShape) {
  for (uint32_t side = 50; side < 3000; side += 37) {
    const Size size = ChooseThumbnail({side, side}, 4088).value();
    EXPECT_EQ(size.width, size.height);
    EXPECT_LE(PpmBytes(size), 4088u);
    EXPECT_GT(PpmBytes({size.width + 1, size.height + 1}), 4088u);
  }
}

TEST(ThumbnailSearch, KeepsAPixelOfTheNarrowestPictures) {
  for (const Size original : {Size{1, 5000}, Size{1, 65535}, Size{2, 60000}}) {
    const Size tall = ChooseThumbnail(original, 4088).value();
    EXPECT_EQ(tall.width, 1u);
    EXPECT_LE(PpmBytes(tall), 4088u);
    EXPECT_GT(PpmBytes(tall), 4000u);  // 4088 would fit, but the quirk may stop the search there
    const Size wide = ChooseThumbnail({original.height, original.width}, 4088).value();
    EXPECT_EQ(wide, (Size{tall.height, tall.width}));
  }
}

TEST(ThumbnailSearch, TakesAnExactFitWhenItIsTheFirst) {
  // The PPM of a 1x1358 picture has exactly 4088 bytes, so the first scale is 1.
  ASSERT_EQ(PpmBytes({1, 1358}), 4088u);
  EXPECT_EQ(ChooseThumbnail({1, 1358}, 4088).value(), (Size{1, 1358}));
}

TEST(ThumbnailSearch, NamesTheLeastBudget) {
  EXPECT_EQ(ChooseThumbnail({1000, 800}, 14).value(), (Size{1, 1}));
  for (const uint64_t total : {uint64_t{0}, uint64_t{13}}) {
    const Result<Size> size = ChooseThumbnail({1000, 800}, total);
    ASSERT_FALSE(size.ok());
    EXPECT_EQ(size.error().code, ErrorCode::kBudgetTooSmall);
    EXPECT_NE(size.error().message.find("at least 22 bytes"), std::string::npos) << size.error().message;
  }
}

TEST(ThumbnailSearch, FitsEveryBudget) {
  for (uint64_t total = 14; total < 70000; total = total * 9 / 8 + 1) {
    for (const Size original : {Size{1, 1}, Size{7, 3}, Size{640, 480}, Size{65535, 65535}, Size{65535, 1}}) {
      EXPECT_LE(PpmBytes(ChooseThumbnail(original, total).value()), total);
    }
  }
  EXPECT_LE(PpmBytes(ChooseThumbnail({1, 65535}, ~uint64_t{0}).value()), uint64_t{1} << 26);
}

}  // namespace
}  // namespace mote::lanczos

#include "base/recycled.h"

#include <gtest/gtest.h>

#include <thread>
#include <utility>

namespace mote {
namespace {

constexpr size_t kLarge = 1 << 16;  // floats

// What a vector of `count` floats is given right after one of `freed` let go.
std::pair<const float*, const float*> LetGoAndTaken(size_t freed, size_t count) {
  const float* before = nullptr;
  {
    const RecycledVector<float> vector(freed, 1.0f);
    before = vector.data();
  }
  const RecycledVector<float> vector(count);
  return {before, vector.data()};
}

TEST(RecycledTest, ScopeHandsOutTheSameBlockAgain) {
  const RecyclingScope scope;
  const auto [before, after] = LetGoAndTaken(kLarge, kLarge);
  EXPECT_EQ(before, after);
}

TEST(RecycledTest, NumbersHaveTheValueThatTheyAreGivenOrElseWhatWasThere) {
  const RecyclingScope scope;
  { const RecycledVector<float> ones(kLarge, 1.0f); }
  {
    const RecycledVector<float> unset(kLarge);
    for (const float number : unset) ASSERT_EQ(number, 1.0f);
  }
  const RecycledVector<float> zeros(kLarge, 0.0f);
  for (const float number : zeros) ASSERT_EQ(number, 0.0f);
}

TEST(RecycledTest, OtherSizesGetBlocksOfTheirOwn) {
  const RecyclingScope scope;
  const auto [before, after] = LetGoAndTaken(kLarge, kLarge / 2);
  EXPECT_NE(before, after);
}

TEST(RecycledTest, VectorsOutliveTheirScope) {
  RecycledVector<float> kept;
  {
    const RecyclingScope scope;
    { const RecycledVector<float> let_go(kLarge, 1.0f); }
    kept = RecycledVector<float>(kLarge, 2.0f);
    const RecyclingScope inner;
    kept.resize(2 * kLarge, 3.0f);
  }
  EXPECT_EQ(kept.front(), 2.0f);
  EXPECT_EQ(kept.back(), 3.0f);
}

TEST(RecycledTest, ThreadsMayLetGoWhatOthersTook) {
  const RecyclingScope scope;
  RecycledVector<float> ours(kLarge, 1.0f);
  RecycledVector<float> theirs;
  std::thread thread([&] {
    const RecyclingScope own;
    theirs = RecycledVector<float>(kLarge, 2.0f);
    ours = RecycledVector<float>();
  });
  thread.join();
  EXPECT_TRUE(ours.empty());
  EXPECT_EQ(theirs.back(), 2.0f);
}

}  // namespace
}  // namespace mote

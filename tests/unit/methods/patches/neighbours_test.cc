#include "methods/patches/neighbours.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace mote::patches {
namespace {

Image RandomPlane(Size size, uint32_t channels, uint32_t seed) {
  Image plane(size, channels);
  std::mt19937 random(seed);
  for (size_t i = 0; i < plane.samples().size(); ++i) plane.view().data[i] = static_cast<uint8_t>(random());
  return plane;
}

TEST(PatchesNeighboursTest, ABlockWithoutNeighboursStartsFromTheStart) {
  const Image plane = RandomPlane({8, 8}, 1, 1);
  const Neighbours neighbours = ReadNeighbours(plane.view(), kLumaShape, 0, 0, {77});
  EXPECT_FALSE(neighbours.has_above);
  EXPECT_FALSE(neighbours.has_left);
  EXPECT_EQ(neighbours.base[0], 77);
}

TEST(PatchesNeighboursTest, TheBaseIsTheRoundedMeanOfTheBorder) {
  Image plane({8, 8}, 1);
  for (uint32_t y = 0; y < 8; ++y) {
    for (uint32_t x = 0; x < 8; ++x) plane.view().row(y)[x] = static_cast<uint8_t>(10 * y + x);
  }
  // Above block (1, 1): row 3, columns 4..7 (34..37); to its left: column 3, rows 4..7 (43 53 63 73). The mean
  // is 46.75.
  const Neighbours both = ReadNeighbours(plane.view(), kLumaShape, 1, 1, {0});
  EXPECT_EQ(both.base[0], 47);
  EXPECT_EQ(both.border[0], 34 - 47);
  EXPECT_EQ(both.border[3], 37 - 47);
  EXPECT_EQ(both.border[4], 43 - 47);
  EXPECT_EQ(both.border[7], 73 - 47);
  // Above block (0, 1): 30..33, mean 31.5, and halves go up. To the left of block (1, 0): 3 13 23 33, mean 18.
  EXPECT_EQ(ReadNeighbours(plane.view(), kLumaShape, 0, 1, {0}).base[0], 32);
  EXPECT_EQ(ReadNeighbours(plane.view(), kLumaShape, 1, 0, {0}).base[0], 18);
}

TEST(PatchesNeighboursTest, ComponentsHaveBasesOfTheirOwn) {
  Image plane({4, 2}, 2);
  for (uint32_t y = 0; y < 2; ++y) {
    for (uint32_t x = 0; x < 4; ++x) {
      plane.view().row(y)[2 * x] = 50;
      plane.view().row(y)[2 * x + 1] = 200;
    }
  }
  const Neighbours neighbours = ReadNeighbours(plane.view(), kChromaShape, 1, 0, {1, 2});
  EXPECT_EQ(neighbours.base[0], 50);
  EXPECT_EQ(neighbours.base[1], 200);
}

TEST(PatchesNeighboursTest, ListsHoldEveryPatchOnceInRisingOrder) {
  for (const PatchSet& set : {LumaPatches(), ChromaPatches()}) {
    const Image plane = RandomPlane({4 * set.shape.side, 4 * set.shape.side}, set.shape.components, 3);
    for (uint32_t y = 0; y < 4; ++y) {
      for (uint32_t x = 0; x < 4; ++x) {
        ListKeys keys;
        MakeListKeys(set, ReadNeighbours(plane.view(), set.shape, x, y, {128, 128}), keys);
        std::set<uint8_t> seen;
        int32_t last = -1;
        for (uint32_t rank = 0; rank < kPatchCount; ++rank) {
          const uint8_t patch = PatchAtRank(keys, static_cast<uint8_t>(rank));
          EXPECT_EQ(RankOf(keys, patch), rank);
          EXPECT_GT(keys[patch], last);
          last = keys[patch];
          seen.insert(patch);
        }
        EXPECT_EQ(seen.size(), size_t{kPatchCount});
      }
    }
  }
}

TEST(PatchesNeighboursTest, KeysStayInRangeAtTheExtremes) {
  // A border as far from its own mean as it can be: black above, white to the left.
  for (const PatchSet& set : {LumaPatches(), ChromaPatches()}) {
    Image plane({2 * set.shape.side, 2 * set.shape.side}, set.shape.components);
    for (uint32_t y = set.shape.side; y < 2 * set.shape.side; ++y) {
      std::fill_n(plane.view().row(y), plane.view().samples_per_row(), uint8_t{255});
    }
    ListKeys keys;
    MakeListKeys(set, ReadNeighbours(plane.view(), set.shape, 1, 1, {}), keys);
    for (uint32_t patch = 0; patch < kPatchCount; ++patch) {
      EXPECT_GE(keys[patch], 0);
      EXPECT_EQ(static_cast<uint32_t>(keys[patch]) % kPatchCount, patch);
    }
  }
}

TEST(PatchesNeighboursTest, PlacedPatchesAreBasePlusPatchClamped) {
  const PatchSet set = LumaPatches();
  for (const int16_t base : {0, 128, 255}) {
    Neighbours neighbours;
    neighbours.base[0] = base;
    Image plane({8, 8}, 1);
    for (uint32_t patch = 0; patch < kPatchCount; ++patch) {
      PlacePatch(set, static_cast<uint8_t>(patch), neighbours, 1, 1, plane.view());
      for (uint32_t i = 0; i < set.shape.samples(); ++i) {
        const int expected = std::clamp(base + set.sample_row(i)[patch], 0, 255);
        EXPECT_EQ(plane.view().row(4 + i / 4)[4 + i % 4], expected);
      }
    }
  }
}

}  // namespace
}  // namespace mote::patches

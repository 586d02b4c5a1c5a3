#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "methods/patches/generator/cluster.h"
#include "methods/patches/generator/generate.h"
#include "methods/patches/generator/random.h"
#include "methods/patches/generator/sample_image.h"
#include "methods/patches/patch_set.h"

namespace mote::patches {
namespace {

// CRC-32 (zlib's) of the values as little-endian 16-bit numbers.
uint32_t Checksum(std::span<const int16_t> values) {
  std::vector<uint8_t> bytes;
  for (const int16_t value : values) {
    bytes.push_back(static_cast<uint8_t>(value & 255));
    bytes.push_back(static_cast<uint8_t>(static_cast<uint16_t>(value) >> 8));
  }
  return static_cast<uint32_t>(crc32(0, bytes.data(), static_cast<uInt>(bytes.size())));
}

// Streams of format 1 depend on these for ever: spec/patches.md, "Tables", names them too.
TEST(PatchesTablesTest, ArePinned) {
  EXPECT_EQ(Checksum(LumaPatches().by_sample), 0xAE674DDCu);
  EXPECT_EQ(Checksum(ChromaPatches().by_sample), 0xA2FE5FFAu);
}

TEST(PatchesTablesTest, TheGeneratorGivesThemInFull) {
  const Tables tables = GenerateTables();
  const PatchSet luma = LumaPatches(), chroma = ChromaPatches();
  EXPECT_TRUE(std::equal(tables.luma.begin(), tables.luma.end(), luma.by_sample.begin(), luma.by_sample.end()));
  EXPECT_TRUE(std::equal(tables.chroma.begin(), tables.chroma.end(), chroma.by_sample.begin(), chroma.by_sample.end()));
}

TEST(PatchesTablesTest, ValuesLieWithinWhatTheListsAllowFor) {
  for (const PatchSet& set : {LumaPatches(), ChromaPatches()}) {
    EXPECT_EQ(set.by_sample.size(), size_t{set.shape.samples()} * kPatchCount);
    for (const int16_t value : set.by_sample) {
      EXPECT_GE(value, -255);
      EXPECT_LE(value, 255);
    }
  }
}

TEST(PatchesTablesTest, PatchesDiffer) {
  for (const PatchSet& set : {LumaPatches(), ChromaPatches()}) {
    std::vector<std::vector<int16_t>> patches(kPatchCount);
    for (uint32_t sample = 0; sample < set.shape.samples(); ++sample) {
      for (uint32_t patch = 0; patch < kPatchCount; ++patch) patches[patch].push_back(set.sample_row(sample)[patch]);
    }
    std::sort(patches.begin(), patches.end());
    EXPECT_EQ(std::adjacent_find(patches.begin(), patches.end()), patches.end());
  }
}

// Against the definition written out once more.
TEST(PatchesRandomTest, FollowsItsDefinition) {
  Random random(42);
  uint64_t state = 42 * uint64_t{6364136223846793005u} + 1442695040888963407u;
  for (int n = 0; n < 100; ++n) {
    const auto mixed = static_cast<uint32_t>(((state >> 18) ^ state) >> 27);
    const auto turn = static_cast<uint32_t>(state >> 59);
    const uint32_t expected = turn == 0 ? mixed : (mixed >> turn) | (mixed << (32 - turn));
    EXPECT_EQ(random.Next(), expected);
    state = state * 6364136223846793005u + 1442695040888963407u;
  }
  for (int n = 0; n < 1000; ++n) {
    const int32_t value = random.Between(-3, 4);
    EXPECT_GE(value, -3);
    EXPECT_LE(value, 4);
  }
}

TEST(PatchesClusterTest, FindsClustersThatAreThere) {
  // Three kinds of patch far apart, each value with a little noise: some centre lies near each kind.
  Random random(9);
  SampledPatches patches{{2, 1}, {}};
  for (int n = 0; n < 3000; ++n) {
    const int16_t level = static_cast<int16_t>(n % 3 * 100 - 100);
    for (int i = 0; i < 4; ++i) patches.samples.push_back(static_cast<int16_t>(level + random.Between(-2, 2)));
  }
  const std::vector<int16_t> centres = Cluster(patches, 4, random);
  ASSERT_EQ(centres.size(), 4u * kPatchCount);
  for (const int level : {-100, 0, 100}) {
    bool found = false;
    for (uint32_t k = 0; k < kPatchCount; ++k) {
      bool near = true;
      for (uint32_t i = 0; i < 4; ++i) near = near && std::abs(centres[i * kPatchCount + k] - level) <= 2;
      found = found || near;
    }
    EXPECT_TRUE(found) << level;
  }
}

TEST(PatchesSampleImageTest, ImagesAreVaried) {
  Random random(1);
  const Image first = DrawSampleImage(random), second = DrawSampleImage(random);
  EXPECT_EQ(first.size(), (Size{kSampleImageSide, kSampleImageSide}));
  EXPECT_NE(first.samples(), second.samples());
  const auto [low, high] = std::minmax_element(first.samples().begin(), first.samples().end());
  EXPECT_GT(*high - *low, 30);
}

}  // namespace
}  // namespace mote::patches

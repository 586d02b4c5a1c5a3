#include "methods/patches/matcher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "methods/patches/prepare.h"
#include "methods/patches/render.h"
#include "tests/unit/methods/patches/scene.h"

namespace mote::patches {
namespace {

double SquaredDifferences(const Image& a, const Image& b) {
  double sum = 0;
  for (size_t i = 0; i < a.samples().size(); ++i) sum += std::pow(double{1} * a.samples()[i] - b.samples()[i], 2);
  return sum;
}

class PatchesMatcherTest : public testing::TestWithParam<uint32_t> {
 protected:
  const Planes planes_ = PreparePlanes(MakeScene({160, 120}, 15).view(), {20, 15});
};

TEST_P(PatchesMatcherTest, ThePlaneIsWhatADecoderLays) {
  const std::vector<float> luma_weights = BusynessWeights(kLumaShape, planes_.luma.view(), 100);
  const Matched luma =
      MatchPlane(LumaPatches(), planes_.luma.view(), {90}, luma_weights, FirstRankCosts(), {12, GetParam()});
  ASSERT_EQ(luma.ranks.size(), 20u * 15);
  EXPECT_EQ(LayPatches(LumaPatches(), {20, 15}, {90}, luma.ranks).samples(), luma.plane.samples());

  const std::vector<float> chroma_weights = BusynessWeights(kChromaShape, planes_.chroma.view(), 100);
  const Matched chroma =
      MatchPlane(ChromaPatches(), planes_.chroma.view(), {110, 140}, chroma_weights, FirstRankCosts(), {4, GetParam()});
  ASSERT_EQ(chroma.ranks.size(), 10u * 8);
  EXPECT_EQ(LayPatches(ChromaPatches(), {10, 8}, {110, 140}, chroma.ranks).samples(), chroma.plane.samples());
}

INSTANTIATE_TEST_SUITE_P(BeamWidths, PatchesMatcherTest, testing::Values(1, 2, 5, 16));

TEST(PatchesMatcherPriceTest, DearBitsMakeCheapRanks) {
  const Planes planes = PreparePlanes(MakeScene({160, 120}, 15).view(), {20, 15});
  const std::vector<float> weights(20 * 15, 1.0f);
  const RankCosts costs = FirstRankCosts();
  const auto bits_of = [&](const Matched& matched) {
    double bits = 0;
    for (const uint8_t rank : matched.ranks) bits += costs[rank];
    return bits;
  };
  const Matched free = MatchPlane(LumaPatches(), planes.luma.view(), {90}, weights, costs, {0, 1});
  const Matched dear = MatchPlane(LumaPatches(), planes.luma.view(), {90}, weights, costs, {2000, 1});
  EXPECT_LT(bits_of(dear), 0.9 * bits_of(free));
  EXPECT_LT(SquaredDifferences(free.plane, planes.luma), SquaredDifferences(dear.plane, planes.luma));
}

TEST(PatchesMatcherPriceTest, AWiderBeamCostsNoMoreInARow) {
  const Planes planes = PreparePlanes(MakeScene({400, 10}, 25).view(), {100, 1});
  const std::vector<float> weights(100, 1.0f);
  const RankCosts costs = FirstRankCosts();
  double last = 1e18;
  for (const uint32_t beam_width : {1u, 4u, 16u}) {
    const Matched matched = MatchPlane(LumaPatches(), planes.luma.view(), {90}, weights, costs, {40, beam_width});
    double cost = SquaredDifferences(matched.plane, planes.luma);
    for (const uint8_t rank : matched.ranks) cost += 40.0 * costs[rank];
    EXPECT_LE(cost, last * 1.0001) << beam_width;
    last = cost;
  }
}

TEST(PatchesMatcherPriceTest, FrequentRanksBecomeCheap) {
  std::vector<uint8_t> ranks(1100, 3);
  std::fill(ranks.begin() + 1000, ranks.end(), uint8_t{200});
  const RankCosts costs = RankCostsOf(ranks);
  EXPECT_LT(costs[3], 2);
  EXPECT_LT(costs[200], costs[100]);
  for (const float cost : costs) EXPECT_GE(cost, 1);
}

}  // namespace
}  // namespace mote::patches

#include "methods/neural/encoder_search.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "methods/neural/analysis.h"
#include "methods/neural/context.h"
#include "methods/neural/geometry.h"
#include "resample/lanczos.h"
#include "tests/unit/test_pictures.h"

namespace mote::neural {
namespace {

constexpr uint32_t kLongPositions = 8;

struct Case {
  explicit Case(Image from, size_t bytes)
      : picture(std::move(from)),
        max_bytes(bytes),
        objective(picture.view(), 0.2),
        search({TheNetwork(), picture.view(), picture.size(), bytes, &objective}) {}
  Image picture;
  size_t max_bytes;
  refinement::Objective objective;
  RasterSearch search;
};

// Of the symbols at a level, by the search's own price of a bit.
size_t BytesAt(const Case& of, uint32_t long_positions, uint8_t level) {
  const Image raster = ResizeLanczos(of.picture.view(), RasterFor(PositionsFor(of.picture.size(), long_positions)));
  const Tensor analysed = Analyse(TheAnalysis(), raster.view());
  const Thresholds thresholds = MakeThresholds(TheNetwork(), 0.03);
  SymbolWriter writer(TheNetwork(), thresholds, analysed, level);
  static_cast<void>(CodeLatents(TheNetwork(), analysed.size(), level, writer));
  return writer.Finish().bytes.size();
}

TEST(RasterSearch, AttemptsTakeNearlyAllOfTheBudget) {
  const Case of(NoisePicture({160, 120}, 3, 5), 1000);
  const Attempt attempt = of.search.Try(kLongPositions);
  EXPECT_LE(attempt.symbols.size(), of.max_bytes);
  EXPECT_GE(attempt.symbols.size(), 975u);
  Attempt full = attempt;
  full.symbols.resize(of.max_bytes);
  EXPECT_LT(of.search.Prospect(attempt), of.search.Prospect(full) * 1.0001);
  EXPECT_GT(of.search.Prospect(attempt), of.search.Prospect(full) * 0.97);
}

TEST(RasterSearch, OfLargeRastersTheSmallerOfTwoThatLookAlikeIsBetter) {
  const Case of(NoisePicture({600, 600}, 3, 5), 1000);
  const auto prospect = [&](uint32_t long_positions, double distortion) {
    return of.search.Prospect({long_positions, 100, std::vector<uint8_t>(1000), distortion});
  };
  EXPECT_LT(prospect(30, 0.02), prospect(40, 0.02));
  EXPECT_GT(prospect(30, 0.02), prospect(40, 0.018));
  EXPECT_EQ(prospect(10, 0.02), prospect(20, 0.02));
}

TEST(RasterSearch, FinishesAtTheBudget) {
  for (const size_t max_bytes : {60u, 300u, 1000u}) {
    const Case of(NoisePicture({160, 120}, 3, 5), max_bytes);
    const Attempt attempt = of.search.Try(kLongPositions);
    const Attempt finished = of.search.Finish(attempt);
    EXPECT_LE(finished.symbols.size(), max_bytes);
    EXPECT_GE(finished.symbols.size() + 8, max_bytes);
    EXPECT_GE(finished.symbols.size(), attempt.symbols.size());
  }
}

// Wherever it is looked for first: at the finest level, at the coarsest, near.
TEST(RasterSearch, FillsNearlyAllFromAnyGuess) {
  const Case of(NoisePicture({160, 120}, 3, 5), 1000);
  for (const size_t bytes : {0u, 1u, 500u, 1000u, 1000000u}) {
    const Attempt attempt = of.search.Try(kLongPositions, {2 * kLongPositions, 100, std::vector<uint8_t>(bytes), 0});
    EXPECT_LE(attempt.symbols.size(), 1000u) << bytes;
    EXPECT_GE(attempt.symbols.size(), 975u) << bytes;
  }
}

// There is nothing that the rest of the budget could be spent on.
TEST(RasterSearch, TheFinestLevelIsWhatItIs) {
  const Case of(DiscPicture({40, 30}), 60000);
  const Attempt attempt = of.search.Try(3);
  EXPECT_EQ(attempt.level, 255);
  Attempt full = attempt;
  full.symbols.resize(60000);
  EXPECT_EQ(of.search.Prospect(attempt), of.search.Prospect(full));
  EXPECT_EQ(of.search.Finish(attempt).symbols, attempt.symbols);
}

TEST(RasterSearch, WhatDoesNotFitIsCut) {
  const size_t least = BytesAt(Case(NoisePicture({160, 120}, 3, 5), 1000), kLongPositions, 0);
  ASSERT_GT(least, 2u);
  const Case of(NoisePicture({160, 120}, 3, 5), least / 2);
  const Attempt attempt = of.search.Try(kLongPositions);
  EXPECT_EQ(attempt.level, 0);
  EXPECT_EQ(attempt.symbols.size(), least / 2);
}

TEST(RasterSearch, FindsTheSameStreamWithNothingToCompare) {
  const Case of(NoisePicture({160, 120}, 3, 5), 1000);
  const RasterSearch search({TheNetwork(), of.picture.view(), of.picture.size(), of.max_bytes, nullptr});
  const Attempt attempt = search.Try(kLongPositions);
  EXPECT_EQ(attempt.symbols, of.search.Try(kLongPositions).symbols);
  EXPECT_EQ(attempt.distortion, 0);
  EXPECT_EQ(search.Finish(attempt).symbols, of.search.Finish(attempt).symbols);
}

}  // namespace
}  // namespace mote::neural

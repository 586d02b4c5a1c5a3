#include "methods/neural/encoder.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "methods/neural/geometry.h"
#include "metrics/dssim2016.h"
#include "tests/unit/methods/neural/coding.h"
#include "tests/unit/test_pictures.h"

namespace mote::neural {
namespace {

TEST(NeuralEncoder, KeepsEveryBudget) {
  for (const Image& picture : {DiscPicture({61, 40}), NoisePicture({33, 70}, 3, 1)}) {
    for (const size_t budget : {2, 3, 4, 10, 24, 32, 40, 100, 300, 1024, 4096, 16384, 65536}) {
      const std::vector<uint8_t> bytes = Encoded(picture, budget);
      EXPECT_LE(bytes.size(), budget);
      EXPECT_EQ(Decoded(picture.size(), bytes).size(), picture.size());
    }
  }
}

TEST(NeuralEncoder, NeedsTwoBytes) {
  const Image picture = DiscPicture({20, 10});
  for (const size_t budget : {0, 1}) {
    EXPECT_EQ(TryToEncode(picture, budget, 1).error().code, ErrorCode::kBudgetTooSmall);
  }
  EXPECT_EQ(Encoded(picture, 2).size(), 2u);
}

TEST(NeuralEncoder, SpendsTheBudgetOnDetail) {
  const Image picture = NoisePicture({320, 240}, 3, 5);
  for (const size_t budget : {1024, 4096}) {
    const size_t bytes = Encoded(picture, budget).size();
    EXPECT_LE(bytes, budget);
    EXPECT_GE(static_cast<double>(bytes), 0.98 * static_cast<double>(budget)) << budget;
  }
}

// When even the coarsest level takes too many bytes, the beginning is written, which at least fills the budget.
TEST(NeuralEncoder, WhatDoesNotFitIsCut) {
  const Image picture = NoisePicture({16, 16}, 3, 6);
  size_t cuts = 0;
  for (size_t budget = 2; budget < 12; ++budget) {
    const std::vector<uint8_t> bytes = Encoded(picture, budget);
    bool cut = false;
    Decoded(picture.size(), bytes, &cut);
    if (cut) {
      EXPECT_EQ(bytes.size(), budget);
      EXPECT_EQ(bytes[1], 0) << "the level";
      ++cuts;
    }
  }
  EXPECT_GT(cuts, 0u);
  bool cut = true;
  Decoded(picture.size(), Encoded(picture, 1000), &cut);
  EXPECT_FALSE(cut);
}

TEST(NeuralEncoder, EveryShapeIsEncoded) {
  for (const Size size : {Size{1, 1}, Size{1, 300}, Size{300, 1}, Size{17, 16}, Size{65535, 2}, Size{2, 3}}) {
    const Image picture = DiscPicture(size);
    const std::vector<uint8_t> bytes = Encoded(picture, 200);
    EXPECT_LE(bytes.size(), 200u);
    ByteReader reader(bytes);
    const Payload payload = ReadPayload(size, reader).value();
    EXPECT_LE(payload.positions.pixels(), kMostPositions);
  }
}

TEST(NeuralEncoder, ThePictureIsRecognisable) {
  const Image picture = DiscPicture({160, 120});
  const Image decoded = Decoded(picture.size(), Encoded(picture, 1024, 3));
  uint64_t sum = 0;
  for (size_t i = 0; i < picture.samples().size(); ++i) {
    sum += static_cast<uint64_t>(std::abs(int{picture.samples()[i]} - int{decoded.samples()[i]}));
  }
  EXPECT_LT(sum, 8 * picture.samples().size());
}

TEST(NeuralEncoder, GivesTheSameBytesAgain) {
  const Image picture = NoisePicture({50, 34}, 3, 8);
  for (const int effort : {1, 5}) EXPECT_EQ(Encoded(picture, 300, effort), Encoded(picture, 300, effort));
}

// All start from the same raster and keep what looks best.
TEST(NeuralEncoder, MoreEffortNeverLooksWorse) {
  const Image picture = DiscPicture({100, 60});
  const auto distortion = [&](int effort) {
    const Image decoded = Decoded(picture.size(), Encoded(picture, 150, effort));
    return Dssim2016(picture.view(), decoded.view());
  };
  const double least = distortion(1);
  for (const int effort : {2, 4, 6}) EXPECT_LE(distortion(effort), least) << effort;
}

// Effort 9 races rasters by short descents before the long one.
TEST(NeuralEncoder, TheRaceOfRastersReportsItsWayAndPays) {
  const Image picture = DiscPicture({48, 32});
  double last = 0;
  int calls = 0;
  StopSource stop([&](double fraction) {
    EXPECT_GE(fraction, last);
    EXPECT_LE(fraction, 1.0);
    last = fraction;
    ++calls;
    return fraction < 0.45 ? ProgressAnswer::kGoOn : ProgressAnswer::kFinish;
  });
  const Result<std::vector<uint8_t>> encoded = TryToEncode(picture, 100, {.effort = 9}, stop);
  ASSERT_TRUE(encoded.ok());
  EXPECT_LE(encoded.value().size(), 100u);
  EXPECT_GT(calls, 2 * 48);  // the steps of at least two rasters
  const auto distortion = [&](const std::vector<uint8_t>& bytes) {
    return Dssim2016(picture.view(), Decoded(picture.size(), bytes).view());
  };
  EXPECT_LT(distortion(encoded.value()), distortion(Encoded(picture, 100)));
}

TEST(NeuralEncoder, PicturesOfMegapixelsAreReducedFirst) {
  const Image picture = DiscPicture({2100, 700});
  const std::vector<uint8_t> bytes = Encoded(picture, 300);
  EXPECT_LE(bytes.size(), 300u);
  EXPECT_EQ(Decoded(picture.size(), bytes).size(), picture.size());
}

TEST(NeuralEncoder, StopsWhenToldTo) {
  const Image picture = DiscPicture({64, 64});
  ByteWriter writer;
  int calls = 0;
  StopSource stop([&calls](double) { return ++calls < 3 ? ProgressAnswer::kGoOn : ProgressAnswer::kCancel; });
  EXPECT_EQ(Encode(picture.view(), 400, {.effort = 9}, stop, writer).error().code, ErrorCode::kCancelled);
  EXPECT_EQ(calls, 3);
}

}  // namespace
}  // namespace mote::neural

// size <= limit, always: every budget from nothing to generous, for pictures of every kind and shape.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "tests/support/api_calls.h"
#include "tests/support/stream_contract.h"
#include "tests/support/synthetic_picture.h"

namespace mote_test {
namespace {

class BudgetTest : public testing::TestWithParam<mote_method> {};

TEST_P(BudgetTest, EveryBudgetUpTo200BytesIsKeptOrRefused) {
  const SyntheticPicture picture = RenderScene(Scene::kDiscs, 24, 18);
  size_t least = 0;
  for (size_t max_bytes = 0; max_bytes <= 200; ++max_bytes) {
    mote_encode_options options = EncodeOptions(GetParam(), max_bytes);
    options.effort = 3;
    ASSERT_EQ(EncodeViolation(picture.image(), options), "") << max_bytes;
    const EncodeResult encoded = Encode(picture.image(), options);
    if (encoded.status == MOTE_OK && least == 0) least = max_bytes;
    // Once a budget is enough, every larger one is.
    if (least != 0) EXPECT_EQ(encoded.status, MOTE_OK) << max_bytes << ": " << encoded.message;
    if (least == 0) EXPECT_EQ(encoded.status, MOTE_ERROR_BUDGET_TOO_SMALL) << max_bytes;
  }
  ASSERT_GT(least, 0U);
  // A refusal names that least budget.
  EXPECT_NE(Encode(picture.image(), EncodeOptions(GetParam(), 1)).message.find(" " + std::to_string(least) + " bytes"),
            std::string::npos)
      << least;
}

TEST_P(BudgetTest, EveryShapeFitsAFewBudgets) {
  for (const Scene scene : kAllScenes) {
    for (const auto& [width, height] : {std::pair{1U, 1U}, {1U, 700U}, {700U, 1U}, {2U, 3U}, {63U, 65U}, {301U, 44U}}) {
      for (const size_t max_bytes : {64, 340, 1500}) {
        for (const uint32_t channels : {3U, 4U}) {
          const SyntheticPicture picture = RenderScene(scene, width, height, channels);
          mote_encode_options options = EncodeOptions(GetParam(), max_bytes);
          options.effort = 1;
          EXPECT_EQ(EncodeViolation(picture.image(), options), "")
              << SceneName(scene) << " " << width << "x" << height << ", " << max_bytes << " bytes";
        }
      }
    }
  }
}

TEST_P(BudgetTest, AnEnormousBudgetIsNoReasonToFail) {
  const SyntheticPicture picture = RenderScene(Scene::kNoise, 30, 20);
  for (const size_t max_bytes : {size_t{65536}, size_t{1} << 31, SIZE_MAX}) {
    EXPECT_EQ(EncodeViolation(picture.image(), EncodeOptions(GetParam(), max_bytes)), "") << max_bytes;
    EXPECT_EQ(Encode(picture.image(), EncodeOptions(GetParam(), max_bytes)).status, MOTE_OK) << max_bytes;
  }
}

INSTANTIATE_TEST_SUITE_P(Methods, BudgetTest, testing::Values(MOTE_METHOD_LANCZOS, MOTE_METHOD_PATCHES),
                         [](const auto& instance) {
                           return instance.param == MOTE_METHOD_LANCZOS ? "lanczos" : "patches";
                         });

}  // namespace
}  // namespace mote_test

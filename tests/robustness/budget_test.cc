// size <= limit, always: every budget from nothing to generous, for pictures of every kind and shape.
#include <gtest/gtest.h>

#include <cstdint>
#include <iterator>
#include <string>
#include <utility>

#include "tests/support/api_calls.h"
#include "tests/support/stream_contract.h"
#include "tests/support/synthetic_picture.h"

namespace mote_test {
namespace {

class BudgetTest : public testing::TestWithParam<mote_method> {};

TEST_P(BudgetTest, EverySmallBudgetIsKeptOrRefused) {
  const SyntheticPicture picture = RenderScene(Scene::kDiscs, 24, 18);
  size_t least = 0;
  for (size_t max_bytes = 0; max_bytes <= 200; max_bytes += max_bytes < 40 ? 1 : 32) {
    mote_encode_options options = EncodeOptions(GetParam(), max_bytes);
    options.effort = 1;
    ASSERT_EQ(EncodeViolation(picture.image(), options), "") << max_bytes;
    const EncodeResult encoded = Encode(picture.image(), options);
    if (encoded.status == MOTE_OK && least == 0) least = max_bytes;
    // Once a budget is enough, every larger one is.
    EXPECT_EQ(encoded.status, least == 0 ? MOTE_ERROR_BUDGET_TOO_SMALL : MOTE_OK) << max_bytes << encoded.message;
  }
  ASSERT_GT(least, 0U);
  // A refusal names that least budget.
  const std::string named = std::to_string(least) + " bytes";
  EXPECT_NE(Encode(picture.image(), EncodeOptions(GetParam(), 1)).message.find(named), std::string::npos) << named;
}

TEST_P(BudgetTest, EveryShapeFitsAFewBudgets) {
  uint32_t number = 0;
  for (const auto& [width, height] : {std::pair{1U, 1U}, {1U, 700U}, {700U, 1U}, {2U, 3U}, {63U, 65U}, {301U, 44U}}) {
    for (const size_t max_bytes : {40, 100, 340}) {
      const Scene scene = kAllScenes[number % std::size(kAllScenes)];
      const SyntheticPicture picture = RenderScene(scene, width, height, 3 + number % 2);
      ++number;
      mote_encode_options options = EncodeOptions(GetParam(), max_bytes);
      options.effort = 1;
      EXPECT_EQ(EncodeViolation(picture.image(), options), "")
          << SceneName(scene) << " " << width << "x" << height << ", " << max_bytes << " bytes";
      EXPECT_EQ(Encode(picture.image(), options).status, MOTE_OK);
    }
  }
}

TEST_P(BudgetTest, AnEnormousBudgetIsNoReasonToFail) {
  const SyntheticPicture picture = RenderScene(Scene::kNoise, 12, 9);
  mote_encode_options options = EncodeOptions(GetParam(), SIZE_MAX);
  options.effort = 1;
  const EncodeResult encoded = Encode(picture.image(), options);
  EXPECT_EQ(encoded.status, MOTE_OK) << encoded.message;
}

INSTANTIATE_TEST_SUITE_P(Methods, BudgetTest, testing::ValuesIn(kAllMethods),
                         [](const auto& instance) { return MethodName(instance.param); });

}  // namespace
}  // namespace mote_test

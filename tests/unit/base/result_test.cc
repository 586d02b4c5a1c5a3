#include "base/result.h"

#include <gtest/gtest.h>

#include "mote/mote.h"

namespace mote {
namespace {

Result<int> Half(int value) {
  if (value % 2 != 0) return Fail(ErrorCode::kInvalidArgument, value, " is odd");
  return value / 2;
}

Result<int> Quarter(int value) {
  MOTE_ASSIGN_OR_RETURN(const int half, Half(value));
  MOTE_ASSIGN_OR_RETURN(const int quarter, Half(half));
  return quarter;
}

Status CheckHalf(int value) {
  MOTE_RETURN_IF_ERROR(Half(value));
  return {};
}

TEST(Result, CarriesTheValueOrTheFirstError) {
  EXPECT_EQ(Quarter(12).value(), 3);
  const Result<int> failed = Quarter(6);
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(failed.error().message, "3 is odd");
}

TEST(Result, StatusPassesErrorsOn) {
  EXPECT_TRUE(CheckHalf(2).ok());
  EXPECT_EQ(CheckHalf(5).error().message, "5 is odd");
}

// Published numbers: changing one breaks every binding.
TEST(Result, ErrorNumbersArePinnedToTheCApi) {
  const std::pair<ErrorCode, mote_status> pairs[] = {
      {ErrorCode::kOk, MOTE_OK},
      {ErrorCode::kInvalidArgument, MOTE_ERROR_INVALID_ARGUMENT},
      {ErrorCode::kOutOfMemory, MOTE_ERROR_OUT_OF_MEMORY},
      {ErrorCode::kLimitExceeded, MOTE_ERROR_LIMIT_EXCEEDED},
      {ErrorCode::kBudgetTooSmall, MOTE_ERROR_BUDGET_TOO_SMALL},
      {ErrorCode::kNotAMote, MOTE_ERROR_NOT_A_MOTE},
      {ErrorCode::kTruncated, MOTE_ERROR_TRUNCATED},
      {ErrorCode::kCorrupt, MOTE_ERROR_CORRUPT},
      {ErrorCode::kUnsupportedVersion, MOTE_ERROR_UNSUPPORTED_VERSION},
      {ErrorCode::kCancelled, MOTE_ERROR_CANCELLED},
      {ErrorCode::kInternal, MOTE_ERROR_INTERNAL},
  };
  int expected = 0;
  for (const auto& [code, status] : pairs) {
    EXPECT_EQ(static_cast<int>(code), expected);
    EXPECT_EQ(static_cast<int>(status), expected);
    ++expected;
  }
}

}  // namespace
}  // namespace mote

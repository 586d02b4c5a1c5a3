#include "apps/mote/amounts.h"

#include <gtest/gtest.h>

namespace mote::app {
namespace {

TEST(Amounts, ReadsDigitsAndUnits) {
  EXPECT_EQ(ParseAmount("4096"), 4096u);
  EXPECT_EQ(ParseAmount("0"), 0u);
  EXPECT_EQ(ParseAmount("4k"), 4096u);
  EXPECT_EQ(ParseAmount("4K"), 4096u);
  EXPECT_EQ(ParseAmount("4Ki"), 4096u);
  EXPECT_EQ(ParseAmount("4KiB"), 4096u);
  EXPECT_EQ(ParseAmount("4kB"), 4000u);
  EXPECT_EQ(ParseAmount("4KB"), 4000u);
  EXPECT_EQ(ParseAmount("17B"), 17u);
  EXPECT_EQ(ParseAmount("2M"), 2097152u);
  EXPECT_EQ(ParseAmount("2MB"), 2000000u);
  EXPECT_EQ(ParseAmount("1GiB"), 1073741824u);
  EXPECT_EQ(ParseAmount("18446744073709551609"), 18446744073709551609u);
}

TEST(Amounts, RefusesEverythingElse) {
  for (const char* text : {"", "k", "-1", "+1", "1.5k", "1 k", "1kb", "1x", "4kib", "0x10", "١", "4096 ", " 4096"}) {
    EXPECT_EQ(ParseAmount(text), std::nullopt) << text;
  }
}

TEST(Amounts, RefusesWhatOverflows) {
  EXPECT_EQ(ParseAmount("18446744073709551616"), std::nullopt);
  EXPECT_EQ(ParseAmount("99999999999999999999999"), std::nullopt);
  EXPECT_EQ(ParseAmount("18014398509481984k"), std::nullopt);
  EXPECT_EQ(ParseAmount("18014398509481983k"), 18446744073709550592u);
}

TEST(Amounts, ReadsSeconds) {
  EXPECT_EQ(ParseSeconds("2"), 2.0);
  EXPECT_EQ(ParseSeconds("007"), 7.0);
  EXPECT_EQ(ParseSeconds("0.5"), 0.5);
  EXPECT_DOUBLE_EQ(ParseSeconds("12.125").value_or(0), 12.125);
  EXPECT_DOUBLE_EQ(ParseSeconds("0.001").value_or(0), 0.001);
}

TEST(Amounts, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "0", "0.0", ".", ".5", "1.", "1.2.3", "-1", "+1", "1e3", "nan", "inf", "2s", "1,5", " 1"}) {
    EXPECT_EQ(ParseSeconds(text), std::nullopt) << text;
  }
}

TEST(Amounts, GroupsThousands) {
  EXPECT_EQ(WithThousands(0), "0");
  EXPECT_EQ(WithThousands(999), "999");
  EXPECT_EQ(WithThousands(4096), "4,096");
  EXPECT_EQ(WithThousands(268435456), "268,435,456");
}

}  // namespace
}  // namespace mote::app

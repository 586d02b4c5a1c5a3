#include "entropy/deflate.h"

#include <gtest/gtest.h>

#include <random>

namespace mote {
namespace {

std::vector<uint8_t> Symbols(size_t count, unsigned alphabet, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<uint8_t> symbols(count);
  for (uint8_t& symbol : symbols) symbol = static_cast<uint8_t>(random() % alphabet);
  return symbols;
}

TEST(Deflate, RoundTripsAndSaysHowManyBytesItRead) {
  for (const size_t count : {0, 1, 2, 255, 256, 4000, 100000}) {
    for (const unsigned alphabet : {1u, 4u, 256u}) {
      const std::vector<uint8_t> symbols = Symbols(count, alphabet, 7);
      std::vector<uint8_t> bytes = Deflate(symbols).value();
      const size_t length = bytes.size();
      bytes.insert(bytes.end(), {1, 2, 3});  // what follows is not its own
      const Result<Inflated> inflated = Inflate(bytes, count);
      ASSERT_TRUE(inflated.ok()) << inflated.error().message;
      EXPECT_EQ(inflated.value().symbols, symbols);
      EXPECT_EQ(inflated.value().consumed_bytes, length);
    }
  }
}

TEST(Deflate, HoldsItsStreamToTheExpectedCount) {
  const std::vector<uint8_t> bytes = Deflate(Symbols(1000, 9, 1)).value();
  EXPECT_EQ(Inflate(bytes, 999).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(Inflate(bytes, 1001).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(Inflate(bytes, 0).error().code, ErrorCode::kCorrupt);
}

TEST(Deflate, EveryTruncationIsSaidToBeOne) {
  const std::vector<uint8_t> bytes = Deflate(Symbols(300, 50, 2)).value();
  for (size_t length = 0; length < bytes.size(); ++length) {
    const Result<Inflated> inflated = Inflate(std::span(bytes).first(length), 300);
    ASSERT_FALSE(inflated.ok()) << length;
    EXPECT_EQ(inflated.error().code, ErrorCode::kTruncated) << length << ": " << inflated.error().message;
  }
}

TEST(Deflate, DamageIsAnErrorOrOtherSymbols) {
  const std::vector<uint8_t> whole = Deflate(Symbols(300, 50, 3)).value();
  for (size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    std::vector<uint8_t> bytes = whole;
    bytes[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
    const Result<Inflated> inflated = Inflate(bytes, 300);
    if (inflated.ok()) {
      EXPECT_EQ(inflated.value().symbols.size(), 300u);
    }
  }
  EXPECT_EQ(Inflate(std::vector<uint8_t>{0xFF}, 10).error().code, ErrorCode::kCorrupt);  // reserved block type
}

}  // namespace
}  // namespace mote

#include "entropy/range_coder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace mote {
namespace {

constexpr uint32_t kTotal = 1 << kProbabilityBits;

// A decision of some probability, or (with none) bits.
struct Item {
  uint32_t probability = 0;
  uint32_t value = 0;
  int bits = 0;
};

struct Message {
  std::vector<Item> items;
  double information_bits = 0;
};

// Of all sizes, some the least and the largest.
uint32_t RandomProbability(std::mt19937& random) {
  if (random() % 8 == 0) return random() % 2 == 0 ? 1 : kTotal - 1;
  const uint32_t part = (1 + random() % (kTotal - 1)) >> random() % 12;
  const uint32_t probability = std::max(part, 1u);
  return random() % 2 == 0 ? probability : kTotal - probability;
}

double Information(const Item& item) {
  if (item.probability == 0) return item.bits;
  return kProbabilityBits - std::log2(item.value == 1 ? item.probability : kTotal - item.probability);
}

// Likely decisions are as often so as not.
Message RandomMessage(uint32_t seed, size_t length) {
  std::mt19937 random(seed);
  Message message;
  for (size_t i = 0; i < length; ++i) {
    Item item;
    if (random() % 4 == 0) {
      item.bits = static_cast<int>(random() % 13);
      item.value = random() & ((1u << item.bits) - 1);
    } else {
      item.probability = RandomProbability(random);
      item.value = random() % 2;
    }
    message.information_bits += Information(item);
    message.items.push_back(item);
  }
  return message;
}

// The upper end of all that there might be.
bool IsLast(const Item& item) { return item.value + 1 == (item.probability > 0 ? 2u : 1u << item.bits); }

void Put(RangeEncoder& encoder, const Item& item) {
  if (item.probability == 0) {
    encoder.EncodeBits(item.value, item.bits);
  } else {
    encoder.Encode(item.value == 1, item.probability);
  }
}

std::vector<uint8_t> Encoded(const std::vector<Item>& items) {
  RangeEncoder encoder;
  for (const Item& item : items) Put(encoder, item);
  const size_t bound = encoder.size_bound();
  std::vector<uint8_t> bytes = std::move(encoder).Finish();
  EXPECT_LE(bytes.size(), bound);
  return bytes;
}

// As many of the items as are certain.
std::vector<uint32_t> Decoded(const std::vector<uint8_t>& bytes, const std::vector<Item>& items) {
  RangeDecoder decoder(bytes);
  std::vector<uint32_t> values;
  for (const Item& item : items) {
    if (item.probability == 0) {
      const std::optional<uint32_t> value = decoder.DecodeBits(item.bits);
      if (!value) break;
      values.push_back(*value);
    } else {
      const std::optional<bool> value = decoder.Decode(item.probability);
      if (!value) break;
      values.push_back(*value ? 1 : 0);
    }
  }
  return values;
}

std::vector<uint32_t> Values(const std::vector<Item>& items) {
  std::vector<uint32_t> values;
  for (const Item& item : items) values.push_back(item.value);
  return values;
}

std::vector<uint8_t> Prefix(const std::vector<uint8_t>& bytes, size_t length) {
  return {bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(length)};
}

std::vector<uint8_t> Followed(std::vector<uint8_t> bytes, uint8_t by) {
  bytes.insert(bytes.end(), 64, by);
  return bytes;
}

TEST(RangeCoder, RandomMessagesComeBack) {
  for (uint32_t seed = 0; seed < 300; ++seed) {
    const Message message = RandomMessage(seed, seed % 7 == 0 ? 3000 : 1 + seed % 60);
    const std::vector<uint8_t> bytes = Encoded(message.items);
    const std::vector<uint32_t> values = Values(message.items);
    EXPECT_EQ(Decoded(bytes, message.items), values) << "seed " << seed;
    EXPECT_LE(static_cast<double>(bytes.size()), message.information_bits / 8 + 2.01) << "seed " << seed;
    EXPECT_GE(static_cast<double>(bytes.size()), message.information_bits / 8 - 0.01) << "seed " << seed;
    // Whatever follows changes nothing.
    for (const uint8_t by : {0, 128, 255}) {
      EXPECT_EQ(Decoded(Followed(bytes, by), message.items), values) << "seed " << seed;
    }
  }
}

TEST(RangeCoder, EveryPrefixGivesWhatIsCertainAndNoMore) {
  for (uint32_t seed = 1000; seed < 1020; ++seed) {
    const Message message = RandomMessage(seed, 100);
    const std::vector<uint8_t> bytes = Encoded(message.items);
    const std::vector<uint32_t> values = Values(message.items);
    size_t before = 0;
    for (size_t length = 0; length < bytes.size(); ++length) {
      const std::vector<uint32_t> certain = Decoded(Prefix(bytes, length), message.items);
      ASSERT_LT(certain.size(), values.size()) << "the last byte is needed";
      ASSERT_GE(certain.size(), before);
      before = certain.size();
      ASSERT_TRUE(std::equal(certain.begin(), certain.end(), values.begin()));
      // Certain is what comes out the same with the least and the greatest bytes that may follow.
      const std::vector<uint32_t> least = Decoded(Followed(Prefix(bytes, length), 0), message.items);
      const std::vector<uint32_t> greatest = Decoded(Followed(Prefix(bytes, length), 255), message.items);
      ASSERT_GT(least.size(), certain.size());
      ASSERT_GT(greatest.size(), certain.size());
      ASSERT_TRUE(std::equal(certain.begin(), certain.end(), least.begin()));
      ASSERT_TRUE(std::equal(certain.begin(), certain.end(), greatest.begin()));
    }
  }
}

TEST(RangeCoder, FinishIsShortest) {
  size_t tried = 0;
  for (uint32_t seed = 2000; seed < 2400; ++seed) {
    const Message message = RandomMessage(seed, 1 + seed % 9);
    // Finish takes the last symbol's interval for what it is; the decoder gives the very last of an alphabet all above
    // it too, which can make a byte less do for a message of nothing else.
    if (message.information_bits < 0.5 || std::all_of(message.items.begin(), message.items.end(), IsLast)) continue;
    const std::vector<uint8_t> bytes = Encoded(message.items);
    ASSERT_FALSE(bytes.empty());
    EXPECT_LT(Decoded(Prefix(bytes, bytes.size() - 1), message.items).size(), message.items.size()) << "seed " << seed;
    ++tried;
  }
  EXPECT_GT(tried, 300u);
}

TEST(RangeCoder, NothingTakesNoBytes) {
  EXPECT_TRUE(Encoded({}).empty());
  RangeEncoder encoder;
  encoder.EncodeBits(0, 0);
  EXPECT_TRUE(std::move(encoder).Finish().empty());
  RangeDecoder decoder({});
  EXPECT_EQ(decoder.DecodeBits(0), 0u);
  EXPECT_EQ(decoder.DecodeBits(1), std::nullopt);
}

// Two decisions whose interval lies on both sides of one half, again and again, so that the bytes stay undecided: 0x7f
// 0xff 0xff .. or 0x80 0x00 0x00 .. . The last decision decides, through all of them.
TEST(RangeCoder, CarriesPassAnyNumberOfBytes) {
  for (size_t middles = 1; middles < 60; ++middles) {
    std::vector<Item> items;
    for (size_t i = 0; i < middles; ++i) {
      items.push_back({kTotal / 2 + 1, 1});
      items.push_back({kTotal - 4, 0});
    }
    for (const Item last : {Item{kTotal / 4 * 3, 0}, Item{kTotal / 4, 1}}) {
      items.push_back(last);
      const std::vector<uint8_t> bytes = Encoded(items);
      EXPECT_EQ(Decoded(bytes, items), Values(items)) << middles;
      // The interval sinks or rises beyond one half, very slowly.
      if (middles < 2) {
        EXPECT_EQ(bytes[0], last.value == 0 ? 0x7f : 0x80) << middles;
      }
      items.pop_back();
    }
  }
}

TEST(RangeCoder, LongRunsOfTheLikeliestDecisionTakeNextToNothing) {
  for (const uint32_t value : {0u, 1u}) {
    const std::vector<Item> items(20000, {value == 0 ? 1 : kTotal - 1, value});
    const std::vector<uint8_t> bytes = Encoded(items);
    EXPECT_LE(bytes.size(), 2u);
    EXPECT_EQ(Decoded(bytes, items), Values(items));
  }
}

TEST(RangeCoder, AnyBytesDecodeToSomeDecisions) {
  std::mt19937 random(5);
  const Message message = RandomMessage(6, 400);
  for (int i = 0; i < 500; ++i) {
    std::vector<uint8_t> bytes(random() % 40);
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(i % 3 == 0 ? 255 : random());
    const std::vector<uint32_t> values = Decoded(bytes, message.items);
    for (size_t k = 0; k < values.size(); ++k) {
      const Item& item = message.items[k];
      EXPECT_LT(values[k], item.probability > 0 ? 2u : 1u << item.bits);
    }
  }
}

}  // namespace
}  // namespace mote

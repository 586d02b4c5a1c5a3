#include "methods/neural/encoder_symbols.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <random>
#include <vector>

#include "entropy/range_coder.h"
#include "methods/neural/decoder.h"
#include "methods/neural/symbol_model.h"
#include "tests/unit/methods/neural/tiny_network.h"

namespace mote::neural {
namespace {

// With this step an analysed value of v is v quantiser steps: 512 v / 2^-14.
constexpr uint16_t kStepOfOne = 32;

Network TinyNetwork(uint32_t seed) { return *ParseNetwork(TinyFileMaker(seed).Make().Bytes()); }

Network TinyNetworkOfPlainSteps() {
  Network network = TinyNetwork(1);
  network.steps.assign(2, std::vector<uint16_t>(network.channels, kStepOfOne));
  return network;
}

// Of one group with one channel.
Network NetworkOfOneChannel() {
  Network network = TinyNetworkOfPlainSteps();
  network.groups.resize(1);
  network.groups[0].count = network.channels = 1;
  network.mixers.resize(1);
  for (std::vector<uint16_t>& steps : network.steps) steps.resize(1);
  return network;
}

// Spec/neural.md, section 3: SymbolModel's decisions, read.
struct ReadDecisions {
  RangeDecoder decoder;

  std::optional<bool> MoreThan(int32_t /*magnitude*/, uint32_t probability) { return decoder.Decode(probability); }
  std::optional<bool> IsNegative(uint32_t probability) { return decoder.Decode(probability); }
  std::optional<int32_t> Escaped(int order) {
    int ones = 0;
    while (ones < 8 && decoder.DecodeBits(1) == 1u) ++ones;
    const std::optional<uint32_t> rest = decoder.DecodeBits(ones + order);
    if (!rest) return std::nullopt;
    return (((1 << ones) - 1) << order) + static_cast<int32_t>(*rest);
  }
  // Section 3, the head.
  int Pace() {
    int pace = 0;
    while (pace < 4 && decoder.Decode(pace == 0 ? 8192 : 32768) == true) ++pace;
    return pace;
  }
};

int32_t LargestAt(int scale_index) {
  const int extra = scale_index < 24 ? 0 : (scale_index - 24) / 7;
  return 16 + (255 << extra) + (1 << (8 + extra)) - 1;
}

// All about the ends of the escape's prefixes, and beyond what it can write.
std::vector<int16_t> InterestingValues() {
  std::vector<int16_t> values;
  for (int value = 0; value < 600; ++value) values.push_back(static_cast<int16_t>(value));
  for (int order = 0; order <= 6; ++order) {
    for (int ones = 0; ones <= 8; ++ones) {
      const int first = 16 + (((1 << ones) - 1) << order);
      for (const int value : {first - 1, first, first + 1}) values.push_back(static_cast<int16_t>(value));
    }
  }
  for (const int value : {8191, 16366, 16367, 16368, 20000, 32767}) values.push_back(static_cast<int16_t>(value));
  const size_t count = values.size();
  for (size_t i = 0; i < count; ++i) values.push_back(static_cast<int16_t>(-values[i]));
  return values;
}

TEST(NeuralSymbols, EveryMagnitudeAtEveryScaleIsWrittenAsTheDocumentSays) {
  const Network network = NetworkOfOneChannel();
  const Thresholds plain = MakeThresholds(network, 0);
  const std::vector<int16_t> values = InterestingValues();
  const Size positions{static_cast<uint32_t>(values.size()), 1};
  Tensor analysed(positions, network.channels);
  for (uint32_t x = 0; x < values.size(); ++x) analysed.at(x, 0)[0] = values[x];
  for (int scale = 0; scale < static_cast<int>(kScales); ++scale) {
    SymbolWriter writer(network, plain, analysed, 0);
    const int16_t mean = 0;
    const auto raw_scale = static_cast<int16_t>(16 * scale);
    for (uint32_t x = 0; x < values.size(); ++x) {
      int16_t latent = 0;
      writer.Code({0, 0, x, 0, {&mean, 1}, {&raw_scale, 1}}, {&latent, 1});
      const int32_t symbol = std::clamp<int32_t>(values[x], -LargestAt(scale), LargestAt(scale));
      ASSERT_EQ(latent, std::clamp(64 * symbol, -kActivationMax, kActivationMax)) << values[x] << " at scale " << scale;
    }
    const std::vector<uint8_t> bytes = writer.Finish().bytes;
    ReadDecisions decisions{RangeDecoder(bytes)};
    SymbolModel model(network, positions, decisions.Pace());
    for (uint32_t x = 0; x < values.size(); ++x) {
      const int32_t symbol = std::clamp<int32_t>(values[x], -LargestAt(scale), LargestAt(scale));
      model.Enter(network.groups[0], x, 0);
      ASSERT_EQ(model.Code(static_cast<uint32_t>(scale), 0, decisions), symbol) << "at scale " << scale;
    }
  }
}

TEST(NeuralSymbols, ScalesOutsideOfTheTableAreItsEnds) {
  EXPECT_EQ(ScaleIndex(-8191), 0u);
  EXPECT_EQ(ScaleIndex(7), 0u);
  EXPECT_EQ(ScaleIndex(8), 1u);
  EXPECT_EQ(ScaleIndex(63 * 16 - 9), 62u);
  EXPECT_EQ(ScaleIndex(63 * 16 - 8), 63u);
  EXPECT_EQ(ScaleIndex(8191), 63u);
}

TEST(NeuralSymbols, LatentsAreRoundedAboutTheirMeans) {
  const Network network = TinyNetworkOfPlainSteps();
  const Thresholds plain = MakeThresholds(network, 0);
  const Thresholds dear = MakeThresholds(network, 0.05);
  std::mt19937 random(2);
  Tensor analysed({1, 1}, network.channels);
  size_t smaller = 0;
  for (int i = 0; i < 2000; ++i) {
    const auto value = static_cast<int16_t>(static_cast<int>(random() % 41) - 20);
    const auto mean = static_cast<int16_t>(static_cast<int>(random() % 2001) - 1000);
    const auto raw_scale = static_cast<int16_t>(random() % 1024);
    analysed.at(0, 0)[0] = value;
    int16_t near = 0, cheap = 0;
    SymbolWriter(network, plain, analysed, 0).Code({0, 0, 0, 0, {&mean, 1}, {&raw_scale, 1}}, {&near, 1});
    SymbolWriter(network, dear, analysed, 0).Code({0, 0, 0, 0, {&mean, 1}, {&raw_scale, 1}}, {&cheap, 1});
    EXPECT_LE(std::abs(near - 64 * value), 32);
    EXPECT_EQ((near - mean) % 64, 0);
    // A price of bits only ever draws a symbol towards 0, by one.
    const int plain_symbol = (near - mean) / 64, cheap_symbol = (cheap - mean) / 64;
    EXPECT_LE(std::abs(cheap_symbol), std::abs(plain_symbol));
    EXPECT_LE(std::abs(plain_symbol - cheap_symbol), 1);
    smaller += cheap_symbol != plain_symbol;
  }
  EXPECT_GT(smaller, 0u);
}

Tensor RandomAnalysed(Size positions, uint32_t channels, int32_t most, uint32_t seed) {
  std::mt19937 random(seed);
  Tensor analysed(positions, channels);
  for (uint32_t y = 0; y < positions.height; ++y) {
    for (uint32_t x = 0; x < positions.width; ++x) {
      for (uint32_t c = 0; c < channels; ++c) {
        // Mostly small, as latents are.
        const int32_t value = static_cast<int32_t>(random() % static_cast<uint32_t>(2 * most + 1)) - most;
        analysed.at(x, y)[c] = static_cast<int16_t>(random() % 4 == 0 ? value : value / 16);
      }
    }
  }
  return analysed;
}

// Each position's channels, without what a tensor has around and between.
std::vector<int16_t> Numbers(const Tensor& tensor, uint32_t channels) {
  std::vector<int16_t> numbers;
  for (uint32_t y = 0; y < tensor.size().height; ++y) {
    for (uint32_t x = 0; x < tensor.size().width; ++x) {
      numbers.insert(numbers.end(), tensor.at(x, y), tensor.at(x, y) + channels);
    }
  }
  return numbers;
}

void ExpectLatentsComeBack(const Network& network, Size positions, uint8_t level, int32_t most) {
  SCOPED_TRACE(testing::Message() << positions.width << "x" << positions.height << " at level " << int{level}
                                  << ", up to " << most);
  const Tensor analysed = RandomAnalysed(positions, network.channels, most, positions.width + level);
  const Thresholds thresholds = MakeThresholds(network, 0.03);
  SymbolWriter writer(network, thresholds, analysed, level);
  const Tensor written = CodeLatents(network, positions, level, writer);
  std::vector<uint8_t> bytes = writer.Finish().bytes;
  const Latents read = ReadLatents(network, {positions, level, bytes});
  EXPECT_FALSE(read.cut);
  EXPECT_EQ(Numbers(read.values, network.channels), Numbers(written, network.channels));
  // What follows is ignored; what is missing is told.
  ASSERT_FALSE(bytes.empty());
  EXPECT_TRUE(ReadLatents(network, {positions, level, std::span(bytes).first(bytes.size() - 1)}).cut);
  bytes.insert(bytes.end(), 20, 0xff);
  const Latents longer = ReadLatents(network, {positions, level, bytes});
  EXPECT_FALSE(longer.cut);
  EXPECT_EQ(Numbers(longer.values, network.channels), Numbers(written, network.channels));
}

TEST(NeuralSymbols, LatentsThatWereWrittenAreRead) {
  for (const uint32_t seed : {1u, 2u, 3u, 4u}) {
    const Network network = TinyNetwork(seed);
    for (const Size positions : {Size{1, 1}, Size{7, 5}, Size{1, 19}, Size{16, 2}}) {
      for (const int level : {0, 1, 78, 127, 128, 255}) {
        for (const int32_t most : {40, 700, kActivationMax}) {
          ExpectLatentsComeBack(network, positions, static_cast<uint8_t>(level), most);
        }
      }
    }
  }
}

TEST(NeuralSymbols, LatentsOfTheRealNetworkThatWereWrittenAreRead) {
  for (const Size positions : {Size{1, 1}, Size{5, 3}, Size{1, 7}}) {
    for (const int level : {0, 100, 255}) {
      for (const int32_t most : {300, kActivationMax}) {
        ExpectLatentsComeBack(TheNetwork(), positions, static_cast<uint8_t>(level), most);
      }
    }
  }
}

TEST(NeuralSymbols, TheBeginningOfAStreamHasTheFirstGroupsLatents) {
  const Network network = TinyNetwork(5);
  const Size positions{9, 6};
  const Tensor analysed = RandomAnalysed(positions, network.channels, 700, 7);
  const Thresholds thresholds = MakeThresholds(network, 0);
  SymbolWriter writer(network, thresholds, analysed, 200);
  const Tensor written = CodeLatents(network, positions, 200, writer);
  const std::vector<uint8_t> bytes = writer.Finish().bytes;
  // In coding order: the first group's channels at all positions, then the second's.
  const auto in_order = [&](const Tensor& latents) {
    std::vector<int16_t> numbers;
    for (const GroupContext& group : network.groups) {
      for (uint32_t y = 0; y < positions.height; ++y) {
        for (uint32_t x = 0; x < positions.width; ++x) {
          const int16_t* first = latents.at(x, y) + group.start;
          numbers.insert(numbers.end(), first, first + group.count);
        }
      }
    }
    return numbers;
  };
  const std::vector<int16_t> whole = in_order(written);
  size_t same_before = 0;
  for (size_t length = 0; length <= bytes.size(); ++length) {
    const Latents read = ReadLatents(network, {positions, 200, std::span(bytes).first(length)});
    EXPECT_EQ(read.cut, length < bytes.size());
    const std::vector<int16_t> beginning = in_order(read.values);
    const auto same =
        static_cast<size_t>(std::mismatch(whole.begin(), whole.end(), beginning.begin()).first - whole.begin());
    EXPECT_GE(same, same_before);
    same_before = same;
  }
  EXPECT_EQ(same_before, whole.size());
}

}  // namespace
}  // namespace mote::neural

#include "methods/neural/symbol_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <optional>
#include <random>
#include <vector>

#include "tests/unit/methods/neural/tiny_network.h"

namespace mote::neural {
namespace {

// Answers as a symbol has it, and adds up what the answers cost.
struct Counting {
  int32_t symbol = 0;
  double bits = 0;

  bool Count(bool is_so, uint32_t probability) {
    bits -= std::log2((is_so ? probability : kCertain - probability) / double{kCertain});
    return is_so;
  }
  std::optional<bool> MoreThan(int32_t magnitude, uint32_t probability) {
    return Count(std::abs(symbol) > magnitude, probability);
  }
  std::optional<bool> IsNegative(uint32_t probability) { return Count(symbol < 0, probability); }
  std::optional<int32_t> Escaped(int /*order*/) { return std::abs(symbol) - kMostDecided; }
};

// With mixers that take decisions as the densities have them.
Network PlainNetwork() {
  Network network = *ParseNetwork(TinyFileMaker(1).Make().Bytes());
  for (auto& mixers : network.mixers) {
    mixers = {};
    for (size_t i = 0; i < kSignMixer; ++i) mixers[i][0] = 64;
  }
  for (auto& logits : network.logits) logits.fill(-kLogitUnit);
  return network;
}

// Bits of symbols that `of` gives for a channel and a position, [group][row][position][channel].
template <class SymbolOf>
double BitsOf(const Network& network, Size positions, int pace, const SymbolOf& of) {
  SymbolModel model(network, positions, pace);
  Counting counting;
  for (const GroupContext& group : network.groups) {
    for (uint32_t y = 0; y < positions.height; ++y) {
      for (uint32_t x = 0; x < positions.width; ++x) {
        model.Enter(group, x, y);
        for (uint32_t i = 0; i < group.count; ++i) {
          counting.symbol = of(group.start + i, x, y);
          EXPECT_EQ(model.Code(20, 0, counting), counting.symbol);
        }
      }
    }
  }
  return counting.bits;
}

constexpr Size kPositions{20, 15};
constexpr double kSymbols = 20 * 15 * 3;

TEST(NeuralSymbolModel, ProbabilitiesAreLogistic) {
  EXPECT_EQ(ProbabilityOf(0), kCertain / 2);
  EXPECT_EQ(ProbabilityOf(int64_t{1} << 40), kCertain - 1);
  EXPECT_EQ(ProbabilityOf(-(int64_t{1} << 40)), 1u);
  for (int64_t logit = 1; logit < 3200; logit += 11) {
    EXPECT_EQ(ProbabilityOf(logit) + ProbabilityOf(-logit), kCertain);
    EXPECT_GE(ProbabilityOf(logit), ProbabilityOf(logit - 1));
    const double rest = kCertain / (1 + std::exp(static_cast<double>(logit) / kLogitUnit));
    EXPECT_NEAR(ProbabilityOf(-logit), rest, 1.5 + 0.035 * rest) << logit;
  }
}

TEST(NeuralSymbolModel, SymbolsThatFollowTheDensityCostHardlyMoreThanItSays) {
  const Network network = PlainNetwork();
  std::mt19937 random(3);
  const double more = ProbabilityOf(-kLogitUnit) / double{kCertain};
  std::geometric_distribution<int32_t> magnitudes(1 - more);
  std::vector<int32_t> symbols;
  double expected = 0;
  for (int i = 0; i < static_cast<int>(kSymbols); ++i) {
    const int32_t magnitude = magnitudes(random);
    symbols.push_back(random() % 2 == 0 ? magnitude : -magnitude);
    expected -= magnitude * std::log2(more) + std::log2(1 - more) - (magnitude > 0 ? 1 : 0);
  }
  const auto of = [&](uint32_t channel, uint32_t x, uint32_t y) {
    return symbols[(channel * kPositions.height + y) * kPositions.width + x];
  };
  const double slow = BitsOf(network, kPositions, 0, of), fast = BitsOf(network, kPositions, kPaces - 1, of);
  EXPECT_LT(slow, 1.02 * expected);
  EXPECT_LT(slow, fast) << "there is nothing to learn, so the slowest pace errs least";
}

TEST(NeuralSymbolModel, WhatAStreamShowsIsLearntAndTheFasterTheSooner) {
  const Network network = PlainNetwork();
  const auto of = [](uint32_t channel, uint32_t x, uint32_t /*y*/) {
    return channel == 1 ? 2 : x % 5 == 0 ? -1 : 0;  // one channel always 2, the others upright stripes
  };
  double last = 1e9;
  for (int pace = 0; pace < kPaces; ++pace) {
    const double bits = BitsOf(network, kPositions, pace, of);
    EXPECT_LT(bits, last) << "pace " << pace;
    last = bits;
  }
  EXPECT_LT(last, 0.6 * kSymbols);
}

TEST(NeuralSymbolModel, SignsOfAPositionAreRememberedTogether) {
  const Network network = PlainNetwork();
  std::mt19937 random(4);
  std::vector<int32_t> signs;
  for (uint32_t i = 0; i < kPositions.pixels(); ++i) signs.push_back(random() % 2 == 0 ? 1 : -1);
  const auto opposed = [&](uint32_t channel, uint32_t x, uint32_t y) {
    return (channel == 2 ? -1 : 1) * signs[y * kPositions.width + x];
  };
  std::vector<int32_t> others;
  for (int i = 0; i < static_cast<int>(kSymbols); ++i) others.push_back(random() % 2 == 0 ? 1 : -1);
  const auto unrelated = [&](uint32_t channel, uint32_t x, uint32_t y) {
    return others[(channel * kPositions.height + y) * kPositions.width + x];
  };
  // Of three signs a position, two follow from the first.
  const double saved = BitsOf(network, kPositions, 4, unrelated) - BitsOf(network, kPositions, 4, opposed);
  EXPECT_GT(saved, 1.2 * static_cast<double>(kPositions.pixels()));
}

}  // namespace
}  // namespace mote::neural

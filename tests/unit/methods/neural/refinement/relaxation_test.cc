#include "methods/neural/refinement/relaxation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "methods/neural/network.h"
#include "tests/unit/methods/neural/each_target.h"
#include "tests/unit/methods/neural/refinement/tensor_numbers.h"

namespace mote::neural::refinement {
namespace {

TEST(Relaxation, BitsAndTheirSlope) {
  for (const float raw_scale : {40.0f, 400.0f, 800.0f}) {
    const double scale = 0.05 * std::exp(raw_scale / 16 * std::log(640.0) / 63);
    const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
    for (const float offset : {-2.3f, -0.4f, 0.1f, 1.0f, 3.2f}) {
      const double distance = std::abs(offset);
      const double probability = sigmoid((0.5 - distance) / scale) - sigmoid((-0.5 - distance) / scale);
      const LatentBits bits = BitsOf(offset, raw_scale);
      if (probability > 1e-9) {
        EXPECT_NEAR(bits.bits, -std::log2(probability), 1e-3 * (1 + bits.bits));
      }
      constexpr float kRawStep = 2;
      const double by_scale =
          (BitsOf(offset, raw_scale + kRawStep).bits - BitsOf(offset, raw_scale - kRawStep).bits) / (2.0 * kRawStep);
      EXPECT_NEAR(bits.by_raw_scale, by_scale, 0.02 * std::abs(by_scale) + 1e-4);
    }
  }
  // Out of the table's range there is a slope towards it alone: long offsets want a larger scale, short ones none
  // smaller.
  EXPECT_EQ(BitsOf(0.0f, -100.0f).by_raw_scale, 0.0f);
  EXPECT_LT(BitsOf(2.0f, -100.0f).by_raw_scale, 0.0f);
}

// Targets and parameters of a group's channels along the one row that there is.
struct RandomRow {
  static constexpr uint32_t kStart = 3, kWidth = 4;

  RandomRow(uint32_t count, uint32_t seed)
      : row{0, kStart, count}, targets({kWidth, 1}, kStart + count + 2), parameters({kWidth, 1}, 2 * count) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> mean(-100, 100), offset(-3, 3), raw_scale(-60, 1070);
    for (ptrdiff_t x = 0; x < ptrdiff_t{kWidth}; ++x) {
      for (uint32_t i = 0; i < count; ++i) {
        parameters.at(x, 0)[i] = mean(random);
        parameters.at(x, 0)[count + i] = raw_scale(random);
        targets.at(x, 0)[kStart + i] = parameters.at(x, 0)[i] + kUnit * offset(random);
      }
    }
  }
  [[nodiscard]] float offset(ptrdiff_t x, uint32_t i) const {
    return (targets.at(x, 0)[kStart + i] - parameters.at(x, 0)[i]) / kUnit;
  }

  GroupRow row;
  FloatTensor targets, parameters;
};

constexpr Relaxation kHow{7, 0.4f, 0.7f, 0.5f};

struct Relaxed {
  explicit Relaxed(const RandomRow& of, const Relaxation& how = kHow)
      : latents(of.targets), by_parameters(of.parameters.size(), of.parameters.channels()) {
    bits = Relax(how, of.row, of.targets, of.parameters, latents, by_parameters);
  }
  // The price of the bits of a latent's two symbols, by their weights.
  [[nodiscard]] static double Cost(const RandomRow& of, const RelaxedLatents& latents, ptrdiff_t x, uint32_t i) {
    const float* parameters = of.parameters.at(x, 0);
    const float below = std::floor(of.offset(x, i)), raw_scale = parameters[of.row.count + i];
    const double weight =
        (double{latents.decoded.at(x, 0)[RandomRow::kStart + i]} - parameters[i]) / kUnit - double{below};
    return double{kHow.price} *
           std::lerp(double{BitsOf(below, raw_scale).bits}, double{BitsOf(below + 1, raw_scale).bits}, weight);
  }

  RelaxedLatents latents;
  FloatTensor by_parameters;
  double bits;
};

// Whatever the number of channels, whole vectors or not.
TEST(Relaxation, BitsOfARowAreThoseOfItsSymbols) {
  for (const uint32_t count : {1u, 5u, 16u, 37u}) {
    const RandomRow random(count, count);
    double expected = 0;
    for (ptrdiff_t x = 0; x < ptrdiff_t{RandomRow::kWidth}; ++x) {
      for (uint32_t i = 0; i < count; ++i) {
        expected += double{BitsOf(std::round(random.offset(x, i)), random.parameters.at(x, 0)[count + i]).bits};
      }
    }
    EXPECT_NEAR(RoundedBits(random.row, random.targets, random.parameters), expected, 1e-5 * expected);
    EXPECT_NEAR(Relaxed(random).bits, expected, 1e-5 * expected);
  }
}

TEST(Relaxation, EveryInstructionSetGivesAboutTheSame) {
  const RandomRow random(37, 4);
  const Relaxed expected(random);
  const size_t targets = UnderEachTarget([&](const std::string& target) {
    const Relaxed relaxed(random);
    EXPECT_NEAR(relaxed.bits, expected.bits, 1e-5 * expected.bits) << target;
    EXPECT_NEAR(RoundedBits(random.row, random.targets, random.parameters), expected.bits, 1e-5 * expected.bits);
    const std::vector<float> numbers = NumbersOf(relaxed.latents.decoded);
    const std::vector<float> expected_numbers = NumbersOf(expected.latents.decoded);
    for (size_t i = 0; i < numbers.size(); ++i) EXPECT_NEAR(numbers[i], expected_numbers[i], 2e-3) << target;
  });
  EXPECT_GE(targets, 1u);
}

TEST(Relaxation, LatentsLieBetweenTheirTwoSymbolsAndTheOthersStay) {
  const RandomRow random(37, 1);
  const Relaxed relaxed(random);
  for (ptrdiff_t x = 0; x < ptrdiff_t{RandomRow::kWidth}; ++x) {
    for (uint32_t channel = 0; channel < random.targets.channels(); ++channel) {
      const float target = random.targets.at(x, 0)[channel], decoded = relaxed.latents.decoded.at(x, 0)[channel];
      if (channel < RandomRow::kStart || channel >= RandomRow::kStart + 37) {
        EXPECT_EQ(decoded, target);
        continue;
      }
      const uint32_t i = channel - RandomRow::kStart;
      const float symbol = (decoded - random.parameters.at(x, 0)[i]) / kUnit;
      EXPECT_GE(symbol, std::floor(random.offset(x, i)) - 1e-4f);
      EXPECT_LE(symbol, std::floor(random.offset(x, i)) + 1 + 1e-4f);
    }
  }
}

// Cold and without noise it is rounding; and noise changes it, another in each step.
TEST(Relaxation, ColdItRounds) {
  const RandomRow random(40, 2);
  const Relaxed cold(random, {0, 0.05f, 0, 0.5f}), first(random, {1, 0.4f, 0.7f, 0.5f}),
      second(random, {2, 0.4f, 0.7f, 0.5f});
  int differing = 0;
  for (ptrdiff_t x = 0; x < ptrdiff_t{RandomRow::kWidth}; ++x) {
    for (uint32_t i = 0; i < 40; ++i) {
      const float offset = random.offset(x, i), mean = random.parameters.at(x, 0)[i];
      const auto symbol_of = [&](const Relaxed& relaxed) {
        return (relaxed.latents.decoded.at(x, 0)[RandomRow::kStart + i] - mean) / kUnit;
      };
      if (std::abs(offset - std::floor(offset) - 0.5f) > 0.05f) {
        EXPECT_NEAR(symbol_of(cold), std::round(offset), 1e-3f) << offset;
      }
      if (std::abs(symbol_of(first) - symbol_of(second)) > 0.01f) ++differing;
    }
  }
  EXPECT_GT(differing, 40);
}

TEST(Relaxation, SlopesAgreeWithDifferences) {
  constexpr uint32_t kCount = 21;
  const RandomRow random(kCount, 3);
  const Relaxed relaxed(random);
  for (ptrdiff_t x = 0; x < ptrdiff_t{RandomRow::kWidth}; ++x) {
    for (uint32_t i = 0; i < kCount; ++i) {
      const float rest = random.offset(x, i) - std::floor(random.offset(x, i));
      if (rest < 0.05f || rest > 0.95f) continue;  // nothing moves across a whole number
      const auto difference = [&](float& number, float step, auto value) {
        const float before = number;
        number = before + step;
        const double above = value();
        number = before - step;
        const double below = value();
        number = before;
        return (above - below) / (2.0 * double{step});
      };
      RandomRow moved = random;
      const auto decoded = [&] { return double{Relaxed(moved).latents.decoded.at(x, 0)[RandomRow::kStart + i]}; };
      const auto cost = [&] { return Relaxed::Cost(moved, Relaxed(moved).latents, x, i); };
      const double slope = difference(moved.targets.at(x, 0)[RandomRow::kStart + i], 0.1f, decoded);
      const float found_slope = relaxed.latents.slopes.at(x, 0)[RandomRow::kStart + i];
      EXPECT_NEAR(found_slope, slope, 0.02 * std::abs(slope) + 1e-3);
      const double by_target = difference(moved.targets.at(x, 0)[RandomRow::kStart + i], 0.1f, cost);
      EXPECT_NEAR(relaxed.latents.rates.at(x, 0)[RandomRow::kStart + i] * found_slope, by_target,
                  0.03 * std::abs(by_target) + 1e-4);
      const double by_mean = difference(moved.parameters.at(x, 0)[i], 0.1f, cost);
      EXPECT_NEAR(relaxed.by_parameters.at(x, 0)[i], by_mean, 0.03 * std::abs(by_mean) + 1e-4);
      const float raw_scale = random.parameters.at(x, 0)[kCount + i];
      if (raw_scale < 2 || raw_scale > 1006) continue;  // beyond the table slopes lead back into it
      const double by_scale = difference(moved.parameters.at(x, 0)[kCount + i], 1.0f, cost);
      EXPECT_NEAR(relaxed.by_parameters.at(x, 0)[kCount + i], by_scale, 0.02 * std::abs(by_scale) + 1e-4);
    }
  }
}

}  // namespace
}  // namespace mote::neural::refinement

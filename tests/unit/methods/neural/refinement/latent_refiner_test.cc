#include "methods/neural/refinement/latent_refiner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <span>
#include <vector>

#include "methods/neural/refinement/rates.h"
#include "tests/unit/methods/neural/refinement/refinement_case.h"
#include "tests/unit/methods/neural/refinement/tensor_numbers.h"

namespace mote::neural::refinement {
namespace {

constexpr uint8_t kLevel = 150;
constexpr Size kPositions{4, 3};

bool GoOn(const RefinementState&) { return true; }

RefinementSettings SettingsOf(int steps, double budget_bits) {
  return {steps, budget_bits, [](const FloatTensor& targets, uint8_t level, bool /*is_late*/) {
            return 8.0 * static_cast<double>(RefinementCase::Coded(targets, level).symbols.size());
          }};
}

class LatentRefinerTest : public testing::Test {
 protected:
  LatentRefinerTest()
      : case_(TexturePicture({48, 36}, 1), kPositions),
        refiner_(case_.synthesis, case_.context, case_.objective),
        plain_bits_(RoundedBits(case_.context, case_.Targets(kLevel), kLevel)) {}

  FloatTensor Refined(const RefinementSettings& settings, const LatentRefiner::Observer& observer = GoOn) const {
    return refiner_.Refine(case_.Targets(kLevel), kLevel, settings, observer).targets;
  }

  RefinementCase case_;
  LatentRefiner refiner_;
  double plain_bits_;
};

TEST_F(LatentRefinerTest, BitsAreAboutTheStreams) {
  for (const uint8_t level : {60, 150, 240}) {
    const double bits = RoundedBits(case_.context, case_.Targets(level), level);
    const double written = 8.0 * static_cast<double>(case_.Plain(level).symbols.size());
    EXPECT_NEAR(bits, written, 0.1 * written + 16) << int{level};
  }
}

// Less distortion + price x bits than plain rounding, as the decoder sees both; and less distortion than plain
// rounding's at any level that takes no more bits.
TEST_F(LatentRefinerTest, DescentsPay) {
  for (const double share : {0.85, 0.95}) {
    const RefinedLatents refined =
        refiner_.Refine(case_.Targets(kLevel), kLevel, SettingsOf(50, share * plain_bits_), GoOn);
    ASSERT_GT(refined.price, 0.0);
    const CodedLatents before = case_.Plain(kLevel), after = case_.Coded(refined.targets, refined.level);
    const auto sum = [&](const CodedLatents& coded, uint8_t level) {
      return case_.Distortion(coded.latents, level) + refined.price * 8.0 * static_cast<double>(coded.symbols.size());
    };
    EXPECT_LT(sum(after, refined.level), sum(before, kLevel)) << share;
    const double distortion = case_.Distortion(after.latents, refined.level);
    for (int level = 0; level < 256; level += 12) {
      const CodedLatents other = case_.Plain(static_cast<uint8_t>(level));
      if (other.symbols.size() > after.symbols.size()) continue;
      EXPECT_LT(distortion, case_.Distortion(other.latents, static_cast<uint8_t>(level))) << share << ", " << level;
    }
  }
}

TEST_F(LatentRefinerTest, BitsApproachTheBudget) {
  uint8_t last_level = 0;
  for (const double share : {0.7, 1.0, 1.3}) {
    const double budget = share * plain_bits_;
    const RefinedLatents refined = refiner_.Refine(case_.Targets(kLevel), kLevel, SettingsOf(60, budget), GoOn);
    const size_t bytes = RefinementCase::Coded(refined.targets, refined.level).symbols.size();
    EXPECT_NEAR(8.0 * static_cast<double>(bytes), budget, 0.08 * budget) << share;
    // The more, the finer.
    EXPECT_GT(refined.level, last_level) << share;
    last_level = refined.level;
  }
}

// Whatever the level that it began with.
TEST_F(LatentRefinerTest, FindsTheLevel) {
  const double budget = 0.9 * plain_bits_;
  const auto led_to = [&](uint8_t start) {
    return refiner_.Refine(case_.Targets(start), start, SettingsOf(80, budget), GoOn).level;
  };
  const int coarse = led_to(kLevel - 20), fine = led_to(kLevel + 20);
  EXPECT_GT(coarse, kLevel - 20);
  EXPECT_LT(fine, kLevel + 20);
  EXPECT_NEAR(coarse, fine, 20);
}

// Latents that have settled would be rounded again at another.
TEST_F(LatentRefinerTest, LongDescentsKeepTheLevelOnceFound) {
  constexpr int kSteps = 150, kFoundBy = 65;
  RefinementSettings settings = SettingsOf(kSteps, 0.7 * plain_bits_);
  std::vector<uint8_t> levels;  // of streams written from then on
  int step = 0;
  settings.coded_bits = [&, coded_bits = settings.coded_bits](const FloatTensor& targets, uint8_t level, bool is_late) {
    if (step >= kFoundBy) levels.push_back(level);
    EXPECT_EQ(is_late, step + 1 >= 0.85 * kSteps) << step;
    return coded_bits(targets, level, is_late);
  };
  const RefinedLatents refined = refiner_.Refine(case_.Targets(kLevel), kLevel, settings, [&](const RefinementState&) {
    ++step;
    return true;
  });
  EXPECT_LT(refined.level, kLevel);
  ASSERT_GT(levels.size(), 10u);
  for (const uint8_t level : levels) EXPECT_EQ(level, refined.level);
}

// At equal bits: what bits differ is counted as it is worth.
// A single descent ends a little above or below its budget.
TEST(LatentRefiner, MoreStepsPayOnTheWhole) {
  double few = 0, more = 0, many = 0;
  for (const uint32_t seed : {1u, 2u, 3u}) {
    const RefinementCase refinement_case(TexturePicture({48, 36}, seed), kPositions);
    const LatentRefiner refiner(refinement_case.synthesis, refinement_case.context, refinement_case.objective);
    const FloatTensor targets = refinement_case.Targets(kLevel);
    const double plain_bits = RoundedBits(refinement_case.context, targets, kLevel);
    const auto led_to = [&](int steps) {
      const RefinedLatents refined = refiner.Refine(targets, kLevel, SettingsOf(steps, 0.8 * plain_bits), GoOn);
      const CodedLatents coded = refinement_case.Coded(refined.targets, refined.level);
      return std::log(refinement_case.Distortion(coded.latents, refined.level)) +
             kElasticity * std::log(static_cast<double>(coded.symbols.size()));
    };
    few += led_to(16);
    more += led_to(60);
    many += led_to(240);
  }
  EXPECT_LT(more, few);
  EXPECT_LT(many, more);
}

TEST_F(LatentRefinerTest, GivesTheSameAgain) {
  const RefinementSettings settings = SettingsOf(12, 0.8 * plain_bits_);
  EXPECT_EQ(NumbersOf(Refined(settings)), NumbersOf(Refined(settings)));
}

TEST_F(LatentRefinerTest, ObserverEndsIt) {
  const RefinementSettings settings = SettingsOf(20, 0.8 * plain_bits_);
  for (const int last : {0, 7, 19}) {
    std::vector<int> steps;
    const FloatTensor ended = Refined(settings, [&](const RefinementState& state) {
      steps.push_back(state.step);
      EXPECT_GT(state.distortion.total, 0.0);
      EXPECT_GT(state.bits, 0.0);
      return state.step < last;
    });
    ASSERT_EQ(steps.size(), static_cast<size_t>(last) + 1);
    for (int step = 0; step <= last; ++step) EXPECT_EQ(steps[static_cast<size_t>(step)], step);
    // What stands at the end is what that step led to: one more leads elsewhere.
    EXPECT_NE(NumbersOf(ended), NumbersOf(case_.Targets(kLevel)));
    const FloatTensor longer = Refined(settings, [&](const RefinementState& state) { return state.step < last + 1; });
    EXPECT_EQ(NumbersOf(ended) == NumbersOf(longer), last + 1 == settings.steps);
  }
}

TEST_F(LatentRefinerTest, NoStepsChangeNothing) {
  const RefinedLatents refined = refiner_.Refine(case_.Targets(kLevel), kLevel, SettingsOf(0, plain_bits_), GoOn);
  EXPECT_EQ(NumbersOf(refined.targets), NumbersOf(case_.Targets(kLevel)));
  EXPECT_EQ(refined.level, kLevel);
}

// What the first step does to a latent that no other's mean depends on (the last group's at the last position) lessens
// the relaxed distortion, as finite differences have it: through relaxation, synthesis, colour and objective. Bits are
// worth nothing yet in the first step.
TEST_F(LatentRefinerTest, TheFirstStepGoesDown) {
  // No decoded sample may leave 0..1, where the gradient tells the way back and differences nothing.
  Image picture = TexturePicture({70, 56}, 2);
  for (uint8_t& sample : std::span(picture.view().data, picture.samples().size())) {
    sample = static_cast<uint8_t>(64 + sample / 2);
  }
  const RefinementCase muted(picture, kPositions);
  const Objective objective(picture.view(), 0.2);
  const LatentRefiner refiner(muted.synthesis, muted.context, objective);
  const FloatTensor start = muted.Targets(kLevel);
  const auto distortion = [&](const FloatTensor& targets) {
    double result = 0;
    static_cast<void>(refiner.Refine(targets, kLevel, SettingsOf(1, plain_bits_), [&](const RefinementState& state) {
      result = state.distortion.total;
      return true;
    }));
    return result;
  };
  const FloatTensor moved = refiner.Refine(start, kLevel, SettingsOf(1, plain_bits_), GoOn).targets;
  constexpr ptrdiff_t kX = kPositions.width - 1, kY = kPositions.height - 1;
  struct Compared {
    double slope;
    bool agrees;
  };
  std::vector<Compared> all;
  const GroupContext& last = TheNetwork().groups.back();
  for (uint32_t channel = last.start; channel < last.start + last.count; ++channel) {
    FloatTensor above = start, below = start;
    constexpr float kStep = 0.25f;  // of 64
    above.at(kX, kY)[channel] += kStep;
    below.at(kX, kY)[channel] -= kStep;
    const double slope = distortion(above) - distortion(below);
    const float way = moved.at(kX, kY)[channel] - start.at(kX, kY)[channel];
    all.push_back({std::abs(slope), (slope > 0) == (way < 0)});
  }
  std::sort(all.begin(), all.end(), [](const Compared& a, const Compared& b) { return a.slope > b.slope; });
  // Where the slope is next to nothing, rounding gives its sign.
  for (size_t i = 0; i < all.size() / 2; ++i)
    EXPECT_TRUE(all[i].agrees) << i << " of " << all.size() << ": " << all[i].slope;
}

TEST(RgbPlanes, AreBt601) {
  FloatTensor raster({1, 1}, 4 * kRasterComponents);
  const float luma[] = {0.25f, -0.5f, 0.5f, 0.0f}, cb[] = {0.5f, 0.0f, -0.125f, 0.25f},
              cr[] = {0.0f, 0.5f, 0.25f, -0.5f};
  for (int i = 0; i < 4; ++i) {
    raster.at(0, 0)[i] = luma[i] * kRasterUnit;
    raster.at(0, 0)[4 + i] = cb[i] * kRasterUnit;
    raster.at(0, 0)[8 + i] = cr[i] * kRasterUnit;
  }
  const Planes rgb = ToRgbPlanes(raster);
  ASSERT_EQ(rgb.size, (Size{2, 2}));
  ASSERT_EQ(rgb.count, 3u);
  for (uint32_t i = 0; i < 4; ++i) {
    const uint32_t x = i % 2, y = i / 2;
    const float red = rgb.row(0, y)[x], green = rgb.row(1, y)[x], blue = rgb.row(2, y)[x];
    // The forward transform of ITU-T T.871 leads back.
    EXPECT_NEAR(0.299f * red + 0.587f * green + 0.114f * blue, luma[i] + 0.5f, 2e-6f) << i;
    EXPECT_NEAR(-0.1687f * red - 0.3313f * green + 0.5f * blue, cb[i], 2e-4f) << i;
    EXPECT_NEAR(0.5f * red - 0.4187f * green - 0.0813f * blue, cr[i], 2e-4f) << i;
  }
}

TEST(RgbPlanes, BackIsTheTranspose) {
  for (const Size size : {Size{1, 1}, Size{8, 8}, Size{24, 16}}) {
    const FloatTensor raster = RandomTensor(size, 4 * kRasterComponents, 1);
    Planes gradient({2 * size.width, 2 * size.height}, 3);
    std::mt19937 random(2);
    std::normal_distribution<float> normal;
    for (float& value : gradient.samples) value = normal(random);
    // An affine map's: without what it gives of zeros.
    const Planes rgb = ToRgbPlanes(raster), zero = ToRgbPlanes(FloatTensor(size, 4 * kRasterComponents));
    double expected = 0, length = 0;
    for (size_t i = 0; i < rgb.samples.size(); ++i) {
      expected += (double{rgb.samples[i]} - zero.samples[i]) * gradient.samples[i];
      length += std::abs((double{rgb.samples[i]} - zero.samples[i]) * gradient.samples[i]);
    }
    EXPECT_NEAR(Inner(raster, ToRgbPlanesBack(gradient)), expected, 3e-4 * length);
  }
}

}  // namespace
}  // namespace mote::neural::refinement

#include "methods/neural/refinement/latent_refiner.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

#include "base/crew.h"
#include "methods/neural/refinement/rates.h"
#include "methods/neural/refinement/relaxation.h"

namespace mote::neural::refinement {
namespace {

constexpr auto kUnitSteps = static_cast<float>(kUnit);

// At first a bit's price is what it should be worth (kElasticity). The level is steered, so that bits follow a plan,
// which would end at the budget after all steps, though after no more than kPlanSteps: what has settled while it was
// hot does not bear another level. The excess of the beginning dies with kPlanPower of the part of the plan that is
// left.
constexpr int kPlanSteps = 70;
constexpr double kPlanPower = 1.5;
// Of the bits' relative distance from the plan, the part that a step's change of level answers to, and the most levels
// that it changes.
constexpr double kLevelGain = 0.25;
constexpr double kMostLevels = 2;
// In the last part of the plan, and ever after, the level stands still and the price holds bits at the budget: of its
// logarithm, a step, by the relative distance; less where many steps are left to add up. In the last part of all steps
// streams are written often, and whatever fits may be the result.
constexpr double kLastPart = 0.15;
constexpr double kPriceGain = 4, kPriceGainOfAllSteps = 100;
constexpr double kMostPriceStep = 0.2;
// So many streams are written before the last part, to hold the estimate of its bits to, and in it, but not more than
// one in kLeastStepsToStream steps and one a step.
constexpr int kStreams = 20, kLastStreams = 30;
constexpr int kLeastStepsToStream = 4;
// The length of Adam's steps, in quantiser steps; and where rate and temperature end, of one over the root of the
// number of steps: few steps cannot wait for the latents to settle, and begin less hot. What ends colder than
// kLeastTemperature is worse for it (docs/ablations.md).
constexpr float kFirstRate = 0.035f, kLastRate = 0.12f;
constexpr float kFirstTemperature = 0.5f, kLastTemperature = 1.6f, kLeastTemperature = 0.15f;
constexpr float kHotSteps = 45;
// Of the noise that would draw one of the two whole numbers by its probability: less wanders less, none finds little.
// Few steps have no time to wander; still fewer, which begin colder, bear as much noise in terms of the preference.
constexpr float kNoise = 0.7f, kNoiseOfFewSteps = 0.4f;
constexpr float kFewSteps = 16, kManySteps = 48;

// Adam (Kingma and Ba, 2015); rates in quantiser steps.
constexpr float kFirstDecay = 0.9f, kSecondDecay = 0.99f, kTiny = 1e-12f;

// BT.601, full range (ITU-T T.871).
constexpr float kRedOfCr = 1.402f, kGreenOfCb = -0.344136f, kGreenOfCr = -0.714136f, kBlueOfCb = 1.772f;

float NoiseFor(int count) {
  const auto steps = static_cast<float>(count);
  if (steps < kFewSteps) return std::min(kNoise, kNoiseOfFewSteps * std::sqrt(kFewSteps / steps));
  return std::lerp(kNoiseOfFewSteps, kNoise, std::min(1.0f, (steps - kFewSteps) / (kManySteps - kFewSteps)));
}

// Numbers of all latents, in order of rows, positions and channels.
class Moments {
 public:
  explicit Moments(size_t count) : first_(count), second_(count) {}
  // How far to move number `index`, against `gradient`, in step `step` (from 1).
  void Prepare(int step) {
    first_correction_ = 1 - std::pow(kFirstDecay, static_cast<float>(step));
    second_correction_ = 1 - std::pow(kSecondDecay, static_cast<float>(step));
  }
  float Move(size_t index, float gradient) {
    first_[index] += (1 - kFirstDecay) * (gradient - first_[index]);
    second_[index] += (1 - kSecondDecay) * (gradient * gradient - second_[index]);
    return first_[index] / first_correction_ / (std::sqrt(second_[index] / second_correction_) + kTiny);
  }

 private:
  std::vector<float> first_, second_;
  float first_correction_ = 1, second_correction_ = 1;
};

}  // namespace

double RoundedBits(const FloatContext& context, const FloatTensor& targets, uint8_t level) {
  std::vector<double> row_bits(targets.size().height);
  uint32_t start = 0;
  for (const FloatContext::GroupTrace& group : context.Forward(targets, level)) {
    const uint32_t count = group.parameters.channels() / 2;
    ShareTurns(targets.size().height, [&](uint32_t y) {
      row_bits[y] += RoundedBits({y, start, count}, targets, group.parameters);
    });
    start += count;
  }
  return std::accumulate(row_bits.begin(), row_bits.end(), 0.0);
}

Planes ToRgbPlanes(const FloatTensor& raster) {
  Planes rgb({raster.size().width * 2, raster.size().height * 2}, 3);
  ShareTurns(rgb.size.height, [&](uint32_t y) {
    float* red = rgb.row(0, y);
    float* green = rgb.row(1, y);
    float* blue = rgb.row(2, y);
    for (uint32_t x = 0; x < rgb.size.width; ++x) {
      const float* sample = raster.at(x / 2, y / 2) + 2 * (y % 2) + x % 2;
      constexpr float kOver = 1.0f / kRasterUnit;
      const float luma = sample[0] * kOver + 0.5f, cb = sample[4] * kOver, cr = sample[8] * kOver;
      red[x] = luma + kRedOfCr * cr;
      green[x] = luma + kGreenOfCb * cb + kGreenOfCr * cr;
      blue[x] = luma + kBlueOfCb * cb;
    }
  });
  return rgb;
}

FloatTensor ToRgbPlanesBack(const Planes& gradient) {
  FloatTensor raster = FloatTensor::Unset({gradient.size.width / 2, gradient.size.height / 2}, 4 * kRasterComponents);
  ShareTurns(gradient.size.height, [&](uint32_t y) {
    const float* red = gradient.row(0, y);
    const float* green = gradient.row(1, y);
    const float* blue = gradient.row(2, y);
    for (uint32_t x = 0; x < gradient.size.width; ++x) {
      float* sample = raster.at(x / 2, y / 2) + 2 * (y % 2) + x % 2;
      constexpr float kOver = 1.0f / kRasterUnit;
      sample[0] = (red[x] + green[x] + blue[x]) * kOver;
      sample[4] = (kGreenOfCb * green[x] + kBlueOfCb * blue[x]) * kOver;
      sample[8] = (kRedOfCr * red[x] + kGreenOfCr * green[x]) * kOver;
    }
  });
  return raster;
}

namespace {

// One descent: what changes from step to step.
class Descent {
 public:
  Descent(const FloatSynthesis& synthesis, const FloatContext& context, const Objective& objective, FloatTensor targets,
          uint8_t level, const RefinementSettings& settings)
      : synthesis_(synthesis),
        context_(context),
        objective_(objective),
        settings_(settings),
        level_(level),
        targets_(std::move(targets)),
        relaxed_(targets_),
        moments_(targets_.size().pixels() * targets_.channels()),
        noise_(NoiseFor(settings.steps)),
        fine_level_(level) {}

  RefinementState Step(int step) {
    const float done = static_cast<float>(step) / static_cast<float>(settings_.steps);
    const float first = kFirstTemperature * std::sqrt(std::min(1.0f, static_cast<float>(settings_.steps) / kHotSteps));
    const float last = std::max(Last(kLastTemperature), kLeastTemperature);
    const float temperature = first * std::pow(std::min(1.0f, last / first), done);
    const std::vector<FloatContext::GroupTrace> expected = context_.Forward(relaxed_.decoded, level_);
    std::vector<FloatTensor> by_parameters;
    double bits = RelaxAll(expected, temperature, step, by_parameters);
    if (IsWritten(step)) {
      coded_by_estimated_ = settings_.coded_bits(targets_, level_, IsLate(step)) / std::max(bits, 1.0);
    }
    bits *= coded_by_estimated_;
    FloatSynthesis::Trace trace;
    const FloatTensor raster = synthesis_.Forward(relaxed_.decoded, level_, trace);
    Planes gradient;
    const Objective::Value value = objective_.Evaluate(ToRgbPlanes(raster), gradient);
    const FloatTensor by_decoded = synthesis_.Back(ToRgbPlanesBack(gradient), trace);
    MoveAll(step + 1, by_decoded, context_.Back(by_parameters, expected));
    const RefinementState state{step, value, bits, price_};
    if (step == 0) first_bits_ = bits;
    const int plan_steps = std::min(settings_.steps, kPlanSteps);
    const bool holds_level = step + 1 >= (1 - kLastPart) * plan_steps;
    if (step == 0 || !holds_level) price_ = kElasticity * value.total / settings_.budget_bits;
    if (holds_level) {
      const double distance = bits / settings_.budget_bits - 1;
      const double gain = std::min(kPriceGain, kPriceGainOfAllSteps / settings_.steps);
      price_ *= std::exp(std::clamp(gain * distance, -kMostPriceStep, kMostPriceStep));
    } else {
      const double left = std::pow(1.0 - (step + 1.0) / plan_steps, kPlanPower);
      const double distance = bits / std::lerp(settings_.budget_bits, first_bits_, left) - 1;
      fine_level_ -= std::clamp(kLevelGain * distance / kBitsByLevel, -kMostLevels, kMostLevels);
      GoToLevel(static_cast<uint8_t>(std::lround(std::clamp(fine_level_, 0.0, 255.0))));
    }
    return state;
  }
  [[nodiscard]] uint8_t level() const { return level_; }
  [[nodiscard]] double price() const { return price_; }
  FloatTensor Finish() && { return std::move(targets_); }

 private:
  // The same values in steps of another level.
  void GoToLevel(uint8_t level) {
    if (level == level_) return;
    const std::vector<float> units = synthesis_.Units(level_), new_units = synthesis_.Units(level);
    for (FloatTensor* latents : {&targets_, &relaxed_.decoded}) {
      for (ptrdiff_t y = 0; y < static_cast<ptrdiff_t>(latents->size().height); ++y) {
        for (ptrdiff_t x = 0; x < static_cast<ptrdiff_t>(latents->size().width); ++x) {
          for (uint32_t i = 0; i < latents->channels(); ++i) latents->at(x, y)[i] *= units[i] / new_units[i];
        }
      }
    }
    level_ = level;
  }
  [[nodiscard]] bool IsLate(int step) const { return step + 1 >= (1 - kLastPart) * settings_.steps; }
  // Whether a stream is made of the latents as they are in that step.
  [[nodiscard]] bool IsWritten(int step) const {
    const int interval = IsLate(step) ? std::max(1, static_cast<int>(kLastPart * settings_.steps) / kLastStreams)
                                      : std::max(kLeastStepsToStream, settings_.steps / kStreams);
    return (settings_.steps - 1 - step) % interval == 0 || step == 0;
  }
  [[nodiscard]] float Last(float value) const { return value / std::sqrt(static_cast<float>(settings_.steps)); }
  // Relaxes all latents; the price's derivatives by the context's parameters to `by_parameters`. The bits of the
  // latents rounded.
  double RelaxAll(const std::vector<FloatContext::GroupTrace>& expected, float temperature, int step,
                  std::vector<FloatTensor>& by_parameters) {
    const auto price = static_cast<float>(price_ * coded_by_estimated_);
    const Relaxation how{static_cast<uint64_t>(step), temperature, noise_, price};
    std::vector<double> row_bits(targets_.size().height);
    uint32_t start = 0;
    for (const FloatContext::GroupTrace& group : expected) {
      const uint32_t count = group.parameters.channels() / 2;
      FloatTensor slopes = FloatTensor::Unset(targets_.size(), 2 * count);
      ShareTurns(targets_.size().height, [&](uint32_t y) {
        row_bits[y] += Relax(how, {y, start, count}, targets_, group.parameters, relaxed_, slopes);
      });
      by_parameters.push_back(std::move(slopes));
      start += count;
    }
    return std::accumulate(row_bits.begin(), row_bits.end(), 0.0);
  }
  void MoveAll(int step, const FloatTensor& by_decoded, const FloatTensor& by_context) {
    moments_.Prepare(step);
    const float done = static_cast<float>(step) / static_cast<float>(settings_.steps);
    const float rate = kUnitSteps * std::lerp(kFirstRate, Last(kLastRate), done);
    ShareTurns(targets_.size().height, [&](uint32_t y) {
      size_t index = size_t{y} * targets_.size().width * targets_.channels();
      for (ptrdiff_t x = 0; x < static_cast<ptrdiff_t>(targets_.size().width); ++x) {
        for (uint32_t i = 0; i < targets_.channels(); ++i, ++index) {
          const float gradient = (by_decoded.at(x, y)[i] + by_context.at(x, y)[i] + relaxed_.rates.at(x, y)[i]) *
                                 relaxed_.slopes.at(x, y)[i];
          targets_.at(x, y)[i] -= rate * moments_.Move(index, gradient);
        }
      }
    });
  }

  const FloatSynthesis& synthesis_;
  const FloatContext& context_;
  const Objective& objective_;
  const RefinementSettings& settings_;
  uint8_t level_;
  FloatTensor targets_;  // what is refined
  RelaxedLatents relaxed_;
  Moments moments_;
  float noise_;  // share of it
  double price_ = 0;
  double fine_level_;              // level_ before it is rounded
  double coded_by_estimated_ = 1;  // bits in a stream, over those that the densities alone say
  double first_bits_ = 0;
};

}  // namespace

RefinedLatents LatentRefiner::Refine(FloatTensor targets, uint8_t level, const RefinementSettings& settings,
                                     const Observer& observer) const {
  Descent descent(synthesis_, context_, objective_, std::move(targets), level, settings);
  for (int step = 0; step < settings.steps; ++step) {
    if (!observer(descent.Step(step))) break;
  }
  const uint8_t last_level = descent.level();
  const double price = descent.price();
  return {std::move(descent).Finish(), last_level, price};
}

}  // namespace mote::neural::refinement

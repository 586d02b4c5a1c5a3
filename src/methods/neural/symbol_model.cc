#include "methods/neural/symbol_model.h"

#include <algorithm>

namespace mote::neural {
namespace {

// Probabilities of the logits 0, 1/2, .. 12, units of 2^-16: kCertain / (1 + e^-logit), at most kCertain - 1.
constexpr int kNodeBits = 7;  // logits from node to node
constexpr std::array<int32_t, 25> kNodes{32768, 40793, 47911, 53581, 57724, 60565, 62428, 63615, 64357,
                                         64816, 65097, 65269, 65374, 65438, 65476, 65500, 65514, 65523,
                                         65528, 65531, 65533, 65534, 65535, 65535, 65535};
constexpr int64_t kMostLogit = (int64_t{kNodes.size() - 1} << kNodeBits) - 1;

// Of a weight.
constexpr int kWeightBits = 16;
constexpr int32_t kMostWeight = 8 << kWeightBits;
constexpr int kFileWeightBits = 6;
// How fast weights learn at pace 0, as shifts to the right of error times input: those of the logit, of the constant,
// of what the neighbours have shown; of signs.
constexpr int kLogitShift = 16, kConstantShift = 14, kShownShift = 18, kSignShift = 15;
// The largest of surprises, as inputs.
constexpr int32_t kMostSurprise = 3 * kLogitUnit, kMostSurpriseAround = 4 * kLogitUnit;
// The largest mean, units of 1/kUnit.
constexpr int32_t kMostMean = 2 * kUnit;
constexpr int32_t kMostShown = 2;

int64_t Rounded(int64_t value, int shift) { return (value + (int64_t{1} << (shift - 1))) >> shift; }

int32_t Adjusted(int32_t weight, int64_t by) {
  return static_cast<int32_t>(std::clamp<int64_t>(weight + by, -kMostWeight, kMostWeight));
}

int32_t SignOf(int8_t shown) { return shown > 0 ? kLogitUnit : shown < 0 ? -kLogitUnit : 0; }

}  // namespace

uint32_t ProbabilityOf(int64_t logit) {
  const auto distance = static_cast<uint32_t>(std::min(std::abs(logit), kMostLogit));
  const uint32_t node = distance >> kNodeBits;
  const auto beyond = static_cast<int32_t>(distance & ((1u << kNodeBits) - 1));
  const int32_t upper = kNodes[node] + ((kNodes[node + 1] - kNodes[node]) * beyond >> kNodeBits);
  return static_cast<uint32_t>(logit < 0 ? int32_t{kCertain} - upper : upper);
}

SymbolModel::SymbolModel(const Network& network, Size positions, int pace)
    : network_(network),
      positions_(positions),
      memory_shift_(kSignShift - pace),
      mixers_(network.channels),
      memory_(size_t{network.channels} * network.channels),
      shown_((size_t{positions.width} + 2) * (positions.height + 1) * network.channels),
      surprises_(positions.pixels()),
      row_((size_t{positions.width} + 2) * network.channels) {
  for (size_t scale = 0; scale < kScales; ++scale) {
    expected_nonzero_[scale] = static_cast<int32_t>(ProbabilityOf(network.logits[scale][0]) + 128) >> 8;
  }
  magnitude_shifts_.fill(kShownShift - pace);
  magnitude_shifts_[0] = kLogitShift - pace;
  magnitude_shifts_[1] = kConstantShift - pace;
  sign_shifts_.fill(kSignShift - pace);
  for (uint32_t channel = 0; channel < network.channels; ++channel) {
    for (size_t mixer = 0; mixer < kMixers; ++mixer) {
      for (size_t i = 0; i < kMixerInputs; ++i) {
        mixers_[channel][mixer][i] = network.mixers[channel][mixer][i] * (1 << (kWeightBits - kFileWeightBits));
      }
    }
  }
}

void SymbolModel::Enter(const GroupContext& group, uint32_t x, uint32_t y) {
  here_ = (y + 1) * row_ + (size_t{x} + 1) * network_.channels;
  first_ = channel_ = group.start;
  around_ = std::clamp((x > 0 ? SurpriseAt(x - 1, y) : 0) + (y > 0 ? SurpriseAt(x, y - 1) : 0), -kMostSurpriseAround,
                       kMostSurpriseAround);
  surprise_ = &surprises_[size_t{y} * positions_.width + x];
  *surprise_ = 0;
  nonzero_.clear();
  for (uint32_t channel = 0; channel < first_; ++channel) {
    if (shown_[here_ + channel] != 0) nonzero_.push_back(channel);
  }
}

void SymbolModel::TakeMagnitudeInputs() {
  const int8_t* here = shown_.data() + here_ + channel_;
  const auto magnitude = [](int8_t shown) { return std::abs(int32_t{shown}); };
  const uint32_t channels = network_.channels;
  const int32_t left = magnitude(here[-static_cast<ptrdiff_t>(channels)]);
  const int8_t* above = here - row_;
  const int32_t diagonal = magnitude(above[-static_cast<ptrdiff_t>(channels)]) + magnitude(above[channels]);
  inputs_ = {0,
             kLogitUnit,
             std::clamp(*surprise_, -kMostSurprise, kMostSurprise),
             around_,
             left * kLogitUnit,
             magnitude(above[0]) * kLogitUnit,
             std::min(diagonal, kMostShown) * kLogitUnit,
             channel_ > first_ ? magnitude(here[-1]) * kLogitUnit : 0};
}

void SymbolModel::TakeSignInputs(int16_t mean) {
  const int8_t* here = shown_.data() + here_ + channel_;
  const int8_t* above = here - row_;
  const auto channels = static_cast<ptrdiff_t>(network_.channels);
  inputs_ = {SignOf(here[-channels]),
             SignOf(above[0]),
             SignOf(above[-channels]),
             SignOf(above[channels]),
             std::clamp<int32_t>(mean, -kMostMean, kMostMean) * (kLogitUnit / kUnit),
             kLogitUnit,
             0,
             0};
}

void SymbolModel::Show(int32_t symbol) {
  shown_[here_ + channel_] = static_cast<int8_t>(std::clamp(symbol, -kMostShown, kMostShown));
  if (symbol != 0) nonzero_.push_back(channel_);
  ++channel_;
}

int64_t SymbolModel::Mixed(const Mixer& mixer) const {
  int64_t sum = 0;
  for (size_t i = 0; i < kMixerInputs; ++i) sum += int64_t{mixer[i]} * inputs_[i];
  return Rounded(sum, kWeightBits);
}

int64_t SymbolModel::Remembered() const {
  const int32_t* memory = memory_.data() + size_t{channel_} * network_.channels;
  int64_t sum = 0;
  for (const uint32_t other : nonzero_) sum += int64_t{memory[other]} * SignOf(shown_[here_ + other]);
  return Rounded(sum, kWeightBits);
}

void SymbolModel::Learn(Mixer& mixer, const Shifts& shifts, int32_t error) {
  for (size_t i = 0; i < kMixerInputs; ++i) {
    mixer[i] = Adjusted(mixer[i], Rounded(int64_t{error} * inputs_[i], shifts[i]));
  }
}

void SymbolModel::LearnMemory(int32_t error) {
  int32_t* memory = memory_.data() + size_t{channel_} * network_.channels;
  for (const uint32_t other : nonzero_) {
    memory[other] = Adjusted(memory[other], Rounded(int64_t{error} * SignOf(shown_[here_ + other]), memory_shift_));
  }
}

}  // namespace mote::neural

// How likely each decision is that a symbol is made of (spec/neural.md, section 3): what the context model's density
// says, corrected by what the stream has shown so far. The correction is logistic mixing with weights that learn as
// they are used (after M. Mahoney, "Adaptive weighing of context models for lossless data compression", 2005); they
// begin with those of the file. Reader and writer each have a model and go through the same decisions. Integer
// throughout.
#ifndef MOTE_METHODS_NEURAL_SYMBOL_MODEL_H_
#define MOTE_METHODS_NEURAL_SYMBOL_MODEL_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <vector>

#include "base/image.h"
#include "entropy/range_coder.h"
#include "methods/neural/network.h"

namespace mote::neural {

inline constexpr int kPaces = 5;  // how fast the weights may learn: 0..4, each twice as fast as the one before

// The probability, 1..kCertain - 1, whose logit is `logit` 1/kLogitUnit.
[[nodiscard]] uint32_t ProbabilityOf(int64_t logit);

// The probability that the stream's pace is more than `pace`, if it is not less.
[[nodiscard]] constexpr uint32_t ProbabilityOfMorePace(int pace) { return pace == 0 ? kCertain / 8 : kCertain / 2; }

// The Exp-Golomb order of what passes kMostDecided, at a scale.
inline int EscapeOrder(uint32_t scale_index) { return scale_index < 24 ? 0 : static_cast<int>(scale_index - 24) / 7; }
inline constexpr int kMostEscapePrefix = 8;

class SymbolModel {
 public:
  SymbolModel(const Network& network, Size positions, int pace);

  // The symbols that follow are of the channels of `group` at a position, in order.
  void Enter(const GroupContext& group, uint32_t x, uint32_t y);

  // The next symbol, as `coder` decides; nothing once it does not. A Coder has, each giving an optional of
  //   bool MoreThan(int32_t magnitude, uint32_t probability): whether the symbol's magnitude is larger;
  //   int32_t Escaped(int order): how much it exceeds kMostDecided, in an Exp-Golomb code of that order;
  //   bool IsNegative(uint32_t probability).
  // `mean`: of the latent, units of 1/kUnit.
  template <class Coder>
  std::optional<int32_t> Code(uint32_t scale_index, int16_t mean, Coder& coder);

 private:
  using Mixer = std::array<int32_t, kMixerInputs>;   // weights, 2^-16
  using Inputs = std::array<int32_t, kMixerInputs>;  // 1/kLogitUnit
  using Shifts = std::array<int, kMixerInputs>;      // of what the weights learn

  void TakeMagnitudeInputs();
  void TakeSignInputs(int16_t mean);
  void Show(int32_t symbol);
  [[nodiscard]] int64_t Mixed(const Mixer& mixer) const;
  // The logit that the signs of the position's symbols so far add.
  [[nodiscard]] int64_t Remembered() const;
  void Learn(Mixer& mixer, const Shifts& shifts, int32_t error);
  void LearnMemory(int32_t error);
  [[nodiscard]] int32_t SurpriseAt(uint32_t x, uint32_t y) const { return surprises_[y * positions_.width + x]; }

  const Network& network_;
  Size positions_;
  std::array<int32_t, kScales> expected_nonzero_{};  // probability of not being 0, 1/kLogitUnit
  Shifts magnitude_shifts_{}, sign_shifts_{};
  int memory_shift_;
  std::vector<std::array<Mixer, kMixers>> mixers_;  // a channel each
  std::vector<int32_t> memory_;                     // [channel][earlier channel], 2^-16
  std::vector<int8_t> shown_;                       // symbols as -2..2, [y + 1][x + 1][channel], zeros around
  std::vector<int32_t> surprises_;                  // of the group at each position
  size_t here_ = 0;                                 // of the position, in shown_
  size_t row_ = 0;                                  // from one row to the next there
  uint32_t first_ = 0, channel_ = 0;                // of the group, and the next symbol's
  int32_t* surprise_ = nullptr;                     // of this position
  int32_t around_ = 0;                              // surprises left and above
  std::vector<uint32_t> nonzero_;                   // channels of this position so far whose symbols are not 0
  Inputs inputs_{};
};

template <class Coder>
std::optional<int32_t> SymbolModel::Code(uint32_t scale_index, int16_t mean, Coder& coder) {
  const std::array<int16_t, kMostDecided>& logits = network_.logits[scale_index];
  std::array<Mixer, kMixers>& mixers = mixers_[channel_];
  int32_t magnitude = 0;
  for (bool has_inputs = false, more = true; magnitude < kMostDecided; ++magnitude) {
    const int32_t logit = logits[static_cast<size_t>(magnitude)];
    const bool learns = logit >= kLeastMixedLogit;
    if (learns && !has_inputs) {
      TakeMagnitudeInputs();
      has_inputs = true;
    }
    inputs_[0] = logit;
    Mixer& mixer = mixers[static_cast<size_t>(std::min(magnitude, kMagnitudeMixers - 1))];
    const uint32_t probability = ProbabilityOf(learns ? Mixed(mixer) : logit);
    const std::optional<bool> decided = coder.MoreThan(magnitude, probability);
    if (!decided) return std::nullopt;
    more = *decided;
    if (learns) Learn(mixer, magnitude_shifts_, (more ? int32_t{kCertain} : 0) - static_cast<int32_t>(probability));
    if (!more) break;
  }
  if (magnitude == kMostDecided) {
    const std::optional<int32_t> rest = coder.Escaped(EscapeOrder(scale_index));
    if (!rest) return std::nullopt;
    magnitude += *rest;
  }
  *surprise_ += (magnitude > 0 ? kLogitUnit : 0) - expected_nonzero_[scale_index];
  bool negative = false;
  if (magnitude > 0) {
    TakeSignInputs(mean);
    Mixer& mixer = mixers[kSignMixer];
    const uint32_t probability = ProbabilityOf(Mixed(mixer) + Remembered());
    const std::optional<bool> decided = coder.IsNegative(probability);
    if (!decided) return std::nullopt;
    negative = *decided;
    const int32_t error = (negative ? int32_t{kCertain} : 0) - static_cast<int32_t>(probability);
    Learn(mixer, sign_shifts_, error);
    LearnMemory(error);
  }
  Show(negative ? -magnitude : magnitude);
  return negative ? -magnitude : magnitude;
}

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_SYMBOL_MODEL_H_

// What latents cost, and their rounding relaxed: between their two nearest symbols at random, by stochastic Gumbel
// annealing (Yang, Bamler and Mandt, "Improving Inference for Neural Image Compression", NeurIPS 2020), the more
// decidedly the colder. The randomness is a function of step and latent. Encoder only. No errors.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_RELAXATION_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_RELAXATION_H_

#include <cstdint>

#include "methods/neural/refinement/float_tensor.h"

namespace mote::neural::refinement {

// Bits of a latent that lies `offset` quantiser steps from its mean, in bins one wide, under the logistic density of
// the scale that `raw_scale` (sixteenths of an index) stands for; and the derivative by it. The density is that of
// training/mote_training/entropy_model.py; far out the cost grows linearly, as the escape's never does.
struct LatentBits {
  float bits, by_raw_scale;
};
[[nodiscard]] LatentBits BitsOf(float offset, float raw_scale);

// The channels of one group along a row of positions.
struct GroupRow {
  uint32_t y, start, count;
};

// Bits of the row's `targets` (1/kUnit), each rounded to the nearest symbol. `parameters`: as FloatContext gives them.
[[nodiscard]] double RoundedBits(const GroupRow& row, const FloatTensor& targets, const FloatTensor& parameters);

struct Relaxation {
  uint64_t step;      // from which the randomness comes
  float temperature;  // of the preference for the nearer symbol, and of the weights
  float noise;        // of the noise that would draw one of the two by its probability, the share that is added
  float price;        // of a bit
};

// [positions][channels].
struct RelaxedLatents {
  explicit RelaxedLatents(const FloatTensor& targets)
      : decoded(targets), slopes(targets.size(), targets.channels()), rates(targets.size(), targets.channels()) {}

  FloatTensor decoded;  // as a decoder would have them, 1/kUnit
  FloatTensor slopes;   // of `decoded` by the targets
  FloatTensor rates;    // the price of bits, derived by `decoded`, but for what it changes in the context
};

// Relaxes the row's `targets`, to the same places of `relaxed`, and the price's derivatives by the parameters to those
// of `by_parameters`. RoundedBits of the row, in the same pass.
//
// An offset is relaxed to below + weight, `below` and `below` + 1 being its two nearest symbols. Its bits are weighed
// alike, those of the two symbols: in between a narrow density has none at first and then all of them at once, which no
// descent can follow.
double Relax(const Relaxation& how, const GroupRow& row, const FloatTensor& targets, const FloatTensor& parameters,
             RelaxedLatents& relaxed, FloatTensor& by_parameters);

}  // namespace mote::neural::refinement

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_RELAXATION_H_

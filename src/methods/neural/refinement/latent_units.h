// Latents before rounding, between the units of the integer analysis (1/512 of the transform's) and those of the
// refinement (1/kUnit of a quantiser step). Encoder only. No errors.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_LATENT_UNITS_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_LATENT_UNITS_H_

#include <cstdint>

#include "methods/neural/network.h"
#include "methods/neural/refinement/float_tensor.h"
#include "methods/neural/tensor.h"

namespace mote::neural::refinement {

[[nodiscard]] FloatTensor ToTargets(const Network& network, const Tensor& analysed, uint8_t level);
// Rounded, and clamped to what activations may be.
[[nodiscard]] Tensor ToAnalysed(const Network& network, const FloatTensor& targets, uint8_t level);
// Whole latents, 1/kUnit, as floats.
[[nodiscard]] FloatTensor ToFloat(const Network& network, const Tensor& latents);

}  // namespace mote::neural::refinement

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_LATENT_UNITS_H_

// Gradient descent on the latents of one picture: distortion + price x bits, through context model, synthesis,
// upscaling and metric, towards a given number of bits. The latents' rounding is relaxed (relaxation.h), the more
// decidedly the later. The same call gives the same result. Encoder only.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_LATENT_REFINER_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_LATENT_REFINER_H_

#include <cstdint>
#include <functional>

#include "methods/neural/refinement/float_context.h"
#include "methods/neural/refinement/float_synthesis.h"
#include "methods/neural/refinement/float_tensor.h"
#include "methods/neural/refinement/objective.h"

namespace mote::neural::refinement {

struct RefinementSettings {
  int steps = 0;
  double budget_bits = 0;  // of all symbols
  // Bits that targets (see Refine) take in a stream. Asked now and then, and often in the last part of the steps, when
  // what is written may be the result: `is_late`.
  std::function<double(const FloatTensor& targets, uint8_t level, bool is_late)> coded_bits;
};

// Where a step stands, as it is reported.
struct RefinementState {
  int step = 0;
  Objective::Value distortion;  // of the relaxed latents
  double bits = 0;              // of the latents rounded, in a stream
  double price = 0;             // distortion that a bit is worth
};

struct RefinedLatents {
  FloatTensor targets;  // near the symbols chosen, in steps of `level`
  uint8_t level = 0;
  double price = 0;  // what a bit was worth at the end
};

class LatentRefiner {
 public:
  // All borrowed.
  LatentRefiner(const FloatSynthesis& synthesis, const FloatContext& context, const Objective& objective)
      : synthesis_(synthesis), context_(context), objective_(objective) {}

  // Told of every step; false ends the descent there.
  using Observer = std::function<bool(const RefinementState&)>;
  // `targets`: latents before rounding, 1/kUnit of a quantiser step of `level`, [positions][channels].
  [[nodiscard]] RefinedLatents Refine(FloatTensor targets, uint8_t level, const RefinementSettings& settings,
                                      const Observer& observer) const;

 private:
  const FloatSynthesis& synthesis_;
  const FloatContext& context_;
  const Objective& objective_;
};

// About the bits that `targets` take, each rounded to the nearest symbol.
[[nodiscard]] double RoundedBits(const FloatContext& context, const FloatTensor& targets, uint8_t level);

// The raster that a tensor of FloatSynthesis::Forward stands for, planar sRGB in 0..1, not clamped; and, the other way,
// from derivatives by that raster to those by the tensor.
[[nodiscard]] Planes ToRgbPlanes(const FloatTensor& raster);
[[nodiscard]] FloatTensor ToRgbPlanesBack(const Planes& gradient);

}  // namespace mote::neural::refinement

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_LATENT_REFINER_H_

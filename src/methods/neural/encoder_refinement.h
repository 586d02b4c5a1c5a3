// An attempt's latents refined for the picture itself: gradient descent, then single symbols until the budget is full.
// Encoder only.
#ifndef MOTE_METHODS_NEURAL_ENCODER_REFINEMENT_H_
#define MOTE_METHODS_NEURAL_ENCODER_REFINEMENT_H_

#include <cstddef>
#include <functional>

#include "base/image.h"
#include "methods/neural/encoder_search.h"
#include "methods/neural/network.h"
#include "methods/neural/refinement/float_context.h"
#include "methods/neural/refinement/float_synthesis.h"
#include "methods/neural/refinement/objective.h"

namespace mote::neural {

class Refinement {
 public:
  // `commission` has an objective.
  explicit Refinement(const Commission& commission);

  // About so much computing does one step take, in multiples of a step at 768x512 with 4096 bytes.
  [[nodiscard]] double StepCost(const Attempt& attempt) const;
  // At the raster of `attempt`; the better of what comes of it and `attempt` itself. `go_on` is asked after every step,
  // on the calling thread; its false ends the descent, and what there is becomes the result. Loops are shared with the
  // thread's crew (base/crew.h), and the result is the same with any.
  [[nodiscard]] Attempt Refine(const Attempt& attempt, int steps, const std::function<bool(double done)>& go_on) const;

 private:
  Commission commission_;
  refinement::FloatSynthesis synthesis_;
  refinement::FloatContext context_;
};

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_ENCODER_REFINEMENT_H_

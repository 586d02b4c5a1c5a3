// The context model (methods/neural/context.h) without its roundings, all positions at once, and its gradient: what the
// latents lead the decoder to expect, and how the bits that they cost change with them. Encoder only. No errors.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_FLOAT_CONTEXT_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_FLOAT_CONTEXT_H_

#include <cstdint>
#include <vector>

#include "methods/neural/network.h"
#include "methods/neural/refinement/float_synthesis.h"
#include "methods/neural/refinement/float_tensor.h"

namespace mote::neural::refinement {

class FloatContext {
 public:
  explicit FloatContext(const Network& network);

  struct GroupTrace {
    FloatTensor hidden0, hidden1, hidden2;  // after leaky()
    // Means, in 1/kUnit, of the group's channels, then scale indices in sixteenths, unbounded.
    FloatTensor parameters;
  };
  // What the decoder expects of each group, if `latents` ([positions][channels], 1/kUnit) are what it has decoded.
  [[nodiscard]] std::vector<GroupTrace> Forward(const FloatTensor& latents, uint8_t level) const;
  // From the derivatives of anything by each group's parameters, laid out alike, to those by `latents`.
  [[nodiscard]] FloatTensor Back(const std::vector<FloatTensor>& gradients,
                                 const std::vector<GroupTrace>& traces) const;

 private:
  struct FloatGroup {
    uint32_t start, count;
    TwoWayLayer own;
    TwoWaySquare earlier;
    TwoWayLayer mix1, mix2, mix3;
  };

  uint32_t channels_;
  std::vector<FloatGroup> groups_;
};

}  // namespace mote::neural::refinement

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_FLOAT_CONTEXT_H_

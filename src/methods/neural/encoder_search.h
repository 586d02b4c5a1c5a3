// One raster tried at the budget, and how good the decoded picture is. Encoder only.
#ifndef MOTE_METHODS_NEURAL_ENCODER_SEARCH_H_
#define MOTE_METHODS_NEURAL_ENCODER_SEARCH_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/image.h"
#include "methods/neural/network.h"
#include "methods/neural/refinement/objective.h"
#include "methods/neural/tensor.h"

namespace mote::neural {

struct Attempt {
  uint32_t long_positions = 1;
  uint8_t level = 0;
  std::vector<uint8_t> symbols;  // range-coded
  double distortion = 0;         // the objective's
};

// `attempt`, whose symbols stand for `latents`, with the distortion of what the decoder shows.
[[nodiscard]] Attempt Judged(const Network& network, const refinement::Objective& objective, Attempt attempt,
                             const Tensor& latents);

class RasterSearch {
 public:
  // `working`: the picture, reduced if it was large; `objective` measures against it; both borrowed. `original`: the
  // picture's own size. `max_bytes`: of symbols.
  RasterSearch(PlaneView<const uint8_t> working, Size original, size_t max_bytes,
               const refinement::Objective& objective)
      : working_(working), original_(original), max_bytes_(max_bytes), objective_(objective) {}

  // The most positions along the longer side that a stream may have.
  [[nodiscard]] uint32_t MostLongPositions() const;
  // Positions along the longer side at which a middling picture has a middling level.
  [[nodiscard]] uint32_t TypicalLongPositions() const;
  // At the finest level that fits; or, if none does, at the coarsest and cut.
  // `price`: see MakeThresholds.
  [[nodiscard]] Attempt Try(uint32_t long_positions, double price) const;

 private:
  PlaneView<const uint8_t> working_;
  Size original_;
  size_t max_bytes_;
  const refinement::Objective& objective_;
};

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_ENCODER_SEARCH_H_

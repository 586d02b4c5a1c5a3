// Lanczos resampling of float pictures as a linear map, and that map's exact adjoint: the filter of resample/lanczos.h
// (Pillow's: windowed sinc of three lobes, stretched when shrinking, weights that add up to 1), without rounding or
// clamping. Shapes: any number of planes, sides of at least 1. Immutable, so that threads may share one. No errors.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_UPSCALE_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_UPSCALE_H_

#include <cstdint>
#include <vector>

#include "base/image.h"
#include "methods/neural/refinement/planes.h"

namespace mote::neural::refinement {

// A sparse matrix whose rows each have one run of weights: how the samples along one side are made.
struct SideTaps {
  struct Run {
    uint32_t first_input = 0;
    uint32_t count = 0;  // may be 0
    size_t first_weight = 0;
  };
  uint32_t inputs = 0;
  std::vector<Run> outputs;
  std::vector<float> weights;
};

class Upscale {
 public:
  Upscale(Size from, Size to);

  // `picture` has the size `from`; the result has the size `to`.
  [[nodiscard]] Planes Apply(const Planes& picture) const;

  // The transpose: `gradient` with respect to Apply's result (size `to`) becomes that with respect to its argument.
  [[nodiscard]] Planes Adjoint(const Planes& gradient) const;

 private:
  SideTaps columns_, rows_;
  SideTaps columns_adjoint_, rows_adjoint_;
};

}  // namespace mote::neural::refinement

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_UPSCALE_H_

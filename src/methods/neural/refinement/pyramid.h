// SSIM over the three channels of CIELAB and up to four scales of each, against a fixed reference, and its gradient.
// Channels and scales count as in DSSIM-2016 (metrics/dssim2016.h): each scale is half of the one before, and counts if
// its own half has at least 8 samples on both sides; those of a and b are blurred before they are compared.
// Shapes: single planes of any sides from 1 on. Immutable, so that threads may share one. No errors.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_PYRAMID_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_PYRAMID_H_

#include <array>
#include <vector>

#include "methods/neural/refinement/planes.h"
#include "methods/neural/refinement/similarity.h"

namespace mote::neural::refinement {

// The first channel at full size, and the two of colour at half that (an odd last row or column dropped) if both sides
// of the first are at least 8.
using Channels = std::array<Planes, 3>;

[[nodiscard]] bool ColourIsHalved(Size size);
[[nodiscard]] Channels MakeChannels(Size size);

class LabPyramids {
 public:
  explicit LabPyramids(Channels reference);

  // The weighted mean of 1 - SSIM. `differences` are test less reference; they are spent.
  [[nodiscard]] double Dissimilarity(Channels differences) const;

  // The same; `differences` become the derivatives of the result with respect to the test's channels.
  double DissimilarityAndGradient(Channels& differences) const;

 private:
  struct Scale {
    double weight;  // all scales of all channels add up to 1
    SimilarityReference reference;
  };
  struct Channel {
    std::vector<Scale> scales;
    bool blurred;
  };

  double Walk(Channels& differences, bool with_gradient) const;

  std::vector<Channel> channels_;
};

}  // namespace mote::neural::refinement

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_PYRAMID_H_

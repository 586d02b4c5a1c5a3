// SSIM of one plane against a fixed reference, and its gradient.
//
// The index is metrics/dssim2016.h's: means and variances under a 3x3 box applied twice, edge pixels repeated (that is,
// weights 1 2 3 2 1 along each side, the plane mirrored at its edges), C1 = 0.01^2, C2 = 0.03^2. It is computed from
// the difference d = test - reference, which loses no digits where the two are alike: with u = mean(d)^2 / (mean(x)^2 +
// mean(y)^2 + C1) and v = variance(d) / (variance(x) + variance(y) + C2), SSIM = (1 - u) (1 - v).
// Shapes: single planes, sides of at least 1. Immutable, so that threads may share one. No errors.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_SIMILARITY_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_SIMILARITY_H_

#include "methods/neural/refinement/planes.h"

namespace mote::neural::refinement {

class SimilarityReference {
 public:
  explicit SimilarityReference(Planes plane);

  // The mean over the pixels of 1 - SSIM; `difference` is test less reference.
  [[nodiscard]] double Dissimilarity(const Planes& difference) const;

  // The same; `difference` becomes the derivative of factor times the result with respect to the test plane.
  double DissimilarityAndGradient(Planes& difference, double factor) const;

 private:
  template <bool kGradient>
  double Walk(const Planes& difference, float* gradient, double factor) const;

  Planes plane_, mean_, variance_;
};

// The same blur on its own, `count` planes at once; it is symmetric, so it is its own adjoint too.
[[nodiscard]] Planes Blurred(const Planes& planes);

}  // namespace mote::neural::refinement

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_SIMILARITY_H_

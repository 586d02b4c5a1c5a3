// How far a raster, once upscaled, is from the picture, and which way each of its samples should go: what the encoder's
// refinement makes small. Two parts:
//   dssim  DSSIM-2016 (metrics/dssim2016.h), its similarity at least 0.05;
//   error  the root of the mean of the squared differences over pixels and channels, sRGB in 0..1: of sqrt(mean + e^2)
//          - e, with e = 1/255, so that its slope ends with the differences.
// Floats; results depend on neither instruction set nor threads. Two equal pictures score 0, with no gradient. Memory:
// some 45 bytes a pixel of the reference, and 30 more during an evaluation. No errors.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_OBJECTIVE_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_OBJECTIVE_H_

#include <cstdint>

#include "base/image.h"
#include "methods/neural/refinement/planes.h"
#include "methods/neural/refinement/pyramid.h"

namespace mote::neural::refinement {

class Objective {  // immutable, so that threads may share one
 public:
  // `reference` has 3 channels (sRGB), sides of at least 1.
  Objective(PlaneView<const uint8_t> reference, double error_weight);

  struct Value {
    double total = 0.0;  // dssim + error_weight x error
    double dssim = 0.0;
    double error = 0.0;
  };

  // `raster`: 3 planes of sRGB, nominally 0..1 but not clamped, of any size. It is resampled to the reference's size
  // (upscale.h) and then clamped. `gradient` becomes the derivative of `total` with respect to each sample, in the
  // raster's shape. Through the clamp it passes where a step against it leads back inside.
  Value Evaluate(const Planes& raster, Planes& gradient) const;

  [[nodiscard]] Value Measure(const Planes& raster) const;

 private:
  // Of a picture in CIELAB, `test` less the reference.
  [[nodiscard]] Channels LabDifferences(const Planes& test) const;
  // Over pixels and channels, the mean.
  [[nodiscard]] double MeanSquare(const Planes& test) const;
  // Turns `test` into the gradient with respect to itself. `lab`: by the channels, to be multiplied by `lab_factor`.
  void SlopesToTest(const Channels& lab, double lab_factor, double mean_square, Planes& test) const;
  [[nodiscard]] Value ValueOf(double similarity, double mean_square) const;
  [[nodiscard]] double samples() const { return 3.0 * static_cast<double>(reference_.size.pixels()); }

  double error_weight_;
  Planes reference_;
  Channels reference_lab_;
  LabPyramids lab_;
};

}  // namespace mote::neural::refinement

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_OBJECTIVE_H_

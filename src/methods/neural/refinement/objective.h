// How far a raster, once upscaled, is from the picture, and which way each of its samples should go: what the encoder's
// refinement makes small. Three parts, as in training/mote_training/losses.py:
//   dssim    DSSIM-2016 (metrics/dssim2016.h), its similarity at least 0.05;
//   ms_ssim  1 - SSIM over the same scales of luma and halved chroma (weights .8 .1 .1);
//   mse      the mean of the squared differences over pixels and channels.
// Floats; results depend on neither instruction set nor threads. Two equal pictures score 0, with no gradient. Memory:
// some 70 bytes a pixel of the reference, and 40 more during an evaluation. No errors.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_OBJECTIVE_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_OBJECTIVE_H_

#include <cstdint>
#include <functional>
#include <optional>

#include "base/image.h"
#include "methods/neural/refinement/planes.h"
#include "methods/neural/refinement/pyramid.h"

namespace mote::neural::refinement {

// A part whose weight is 0 is not measured. That saves its time for dssim and ms_ssim.
struct ObjectiveWeights {
  double dssim = 0.0;
  double ms_ssim = 0.0;
  double mse = 0.0;
};

class Objective {  // immutable, so that threads may share one
 public:
  // `reference` has 3 channels (sRGB), sides of at least 1.
  Objective(PlaneView<const uint8_t> reference, const ObjectiveWeights& weights);

  struct Value {
    double total = 0.0;  // the weighted sum of the parts
    double dssim = 0.0;
    double ms_ssim = 0.0;
    double mse = 0.0;
  };

  // `raster`: 3 planes of sRGB, nominally 0..1 but not clamped, of any size. It is resampled to the reference's size
  // (upscale.h) and then clamped. `gradient` becomes the derivative of `total` with respect to each sample, in the
  // raster's shape. Through the clamp it passes where a step against it leads back inside.
  Value Evaluate(const Planes& raster, Planes& gradient) const;

  [[nodiscard]] Value Measure(const Planes& raster) const;

 private:
  struct Differences {
    Channels lab, ycc;
    double squares = 0.0;  // the sum over pixels and channels
  };

  [[nodiscard]] Differences Compare(const Planes& test) const;
  // Turns `test` into the gradient with respect to itself; `slopes` are those of the channels.
  void SlopesToTest(const Differences& slopes, double lab_factor, Planes& test) const;
  // Calls those whose part has weight.
  void SideBySide(const std::function<void()>& measure_lab, const std::function<void()>& measure_ycc) const;
  [[nodiscard]] Value Sum(Value parts) const;
  [[nodiscard]] double samples() const { return 3.0 * static_cast<double>(reference_.size.pixels()); }

  ObjectiveWeights weights_;
  Planes reference_;
  Channels reference_lab_;
  std::optional<Pyramids> lab_;  // if DSSIM has weight
  std::optional<Pyramids> ycc_;  // if MS-SSIM has
};

}  // namespace mote::neural::refinement

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_OBJECTIVE_H_

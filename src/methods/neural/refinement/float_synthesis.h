// The synthesis (methods/neural/synthesis.h) without its roundings, and its gradient: how the raster changes with the
// latents. Encoder only. No errors.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_FLOAT_SYNTHESIS_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_FLOAT_SYNTHESIS_H_

#include <array>
#include <cstdint>
#include <vector>

#include "methods/neural/network.h"
#include "methods/neural/refinement/float_layer.h"
#include "methods/neural/refinement/float_tensor.h"
#include "methods/neural/refinement/winograd_layer.h"

namespace mote::neural::refinement {

// A layer and its adjoint.
struct TwoWayLayer {
  explicit TwoWayLayer(const Layer& layer) : forward(ToFloat(layer)), back(Adjoint(forward)) {}
  FloatLayer forward, back;
};
// The same of a 3x3 layer.
struct TwoWaySquare {
  explicit TwoWaySquare(const Layer& layer) : TwoWaySquare(TwoWayLayer(layer)) {}
  explicit TwoWaySquare(const TwoWayLayer& plain) : forward(ToWinograd(plain.forward)), back(ToWinograd(plain.back)) {}
  WinogradLayer forward, back;
};

// The network's float twin: built once, then read by any number of passes at a time.
class FloatSynthesis {
 public:
  explicit FloatSynthesis(const Network& network);

  // What a pass leaves for its way back.
  class Trace;
  // From latents (units of 1/kUnit of a quantiser step, as the decoder's; [positions][channels]) to the raster's
  // components before the clamp, in 1/kRasterUnit: a tensor of half the raster's size, channels [2 dy + dx] of luma, of
  // Cb, of Cr (4 component + 2 dy + dx).
  [[nodiscard]] FloatTensor Forward(const FloatTensor& latents, uint8_t level, Trace& trace) const;
  // From the derivatives of anything by that tensor, laid out alike, to those by the latents.
  [[nodiscard]] FloatTensor Back(const FloatTensor& gradient, const Trace& trace) const;
  // Of each channel's dequantised value to one of its latent, at a level.
  [[nodiscard]] std::vector<float> Units(uint8_t level) const;

 private:
  struct FloatResidual {
    TwoWaySquare first, second;
  };
  struct FloatStage {
    TwoWaySquare climb;
    std::vector<FloatResidual> residuals;
  };
  struct ResidualTrace {
    FloatTensor active, hidden;  // after leaky()
  };

  static std::vector<FloatResidual> ToFloatResiduals(const std::vector<Residual>& residuals);
  // `active`: leaky() of the features; and of what they become is the result.
  static FloatTensor ApplyResiduals(const std::vector<FloatResidual>& residuals, FloatTensor features,
                                    FloatTensor active, std::vector<ResidualTrace>& traces);
  static void GoBackThroughResiduals(const std::vector<FloatResidual>& residuals,
                                     const std::vector<ResidualTrace>& traces, FloatTensor& gradient);
  [[nodiscard]] FloatTensor LinearInverse(const FloatTensor& values) const;
  [[nodiscard]] FloatTensor LinearInverseBack(const FloatTensor& gradient) const;

  const Network& network_;
  TwoWayLayer linear_;
  TwoWaySquare first_;
  std::vector<FloatResidual> residuals_;
  std::vector<FloatStage> stages_;
  TwoWaySquare join_, head_;
};

class FloatSynthesis::Trace {
 private:
  friend class FloatSynthesis;
  std::vector<float> units;  // of the level
  std::vector<ResidualTrace> residuals;
  std::array<FloatTensor, 3> climbing;  // each stage's input, after leaky()
  std::array<std::vector<ResidualTrace>, 3> stage_residuals;
  FloatTensor last;  // the head's input, after leaky()
};

}  // namespace mote::neural::refinement

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_FLOAT_SYNTHESIS_H_

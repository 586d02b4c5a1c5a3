// The integer network's building block without its roundings and clamps (methods/neural/layer.h), and its adjoint: the
// same kind of layer with inputs and outputs, and each place and its opposite, exchanged. Sums run over places and
// inputs in one fixed order, whatever the width of the machine's vectors. No errors.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_FLOAT_LAYER_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_FLOAT_LAYER_H_

#include <cstdint>
#include <vector>

#include "base/aligned.h"
#include "methods/neural/layer.h"
#include "methods/neural/refinement/float_tensor.h"

namespace mote::neural::refinement {

// As many floats as the widest vectors have; outputs are padded to a multiple of it.
inline constexpr uint32_t kFloatBlock = 16;
inline constexpr float kLeakySlope = 0.125f;

struct FloatLayer {
  struct Place {
    int x = 0, y = 0;  // from the position, -2..2
  };
  std::vector<Place> places;
  uint32_t inputs = 0;   // channels at a place
  uint32_t outputs = 0;  // channels, before padding to a multiple of kFloatBlock
  // [output block][place][input][output in block].
  AlignedVector<float> weights;
  AlignedVector<float> biases;  // padded

  [[nodiscard]] uint32_t output_blocks() const { return (outputs + kFloatBlock - 1) / kFloatBlock; }
  [[nodiscard]] size_t block_weights() const { return places.size() * inputs * kFloatBlock; }
};

// `layer` as floats: its weights and biases over 2^shift.
[[nodiscard]] FloatLayer ToFloat(const Layer& layer);
// What carries a gradient from `layer`'s outputs to its inputs.
[[nodiscard]] FloatLayer Adjoint(const FloatLayer& layer);

// output = layer(input), at every position; `input` is read from channel `first_input` on. `added`: null, or laid out
// as the output and added to it; may be the output itself.
void Apply(const FloatLayer& layer, const FloatTensor& input, uint32_t first_input, const FloatTensor* added,
           FloatTensor& output);

// leaky(x) = max(x, kLeakySlope x), of every number.
[[nodiscard]] FloatTensor Leaky(const FloatTensor& features);
void LeakyInPlace(FloatTensor& features);
// Carries a gradient, in place, back through the leaky() that gave `active` (whose signs are those of its inputs).
void LeakyBackInPlace(const FloatTensor& active, FloatTensor& gradient);

// From channels [dy][dx][channel] at each position to 2x2 positions in a tensor twice as large; and back.
[[nodiscard]] FloatTensor Shuffle(const FloatTensor& packed);
[[nodiscard]] FloatTensor Unshuffle(const FloatTensor& spread);

}  // namespace mote::neural::refinement

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_FLOAT_LAYER_H_

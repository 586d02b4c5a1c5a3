// A 3x3 FloatLayer by minimal filtering: 4x4 outputs at a time, from 6x6 inputs, with 36 multiplications of each input
// channel by each output channel where the plain sums have 144 (A. Lavin and S. Gray, "Fast Algorithms for
// Convolutional Neural Networks", CVPR 2016: F(4x4, 3x3)). Results differ from the plain layer's by some 1e-5 of the
// largest value, and are the same with any number of threads. No errors.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_WINOGRAD_LAYER_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_WINOGRAD_LAYER_H_

#include <cstdint>

#include "base/aligned.h"
#include "methods/neural/refinement/float_layer.h"
#include "methods/neural/refinement/float_tensor.h"

namespace mote::neural::refinement {

struct WinogradLayer {
  uint32_t inputs = 0;   // channels at a place
  uint32_t outputs = 0;  // channels, before padding to a multiple of kFloatBlock
  // [output block][point, 6x6][input][output in block].
  AlignedVector<float> weights;
  AlignedVector<float> biases;  // padded

  [[nodiscard]] uint32_t output_blocks() const { return (outputs + kFloatBlock - 1) / kFloatBlock; }
};

// `layer` has the nine places of a 3x3 square, in any order.
[[nodiscard]] WinogradLayer ToWinograd(const FloatLayer& layer);

// What becomes of a layer's results before they are stored, in this order. Tensors are laid out as the output, and may
// be the output itself.
struct Finish {
  const FloatTensor* slopes_at = nullptr;  // they are multiplied by leaky()'s slope where it gave this
  const FloatTensor* added = nullptr;      // this is added
  FloatTensor* active = nullptr;           // leaky() of what is stored is stored here
};

// output = layer(input), at every position. `input` may not be the output.
void Apply(const WinogradLayer& layer, const FloatTensor& input, const Finish& finish, FloatTensor& output);

}  // namespace mote::neural::refinement

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_WINOGRAD_LAYER_H_

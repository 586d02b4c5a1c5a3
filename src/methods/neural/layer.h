// The network's one building block (spec/neural.md, section 4): sums of weights times inputs at some places around a
// position, a rounding shift, perhaps an addition, a clamp. int16 in and out; sums are exact in 32 bits whatever their
// order, which the file of weights guarantees, so that every instruction set gives the same result. No errors.
#ifndef MOTE_METHODS_NEURAL_LAYER_H_
#define MOTE_METHODS_NEURAL_LAYER_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/aligned.h"
#include "methods/neural/tensor.h"

namespace mote::neural {

inline constexpr int32_t kActivationMax = 8191;
inline constexpr uint32_t kOutputBlock = 8;  // outputs are padded to a multiple of it, with weights of 0
inline constexpr uint32_t kMaxPlaces = 12;

struct Layer {
  uint32_t kernel = 1;  // 1 or 3: a square; 5: the 12 places before the centre, which Dense gets gathered
  uint32_t places = 1;
  uint32_t inputs = 0;   // channels at a place
  uint32_t outputs = 0;  // channels, before padding
  int32_t shift = 0;
  // [output block][place][pair of inputs][output in block][input in pair].
  AlignedVector<int16_t> weights;
  AlignedVector<int32_t> biases;  // padded; half of 2^shift is in them

  [[nodiscard]] uint32_t input_pairs() const { return (inputs + 1) / 2; }
  [[nodiscard]] uint32_t output_blocks() const { return (outputs + kOutputBlock - 1) / kOutputBlock; }
  // Numbers that one output block's weights fill.
  [[nodiscard]] size_t block_weights() const { return size_t{places} * input_pairs() * 2 * kOutputBlock; }
};

// A run of positions along a row, as pointers and strides (in numbers of int16).
struct Run {
  uint32_t count = 0;
  const int16_t* input = nullptr;  // of the first position
  ptrdiff_t input_step = 0;        // to the next position's
  std::array<ptrdiff_t, kMaxPlaces> place_offsets{};
  int16_t* output = nullptr;
  ptrdiff_t output_step = 0;
  const ptrdiff_t* block_offsets = nullptr;  // of each output block, from a position's output
  const int16_t* addition =
      nullptr;  // laid out as the output, added before the clamp; may be null or the output itself
};

// The layer at every position of the run. Inputs are read in whole pairs, outputs written in whole blocks.
void ApplyLayer(const Layer& layer, const Run& run);
// The same, one number at a time: what ApplyLayer must equal.
void ApplyLayerScalar(const Layer& layer, const Run& run);

// A layer of kernel 1 or 3 over all of `input`, at every `stride`-th position along each axis. `addition`: null or as
// the output.
void Convolve(const Layer& layer, const Tensor& input, uint32_t stride, const Tensor* addition, Tensor& output);

// A layer of kernel 3 whose outputs, in order [dy][dx][channel], become 2x2 places of `output`, twice as large as
// `input`.
void ConvolveShuffled(const Layer& layer, const Tensor& input, Tensor& output);

// Numbers of some positions: the first one's, and how far from one position's to the next's.
template <class Number>
struct Strided {
  Number* first;
  ptrdiff_t step;
};

// A layer at `count` positions, each with its own inputs: the places one after the other, each with a whole number of
// pairs of inputs. Outputs have whole blocks. `addition`: null or as the output.
void Dense(const Layer& layer, uint32_t count, Strided<const int16_t> input, const int16_t* addition,
           Strided<int16_t> output);

// leaky(x) = max(x, x >> 3), number by number.
void Leaky(const int16_t* input, size_t count, int16_t* output);
// The same over a tensor of equal size.
void Leaky(const Tensor& input, Tensor& output);

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_LAYER_H_

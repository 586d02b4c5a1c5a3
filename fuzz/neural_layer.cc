// A layer of any shape and numbers, within the bound on its sums, gives the same under every instruction set of this
// machine as one number at a time. The input: kernel, inputs, outputs, shift, positions, addition; then weights, biases
// and activations, repeated as needed.
#include <algorithm>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "fuzz/fuzz_check.h"
#include "methods/neural/layer.h"
#include "tests/unit/methods/neural/each_target.h"

namespace {

using mote::neural::kActivationMax;
using mote::neural::kOutputBlock;

constexpr size_t kShapeBytes = 6;

// 16-bit numbers without end.
class Numbers {
 public:
  explicit Numbers(std::span<const uint8_t> bytes) : bytes_(bytes) {}
  int32_t Next() {
    if (bytes_.empty()) return 0;
    const uint32_t high = bytes_[at_++ % bytes_.size()];
    const uint32_t low = bytes_[at_++ % bytes_.size()];
    return static_cast<int16_t>(high << 8 | low);
  }
  int16_t Activation() { return static_cast<int16_t>(std::clamp(Next(), -kActivationMax, kActivationMax)); }

 private:
  std::span<const uint8_t> bytes_;
  size_t at_ = 0;
};

mote::neural::Layer MakeLayer(const uint8_t* shape, Numbers& numbers) {
  mote::neural::Layer layer;
  constexpr uint32_t kKernels[] = {1, 3, 5};
  layer.kernel = kKernels[shape[0] % 3];
  layer.places = layer.kernel == 5 ? mote::neural::kMaxPlaces : layer.kernel * layer.kernel;
  layer.inputs = 1 + shape[1] % 40;
  layer.outputs = 1 + shape[2] % 40;
  layer.shift = 1 + shape[3] % 30;
  layer.weights.assign(layer.block_weights() * layer.output_blocks(), 0);
  layer.biases.assign(size_t{layer.output_blocks()} * kOutputBlock, 0);
  const int64_t half = int64_t{1} << (layer.shift - 1);
  const int64_t bound = (int64_t{1} << 31) - 1 - 2 * half;
  for (uint32_t output = 0; output < layer.outputs; ++output) {
    int16_t* block = layer.weights.data() + output / kOutputBlock * layer.block_weights();
    int64_t left = bound / kActivationMax;
    for (uint32_t term = 0; term < layer.places * layer.inputs; ++term) {
      const uint32_t place = term / layer.inputs, input = term % layer.inputs;
      const auto most = static_cast<int32_t>(std::min<int64_t>(left, 32640));  // 128 times a multiplier of 255
      const int32_t weight = std::clamp(numbers.Next(), -most, most);
      left -= std::abs(weight);
      block[((size_t{place} * layer.input_pairs() + input / 2) * kOutputBlock + output % kOutputBlock) * 2 +
            input % 2] = static_cast<int16_t>(weight);
    }
    const int64_t most_bias = bound - kActivationMax * (bound / kActivationMax - left);
    const int64_t bias = std::clamp(int64_t{numbers.Next()} << layer.shift, -most_bias, most_bias);
    layer.biases[output] = static_cast<int32_t>(bias + half);
  }
  return layer;
}

std::vector<int16_t> Activations(size_t count, Numbers& numbers) {
  std::vector<int16_t> values(count);
  for (int16_t& value : values) value = numbers.Activation();
  return values;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < kShapeBytes) return 0;
  Numbers numbers(std::span<const uint8_t>(data, size).subspan(kShapeBytes));
  const mote::neural::Layer layer = MakeLayer(data, numbers);
  mote::neural::Run run;
  run.count = 1 + data[4] % 16;
  run.input_step = 2 * layer.input_pairs();
  // Each place is one position further on, so that neighbours share inputs as in a convolution.
  for (uint32_t place = 0; place < layer.places; ++place) run.place_offsets[place] = place * run.input_step;
  const std::vector<int16_t> inputs =
      Activations(static_cast<size_t>(run.input_step) * (run.count + layer.places - 1), numbers);
  run.input = inputs.data();
  run.output_step = layer.output_blocks() * kOutputBlock;
  std::vector<ptrdiff_t> block_offsets;
  for (uint32_t block = 0; block < layer.output_blocks(); ++block) block_offsets.push_back(block * kOutputBlock);
  run.block_offsets = block_offsets.data();
  const std::vector<int16_t> before = Activations(static_cast<size_t>(run.output_step) * run.count, numbers);
  const std::vector<int16_t> additions = Activations(before.size(), numbers);
  const auto apply = [&](auto function) {
    std::vector<int16_t> outputs = before;
    run.output = outputs.data();
    const int16_t* choices[] = {nullptr, additions.data(), outputs.data()};
    run.addition = choices[data[5] % 3];
    function(layer, run);
    return outputs;
  };
  const std::vector<int16_t> expected = apply(mote::neural::ApplyLayerScalar);
  mote::neural::UnderEachTarget([&](const char* target) {
    if (apply(mote::neural::ApplyLayer) != expected)
      mote_fuzz::ExpectNone(std::string("scalar numbers under ") + target);
  });
  return 0;
}

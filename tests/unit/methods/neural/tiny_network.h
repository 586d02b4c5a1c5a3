// A small file of weights with random numbers in it, written by spec/neural.md, section 6, so that tests need neither
// the real weights' time nor their values.
#ifndef MOTE_TESTS_UNIT_METHODS_NEURAL_TINY_NETWORK_H_
#define MOTE_TESTS_UNIT_METHODS_NEURAL_TINY_NETWORK_H_

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "methods/neural/network.h"

namespace mote::neural {

struct TinyLayer {
  uint32_t kernel = 1, inputs = 1, outputs = 1, shift = 1, bits = 8;
  std::vector<uint8_t> multipliers = {};
  std::vector<int32_t> biases = {};
  std::vector<int32_t> mantissas = {};  // [output][place][input]
};

struct TinyFile {
  uint32_t levels = 3;
  std::vector<uint8_t> depths = {0, 1, 0, 1};
  std::vector<uint8_t> group_channels = {2, 1};
  std::vector<uint16_t> steps;
  std::vector<int16_t> logits;    // kMostDecided for each of kScales
  std::vector<int8_t> mixers;     // kMixers x kMixerInputs for each channel
  std::vector<TinyLayer> layers;  // in the file's order
  size_t decoder_layers = 0;      // those before the analysis

  [[nodiscard]] uint32_t channels() const {
    uint32_t sum = 0;
    for (const uint8_t count : group_channels) sum += count;
    return sum;
  }

  [[nodiscard]] std::vector<uint8_t> Bytes() const {
    std::vector<uint8_t> bytes;
    const auto put = [&bytes](uint32_t value, int count) {
      for (int i = 0; i < count; ++i) bytes.push_back(static_cast<uint8_t>(value >> (8 * i)));
    };
    put(levels, 1);
    put(static_cast<uint32_t>(group_channels.size()), 1);
    for (const uint8_t depth : depths) put(depth, 1);
    for (const uint8_t count : group_channels) put(count, 1);
    for (const uint16_t step : steps) put(step, 2);
    for (const int16_t logit : logits) put(static_cast<uint16_t>(logit), 2);
    for (const int8_t weight : mixers) put(static_cast<uint8_t>(weight), 1);
    for (const TinyLayer& layer : layers) {
      put(layer.kernel, 1);
      put(layer.inputs, 2);
      put(layer.outputs, 2);
      put(layer.shift, 1);
      put(layer.bits, 1);
      for (const uint8_t multiplier : layer.multipliers) put(multiplier, 1);
      for (const int32_t bias : layer.biases) put(static_cast<uint32_t>(bias), 4);
      uint32_t held = 0, filled = 0;
      for (const int32_t mantissa : layer.mantissas) {
        held |= (static_cast<uint32_t>(mantissa) & ((1u << layer.bits) - 1)) << filled;
        for (filled += layer.bits; filled >= 8; filled -= 8, held >>= 8) bytes.push_back(static_cast<uint8_t>(held));
      }
      if (filled > 0) bytes.push_back(static_cast<uint8_t>(held));
    }
    return bytes;
  }
};

class TinyFileMaker {
 public:
  explicit TinyFileMaker(uint32_t seed) : random_(seed) {}

  TinyFile Make() {
    TinyFile file;
    const uint32_t channels = file.channels();
    for (uint32_t i = 0; i < file.levels * channels; ++i)
      file.steps.push_back(static_cast<uint16_t>(Below(60000) + 500));
    for (uint32_t i = 0; i < kScales * kMostDecided; ++i) {
      file.logits.push_back(static_cast<int16_t>(static_cast<int32_t>(Below(4000)) - 2500));
    }
    for (uint32_t i = 0; i < channels * kMixers * kMixerInputs; ++i) {
      const int32_t plain = i % kMixerInputs == 0 && i / kMixerInputs % kMixers != kSignMixer ? 64 : 0;
      file.mixers.push_back(static_cast<int8_t>(plain + static_cast<int32_t>(Below(40)) - 20));
    }
    file.layers = {Layer(1, channels, 768), Layer(3, channels + 1, 4)};  // linear, first
    for (const auto& [inputs, outputs] : {std::pair{4u, 32u}, {8u, 5u}, {5u, 8u}, {8u, 32u}, {8u, 32u}}) {
      file.layers.push_back(Layer(3, inputs, outputs));  // climb1, a residual, climb2, climb3
    }
    for (const auto& [inputs, outputs] : {std::pair{12u, 8u}, {8u, 3u}, {3u, 8u}, {8u, 12u}}) {
      file.layers.push_back(Layer(3, inputs, outputs));  // join, a residual, head
    }
    uint32_t earlier = 0;
    for (const uint8_t count : file.group_channels) {
      file.layers.push_back(Layer(5, count, 4));
      file.layers.push_back(Layer(3, earlier + 2, 4));
      file.layers.push_back(Layer(1, 4, 5));
      file.layers.push_back(Layer(1, 5, 6));
      file.layers.push_back(Layer(1, 6, 2u * count));
      // Scale indices of all kinds: half of the outputs are biased upwards.
      TinyLayer& last = file.layers.back();
      for (uint32_t o = count; o < 2u * count; ++o)
        last.biases[o] = static_cast<int32_t>((100 + Below(800)) << last.shift);
      earlier += count;
    }
    file.decoder_layers = file.layers.size();
    file.layers.push_back(Layer(1, 768, channels));
    uint32_t inputs = 48;
    for (const uint32_t width : {6u, 4u, 7u}) {
      file.layers.push_back(Layer(3, inputs, width));
      file.layers.push_back(Layer(3, width, 3));
      file.layers.push_back(Layer(3, 3, width));
      inputs = width;
    }
    file.layers.push_back(Layer(3, inputs, channels));
    return file;
  }

 private:
  uint32_t Below(uint32_t end) { return random_() % end; }

  TinyLayer Layer(uint32_t kernel, uint32_t inputs, uint32_t outputs) {
    TinyLayer layer{.kernel = kernel, .inputs = inputs, .outputs = outputs, .bits = 2 + Below(7)};
    const uint32_t places = kernel == 5 ? kCausalPlaces : kernel * kernel;
    const auto end = static_cast<int32_t>(1u << (layer.bits - 1));
    // Small enough that 8191 times the sum of all weights stays in 31 bits, with room for a bias.
    const uint32_t most_multiplier = std::clamp(200000 / (places * inputs << (layer.bits - 1)), 1u, 40u);
    uint64_t sum = 0;
    for (uint32_t o = 0; o < outputs; ++o) {
      layer.multipliers.push_back(static_cast<uint8_t>(1 + Below(most_multiplier)));
      for (uint32_t i = 0; i < places * inputs; ++i) {
        layer.mantissas.push_back(static_cast<int32_t>(Below(static_cast<uint32_t>(2 * end))) - end);
        sum += static_cast<uint64_t>(std::abs(layer.mantissas.back())) * layer.multipliers.back();
      }
    }
    // So that signals neither die out nor only saturate.
    while (layer.shift < 20 && (uint64_t{4} << layer.shift) < sum / outputs) ++layer.shift;
    for (uint32_t o = 0; o < outputs; ++o) {
      layer.biases.push_back((static_cast<int32_t>(Below(129)) - 64) * static_cast<int32_t>(1u << layer.shift));
    }
    return layer;
  }

  std::mt19937 random_;
};

}  // namespace mote::neural

#endif  // MOTE_TESTS_UNIT_METHODS_NEURAL_TINY_NETWORK_H_

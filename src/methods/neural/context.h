// The context model in its coding order (spec/neural.md, sections 3 and 4): group by group, position by position, it
// tells a symbol coder what to expect and takes back the latents. Encoder and decoder are the two kinds of symbol
// coder.
#ifndef MOTE_METHODS_NEURAL_CONTEXT_H_
#define MOTE_METHODS_NEURAL_CONTEXT_H_

#include <algorithm>
#include <cstdint>
#include <span>

#include "base/image.h"
#include "methods/neural/network.h"
#include "methods/neural/tensor.h"

namespace mote::neural {

// What the model says of the channels of one group at one position.
struct Expectation {
  uint32_t group;
  uint32_t first_channel;
  uint32_t x, y;                        // the position
  std::span<const int16_t> means;       // a channel each, units of 1/kUnit
  std::span<const int16_t> raw_scales;  // a channel each, sixteenths of a scale index, unbounded
};

inline uint32_t ScaleIndex(int16_t raw_scale) {
  return static_cast<uint32_t>(std::clamp((raw_scale + 8) >> 4, 0, static_cast<int>(kScales) - 1));
}

inline int16_t LatentOf(int32_t symbol, int16_t mean) {
  return static_cast<int16_t>(std::clamp(kUnit * symbol + mean, -kActivationMax, kActivationMax));
}

class SymbolCoder {
 public:
  virtual ~SymbolCoder() = default;
  // Whether a group's positions may come in any order that has each after those that it sees, not only row by row.
  [[nodiscard]] virtual bool TakesAnyOrder() const { return false; }
  // Writes (or reads) the symbols of `expectation`, and gives the latents that they stand for, one a channel.
  virtual void Code(const Expectation& expectation, std::span<int16_t> latents) = 0;
};

// Goes through all latents of a raster of `positions`; the result: all channels at all positions.
[[nodiscard]] Tensor CodeLatents(const Network& network, Size positions, uint8_t level, SymbolCoder& coder);

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_CONTEXT_H_

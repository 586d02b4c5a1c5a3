// Decoder of method `neural`: range-decodes the latents with the context model's expectations and runs the synthesis.
// Normative: spec/neural.md. Integer throughout; bit-exact on every machine.
#ifndef MOTE_METHODS_NEURAL_DECODER_H_
#define MOTE_METHODS_NEURAL_DECODER_H_

#include <cstdint>
#include <span>

#include "base/image.h"
#include "base/result.h"
#include "entropy/byte_io.h"
#include "methods/neural/network.h"
#include "methods/neural/tensor.h"

namespace mote::neural {

// What a payload holds, before any symbol is decoded.
struct Payload {
  Size positions;  // of latents
  uint8_t level = 0;
  std::span<const uint8_t> symbols;  // range-coded, borrowed from the stream
};

struct Latents {
  Tensor values;     // units of 1/kUnit quantiser step
  bool cut = false;  // symbols were missing at the end
};

struct Rendered {
  Image raster;      // 3-channel sRGB, kStride times as large as the positions
  bool cut = false;  // symbols were missing at the end
};

// Reads all that is left in `reader`. `original` is the picture's size, sides 1..65535. Errors: kTruncated, kCorrupt.
[[nodiscard]] Result<Payload> ReadPayload(Size original, ByteReader& reader);

// The first half of Render.
[[nodiscard]] Latents ReadLatents(const Network& network, const Payload& payload);

// Total: any payload gives a picture. Work and memory grow with the number of positions (at most 8192), whatever the
// symbols.
[[nodiscard]] Rendered Render(const Payload& payload);

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_DECODER_H_

// From latents to a raster of sRGB (spec/neural.md, section 5). Integer throughout; total; no errors.
#ifndef MOTE_METHODS_NEURAL_SYNTHESIS_H_
#define MOTE_METHODS_NEURAL_SYNTHESIS_H_

#include <cstdint>

#include "base/image.h"
#include "methods/neural/network.h"
#include "methods/neural/tensor.h"

namespace mote::neural {

// `latents`: units of 1/kUnit quantiser step. The raster is kStride times as large, 3 channels.
[[nodiscard]] Image Synthesise(const Network& network, const Tensor& latents, uint8_t level);

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_SYNTHESIS_H_

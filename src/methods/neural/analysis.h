// From a raster of sRGB to latents: the synthesis's counterpart, with which an encoder starts. Integer like the
// decoder, so that the same picture gives the same latents on every machine, but no stream depends on it.
#ifndef MOTE_METHODS_NEURAL_ANALYSIS_H_
#define MOTE_METHODS_NEURAL_ANALYSIS_H_

#include "base/image.h"
#include "methods/neural/network.h"
#include "methods/neural/tensor.h"

namespace mote::neural {

// `raster`: 3 channels, sides multiples of kStride. The latents before quantisation, in the transform's units times
// 512.
[[nodiscard]] Tensor Analyse(const Analysis& analysis, PlaneView<const uint8_t> raster);

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_ANALYSIS_H_

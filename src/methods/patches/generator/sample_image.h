// Step 2 of the published chain: sample images from random shapes and colours (spec/patches.md, "Sample images").
#ifndef MOTE_METHODS_PATCHES_GENERATOR_SAMPLE_IMAGE_H_
#define MOTE_METHODS_PATCHES_GENERATOR_SAMPLE_IMAGE_H_

#include <cstdint>

#include "base/image.h"
#include "methods/patches/generator/random.h"

namespace mote::patches {

inline constexpr uint32_t kCanvasSide = 512;       // pixels, as drawn
inline constexpr uint32_t kSampleImageSide = 256;  // pixels, after each 2x2 became one

// One sample image: 3 channels, sRGB, kSampleImageSide square.
[[nodiscard]] Image DrawSampleImage(Random& random);

}  // namespace mote::patches

#endif  // MOTE_METHODS_PATCHES_GENERATOR_SAMPLE_IMAGE_H_

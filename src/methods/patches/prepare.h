// Step 7 of the published chain: the picture reduced to multiplier x block size, as a luminance and a chrominance
// plane. Encoder only: nothing that a decoder must follow.
#ifndef MOTE_METHODS_PATCHES_PREPARE_H_
#define MOTE_METHODS_PATCHES_PREPARE_H_

#include <cstdint>
#include <vector>

#include "base/image.h"

namespace mote::patches {

// A copy of `rgb` (3 channels) that is at least twice the largest raster, but no longer grows with the picture: all
// further work starts from it. Empty if `rgb` is small enough to be worked from itself.
[[nodiscard]] Image ReduceToWorkingSize(PlaneView<const uint8_t> rgb);

struct Planes {
  Size raster;
  Image luma;    // raster, 1 channel
  Image chroma;  // whole chrominance blocks, 2 channels
};

[[nodiscard]] Planes PreparePlanes(PlaneView<const uint8_t> rgb, Size luma_blocks);

}  // namespace mote::patches

#endif  // MOTE_METHODS_PATCHES_PREPARE_H_

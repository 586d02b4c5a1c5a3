// The sizes of method `patches`: blocks, rasters and their bounds (spec/patches.md, "Raster"). Pure arithmetic, no
// errors.
#ifndef MOTE_METHODS_PATCHES_GEOMETRY_H_
#define MOTE_METHODS_PATCHES_GEOMETRY_H_

#include <algorithm>
#include <cstdint>

#include "base/image.h"

namespace mote::patches {

inline constexpr uint32_t kPatchCount = 256;       // of each kind: a rank fills one byte
inline constexpr uint32_t kLumaSide = 4;           // luminance samples along a luminance block
inline constexpr uint32_t kChromaSide = 2;         // chrominance samples along a chrominance block
inline constexpr uint32_t kChromaSubsampling = 4;  // luminance samples to one chrominance sample, along each axis

inline constexpr uint32_t kMaxMultiplier = 16384;  // the header holds 14 bits
inline constexpr uint64_t kMaxBlocks = 65536;      // luminance blocks of a raster
static_assert((kMaxBlocks & (kMaxBlocks - 1)) == 0);

// Blocks across and down of the luminance raster: the long side has `multiplier` blocks, the short side as many as keep
// the shape best, at least one. `original`: sides 1..65535.
inline Size LumaBlocks(Size original, uint32_t multiplier) {
  const uint64_t long_side = std::max(original.width, original.height);
  const uint64_t short_side = std::min(original.width, original.height);
  const uint64_t rounded = (uint64_t{multiplier} * short_side + long_side / 2) / long_side;
  const uint32_t fewer = static_cast<uint32_t>(std::max<uint64_t>(1, rounded));
  return original.width >= original.height ? Size{multiplier, fewer} : Size{fewer, multiplier};
}

// Whether a stream may have this multiplier.
inline bool MultiplierAllowed(Size original, uint32_t multiplier) {
  return multiplier >= 1 && multiplier <= kMaxMultiplier && LumaBlocks(original, multiplier).pixels() <= kMaxBlocks;
}

// The raster in pixels, from its luminance blocks.
inline Size RasterSize(Size luma_blocks) { return {luma_blocks.width * kLumaSide, luma_blocks.height * kLumaSide}; }

// Chrominance blocks that cover a raster.
inline Size ChromaBlocks(Size raster) {
  constexpr uint32_t kSpan = kChromaSide * kChromaSubsampling;
  return {(raster.width + kSpan - 1) / kSpan, (raster.height + kSpan - 1) / kSpan};
}

}  // namespace mote::patches

#endif  // MOTE_METHODS_PATCHES_GEOMETRY_H_

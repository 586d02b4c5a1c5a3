// The sizes of method `neural`: positions of latents, rasters and their bounds (spec/neural.md, section 1). Pure
// arithmetic, no errors.
#ifndef MOTE_METHODS_NEURAL_GEOMETRY_H_
#define MOTE_METHODS_NEURAL_GEOMETRY_H_

#include <algorithm>
#include <cstdint>

#include "base/image.h"
#include "methods/neural/network.h"

namespace mote::neural {

inline constexpr uint32_t kMostLongPositions = 256;  // the payload's first byte holds one less
inline constexpr uint64_t kMostPositions = 8192;

// Columns and rows of latents with `long_positions` along the longer side. `original`: sides 1..65535.
inline Size PositionsFor(Size original, uint32_t long_positions) {
  const uint64_t long_side = std::max(original.width, original.height);
  const uint64_t short_side = std::min(original.width, original.height);
  const uint64_t rounded = (2 * uint64_t{long_positions} * short_side + long_side) / (2 * long_side);
  const auto fewer = static_cast<uint32_t>(std::max<uint64_t>(1, rounded));
  return original.width >= original.height ? Size{long_positions, fewer} : Size{fewer, long_positions};
}

inline Size RasterFor(Size positions) { return {positions.width * kStride, positions.height * kStride}; }

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_GEOMETRY_H_

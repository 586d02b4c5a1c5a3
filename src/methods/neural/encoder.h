// Method `neural`'s encoder: tries several rasters; at each the finest level that fits the budget; keeps the one that
// looks best at the picture's own size. The same picture, limit and effort give the same stream on every machine.
#ifndef MOTE_METHODS_NEURAL_ENCODER_H_
#define MOTE_METHODS_NEURAL_ENCODER_H_

#include <cstddef>
#include <cstdint>

#include "base/image.h"
#include "base/progress.h"
#include "base/result.h"
#include "entropy/byte_io.h"

namespace mote::neural {

// The least max_bytes with which Encode succeeds, whatever the picture: raster and level, no symbols.
inline constexpr size_t kLeastPayloadBytes = 2;

// Appends the payload for `rgb` (3 channels, sides 1..65535) to `writer` in at most `max_bytes` more bytes.
// `effort` 1..9. Errors: kBudgetTooSmall, kCancelled.
[[nodiscard]] Status Encode(PlaneView<const uint8_t> rgb, size_t max_bytes, int effort, const Progress& progress,
                            ByteWriter& writer);

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_ENCODER_H_

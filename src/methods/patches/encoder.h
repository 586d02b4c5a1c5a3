// Method `patches`, the published Java program's chain: the picture is reduced to multiplier x block size; each block
// is matched to the closest of a fixed set of luminance patches and of chrominance patches; what is written is the rank
// of the match in the similarity list of the blocks before; then deflate. The largest multiplier that fits the budget
// is kept.
#ifndef MOTE_METHODS_PATCHES_ENCODER_H_
#define MOTE_METHODS_PATCHES_ENCODER_H_

#include <cstddef>
#include <cstdint>

#include "base/image.h"
#include "base/result.h"
#include "base/stop.h"
#include "entropy/byte_io.h"

namespace mote::patches {

// The least max_bytes with which Encode succeeds: the multiplier, the start colour and one deflated rank of each kind,
// whatever the picture's size.
[[nodiscard]] constexpr size_t LeastPayloadBytes(Size /*original*/) { return 1 + 3 + 3 + 3; }

// Appends the payload for `rgb` (3 channels, sides 1..65535) to `writer` in at most `max_bytes` more bytes.
// `effort` 1..9. When `stop` says to finish, the first attempt that fits is written. Errors: kBudgetTooSmall (its
// message counts payload bytes), kCancelled.
[[nodiscard]] Status Encode(PlaneView<const uint8_t> rgb, size_t max_bytes, int effort, StopSource& stop,
                            ByteWriter& writer);

}  // namespace mote::patches

#endif  // MOTE_METHODS_PATCHES_ENCODER_H_

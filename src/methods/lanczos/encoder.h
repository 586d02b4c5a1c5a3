// Method `lanczos`, the published Python program: the largest thumbnail of the same shape whose raw PPM fits, shrunk by
// Lanczos.
#ifndef MOTE_METHODS_LANCZOS_ENCODER_H_
#define MOTE_METHODS_LANCZOS_ENCODER_H_

#include <cstdint>

#include "base/image.h"
#include "base/result.h"
#include "entropy/byte_io.h"

namespace mote::lanczos {

// Writes the whole stream for `rgb` (3 channels, sides 1..65535) in at most `max_bytes`. Byte-identical to the
// published program with Pillow. Errors: kBudgetTooSmall.
[[nodiscard]] Status Encode(PlaneView<const uint8_t> rgb, size_t max_bytes, ByteWriter& writer);

}  // namespace mote::lanczos

#endif  // MOTE_METHODS_LANCZOS_ENCODER_H_

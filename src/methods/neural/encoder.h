// Method `neural`'s encoder: tries several rasters, at each a level that takes nearly the budget, and at efforts from
// 5 on refines the latents of the best for the picture itself; keeps what looks best at the picture's own size. The
// same picture, limit, effort and tune give the same stream with any number of threads, unless a time limit or the
// progress callback ended the search; and on every machine whose processor fuses multiplications and additions alike
// and whose C library computes exp and log alike, for the search is in floating point.
#ifndef MOTE_METHODS_NEURAL_ENCODER_H_
#define MOTE_METHODS_NEURAL_ENCODER_H_

#include <cstddef>
#include <cstdint>

#include "base/image.h"
#include "base/result.h"
#include "base/stop.h"
#include "entropy/byte_io.h"

namespace mote::neural {

// The least max_bytes with which Encode succeeds, whatever the picture: raster and level, no symbols.
inline constexpr size_t kLeastPayloadBytes = 2;

// What the search calls best.
enum class Tune {
  kVisual,  // what people see: the balanced objective
  kDssim,   // the published score, DSSIM-2016
};

struct EncodeSettings {
  int effort = 5;  // 1..9
  Tune tune = Tune::kVisual;
  unsigned threads = 0;  // at most; 0: as many as the machine has
};

// Appends the payload for `rgb` (3 channels, sides 1..65535) to `writer` in at most `max_bytes` more bytes.
// `stop` is polled at each attempt: when it says to finish, the best attempt so far is written, and there always is
// one, as the first is made whatever it says. Errors: kBudgetTooSmall, kCancelled.
[[nodiscard]] Status Encode(PlaneView<const uint8_t> rgb, size_t max_bytes, const EncodeSettings& settings,
                            StopSource& stop, ByteWriter& writer);

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_ENCODER_H_

// Which streams a fuzz target decodes: under sanitizers the largest raster of method neural takes ten seconds.
#ifndef MOTE_FUZZ_AFFORDABLE_H_
#define MOTE_FUZZ_AFFORDABLE_H_

#include <cstdint>

#include "tests/support/api_calls.h"

namespace mote_fuzz {

inline constexpr uint64_t kMaxNeuralRasterPixels = 1 << 12;

// False only for streams of method neural with a large raster.
inline bool IsAffordable(const mote_test::InfoResult& info) {
  return info.status != MOTE_OK || info.info.method != MOTE_METHOD_NEURAL ||
         uint64_t{info.info.raster_width} * info.info.raster_height <= kMaxNeuralRasterPixels;
}

}  // namespace mote_fuzz

#endif  // MOTE_FUZZ_AFFORDABLE_H_

// A picture for the benchmarks: slow colour gradients, edges at two scales and fine grain, so that no kernel meets only
// flat or only random input. Integer arithmetic: the same on every machine. No errors.
#ifndef MOTE_BENCH_KERNELS_TEXTURED_PICTURE_H_
#define MOTE_BENCH_KERNELS_TEXTURED_PICTURE_H_

#include <cstdint>

#include "base/image.h"

namespace mote::bench {

// `size`: sides 1..65535. `channels` 1..4; sRGB order. `seed` changes the grain.
[[nodiscard]] Image TexturedPicture(Size size, uint32_t channels, uint32_t seed = 1);

}  // namespace mote::bench

#endif  // MOTE_BENCH_KERNELS_TEXTURED_PICTURE_H_

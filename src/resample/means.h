// The quick way down from pictures of many megapixels: means of whole rectangles of pixels.
#ifndef MOTE_RESAMPLE_MEANS_H_
#define MOTE_RESAMPLE_MEANS_H_

#include <cstdint>

#include "base/image.h"

namespace mote {

// Means of factor_x x factor_y pixels; the last columns and rows take what is left.
[[nodiscard]] Image ShrinkByMeans(PlaneView<const uint8_t> source, uint32_t factor_x, uint32_t factor_y);

// `source` reduced by whole factors until it has at most `most_pixels`, which is at least 1; empty if it has no more
// already.
[[nodiscard]] Image ReduceByMeans(PlaneView<const uint8_t> source, uint64_t most_pixels);

}  // namespace mote

#endif  // MOTE_RESAMPLE_MEANS_H_

// Pillow's Lanczos resampling, to the bit: windowed sinc of three lobes, stretched when shrinking; 22-bit fixed-point weights;
// columns first, then rows, with 8-bit samples between. Integer arithmetic throughout, so every machine gives the same bytes.
// Source: the behaviour of Pillow's Image.resize(size, LANCZOS) for 8-bit pictures (spec/format.md, section 4).
#ifndef MOTE_RESAMPLE_LANCZOS_H_
#define MOTE_RESAMPLE_LANCZOS_H_

#include <cstdint>

#include "base/image.h"

namespace mote {

// Resizes `source` (1 to 4 channels, sides 1..65535) to `size` (sides 1..65535). Time and memory beside the result: the columns'
// pass over the source rows, size.width x source height samples.
[[nodiscard]] Image ResizeLanczos(PlaneView<const uint8_t> source, Size size);

}  // namespace mote

#endif  // MOTE_RESAMPLE_LANCZOS_H_

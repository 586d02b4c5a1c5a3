// Pillow's Lanczos resampling, to the bit: windowed sinc of three lobes, stretched when shrinking; 22-bit fixed-point
// weights; two passes, columns and rows, with 8-bit samples between (rows first where many more of them are lost).
// Integer arithmetic throughout, so every machine gives the same bytes. Source: the behaviour of Pillow 13's
// Image.resize(size, LANCZOS) for 8-bit pictures (spec/format.md, section 4).
#ifndef MOTE_RESAMPLE_LANCZOS_H_
#define MOTE_RESAMPLE_LANCZOS_H_

#include <cstdint>

#include "base/image.h"

namespace mote {

// Resizes `source` (1 to 4 channels, sides 1..65535) to `size` (sides 1..65535). Memory beside the result:
// what the first pass leaves, one side of `source` by the other of `size`.
[[nodiscard]] Image ResizeLanczos(PlaneView<const uint8_t> source, Size size);

}  // namespace mote

#endif  // MOTE_RESAMPLE_LANCZOS_H_

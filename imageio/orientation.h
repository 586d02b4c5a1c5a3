// EXIF orientation (tag 0x0112, values 1..8): where a stored pixel belongs in the picture as it is to be seen.
#ifndef MOTE_IMAGEIO_ORIENTATION_H_
#define MOTE_IMAGEIO_ORIENTATION_H_

#include <cstddef>
#include <cstdint>

#include "base/image.h"

namespace mote::imageio {

// The size after turning; orientations 5 to 8 exchange the sides. Values outside 1..8 count as 1.
[[nodiscard]] Size OrientedSize(Size stored, int orientation);

// Pixel (x, y) as stored lies at origin + x * step_x + y * step_y in the oriented picture, counted in pixels of packed
// rows.
struct Placement {
  ptrdiff_t origin = 0;
  ptrdiff_t step_x = 1;
  ptrdiff_t step_y = 0;
};

[[nodiscard]] Placement PlacementOf(Size stored, int orientation);

}  // namespace mote::imageio

#endif  // MOTE_IMAGEIO_ORIENTATION_H_

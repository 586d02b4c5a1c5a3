#include "colour/alpha.h"

namespace mote {

bool IsOpaque(PlaneView<const uint8_t> rgba) {
  for (uint32_t y = 0; y < rgba.size.height; ++y) {
    const uint8_t* pixel = rgba.row(y);
    for (uint32_t x = 0; x < rgba.size.width; ++x, pixel += 4) {
      if (pixel[3] != 255) return false;
    }
  }
  return true;
}

Image CompositeOnWhite(PlaneView<const uint8_t> rgba) {
  Image result(rgba.size, 3);
  for (uint32_t y = 0; y < rgba.size.height; ++y) {
    const uint8_t* pixel = rgba.row(y);
    uint8_t* opaque = result.view().row(y);
    for (uint32_t x = 0; x < rgba.size.width; ++x, pixel += 4, opaque += 3) {
      const uint32_t alpha = pixel[3];
      const uint32_t white = 255 * (255 - alpha);
      for (int c = 0; c < 3; ++c) opaque[c] = static_cast<uint8_t>((pixel[c] * alpha + white + 127) / 255);
    }
  }
  return result;
}

}  // namespace mote

#include "textured_picture.h"

#include <algorithm>

namespace mote::bench {
namespace {

// Marsaglia's xorshift with shifts 13, 17, 5 ("Xorshift RNGs", 2003).
uint32_t NextRandom(uint32_t& state) {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}

}  // namespace

Image TexturedPicture(Size size, uint32_t channels, uint32_t seed) {
  Image picture(size, channels);
  uint32_t state = seed * 2654435761u | 1u;
  for (uint32_t y = 0; y < size.height; ++y) {
    uint8_t* sample = picture.view().row(y);
    for (uint32_t x = 0; x < size.width; ++x) {
      // Checks of 61x47 and of 11x7 pixels: edges for every block size.
      const int32_t coarse = ((x / 61 + y / 47) % 2 != 0) ? 48 : 0;
      const int32_t fine = ((x / 11 + y / 7) % 2 != 0) ? 12 : 0;
      for (uint32_t c = 0; c < channels; ++c) {
        const auto slope = static_cast<int32_t>((uint64_t{x} * (c + 1) * 40 / size.width) +
                                                (uint64_t{y} * (4 - c) * 30 / size.height));
        const auto grain = static_cast<int32_t>(NextRandom(state) >> 28);
        *sample++ = static_cast<uint8_t>(std::clamp(20 + slope + coarse + fine + grain, 0, 255));
      }
    }
  }
  return picture;
}

}  // namespace mote::bench

// Small pictures for the tests of method `patches`, made of shapes and seeded noise.
#ifndef MOTE_TESTS_UNIT_METHODS_PATCHES_SCENE_H_
#define MOTE_TESTS_UNIT_METHODS_PATCHES_SCENE_H_

#include <cstdint>
#include <random>

#include "base/image.h"

namespace mote::patches {

// A gradient, a disc, bars and noise of +-`noise`.
inline Image MakeScene(Size size, int noise, uint32_t seed = 1) {
  Image image(size, 3);
  std::mt19937 random(seed);
  for (uint32_t y = 0; y < size.height; ++y) {
    uint8_t* row = image.view().row(y);
    for (uint32_t x = 0; x < size.width; ++x) {
      const int64_t dx = int64_t{x} * 2 - size.width, dy = int64_t{y} * 2 - size.height;
      const bool disc = dx * dx + dy * dy < int64_t{size.width} * size.height / 3;
      const bool bar = x / 5 % 4 == 0 && y * 3 > size.height * 2;
      const int values[3] = {disc  ? 220
                             : bar ? 30
                                   : static_cast<int>(x * 200 / size.width) + 20,
                             disc  ? 90
                             : bar ? 60
                                   : static_cast<int>(y * 200 / size.height) + 20,
                             disc ? 40 : 150};
      for (uint32_t c = 0; c < 3; ++c) {
        const int jitter =
            noise == 0 ? 0 : static_cast<int>(random() % (2u * static_cast<uint32_t>(noise) + 1)) - noise;
        const int value = values[c] + jitter;
        row[3 * x + c] = static_cast<uint8_t>(value < 0 ? 0 : value > 255 ? 255 : value);
      }
    }
  }
  return image;
}

}  // namespace mote::patches

#endif  // MOTE_TESTS_UNIT_METHODS_PATCHES_SCENE_H_

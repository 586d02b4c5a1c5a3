// Small synthetic pictures for tests.
#ifndef MOTE_TESTS_UNIT_TEST_PICTURES_H_
#define MOTE_TESTS_UNIT_TEST_PICTURES_H_

#include <random>

#include "base/image.h"

namespace mote {

// Independent random samples.
inline Image NoisePicture(Size size, uint32_t channels, unsigned seed) {
  std::mt19937 random(seed);
  Image picture(size, channels);
  const PlaneView<uint8_t> view = picture.view();
  for (size_t i = 0; i < picture.samples().size(); ++i) view.data[i] = static_cast<uint8_t>(random());
  return picture;
}

// A smooth ramp with a dark disc: some flat parts, some edges.
inline Image DiscPicture(Size size) {
  Image picture(size, 3);
  for (uint32_t y = 0; y < size.height; ++y) {
    uint8_t* sample = picture.view().row(y);
    for (uint32_t x = 0; x < size.width; ++x) {
      const int64_t across = 2 * int64_t{x} - size.width;
      const int64_t down = 2 * int64_t{y} - size.height;
      const bool inside = 4 * (across * across + down * down) < int64_t{size.width} * size.height;
      *sample++ = static_cast<uint8_t>(inside ? 30 : 255 * x / size.width);
      *sample++ = static_cast<uint8_t>(inside ? 40 : 255 * y / size.height);
      *sample++ = static_cast<uint8_t>(inside ? 90 : 160);
    }
  }
  return picture;
}

}  // namespace mote

#endif  // MOTE_TESTS_UNIT_TEST_PICTURES_H_

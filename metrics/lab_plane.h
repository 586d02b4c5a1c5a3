// One perceptual channel of a picture as a plane of floats, for DSSIM-2016.
//
// L*, a* and b* of CIELAB (white 0.9505, 1, 1.089), each scaled to lie near 0..1. Alpha is composited on a pattern that
// changes every 4, 8 and 16 pixels in red, green and blue, so that a difference in alpha shows whatever the colour
// below it is.
#ifndef MOTE_METRICS_LAB_PLANE_H_
#define MOTE_METRICS_LAB_PLANE_H_

#include <cstdint>
#include <vector>

#include "base/image.h"

namespace mote {

enum class LabChannel { kLightness, kGreenRed, kBlueYellow };

struct FloatPlane {
  Size size;
  std::vector<float> samples;  // rows packed

  explicit FloatPlane(Size plane_size) : size(plane_size), samples(size_t{size.width} * size.height) {}
  [[nodiscard]] float* row(uint32_t y) { return samples.data() + size_t{y} * size.width; }
  [[nodiscard]] const float* row(uint32_t y) const { return samples.data() + size_t{y} * size.width; }
};

// `picture` has 3 or 4 channels. The two colour channels come at half the size (see HalvedSize) when both sides are at
// least 8, lightness always at full size.
[[nodiscard]] FloatPlane MakeLabPlane(PlaneView<const uint8_t> picture, LabChannel channel);

// The mean of each 2x2 pixels; an odd last row or column is dropped. Both sides must be at least 2.
[[nodiscard]] FloatPlane HalvePlane(const FloatPlane& plane);
[[nodiscard]] inline Size HalvedSize(Size size) { return {size.width / 2, size.height / 2}; }

}  // namespace mote

#endif  // MOTE_METRICS_LAB_PLANE_H_

// A planar picture of floats, for what the encoder refines: rows packed, planes one after the other. Sizes are trusted.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_PLANES_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_PLANES_H_

#include <cstddef>
#include <cstdint>

#include "base/image.h"
#include "base/recycled.h"

namespace mote::neural::refinement {

struct Planes {
  Size size;
  uint32_t count = 0;  // planes
  RecycledVector<float> samples;

  Planes() = default;
  // All samples of no value: they are to be written before they are read.
  Planes(Size plane_size, uint32_t planes)
      : size(plane_size), count(planes), samples(size_t{size.width} * size.height * planes) {}

  [[nodiscard]] float* row(uint32_t plane, uint32_t y) { return samples.data() + offset(plane, y); }
  [[nodiscard]] const float* row(uint32_t plane, uint32_t y) const { return samples.data() + offset(plane, y); }

 private:
  [[nodiscard]] size_t offset(uint32_t plane, uint32_t y) const {
    return (size_t{plane} * size.height + y) * size.width;
  }
};

}  // namespace mote::neural::refinement

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_PLANES_H_

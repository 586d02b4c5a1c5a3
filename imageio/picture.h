// A decoded picture file: sRGB, 8 bits, packed rows, 3 channels, or 4 with straight alpha if the file has alpha. Its
// memory is not cleared first, so that a large picture costs one pass only.
#ifndef MOTE_IMAGEIO_PICTURE_H_
#define MOTE_IMAGEIO_PICTURE_H_

#include <cstdint>
#include <cstdlib>
#include <memory>

#include "base/image.h"

namespace mote::imageio {

class Picture {
 public:
  // Null memory (ok() is false) if the allocator refuses.
  Picture(Size size, uint32_t channels)
      : size_(size),
        channels_(channels),
        samples_(static_cast<uint8_t*>(std::malloc(size_t{size.width} * size.height * channels))) {}

  [[nodiscard]] bool ok() const { return samples_ != nullptr; }
  [[nodiscard]] Size size() const { return size_; }
  [[nodiscard]] uint32_t channels() const { return channels_; }
  [[nodiscard]] PlaneView<uint8_t> view() { return {samples_.get(), size_, channels_, stride()}; }
  [[nodiscard]] PlaneView<const uint8_t> view() const { return {samples_.get(), size_, channels_, stride()}; }

 private:
  struct Free {
    void operator()(uint8_t* samples) const { std::free(samples); }
  };
  [[nodiscard]] ptrdiff_t stride() const { return static_cast<ptrdiff_t>(size_.width) * channels_; }

  Size size_;
  uint32_t channels_;
  std::unique_ptr<uint8_t, Free> samples_;
};

}  // namespace mote::imageio

#endif  // MOTE_IMAGEIO_PICTURE_H_

// Pixels travel as PlaneView: a borrowed rectangle of samples, `channels` of them interleaved at each place. Image owns
// one. Sizes are checked once, at the boundary (base/limits.h); inside, a view is trusted.
#ifndef MOTE_BASE_IMAGE_H_
#define MOTE_BASE_IMAGE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/result.h"

namespace mote {

// The longest side of a picture, in pixels: the seeds' headers hold 16 bits a side.
inline constexpr uint32_t kMaxSide = 65535;

struct Size {
  uint32_t width = 0;   // pixels
  uint32_t height = 0;  // pixels
  friend bool operator==(const Size&, const Size&) = default;
  [[nodiscard]] uint64_t pixels() const { return uint64_t{width} * height; }
};

template <typename Sample>
struct PlaneView {
  Sample* data = nullptr;
  Size size;
  uint32_t channels = 1;  // interleaved samples a pixel
  ptrdiff_t stride = 0;   // samples from one row to the next; at least width * channels

  [[nodiscard]] Sample* row(uint32_t y) const { return data + static_cast<ptrdiff_t>(y) * stride; }
  [[nodiscard]] size_t samples_per_row() const { return size_t{size.width} * channels; }
  operator PlaneView<const Sample>() const { return {data, size, channels, stride}; }  // NOLINT(runtime/explicit)
};

// 8-bit samples, rows packed. Colour images are sRGB: R, G, B (, A).
class Image {
 public:
  Image() = default;
  // The caller has bounded the size (base/limits.h); allocation failure throws std::bad_alloc, caught in capi/.
  Image(Size size, uint32_t channels)
      : size_(size), channels_(channels), samples_(size_t{size.width} * size.height * channels) {}

  [[nodiscard]] Size size() const { return size_; }
  [[nodiscard]] uint32_t channels() const { return channels_; }
  [[nodiscard]] const std::vector<uint8_t>& samples() const { return samples_; }
  [[nodiscard]] PlaneView<uint8_t> view() { return {samples_.data(), size_, channels_, stride()}; }
  [[nodiscard]] PlaneView<const uint8_t> view() const { return {samples_.data(), size_, channels_, stride()}; }

 private:
  [[nodiscard]] ptrdiff_t stride() const { return static_cast<ptrdiff_t>(size_.width) * channels_; }

  Size size_;
  uint32_t channels_ = 0;
  std::vector<uint8_t> samples_;
};

}  // namespace mote

#endif  // MOTE_BASE_IMAGE_H_

// How alike a decoded raster and the picture look: the encoder's judge between candidates. Encoder only.
// Source of the measure: Z. Wang et al., "Image quality assessment: from error visibility to structural similarity",
// IEEE Trans. Image Process. 13 (2004), over several scales; here on Y, Cb and Cr with square windows.
#ifndef MOTE_METHODS_PATCHES_LIKENESS_H_
#define MOTE_METHODS_PATCHES_LIKENESS_H_

#include <array>
#include <cstdint>
#include <vector>

#include "base/image.h"

namespace mote::patches {

class Likeness {
 public:
  // `rgb`: 3 channels. Compared at its own size, or at kLongestSide along its longer side if that is less.
  explicit Likeness(PlaneView<const uint8_t> rgb);

  // The mean structural similarity of `raster` (3 channels, any size), widened as a decoder does, and the picture: 1 is
  // identical.
  [[nodiscard]] double Of(PlaneView<const uint8_t> raster) const;

 private:
  static constexpr uint32_t kLongestSide = 768;
  static constexpr uint32_t kScales = 4;
  // A picture of 3 channels (Y, Cb, Cr) and its halves.
  using Pyramid = std::vector<Image>;
  [[nodiscard]] static Pyramid MakePyramid(PlaneView<const uint8_t> rgb, Size size);

  Size size_;
  Pyramid picture_;
};

}  // namespace mote::patches

#endif  // MOTE_METHODS_PATCHES_LIKENESS_H_

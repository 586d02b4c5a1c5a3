// BMP pictures: 1, 4, 8, 16, 24 and 32 bits a pixel, plain, RLE4, RLE8 or with bit masks, from OS/2 1 to version 5
// headers. Alpha only where the header has a mask for it. Reads forwards only. libvips has no loader of its own for
// them; the one it borrows from ImageMagick it marks as not to be trusted with strangers' files, and Debian's stops at
// 16,000 pixels a side. Source: Microsoft's description of bitmap storage (wingdi.h); 5- and 6-bit samples widen as v *
// 255 / maximum, as Pillow's do.
#ifndef MOTE_IMAGEIO_BMP_H_
#define MOTE_IMAGEIO_BMP_H_

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "base/image.h"
#include "base/result.h"

namespace mote::imageio {

// Fills `count` bytes at `data`; returns how many there were.
using ReadBytes = std::function<size_t(uint8_t* data, size_t count)>;

struct BmpHeader {
  Size size;
  bool top_down = false;
  uint32_t bits = 0;                            // a pixel
  uint32_t run_length_bits = 0;                 // 4 or 8 for a run-length coded picture, else 0
  std::array<uint32_t, 4> masks = {};           // red, green, blue, alpha within a 16- or 32-bit pixel
  std::vector<std::array<uint8_t, 3>> palette;  // RGB
  [[nodiscard]] uint32_t channels() const { return masks[3] != 0 ? 4 : 3; }
};

// Reads up to the first byte of pixels. Errors: kTruncated, kCorrupt, kUnsupportedVersion.
[[nodiscard]] Result<BmpHeader> ReadBmpHeader(const ReadBytes& read);

// Reads the pixels into `pixels` (header.size, header.channels() channels). Errors: kTruncated.
[[nodiscard]] Status ReadBmpPixels(const BmpHeader& header, const ReadBytes& read, PlaneView<uint8_t> pixels);

}  // namespace mote::imageio

#endif  // MOTE_IMAGEIO_BMP_H_

// Writes sRGB pixels as PNG, PPM, JPEG (quality 92) or WebP (quality 90) to an open descriptor.
#ifndef MOTE_IMAGEIO_WRITER_H_
#define MOTE_IMAGEIO_WRITER_H_

#include "base/image.h"
#include "base/result.h"
#include "imageio/format.h"

namespace mote::imageio {

// `rgb` has 3 channels and packed rows. Errors: what the system says of the write, or that the format cannot hold the
// size (JPEG ends at 65,500 pixels a side, WebP at 16,383).
[[nodiscard]] Status WritePicture(PlaneView<const uint8_t> rgb, OutputFormat format, int descriptor);

// Writes all of `size` bytes, whatever portions the system takes them in.
[[nodiscard]] Status WriteAll(int descriptor, const uint8_t* data, size_t size);

}  // namespace mote::imageio

#endif  // MOTE_IMAGEIO_WRITER_H_

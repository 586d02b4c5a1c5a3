// From whatever a file holds to samples that only need their high 8 bits taken: profiles, CMYK, Lab, floating point.
#ifndef MOTE_IMAGEIO_COLOUR_H_
#define MOTE_IMAGEIO_COLOUR_H_

#include "imageio/vips_runtime.h"

namespace mote::imageio {

// How the bands of a loaded image divide.
struct Bands {
  int colour = 3;  // 1, 3 or 4 (CMYK)
  bool alpha = false;
};

[[nodiscard]] Bands BandsOf(const VipsImage* image);

// An image of 8- or 16-bit samples: 1 or 3 bands of sRGB, then straight alpha if `image` has it; or 4 bands of 8-bit
// CMYK (its Type says so) that has no profile, which has no one true conversion and is left to the caller. An embedded
// profile is applied, unless it describes sRGB already (to within 1 of 255): then the samples stay as they are. A
// profile that cannot be used, or is for other bands than the image has, counts as none. Null on failure; the reason is
// in libvips's error text.
[[nodiscard]] ImagePointer ToSrgb(VipsImage* image);

}  // namespace mote::imageio

#endif  // MOTE_IMAGEIO_COLOUR_H_

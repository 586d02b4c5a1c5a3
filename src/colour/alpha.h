// Straight alpha to opaque colour.
#ifndef MOTE_COLOUR_ALPHA_H_
#define MOTE_COLOUR_ALPHA_H_

#include <cstdint>

#include "base/image.h"

namespace mote {

// Whether every pixel of `rgba` (4 channels) has alpha 255.
[[nodiscard]] bool IsOpaque(PlaneView<const uint8_t> rgba);

// `rgba` (4 channels, straight alpha) over white, rounded to nearest, as 3 channels.
[[nodiscard]] Image CompositeOnWhite(PlaneView<const uint8_t> rgba);

}  // namespace mote

#endif  // MOTE_COLOUR_ALPHA_H_

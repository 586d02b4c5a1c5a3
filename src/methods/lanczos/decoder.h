// Decoder of method `lanczos`: the thumbnail itself is the raster; codec/ resizes it.
#ifndef MOTE_METHODS_LANCZOS_DECODER_H_
#define MOTE_METHODS_LANCZOS_DECODER_H_

#include "base/image.h"
#include "methods/lanczos/layout.h"

namespace mote::lanczos {

// The thumbnail as 3-channel sRGB.
[[nodiscard]] Image Render(const Stream& stream);

}  // namespace mote::lanczos

#endif  // MOTE_METHODS_LANCZOS_DECODER_H_

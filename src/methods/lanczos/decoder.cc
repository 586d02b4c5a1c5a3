#include "methods/lanczos/decoder.h"

namespace mote::lanczos {

Image Render(const Stream& stream) {
  constexpr uint32_t kChannels = 3;
  Image raster(stream.thumbnail, kChannels);
  uint8_t* sample = raster.view().data;
  const uint32_t copies = kChannels / stream.channels;  // a grey thumbnail is repeated in all three
  for (const uint8_t value : stream.pixels) {
    for (uint32_t c = 0; c < copies; ++c) *sample++ = value;
  }
  return raster;
}

}  // namespace mote::lanczos

#include "methods/lanczos/encoder.h"

#include <algorithm>

#include "methods/lanczos/layout.h"
#include "methods/lanczos/thumbnail_search.h"
#include "resample/lanczos.h"

namespace mote::lanczos {

Status Encode(PlaneView<const uint8_t> rgb, size_t max_bytes, ByteWriter& writer) {
  const size_t total_bytes = max_bytes - std::min(max_bytes, kDimensionBytes);
  MOTE_ASSIGN_OR_RETURN(const Size size, ChooseThumbnail(rgb.size, total_bytes));
  const Image thumbnail = ResizeLanczos(rgb, size);
  WriteStream({rgb.size, size, rgb.channels, thumbnail.samples()}, writer);
  return {};
}

}  // namespace mote::lanczos

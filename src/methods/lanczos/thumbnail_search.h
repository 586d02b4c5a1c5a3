// The published program's search for the largest thumbnail whose PPM fits.
#ifndef MOTE_METHODS_LANCZOS_THUMBNAIL_SEARCH_H_
#define MOTE_METHODS_LANCZOS_THUMBNAIL_SEARCH_H_

#include <cstdint>

#include "base/image.h"
#include "base/result.h"

namespace mote::lanczos {

// The thumbnail's size for a picture of size `original` (sides 1..65535) when its PPM may take `total_bytes`. Errors:
// kBudgetTooSmall.
[[nodiscard]] Result<Size> ChooseThumbnail(Size original, uint64_t total_bytes);

}  // namespace mote::lanczos

#endif  // MOTE_METHODS_LANCZOS_THUMBNAIL_SEARCH_H_

// Decoder of method `patches`: inflates the ranks, follows them through the similarity lists and lays the patches side by side.
#ifndef MOTE_METHODS_PATCHES_DECODER_H_
#define MOTE_METHODS_PATCHES_DECODER_H_

#include <cstdint>
#include <vector>

#include "base/image.h"
#include "base/result.h"
#include "entropy/byte_io.h"

namespace mote::patches {

// What a payload holds, before any pixel is made.
struct Symbols {
  Size raster;                        // pixels, multiples of the block size (bounded: see spec/format.md, section 5)
  std::vector<uint8_t> luma_ranks;    // one a block, in scan order
  std::vector<uint8_t> chroma_ranks;  // likewise
};

// Reads all that is left in `reader`. `original` is the picture's size. Errors: kTruncated, kCorrupt.
[[nodiscard]] Result<Symbols> ReadSymbols(Size original, ByteReader& reader);

// The raster as 3-channel sRGB, size symbols.raster. Total: any symbols give a picture.
[[nodiscard]] Image Render(const Symbols& symbols);

}  // namespace mote::patches

#endif  // MOTE_METHODS_PATCHES_DECODER_H_

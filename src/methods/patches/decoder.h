// Decoder of method `patches`: inflates the ranks, follows them through the similarity lists and lays the patches side
// by side. Normative: spec/patches.md. Integer throughout.
#ifndef MOTE_METHODS_PATCHES_DECODER_H_
#define MOTE_METHODS_PATCHES_DECODER_H_

#include <array>
#include <cstdint>
#include <vector>

#include "base/image.h"
#include "base/result.h"
#include "entropy/byte_io.h"

namespace mote::patches {

// What a payload holds, before any pixel is made.
struct Symbols {
  Size raster;                        // pixels, multiples of the block size, at most geometry.h's kMaxBlocks blocks
  std::array<uint8_t, 3> start{};     // Y, Cb and Cr that the first block of each kind starts from
  std::vector<uint8_t> luma_ranks;    // one a block, in rows of blocks
  std::vector<uint8_t> chroma_ranks;  // likewise
};

// Reads all that is left in `reader`. `original` is the picture's size, sides 1..65535. Errors: kTruncated, kCorrupt.
[[nodiscard]] Result<Symbols> ReadSymbols(Size original, ByteReader& reader);

// The raster as 3-channel sRGB, size symbols.raster. Total: any symbols whose vectors fit the raster give a picture.
[[nodiscard]] Image Render(const Symbols& symbols);

}  // namespace mote::patches

#endif  // MOTE_METHODS_PATCHES_DECODER_H_

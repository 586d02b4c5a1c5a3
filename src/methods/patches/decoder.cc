#include "methods/patches/decoder.h"

#include <string>
#include <utility>

#include "entropy/deflate.h"
#include "methods/patches/geometry.h"
#include "methods/patches/labels.h"
#include "methods/patches/neighbours.h"
#include "methods/patches/render.h"

namespace mote::patches {
namespace {

// 1..kMaxMultiplier: one byte below 128; else the low seven bits with the top bit set, and then the rest.
Result<uint32_t> ReadMultiplier(ByteReader& reader) {
  MOTE_ASSIGN_OR_RETURN(const uint8_t low, reader.Byte(kMultiplierLabel));
  if (low < 128) return uint32_t{low};
  MOTE_ASSIGN_OR_RETURN(const uint8_t high, reader.Byte(kMultiplierLabel));
  const uint32_t multiplier = (low & 127u) | uint32_t{high} << 7;
  if (multiplier < 128) return Fail(ErrorCode::kCorrupt, "the multiplier ", multiplier, " is written in two bytes");
  return multiplier;
}

Result<std::vector<uint8_t>> ReadRanks(uint64_t count, const char* label, ByteReader& reader) {
  Result<Inflated> inflated = Inflate(reader.rest(), static_cast<size_t>(count));
  if (!inflated.ok())
    return Error{inflated.error().code, "its " + std::string(label) + ": " + inflated.error().message};
  reader.Consume(inflated.value().consumed_bytes, label);
  return std::move(inflated.value().symbols);
}

}  // namespace

Result<Symbols> ReadSymbols(Size original, ByteReader& reader) {
  Symbols symbols;
  MOTE_ASSIGN_OR_RETURN(const uint32_t multiplier, ReadMultiplier(reader));
  if (!MultiplierAllowed(original, multiplier)) {
    return Fail(ErrorCode::kCorrupt, "the multiplier ", multiplier, " is not one that a picture of ", original.width,
                "x", original.height, " can have");
  }
  const Size luma_blocks = LumaBlocks(original, multiplier);
  symbols.raster = RasterSize(luma_blocks);
  for (uint8_t& value : symbols.start) {
    MOTE_ASSIGN_OR_RETURN(value, reader.Byte(kStartLabel));
  }
  MOTE_ASSIGN_OR_RETURN(symbols.luma_ranks, ReadRanks(luma_blocks.pixels(), kLumaLabel, reader));
  MOTE_ASSIGN_OR_RETURN(symbols.chroma_ranks, ReadRanks(ChromaBlocks(symbols.raster).pixels(), kChromaLabel, reader));
  if (!reader.rest().empty()) {
    return Fail(ErrorCode::kCorrupt, reader.rest().size(), " bytes follow the end of the chrominance");
  }
  return symbols;
}

Image Render(const Symbols& symbols) {
  const Size luma_blocks{symbols.raster.width / kLumaSide, symbols.raster.height / kLumaSide};
  Image luma = LayPatches(LumaPatches(), luma_blocks, {symbols.start[0]}, symbols.luma_ranks);
  Image chroma = LayPatches(ChromaPatches(), ChromaBlocks(symbols.raster), {symbols.start[1], symbols.start[2]},
                            symbols.chroma_ranks);
  return RenderPlanes(std::move(luma), std::move(chroma));
}

}  // namespace mote::patches

// The decoder of method patches, without the container: the input is the picture's width and height, as big-endian
// 16-bit numbers, then a payload.
#include "fuzz/fuzz_check.h"
#include "methods/patches/decoder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr size_t kSizeBytes = 4;
  if (size < kSizeBytes) return 0;
  const mote::Size original{uint32_t{data[0]} << 8 | data[1], uint32_t{data[2]} << 8 | data[3]};
  if (original.width == 0 || original.height == 0) return 0;
  mote::ByteReader reader(std::span<const uint8_t>(data, size).subspan(kSizeBytes));
  const mote::Result<mote::patches::Symbols> symbols = mote::patches::ReadSymbols(original, reader);
  if (!symbols.ok()) {
    mote_fuzz::Expect(!symbols.error().message.empty(), "a failure has a message");
    return 0;
  }
  mote_fuzz::Expect(reader.rest().empty(), "nothing is left over");
  mote_fuzz::Expect(reader.tally().total_bits() == 8 * (size - kSizeBytes), "every bit is accounted for");
  const mote::Image raster = mote::patches::Render(symbols.value());
  mote_fuzz::Expect(raster.size() == symbols.value().raster && raster.channels() == 3, "the raster has its size");
  return 0;
}

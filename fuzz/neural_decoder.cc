// The decoder of method neural, without the container: the input is the picture's width and height, as big-endian
// 16-bit numbers, then a payload. Bytes after what is certain change nothing.
#include <vector>

#include "fuzz/affordable.h"
#include "fuzz/fuzz_check.h"
#include "methods/neural/decoder.h"
#include "methods/neural/geometry.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr size_t kSizeBytes = 4;
  if (size < kSizeBytes) return 0;
  const mote::Size original{uint32_t{data[0]} << 8 | data[1], uint32_t{data[2]} << 8 | data[3]};
  if (original.width == 0 || original.height == 0) return 0;
  mote::ByteReader reader(std::span<const uint8_t>(data, size).subspan(kSizeBytes));
  const mote::Result<mote::neural::Payload> payload = mote::neural::ReadPayload(original, reader);
  if (!payload.ok()) {
    mote_fuzz::Expect(!payload.error().message.empty(), "a failure has a message");
    return 0;
  }
  mote_fuzz::Expect(reader.rest().empty(), "nothing is left over");
  mote_fuzz::Expect(reader.tally().total_bits() == 8 * (size - kSizeBytes), "every bit is accounted for");
  const mote::Size raster = mote::neural::RasterFor(payload.value().positions);
  if (raster.pixels() > mote_fuzz::kMaxNeuralRasterPixels) return 0;
  const mote::neural::Rendered rendered = mote::neural::Render(payload.value());
  mote_fuzz::Expect(rendered.raster.size() == raster && rendered.raster.channels() == 3, "the raster has its size");
  if (rendered.cut) return 0;
  std::vector<uint8_t> longer(payload.value().symbols.begin(), payload.value().symbols.end());
  longer.insert(longer.end(), 9, 0x5a);
  const mote::neural::Rendered again = mote::neural::Render({payload.value().positions, payload.value().level, longer});
  mote_fuzz::Expect(!again.cut && again.raster.samples() == rendered.raster.samples(), "what follows is ignored");
  return 0;
}

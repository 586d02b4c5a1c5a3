// The decoder of method lanczos: what it reads it writes again byte for byte, and renders at the thumbnail's size.
#include <algorithm>

#include "fuzz/fuzz_check.h"
#include "methods/lanczos/decoder.h"
#include "methods/lanczos/layout.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::span<const uint8_t> bytes(data, size);
  mote::ByteReader reader(bytes);
  const mote::Result<mote::lanczos::Stream> stream = mote::lanczos::ReadStream(reader);
  if (!stream.ok()) return 0;
  mote_fuzz::Expect(mote::lanczos::LooksLikeLanczos(bytes), "what can be read is recognised");
  mote_fuzz::Expect(reader.rest().empty(), "nothing is left over");
  mote::ByteWriter writer;
  mote::lanczos::WriteStream(stream.value(), writer);
  mote_fuzz::Expect(std::equal(bytes.begin(), bytes.end(), writer.bytes().begin(), writer.bytes().end()),
                    "a stream has one form");
  mote_fuzz::Expect(writer.tally().parts() == reader.tally().parts(), "writer and reader tally alike");
  const mote::Image raster = mote::lanczos::Render(stream.value());
  mote_fuzz::Expect(raster.size() == stream.value().thumbnail && raster.channels() == 3, "the raster is the thumbnail");
  return 0;
}

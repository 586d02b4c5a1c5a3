// Whatever header is read is written again byte for byte: a picture has one header. Writer and reader tally alike.
#include "container/header.h"

#include <algorithm>

#include "fuzz/fuzz_check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::span<const uint8_t> bytes(data, size);
  mote::ByteReader reader(bytes);
  const mote::Result<mote::Header> header = mote::ReadHeader(reader);
  if (!header.ok()) {
    mote_fuzz::Expect(!header.error().message.empty(), "a failure has a message");
    return 0;
  }
  mote::ByteWriter writer;
  mote::WriteHeader(header.value(), writer);
  const size_t header_bytes = size - reader.rest().size();
  mote_fuzz::Expect(writer.bytes().size() == header_bytes, "a header is as long when written as when read");
  mote_fuzz::Expect(std::equal(writer.bytes().begin(), writer.bytes().end(), data), "a header has one form");
  mote_fuzz::Expect(writer.tally().parts() == reader.tally().parts(), "writer and reader tally alike");
  return 0;
}

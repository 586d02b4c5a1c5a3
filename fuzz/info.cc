// What mote_info accepts, mote_decode decodes to the dimensions told, unless they pass the limit: then, and only then,
// it answers MOTE_ERROR_LIMIT_EXCEEDED.
#include "fuzz/affordable.h"
#include "fuzz/fuzz_check.h"
#include "tests/support/api_calls.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr uint64_t kMaxPixels = 1 << 16;
  const std::span<const uint8_t> bytes(data, size);
  const mote_test::InfoResult info = mote_test::Info(bytes);
  if (info.status != MOTE_OK) {
    mote_fuzz::Expect(!info.message.empty(), "a failure has a message");
    return 0;
  }
  if (!mote_fuzz::IsAffordable(info)) return 0;
  const mote_test::DecodeResult decoded = mote_test::Decode(bytes, mote_test::DecodeOptions(kMaxPixels));
  if (uint64_t{info.info.width} * info.info.height > kMaxPixels) {
    mote_fuzz::Expect(decoded.status == MOTE_ERROR_LIMIT_EXCEEDED, "a picture over the limit is refused");
  } else {
    mote_fuzz::Expect(decoded.status == MOTE_OK, "what mote_info accepts, mote_decode decodes");
    mote_fuzz::Expect(decoded.width() == info.info.width && decoded.height() == info.info.height,
                      "mote_info tells the dimensions");
  }
  return 0;
}

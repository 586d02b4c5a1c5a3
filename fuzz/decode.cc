// mote_decode and mote_info on any bytes: the promises of mote.h, at the original dimensions and shrunk. Rasters that a
// network would draw for long are only inspected.
#include "fuzz/affordable.h"
#include "fuzz/fuzz_check.h"
#include "tests/support/api_calls.h"
#include "tests/support/stream_contract.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr uint64_t kMaxPixels = 1 << 20;
  constexpr uint32_t kMaxSide = 24;
  const std::span<const uint8_t> bytes(data, size);
  if (!mote_fuzz::IsAffordable(mote_test::Info(bytes))) {
    mote_fuzz::ExpectNone(mote_test::DecodeViolation(bytes, mote_test::DecodeOptions(0)));
    return 0;
  }
  mote_fuzz::ExpectNone(mote_test::DecodeViolation(bytes, mote_test::DecodeOptions(kMaxPixels)));
  mote_fuzz::ExpectNone(mote_test::DecodeViolation(bytes, mote_test::DecodeOptions(kMaxPixels, kMaxSide)));
  return 0;
}

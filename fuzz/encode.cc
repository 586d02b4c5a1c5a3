// mote_encode on any small picture and any options: the stream keeps the budget, decodes to the picture's dimensions
// and is the same at the second call. The input is spent as it comes: options first, then samples, repeated as needed.
#include <algorithm>
#include <vector>

#include "fuzz/fuzz_check.h"
#include "tests/support/api_calls.h"
#include "tests/support/stream_contract.h"

namespace {

class Input {
 public:
  explicit Input(std::span<const uint8_t> bytes) : bytes_(bytes) {}

  uint32_t Below(uint32_t end) {
    uint32_t value = Next();
    if (end > 256) value = value << 8 | Next();
    return value % end;
  }
  uint8_t Next() {
    if (at_ < bytes_.size()) return bytes_[at_++];
    return 0;
  }
  [[nodiscard]] std::span<const uint8_t> rest() const { return bytes_.subspan(at_); }

 private:
  std::span<const uint8_t> bytes_;
  size_t at_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr uint32_t kMaxSide = 64;
  Input input({data, size});
  const uint32_t width = 1 + input.Below(kMaxSide);
  const uint32_t height = 1 + input.Below(kMaxSide);
  const uint32_t channels = 3 + input.Below(2);
  const size_t stride = size_t{width} * channels + input.Below(9);
  mote_encode_options options = mote_test::EncodeOptions(MOTE_METHOD_DEFAULT, 0);
  options.method = static_cast<mote_method>(input.Below(4));
  options.effort = static_cast<int>(1 + input.Below(9));
  // Mostly small budgets, which are quick and near the methods' least.
  options.max_bytes = input.Below(16) == 0 ? input.Below(5000) : input.Below(200);
  if (options.method == MOTE_METHOD_DEFAULT || options.method == MOTE_METHOD_NEURAL) {
    // Under sanitizers a network takes its time.
    options.effort = std::min(options.effort, 2);
    options.max_bytes = std::min<size_t>(options.max_bytes, 200);
  }
  options.max_pixels = input.Below(16) == 0 ? 100 : kMaxSide * kMaxSide;

  // The last row ends with its last pixel, so that a sanitizer sees what is read beyond it.
  std::vector<uint8_t> samples(stride * (height - 1) + size_t{width} * channels);
  const std::span<const uint8_t> rest = input.rest();
  for (size_t i = 0; i < samples.size() && !rest.empty(); ++i) samples[i] = rest[i % rest.size()];
  const mote_image image{samples.data(), width, height, stride, static_cast<mote_pixel_format>(channels)};
  mote_fuzz::ExpectNone(mote_test::EncodeViolation(image, options));
  return 0;
}

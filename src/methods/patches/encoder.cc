#include "methods/patches/encoder.h"

#include <algorithm>
#include <array>
#include <utility>

#include "methods/patches/labels.h"
#include "methods/patches/prepare.h"
#include "methods/patches/search.h"

namespace mote::patches {
namespace {

// Measured (docs/patches.md, "Prices").
constexpr Prices kPrices = {12.0f, 3.5f};

struct EffortLevel {
  uint32_t passes;      // over the blocks, an attempt
  uint32_t beam_width;  // ways to write a row that are followed
  uint32_t fill_steps;  // to fill the budget at the multiplier found
};
constexpr std::array<EffortLevel, 9> kEffortLevels{
    {{1, 1, 1}, {1, 1, 3}, {1, 1, 5}, {1, 2, 5}, {1, 3, 5}, {1, 5, 6}, {1, 8, 6}, {1, 16, 7}, {2, 32, 7}}};

void Write(const Attempt& attempt, ByteWriter& writer) {
  if (attempt.multiplier < 128) {
    writer.Byte(static_cast<uint8_t>(attempt.multiplier), kMultiplierLabel);
  } else {
    writer.Byte(static_cast<uint8_t>(128 | (attempt.multiplier & 127)), kMultiplierLabel);
    writer.Byte(static_cast<uint8_t>(attempt.multiplier >> 7), kMultiplierLabel);
  }
  writer.Bytes(attempt.start, kStartLabel);
  writer.Bytes(attempt.luma, kLumaLabel);
  writer.Bytes(attempt.chroma, kChromaLabel);
}

}  // namespace

Status Encode(PlaneView<const uint8_t> rgb, size_t max_bytes, int effort, StopSource& stop, ByteWriter& writer) {
  const size_t least_bytes = LeastPayloadBytes(rgb.size);
  if (max_bytes < least_bytes) {
    return Fail(ErrorCode::kBudgetTooSmall, "method patches needs ", least_bytes, " bytes of payload, but only ",
                max_bytes, " are left");
  }
  const EffortLevel& level = kEffortLevels[static_cast<size_t>(std::clamp(effort, 1, 9)) - 1];
  const Image reduced = ReduceToWorkingSize(rgb);
  const PlaneView<const uint8_t> working = reduced.samples().empty() ? rgb : reduced.view();
  Search search(working, rgb.size, max_bytes, level.passes, level.beam_width);
  MOTE_ASSIGN_OR_RETURN(Attempt attempt, search.LargestThatFits(kPrices, stop));
  MOTE_ASSIGN_OR_RETURN(attempt, search.Fill(std::move(attempt), kPrices, level.fill_steps, stop));
  Write(attempt, writer);
  return stop.Poll(1.0);
}

}  // namespace mote::patches

#include "methods/patches/encoder.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "methods/patches/labels.h"
#include "methods/patches/likeness.h"
#include "methods/patches/prepare.h"
#include "methods/patches/render.h"
#include "methods/patches/search.h"

namespace mote::patches {
namespace {

// Prices, measured (docs/patches.md, "Prices"), and what is tried beside them: the same ones and others, as factors.
// Dearer bits make a larger raster of plainer blocks.
constexpr Prices kPrices{12.0f, 3.5f};
constexpr Prices kFactors[] = {{1.0f, 1.0f}, {0.5f, 0.5f}, {2.0f, 2.0f},   {1.0f, 0.4f}, {1.0f, 2.5f},
                               {0.5f, 0.2f}, {2.0f, 5.0f}, {0.25f, 0.25f}, {4.0f, 4.0f}};

struct EffortLevel {
  uint32_t passes;      // over the blocks, an attempt
  uint32_t fill_steps;  // to fill the budget at the multiplier found
  uint32_t candidates;  // of kFactors, each a search of its own
};
constexpr std::array<EffortLevel, 9> kEffortLevels{
    {{1, 1, 1}, {1, 3, 1}, {1, 5, 1}, {2, 5, 1}, {2, 5, 2}, {2, 5, 3}, {2, 6, 5}, {2, 6, 7}, {3, 7, 9}}};

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

Status Encode(PlaneView<const uint8_t> rgb, size_t max_bytes, int effort, const Progress& progress,
              ByteWriter& writer) {
  const size_t least_bytes = LeastPayloadBytes(rgb.size);
  if (max_bytes < least_bytes) {
    return Fail(ErrorCode::kBudgetTooSmall, "method patches needs ", least_bytes, " bytes of payload, but only ",
                max_bytes, " are left");
  }
  MOTE_RETURN_IF_ERROR(Report(progress, 0.0));
  const EffortLevel& level = kEffortLevels[static_cast<size_t>(std::clamp(effort, 1, 9)) - 1];
  const Image reduced = ReduceToWorkingSize(rgb);
  const PlaneView<const uint8_t> working = reduced.samples().empty() ? rgb : reduced.view();
  Search search(working, rgb.size, max_bytes, level.passes);
  std::optional<Likeness> likeness;
  if (level.candidates > 1) likeness.emplace(working);

  std::optional<Attempt> best;
  double best_likeness = 0;
  for (uint32_t candidate = 0; candidate < level.candidates; ++candidate) {
    const Prices prices{kPrices.luma * kFactors[candidate].luma, kPrices.chroma * kFactors[candidate].chroma};
    const Progress part = [&](double fraction) {
      return !progress || progress((candidate + fraction) / level.candidates);
    };
    MOTE_ASSIGN_OR_RETURN(Attempt attempt, search.LargestThatFits(prices, part));
    MOTE_ASSIGN_OR_RETURN(attempt, search.Fill(std::move(attempt), prices, level.fill_steps));
    const double alike = likeness ? likeness->Of(RenderPlanes(attempt.luma_plane, attempt.chroma_plane).view()) : 0;
    if (!best || alike > best_likeness) {
      best = std::move(attempt);
      best_likeness = alike;
    }
  }
  Write(*best, writer);
  return Report(progress, 1.0);
}

}  // namespace mote::patches

#include "methods/patches/encoder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "entropy/deflate.h"
#include "methods/patches/geometry.h"
#include "methods/patches/labels.h"
#include "methods/patches/matcher.h"
#include "methods/patches/prepare.h"

namespace mote::patches {
namespace {

struct Tuning {
  float luma_price = 60.0f;
  float chroma_price = 20.0f;
  float luma_floor = 100.0f;
  float chroma_floor = 30.0f;
};

struct Attempt {
  uint32_t multiplier = 0;
  std::array<uint8_t, 3> start{};
  std::vector<uint8_t> luma, chroma;  // deflated
  [[nodiscard]] size_t bytes() const { return (multiplier < 128 ? 1 : 2) + start.size() + luma.size() + chroma.size(); }
};

uint8_t MeanOf(const Image& plane, uint32_t component) {
  uint64_t sum = 0;
  const uint64_t count = plane.size().pixels();
  for (size_t i = component; i < plane.samples().size(); i += plane.channels()) sum += plane.samples()[i];
  return static_cast<uint8_t>((sum + count / 2) / count);
}

class Search {
 public:
  Search(PlaneView<const uint8_t> rgb, Size original, size_t max_bytes)
      : rgb_(rgb), original_(original), max_bytes_(max_bytes) {
    luma_costs_ = chroma_costs_ = FirstRankCosts();
  }

  Result<Attempt> Try(uint32_t multiplier, float price, uint32_t passes) {
    if (multiplier != prepared_multiplier_) {
      planes_ = PreparePlanes(rgb_, LumaBlocks(original_, multiplier));
      luma_weights_ = BusynessWeights(kLumaShape, planes_.luma.view(), tuning_.luma_floor);
      chroma_weights_ = BusynessWeights(kChromaShape, planes_.chroma.view(), tuning_.chroma_floor);
      prepared_multiplier_ = multiplier;
    }
    Attempt attempt;
    attempt.multiplier = multiplier;
    attempt.start = {MeanOf(planes_.luma, 0), MeanOf(planes_.chroma, 0), MeanOf(planes_.chroma, 1)};
    Matched luma, chroma;
    for (uint32_t pass = 0; pass < passes; ++pass) {
      luma = MatchPlane(LumaPatches(), planes_.luma.view(), {attempt.start[0]}, luma_weights_, luma_costs_,
                        price * tuning_.luma_price);
      luma_costs_ = RankCostsOf(luma.ranks);
      chroma = MatchPlane(ChromaPatches(), planes_.chroma.view(), {attempt.start[1], attempt.start[2]}, chroma_weights_,
                          chroma_costs_, price * tuning_.chroma_price);
      chroma_costs_ = RankCostsOf(chroma.ranks);
    }
    MOTE_ASSIGN_OR_RETURN(attempt.luma, Deflate(luma.ranks));
    MOTE_ASSIGN_OR_RETURN(attempt.chroma, Deflate(chroma.ranks));
    return attempt;
  }

 private:
  Tuning tuning_;
  PlaneView<const uint8_t> rgb_;
  Size original_;
  size_t max_bytes_;
  uint32_t prepared_multiplier_ = 0;
  Planes planes_;
  std::vector<float> luma_weights_, chroma_weights_;
  RankCosts luma_costs_, chroma_costs_;
};

// Largest multiplier worth trying: a raster of twice the picture (but at least of 64 blocks along), no more blocks than
// four a byte.
uint32_t LargestMultiplier(Size original, size_t max_bytes) {
  const uint32_t long_side = std::max(original.width, original.height);
  uint32_t largest = std::min(kMaxMultiplier, std::max<uint32_t>(64, 2 * ((long_side + kLumaSide - 1) / kLumaSide)));
  const uint64_t blocks = std::min<uint64_t>(kMaxBlocks, 4 * uint64_t{max_bytes});
  uint32_t allowed = 1;
  while (allowed < largest) {
    const uint32_t middle = allowed + (largest - allowed + 1) / 2;
    if (MultiplierAllowed(original, middle) && LumaBlocks(original, middle).pixels() <= blocks) {
      allowed = middle;
    } else {
      largest = middle - 1;
    }
  }
  return allowed;
}

}  // namespace

Status Encode(PlaneView<const uint8_t> rgb, size_t max_bytes, int effort, const Progress& progress,
              ByteWriter& writer) {
  const size_t least_bytes = LeastPayloadBytes(rgb.size);
  if (max_bytes < least_bytes) {
    return Fail(ErrorCode::kBudgetTooSmall, "method patches needs ", least_bytes, " bytes of payload, but only ",
                max_bytes, " are left");
  }
  const Image reduced = ReduceToWorkingSize(rgb);
  Search search(reduced.samples().empty() ? rgb : reduced.view(), rgb.size, max_bytes);

  std::optional<Attempt> best;
  uint32_t low = 0;                                            // fits (0: nothing does yet)
  uint32_t high = LargestMultiplier(rgb.size, max_bytes) + 1;  // does not fit, or is not to be tried
  uint32_t next = 1;
  // A first guess: luminance blocks of six bits with a tenth more for chrominance.
  while (next + 1 < high && LumaBlocks(rgb.size, next + 1).pixels() < max_bytes) ++next;
  while (low + 1 < high) {
    next = std::clamp(next, low + 1, high - 1);
    MOTE_RETURN_IF_ERROR(Report(progress, 0.5));
    MOTE_ASSIGN_OR_RETURN(Attempt attempt, search.Try(next, 1.0f, effort >= 5 ? 2 : 1));
    const double ratio = static_cast<double>(max_bytes) / static_cast<double>(attempt.bytes());
    if (attempt.bytes() <= max_bytes) {
      low = next;
      best = std::move(attempt);
    } else {
      high = next;
    }
    const uint32_t guess = static_cast<uint32_t>(std::lround(next * std::sqrt(ratio)));
    next = std::clamp(guess, low + 1, std::max(low + 1, high - 1));
    if (high - low > 8 && (next == low + 1 || next == high - 1)) {
      // A guess at the very end of the bracket may crawl: step inwards a little.
      next = next == low + 1 ? low + 1 + (high - low) / 16 : high - 1 - (high - low) / 16;
    }
  }
  if (!best) return Fail(ErrorCode::kInternal, "no multiplier fits ", max_bytes, " bytes");

  // Then the price of a bit falls until the limit is filled.
  float dear = 1.0f, cheap = 0.3f;
  for (int step = 0; step < std::min(effort, 6); ++step) {
    const float price = std::sqrt(dear * cheap);
    MOTE_ASSIGN_OR_RETURN(Attempt attempt, search.Try(best->multiplier, price, 1));
    if (attempt.bytes() <= max_bytes) {
      dear = price;
      best = std::move(attempt);
    } else {
      cheap = price;
    }
  }

  if (best->multiplier < 128) {
    writer.Byte(static_cast<uint8_t>(best->multiplier), kMultiplierLabel);
  } else {
    writer.Byte(static_cast<uint8_t>(128 | (best->multiplier & 127)), kMultiplierLabel);
    writer.Byte(static_cast<uint8_t>(best->multiplier >> 7), kMultiplierLabel);
  }
  writer.Bytes(best->start, kStartLabel);
  writer.Bytes(best->luma, kLumaLabel);
  writer.Bytes(best->chroma, kChromaLabel);
  return Report(progress, 1.0);
}

}  // namespace mote::patches

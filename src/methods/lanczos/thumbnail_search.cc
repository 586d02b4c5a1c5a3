#include "methods/lanczos/thumbnail_search.h"

#include <algorithm>
#include <optional>

#include "methods/lanczos/layout.h"

namespace mote::lanczos {
namespace {

__extension__ typedef unsigned __int128 uint128;

// The published loop halves its interval up to 100 times in exact fractions. The thumbnail's sides only change at
// scales j / width and j / height, which lie at least 2^-32 apart, so once the interval is much narrower than that its
// lower end no longer changes the answer: 60 halvings give the published result and keep every product within 128 bits.
// The first scale can be as large as kMaxTotalBytes / 14, hence the margin above 32.
constexpr int kHalvings = 60;
constexpr uint64_t kMaxTotalBytes = uint64_t{1} << 26;

// A scale is numerator / (original_bytes << halvings), exactly.
struct Scale {
  uint128 numerator;
  int halvings;
};

// floor(side * scale), but at least 1 and at most the longest side. (The published program asks Pillow for a side of
// zero there and fails; with one pixel its loop goes on as it does elsewhere, and its decompressor reads the file.)
uint32_t ScaledSide(uint32_t side, const Scale& scale, uint64_t original_bytes) {
  const uint128 scaled = uint128{side} * scale.numerator / (uint128{original_bytes} << scale.halvings);
  return static_cast<uint32_t>(std::clamp<uint128>(scaled, 1, kMaxSide));
}

}  // namespace

Result<Size> ChooseThumbnail(Size original, uint64_t total_bytes) {
  total_bytes = std::min(total_bytes, kMaxTotalBytes);
  const uint64_t original_bytes = PpmBytes(original);
  // Numerators over the common denominator original_bytes << halvings.
  Scale scale{total_bytes, 0};
  uint128 low = 0;
  uint128 high = original_bytes;
  std::optional<Size> best;
  uint64_t best_unused_bytes = 0;
  for (;;) {
    const Size size{ScaledSide(original.width, scale, original_bytes),
                    ScaledSide(original.height, scale, original_bytes)};
    const uint64_t bytes = PpmBytes(size);
    if (bytes == total_bytes) {
      // The quirk: an exact fit ends the search without becoming the best, unless there is no other.
      if (!best) best = size;
      break;
    }
    if (bytes > total_bytes) {
      high = scale.numerator;
    } else {
      low = scale.numerator;
      if (!best || total_bytes - bytes < best_unused_bytes) {
        best = size;
        best_unused_bytes = total_bytes - bytes;
      }
    }
    if (scale.halvings == kHalvings) break;
    // (low + high) / 2, all over a denominator twice as large.
    scale = {low + high, scale.halvings + 1};
    low *= 2;
    high *= 2;
  }
  if (!best) {
    constexpr Size kOnePixel{1, 1};
    return Fail(ErrorCode::kBudgetTooSmall, "method lanczos needs at least ", kDimensionBytes + PpmBytes(kOnePixel),
                " bytes but was given ", total_bytes + kDimensionBytes);
  }
  return *best;
}

}  // namespace mote::lanczos

#include "methods/patches/search.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "entropy/deflate.h"
#include "methods/patches/geometry.h"

namespace mote::patches {
namespace {

// Variances at which a difference counts half (docs/patches.md, "Prices").
constexpr float kLumaFloor = 130.0f;
constexpr float kChromaFloor = 60.0f;

// Of the work, as far as progress reports go.
constexpr double kSearchShare = 0.6;

uint8_t MeanOf(const Image& plane, uint32_t component) {
  uint64_t sum = 0;
  const uint64_t count = plane.size().pixels();
  for (size_t i = component; i < plane.samples().size(); i += plane.channels()) sum += plane.samples()[i];
  return static_cast<uint8_t>((sum + count / 2) / count);
}

// Largest multiplier worth trying: a raster of twice the picture (but 64 blocks along at least), and four blocks a
// byte.
uint32_t LargestMultiplier(Size original, size_t max_bytes) {
  const uint32_t long_side = std::max(original.width, original.height);
  const uint64_t blocks = std::min<uint64_t>(kMaxBlocks, 4 * uint64_t{max_bytes});
  uint32_t low = 1,
           high = std::min(kMaxMultiplier, std::max<uint32_t>(64, 2 * ((long_side + kLumaSide - 1) / kLumaSide)));
  while (low < high) {
    const uint32_t middle = low + (high - low + 1) / 2;
    if (LumaBlocks(original, middle).pixels() <= blocks) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

}  // namespace

size_t Attempt::payload_bytes() const {
  return (multiplier < 128 ? 1 : 2) + start.size() + luma.size() + chroma.size();
}

Search::Search(PlaneView<const uint8_t> working, Size original, size_t max_bytes, uint32_t passes, uint32_t beam_width)
    : working_(working),
      original_(original),
      max_bytes_(max_bytes),
      passes_(passes),
      beam_width_(beam_width),
      largest_multiplier_(LargestMultiplier(original, max_bytes)),
      luma_costs_(FirstRankCosts()),
      chroma_costs_(FirstRankCosts()) {}

Result<Attempt> Search::Try(uint32_t multiplier, const Prices& prices, uint32_t passes) {
  if (multiplier != prepared_multiplier_) {
    planes_ = PreparePlanes(working_, LumaBlocks(original_, multiplier));
    luma_weights_ = BusynessWeights(kLumaShape, planes_.luma.view(), kLumaFloor);
    chroma_weights_ = BusynessWeights(kChromaShape, planes_.chroma.view(), kChromaFloor);
    prepared_multiplier_ = multiplier;
  }
  Attempt attempt;
  attempt.multiplier = multiplier;
  attempt.start = {MeanOf(planes_.luma, 0), MeanOf(planes_.chroma, 0), MeanOf(planes_.chroma, 1)};
  Matched luma, chroma;
  for (uint32_t pass = 0; pass < passes; ++pass) {
    luma = MatchPlane(LumaPatches(), planes_.luma.view(), {attempt.start[0]}, luma_weights_, luma_costs_,
                      {prices.luma, beam_width_});
    chroma = MatchPlane(ChromaPatches(), planes_.chroma.view(), {attempt.start[1], attempt.start[2]}, chroma_weights_,
                        chroma_costs_, {prices.chroma, beam_width_});
    luma_costs_ = RankCostsOf(luma.ranks);
    chroma_costs_ = RankCostsOf(chroma.ranks);
  }
  MOTE_ASSIGN_OR_RETURN(attempt.luma, Deflate(luma.ranks));
  MOTE_ASSIGN_OR_RETURN(attempt.chroma, Deflate(chroma.ranks));
  return attempt;
}

Result<Attempt> Search::LargestThatFits(const Prices& prices, StopSource& stop) {
  std::optional<Attempt> best;
  uint32_t low = 0;                         // fits (0: nothing is known to)
  uint32_t high = largest_multiplier_ + 1;  // does not fit, or is not to be tried
  // A first guess: luminance blocks of about eight bits, chrominance included.
  uint32_t next = 1;
  while (next < largest_multiplier_ && LumaBlocks(original_, next + 1).pixels() < max_bytes_) ++next;
  // Each step of the bracketing is reported as half of what was left.
  double left = kSearchShare;
  while (low + 1 < high) {
    next = std::clamp(next, low + 1, high - 1);
    MOTE_RETURN_IF_ERROR(stop.Poll(kSearchShare - left));
    if (best && stop.ShouldFinish()) break;
    left /= 2;
    MOTE_ASSIGN_OR_RETURN(Attempt attempt, Try(next, prices, passes_));
    // Bytes grow about as the number of blocks, the square of the multiplier.
    const double ratio = static_cast<double>(max_bytes_) / static_cast<double>(attempt.payload_bytes());
    const auto estimate = static_cast<uint32_t>(std::min<double>(kMaxMultiplier, next * std::sqrt(ratio)));
    if (attempt.payload_bytes() <= max_bytes_) {
      low = next;
      best = std::move(attempt);
      next = std::max(estimate, low + 1);
    } else {
      high = next;
      next = std::min(estimate, high - 1);
    }
    // Estimates that only creep towards the other end give way to halving.
    if (low > 0 && high - low > 8 && (next <= low + 1 || next + 1 >= high)) next = low + (high - low) / 2;
  }
  // One block of each kind takes LeastPayloadBytes at most.
  if (!best) return Fail(ErrorCode::kInternal, "not even one block fits ", max_bytes_, " bytes");
  return std::move(*best);
}

Result<Attempt> Search::Fill(Attempt attempt, const Prices& prices, uint32_t steps, StopSource& stop) {
  float dear = 1.0f, cheap = 0.3f;
  if (attempt.multiplier == largest_multiplier_ && !stop.ShouldFinish()) {
    // No larger raster will use the bytes that are left, so bits may become as good as free.
    cheap = 0.01f;
    MOTE_ASSIGN_OR_RETURN(Attempt finest, Try(attempt.multiplier, {prices.luma * cheap, prices.chroma * cheap}, 1));
    if (finest.payload_bytes() <= max_bytes_) return finest;
  }
  for (uint32_t step = 0; step < steps; ++step) {
    MOTE_RETURN_IF_ERROR(stop.Poll(kSearchShare + (1 - kSearchShare) * step / steps));
    if (stop.ShouldFinish()) break;
    const float factor = std::sqrt(dear * cheap);
    MOTE_ASSIGN_OR_RETURN(Attempt finer, Try(attempt.multiplier, {prices.luma * factor, prices.chroma * factor}, 1));
    if (finer.payload_bytes() <= max_bytes_) {
      dear = factor;
      attempt = std::move(finer);
    } else {
      cheap = factor;
    }
  }
  return attempt;
}

}  // namespace mote::patches

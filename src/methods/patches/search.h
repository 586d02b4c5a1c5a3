// Steps 7 to 11 of the published chain: one attempt at a multiplier, and the search for the largest multiplier that
// fits. Encoder only.
#ifndef MOTE_METHODS_PATCHES_SEARCH_H_
#define MOTE_METHODS_PATCHES_SEARCH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/image.h"
#include "base/result.h"
#include "base/stop.h"
#include "methods/patches/matcher.h"
#include "methods/patches/prepare.h"

namespace mote::patches {

// What a bit may cost in squared differences (of 8-bit samples, at no busyness).
struct Prices {
  float luma;
  float chroma;
};

struct Attempt {
  uint32_t multiplier = 0;
  std::array<uint8_t, 3> start{};     // Y, Cb, Cr
  std::vector<uint8_t> luma, chroma;  // deflated ranks
  [[nodiscard]] size_t payload_bytes() const;
};

class Search {
 public:
  // `working`: the picture that rasters are reduced from; `original`: the size that multipliers refer to. `passes`: how
  // often each attempt matches all blocks, each time with the costs of the ranks that were chosen last. `beam_width`:
  // see MatchSettings.
  Search(PlaneView<const uint8_t> working, Size original, size_t max_bytes, uint32_t passes, uint32_t beam_width);

  // The attempt of the largest multiplier that fits at these prices, as far as bracketing finds it, and as far as
  // it got when `stop` says to finish; max_bytes is at least LeastPayloadBytes. Errors: kCancelled.
  [[nodiscard]] Result<Attempt> LargestThatFits(const Prices& prices, StopSource& stop);

  // Lowers the prices in `steps` halvings of a bracket for as long as the attempt's multiplier still fits; far, if no
  // larger multiplier is to be tried. Not at all when `stop` says to finish. Errors: kCancelled.
  [[nodiscard]] Result<Attempt> Fill(Attempt attempt, const Prices& prices, uint32_t steps, StopSource& stop);

 private:
  [[nodiscard]] Result<Attempt> Try(uint32_t multiplier, const Prices& prices, uint32_t passes);

  PlaneView<const uint8_t> working_;
  Size original_;
  size_t max_bytes_;
  uint32_t passes_;
  uint32_t beam_width_;
  uint32_t largest_multiplier_;
  // The planes of the last multiplier tried.
  uint32_t prepared_multiplier_ = 0;
  Planes planes_;
  std::vector<float> luma_weights_, chroma_weights_;
  RankCosts luma_costs_, chroma_costs_;
};

}  // namespace mote::patches

#endif  // MOTE_METHODS_PATCHES_SEARCH_H_

// Steps 8 and 9 of the published chain: each block's closest patch, written as its rank in the list that the blocks
// before give. "Closest" trades likeness against the bits that the rank is expected to cost. Encoder only.
#ifndef MOTE_METHODS_PATCHES_MATCHER_H_
#define MOTE_METHODS_PATCHES_MATCHER_H_

#include <array>
#include <cstdint>
#include <vector>

#include "base/image.h"
#include "methods/patches/neighbours.h"
#include "methods/patches/patch_set.h"

namespace mote::patches {

// Expected bits of each rank after deflate.
using RankCosts = std::array<float, kPatchCount>;

// What to expect before anything is known: small ranks are likelier.
[[nodiscard]] RankCosts FirstRankCosts();

// From how often each rank was chosen.
[[nodiscard]] RankCosts RankCostsOf(const std::vector<uint8_t>& ranks);

struct Matched {
  std::vector<uint8_t> ranks;  // one a block, in rows of blocks
  Image plane;                 // as a decoder lays it, before smoothing
};

struct MatchSettings {
  // Squared differences that one bit may cost at weight 1.
  float bits_price = 0;
  // Ways to write a row of blocks that are followed side by side; the cheapest at the row's end is kept.
  uint32_t beam_width = 1;
};

// `target`: a whole number of blocks. `weights`: one a block; a difference counts that much.
[[nodiscard]] Matched MatchPlane(const PatchSet& set, PlaneView<const uint8_t> target,
                                 const std::array<uint8_t, kMaxComponents>& start, const std::vector<float>& weights,
                                 const RankCosts& costs, const MatchSettings& settings);

// Weights that lessen differences where the picture is busy, as structural similarity does: 1 / (variance + `floor`),
// scaled to 1 at no variance.
[[nodiscard]] std::vector<float> BusynessWeights(const BlockShape& shape, PlaneView<const uint8_t> target, float floor);

}  // namespace mote::patches

#endif  // MOTE_METHODS_PATCHES_MATCHER_H_

// What a block's decoded neighbours tell about it: the base that its patch is added to, and the similarity-ordered list
// in which the patch's rank is written. Encoder and decoder share this file (spec/patches.md, "Similarity lists").
// Integer throughout; no errors.
#ifndef MOTE_METHODS_PATCHES_NEIGHBOURS_H_
#define MOTE_METHODS_PATCHES_NEIGHBOURS_H_

#include <array>
#include <cstdint>

#include "base/image.h"
#include "methods/patches/patch_set.h"

namespace mote::patches {

inline constexpr uint32_t kMaxComponents = 2;

struct Neighbours {
  bool has_above = false;
  bool has_left = false;
  // The mean of the neighbouring samples (of the start values where there are none), by component, 0..255.
  std::array<int16_t, kMaxComponents> base{};
  // Neighbouring samples less the base: the row above, then the column to the left; only where there are any.
  std::array<int16_t, kMaxBorderSamples> border{};
};

// `plane`: a whole number of blocks, `shape.components` interleaved samples; everything before block (block_x, block_y)
// in rows of blocks is decoded. `start`: the base of a block without neighbours.
[[nodiscard]] Neighbours ReadNeighbours(PlaneView<const uint8_t> plane, const BlockShape& shape, uint32_t block_x,
                                        uint32_t block_y, const std::array<uint8_t, kMaxComponents>& start);

// For every patch, how ill it continues the neighbours: the list is in rising order of this, equal ones by patch index.
// Values below 2^24.
using Mismatches = std::array<uint32_t, kPatchCount>;
void ComputeMismatches(const PatchSet& set, const Neighbours& neighbours, Mismatches& mismatches);

// The patch at `rank` of the list.
[[nodiscard]] uint8_t PatchAtRank(const Mismatches& mismatches, uint8_t rank);

// ranks[patch] for all patches.
void RankAll(const Mismatches& mismatches, std::array<uint8_t, kPatchCount>& ranks);

// Writes patch + base, clamped to 0..255, into its block of `plane`.
void PlacePatch(const PatchSet& set, uint8_t patch, const Neighbours& neighbours, uint32_t block_x, uint32_t block_y,
                PlaneView<uint8_t> plane);

}  // namespace mote::patches

#endif  // MOTE_METHODS_PATCHES_NEIGHBOURS_H_

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

// The similarity list of a block, not yet sorted: the list is all patches in rising order of their keys. A key is
// kPatchCount x mismatch + patch, so that keys are distinct and equal mismatches are in order of patch index. Keys are
// below 2^31.
using ListKeys = std::array<int32_t, kPatchCount>;

// A patch's mismatch is how ill it continues the neighbours, and how rare it is.
void MakeListKeys(const PatchSet& set, const Neighbours& neighbours, ListKeys& keys);

// The patch at `rank` of the list.
[[nodiscard]] uint8_t PatchAtRank(const ListKeys& keys, uint8_t rank);

// The place of `patch` in the list.
[[nodiscard]] uint8_t RankOf(const ListKeys& keys, uint32_t patch);

// Writes patch + base, clamped to 0..255, into its block of `plane`.
void PlacePatch(const PatchSet& set, uint8_t patch, const Neighbours& neighbours, uint32_t block_x, uint32_t block_y,
                PlaneView<uint8_t> plane);

}  // namespace mote::patches

#endif  // MOTE_METHODS_PATCHES_NEIGHBOURS_H_

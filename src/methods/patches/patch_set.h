// A patch set: the kPatchCount cluster centres of one kind (luminance or chrominance), compiled in from generated
// tables. A patch holds differences from the base brightness (or colour) that its left and upper neighbours give; see
// neighbours.h.
#ifndef MOTE_METHODS_PATCHES_PATCH_SET_H_
#define MOTE_METHODS_PATCHES_PATCH_SET_H_

#include <algorithm>
#include <cstdint>
#include <span>

#include "methods/patches/geometry.h"

namespace mote::patches {

// The shape of one kind of block: `side` x `side` places of `components` interleaved samples.
struct BlockShape {
  uint32_t side;
  uint32_t components;
  [[nodiscard]] constexpr uint32_t samples() const { return side * side * components; }
  // The upper row and then the left column, each of side x components samples.
  [[nodiscard]] constexpr uint32_t border_samples() const { return 2 * side * components; }
};

inline constexpr BlockShape kLumaShape{kLumaSide, 1};
inline constexpr BlockShape kChromaShape{kChromaSide, 2};
inline constexpr uint32_t kMaxBlockSamples = std::max(kLumaShape.samples(), kChromaShape.samples());
inline constexpr uint32_t kMaxBorderSamples = std::max(kLumaShape.border_samples(), kChromaShape.border_samples());

struct PatchSet {
  BlockShape shape;
  // Squared differences that each place down the table (the most populous cluster is first) counts as, in the
  // similarity lists.
  int32_t rarity;
  // [sample][patch]: all patches' first sample, then all their second; samples in rows, components interleaved.
  std::span<const int16_t> by_sample;

  [[nodiscard]] const int16_t* sample_row(uint32_t sample) const {
    return by_sample.data() + size_t{sample} * kPatchCount;
  }
};

// The generated tables (tables.cc).
[[nodiscard]] PatchSet LumaPatches();
[[nodiscard]] PatchSet ChromaPatches();

}  // namespace mote::patches

#endif  // MOTE_METHODS_PATCHES_PATCH_SET_H_

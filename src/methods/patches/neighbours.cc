#include "methods/patches/neighbours.h"

#include <algorithm>
#include <limits>

#include "colour/ycbcr.h"

namespace mote::patches {
namespace {

// (sample - target)^2 for all patches.
void AddSquares(const int16_t* samples, int32_t target, ListKeys& mismatches) {
  for (uint32_t patch = 0; patch < kPatchCount; ++patch) {
    const int32_t difference = samples[patch] - target;
    mismatches[patch] += difference * difference;
  }
}

// Table values and targets lie within +-255, so a difference within 510. A block has at most kMaxBorderSamples of them
// to a border (where there is no border, as many differences within 255 as it has samples).
constexpr int64_t kLargestMismatch = std::max<int64_t>(kMaxBorderSamples * 510 * 510, kMaxBlockSamples * 255 * 255);
constexpr int64_t kLargestRarity = 64;
static_assert((kLargestMismatch + kLargestRarity * kPatchCount + 1) * kPatchCount <=
              std::numeric_limits<int32_t>::max());

}  // namespace

Neighbours ReadNeighbours(PlaneView<const uint8_t> plane, const BlockShape& shape, uint32_t block_x, uint32_t block_y,
                          const std::array<uint8_t, kMaxComponents>& start) {
  Neighbours result;
  result.has_above = block_y > 0;
  result.has_left = block_x > 0;
  const uint32_t count = (result.has_above ? shape.side : 0) + (result.has_left ? shape.side : 0);
  if (count == 0) {
    for (uint32_t c = 0; c < shape.components; ++c) result.base[c] = start[c];
    return result;
  }
  const uint32_t row_samples = shape.side * shape.components;
  std::array<uint32_t, kMaxComponents> sums{};
  if (result.has_above) {
    const uint8_t* above = plane.row(block_y * shape.side - 1) + block_x * row_samples;
    for (uint32_t i = 0; i < row_samples; ++i) {
      result.border[i] = above[i];
      sums[i % shape.components] += above[i];
    }
  }
  if (result.has_left) {
    for (uint32_t y = 0; y < shape.side; ++y) {
      const uint8_t* left = plane.row(block_y * shape.side + y) + (block_x * row_samples - shape.components);
      for (uint32_t c = 0; c < shape.components; ++c) {
        result.border[row_samples + y * shape.components + c] = left[c];
        sums[c] += left[c];
      }
    }
  }
  for (uint32_t c = 0; c < shape.components; ++c) {
    result.base[c] = static_cast<int16_t>((sums[c] + count / 2) / count);
  }
  for (uint32_t i = 0; i < shape.border_samples(); ++i) {
    result.border[i] = static_cast<int16_t>(result.border[i] - result.base[i % shape.components]);
  }
  return result;
}

void MakeListKeys(const PatchSet& set, const Neighbours& neighbours, ListKeys& keys) {
  for (uint32_t patch = 0; patch < kPatchCount; ++patch) keys[patch] = set.rarity * static_cast<int32_t>(patch);
  const uint32_t row_samples = set.shape.side * set.shape.components;
  if (!neighbours.has_above && !neighbours.has_left) {
    for (uint32_t i = 0; i < set.shape.samples(); ++i) AddSquares(set.sample_row(i), 0, keys);
  }
  if (neighbours.has_above) {
    for (uint32_t i = 0; i < row_samples; ++i) AddSquares(set.sample_row(i), neighbours.border[i], keys);
  }
  if (neighbours.has_left) {
    for (uint32_t y = 0; y < set.shape.side; ++y) {
      for (uint32_t c = 0; c < set.shape.components; ++c) {
        AddSquares(set.sample_row(y * row_samples + c), neighbours.border[row_samples + y * set.shape.components + c],
                   keys);
      }
    }
  }
  for (uint32_t patch = 0; patch < kPatchCount; ++patch) {
    keys[patch] = keys[patch] * static_cast<int32_t>(kPatchCount) + static_cast<int32_t>(patch);
  }
}

uint8_t PatchAtRank(const ListKeys& keys, uint8_t rank) {
  ListKeys sorted = keys;
  std::nth_element(sorted.begin(), sorted.begin() + rank, sorted.end());
  return static_cast<uint8_t>(sorted[rank] % static_cast<int32_t>(kPatchCount));
}

uint8_t RankOf(const ListKeys& keys, uint32_t patch) {
  const int32_t key = keys[patch];
  int32_t smaller = 0;
  for (const int32_t other : keys) smaller += other < key;
  return static_cast<uint8_t>(smaller);
}

void PlacePatch(const PatchSet& set, uint8_t patch, const Neighbours& neighbours, uint32_t block_x, uint32_t block_y,
                PlaneView<uint8_t> plane) {
  const uint32_t row_samples = set.shape.side * set.shape.components;
  for (uint32_t y = 0; y < set.shape.side; ++y) {
    uint8_t* out = plane.row(block_y * set.shape.side + y) + block_x * row_samples;
    for (uint32_t i = 0; i < row_samples; ++i) {
      out[i] = ClampToByte(set.sample_row(y * row_samples + i)[patch] + neighbours.base[i % set.shape.components]);
    }
  }
}

}  // namespace mote::patches

#include "methods/patches/generator/cluster.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "methods/patches/neighbours.h"

namespace mote::patches {
namespace {

// Nearest centre, the lower index of equals.
uint32_t Nearest(const std::vector<int16_t>& centres, const int16_t* patch, uint32_t samples, uint32_t& distance) {
  std::array<uint32_t, kPatchCount> distances{};
  for (uint32_t i = 0; i < samples; ++i) {
    const int16_t* row = centres.data() + size_t{i} * kPatchCount;
    for (uint32_t k = 0; k < kPatchCount; ++k) {
      const int32_t difference = row[k] - patch[i];
      distances[k] += static_cast<uint32_t>(difference * difference);
    }
  }
  const auto nearest = std::min_element(distances.begin(), distances.end());
  distance = *nearest;
  return static_cast<uint32_t>(nearest - distances.begin());
}

// The integer nearest to sum / count, halves upwards; count > 0.
int16_t RoundedMean(int64_t sum, int64_t count) {
  const int64_t numerator = 2 * sum + count, denominator = 2 * count;
  const int64_t quotient = numerator / denominator;
  return static_cast<int16_t>(quotient - (numerator % denominator < 0 ? 1 : 0));
}

// First centres: each next one is drawn with a chance in proportion to its squared distance from the nearest so far.
// Source: D. Arthur and S. Vassilvitskii, "k-means++: The Advantages of Careful Seeding", SODA 2007.
template <typename SetCentre>
void SeedCentres(const SampledPatches& patches, const SetCentre& set_centre, Random& random) {
  const uint32_t samples = patches.shape.samples();
  const auto count = static_cast<uint32_t>(patches.count());
  std::vector<uint32_t> distances(count, std::numeric_limits<uint32_t>::max());
  auto chosen = static_cast<uint32_t>(random.Below(static_cast<int32_t>(count)));
  for (uint32_t k = 0;; ++k) {
    set_centre(k, chosen);
    if (k + 1 == kPatchCount) return;
    const int16_t* centre = patches.samples.data() + size_t{chosen} * samples;
    uint64_t total = 0;
    for (uint32_t patch = 0; patch < count; ++patch) {
      const int16_t* values = patches.samples.data() + size_t{patch} * samples;
      uint32_t distance = 0;
      for (uint32_t i = 0; i < samples; ++i) {
        const int32_t difference = values[i] - centre[i];
        distance += static_cast<uint32_t>(difference * difference);
      }
      distances[patch] = std::min(distances[patch], distance);
      total += distances[patch];
    }
    // The first patch at which the running total passes a point drawn below the total.
    // (Two statements: the operands of one expression may be evaluated in either order.)
    const uint64_t high = random.Next();
    const uint64_t draw = high << 32 | random.Next();
    uint64_t rest = total == 0 ? 0 : draw % total;
    chosen = 0;
    while (rest >= distances[chosen] && chosen + 1 < count) rest -= distances[chosen++];
  }
}

}  // namespace

void SamplePatches(PlaneView<const uint8_t> plane, uint32_t count, Random& random, SampledPatches& patches) {
  const BlockShape& shape = patches.shape;
  const uint32_t row_samples = shape.side * shape.components;
  for (uint32_t n = 0; n < count; ++n) {
    const uint32_t x = static_cast<uint32_t>(
        random.Between(static_cast<int32_t>(shape.side), static_cast<int32_t>(plane.size.width - shape.side)));
    const uint32_t y = static_cast<uint32_t>(
        random.Between(static_cast<int32_t>(shape.side), static_cast<int32_t>(plane.size.height - shape.side)));
    // The plane seen from one block up and left of the patch has it at block (1, 1).
    const PlaneView<const uint8_t> window{plane.row(y - shape.side) + size_t{x - shape.side} * shape.components,
                                          {2 * shape.side, 2 * shape.side},
                                          shape.components,
                                          plane.stride};
    const Neighbours neighbours = ReadNeighbours(window, shape, 1, 1, {});
    for (uint32_t row = 0; row < shape.side; ++row) {
      const uint8_t* source = plane.row(y + row) + size_t{x} * shape.components;
      for (uint32_t i = 0; i < row_samples; ++i) {
        patches.samples.push_back(static_cast<int16_t>(source[i] - neighbours.base[i % shape.components]));
      }
    }
  }
}

std::vector<int16_t> Cluster(const SampledPatches& patches, uint32_t iterations, Random& random) {
  const uint32_t samples = patches.shape.samples();
  const auto count = static_cast<uint32_t>(patches.count());
  std::vector<int16_t> centres(size_t{samples} * kPatchCount);
  const auto set_centre = [&](uint32_t k, uint32_t patch) {
    for (uint32_t i = 0; i < samples; ++i) {
      centres[size_t{i} * kPatchCount + k] = patches.samples[size_t{patch} * samples + i];
    }
  };
  SeedCentres(patches, set_centre, random);

  std::array<int64_t, kPatchCount> populations{};
  for (uint32_t iteration = 0; iteration < iterations; ++iteration) {
    std::vector<int64_t> sums(centres.size());
    populations.fill(0);
    uint32_t furthest = 0, furthest_distance = 0;
    for (uint32_t patch = 0; patch < count; ++patch) {
      const int16_t* values = patches.samples.data() + size_t{patch} * samples;
      uint32_t distance = 0;
      const uint32_t nearest = Nearest(centres, values, samples, distance);
      ++populations[nearest];
      for (uint32_t i = 0; i < samples; ++i) sums[size_t{i} * kPatchCount + nearest] += values[i];
      if (distance > furthest_distance) {
        furthest = patch;
        furthest_distance = distance;
      }
    }
    bool moved_to_furthest = false;
    for (uint32_t k = 0; k < kPatchCount; ++k) {
      if (populations[k] > 0) {
        for (uint32_t i = 0; i < samples; ++i) {
          const size_t at = size_t{i} * kPatchCount + k;
          centres[at] = RoundedMean(sums[at], populations[k]);
        }
      } else if (!moved_to_furthest) {
        // An empty cluster starts again at the patch that is served worst; one an iteration, so that no two coincide.
        set_centre(k, furthest);
        moved_to_furthest = true;
      }
    }
  }

  std::array<uint32_t, kPatchCount> order;
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return populations[a] > populations[b]; });
  std::vector<int16_t> sorted(centres.size());
  for (uint32_t i = 0; i < samples; ++i) {
    for (uint32_t k = 0; k < kPatchCount; ++k) {
      sorted[size_t{i} * kPatchCount + k] = centres[size_t{i} * kPatchCount + order[k]];
    }
  }
  return sorted;
}

}  // namespace mote::patches

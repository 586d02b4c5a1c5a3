#include "methods/patches/matcher.h"

#include <algorithm>
#include <cmath>

namespace mote::patches {
namespace {

using Distances = std::array<int32_t, kPatchCount>;

// Squared differences between the block and each patch as it would be laid.
void ComputeDistances(const PatchSet& set, const Neighbours& neighbours, PlaneView<const uint8_t> target,
                      uint32_t block_x, uint32_t block_y, Distances& distances) {
  distances.fill(0);
  const uint32_t row_samples = set.shape.side * set.shape.components;
  for (uint32_t y = 0; y < set.shape.side; ++y) {
    const uint8_t* wanted = target.row(block_y * set.shape.side + y) + block_x * row_samples;
    for (uint32_t i = 0; i < row_samples; ++i) {
      const int16_t* samples = set.sample_row(y * row_samples + i);
      const int16_t base = neighbours.base[i % set.shape.components];
      const int16_t goal = wanted[i];
      for (uint32_t patch = 0; patch < kPatchCount; ++patch) {
        const int16_t laid = std::max<int16_t>(0, std::min<int16_t>(255, static_cast<int16_t>(samples[patch] + base)));
        const int16_t difference = static_cast<int16_t>(laid - goal);
        distances[patch] += difference * difference;
      }
    }
  }
}

}  // namespace

RankCosts FirstRankCosts() {
  RankCosts costs;
  for (uint32_t rank = 0; rank < kPatchCount; ++rank)
    costs[rank] = 1.5f + 1.3f * std::log2(1.0f + static_cast<float>(rank));
  return costs;
}

RankCosts RankCostsOf(const std::vector<uint8_t>& ranks) {
  std::array<float, kPatchCount> counts{};
  for (const uint8_t rank : ranks) counts[rank] += 1.0f;
  // Counts smoothed over neighbouring ranks, wider for the rarer high ones, so that one chance choice does not open a
  // new symbol.
  RankCosts costs;
  const float total = static_cast<float>(ranks.size()) + 0.25f * kPatchCount;
  for (uint32_t rank = 0; rank < kPatchCount; ++rank) {
    const uint32_t reach = rank / 16;
    const uint32_t low = rank - reach, high = std::min(kPatchCount - 1, rank + reach);
    float sum = 0;
    for (uint32_t other = low; other <= high; ++other) sum += counts[other];
    const float smoothed = 0.25f + 0.5f * (counts[rank] + sum / static_cast<float>(high - low + 1));
    costs[rank] = std::max(1.0f, std::log2(total / smoothed));
  }
  return costs;
}

Matched MatchPlane(const PatchSet& set, PlaneView<const uint8_t> target,
                   const std::array<uint8_t, kMaxComponents>& start, const std::vector<float>& weights,
                   const RankCosts& costs, float bits_price) {
  Matched result;
  result.plane = Image(target.size, target.channels);
  const Size blocks{target.size.width / set.shape.side, target.size.height / set.shape.side};
  result.ranks.reserve(blocks.pixels());
  ListKeys keys;
  Distances distances;
  const float least_cost = *std::min_element(costs.begin(), costs.end());
  size_t block = 0;
  for (uint32_t y = 0; y < blocks.height; ++y) {
    for (uint32_t x = 0; x < blocks.width; ++x, ++block) {
      const Neighbours neighbours = ReadNeighbours(result.plane.view(), set.shape, x, y, start);
      MakeListKeys(set, neighbours, keys);
      ComputeDistances(set, neighbours, target, x, y, distances);
      const float price = bits_price / weights[block];
      // Ranks are only worked out for patches that could still be the best at the least cost of any rank.
      auto best = static_cast<uint32_t>(std::min_element(distances.begin(), distances.end()) - distances.begin());
      uint8_t best_rank = RankOf(keys, best);
      float best_cost = static_cast<float>(distances[best]) + price * costs[best_rank];
      for (uint32_t patch = 0; patch < kPatchCount; ++patch) {
        if (static_cast<float>(distances[patch]) + price * least_cost >= best_cost) continue;
        const uint8_t rank = RankOf(keys, patch);
        const float cost = static_cast<float>(distances[patch]) + price * costs[rank];
        if (cost < best_cost) {
          best = patch;
          best_rank = rank;
          best_cost = cost;
        }
      }
      result.ranks.push_back(best_rank);
      PlacePatch(set, static_cast<uint8_t>(best), neighbours, x, y, result.plane.view());
    }
  }
  return result;
}

std::vector<float> BusynessWeights(const BlockShape& shape, PlaneView<const uint8_t> target, float floor) {
  const Size blocks{target.size.width / shape.side, target.size.height / shape.side};
  std::vector<float> weights;
  weights.reserve(blocks.pixels());
  for (uint32_t y = 0; y < blocks.height; ++y) {
    for (uint32_t x = 0; x < blocks.width; ++x) {
      // The block and half a block around it.
      const uint32_t margin = (shape.side + 1) / 2;
      const uint32_t x0 = std::max(x * shape.side, margin) - margin, y0 = std::max(y * shape.side, margin) - margin;
      const uint32_t x1 = std::min((x + 1) * shape.side + margin, target.size.width);
      const uint32_t y1 = std::min((y + 1) * shape.side + margin, target.size.height);
      const float count = static_cast<float>((x1 - x0) * (y1 - y0));
      float variance = 0;
      for (uint32_t c = 0; c < shape.components; ++c) {
        float sum = 0, squares = 0;
        for (uint32_t row = y0; row < y1; ++row) {
          for (uint32_t column = x0; column < x1; ++column) {
            const float value = target.row(row)[size_t{column} * shape.components + c];
            sum += value;
            squares += value * value;
          }
        }
        variance += squares / count - (sum / count) * (sum / count);
      }
      weights.push_back(floor / (std::max(variance, 0.0f) + floor));
    }
  }
  return weights;
}

}  // namespace mote::patches

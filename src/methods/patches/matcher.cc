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

// One way to write the blocks of a row so far.
struct Path {
  Image strip;  // the row of blocks above and this one, as laid
  std::vector<uint8_t> ranks;
  double cost = 0;
};

// A path's next block.
struct Step {
  double cost;  // of the path with this block
  uint32_t path;
  uint8_t patch;
  uint8_t rank;
};

// Keeps the `width` cheapest steps in rising order of cost; the earlier of equals.
void Offer(const Step& step, size_t width, std::vector<Step>& steps) {
  if (steps.size() == width && step.cost >= steps.back().cost) return;
  if (steps.size() == width) steps.pop_back();
  const auto place =
      std::upper_bound(steps.begin(), steps.end(), step, [](const Step& a, const Step& b) { return a.cost < b.cost; });
  steps.insert(place, step);
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
                   const RankCosts& costs, const MatchSettings& settings) {
  const uint32_t side = set.shape.side;
  const Size blocks{target.size.width / side, target.size.height / side};
  Matched result;
  result.plane = Image(target.size, target.channels);
  result.ranks.reserve(blocks.pixels());
  const float least_cost = *std::min_element(costs.begin(), costs.end());
  std::vector<Path> paths(settings.beam_width), next_paths(settings.beam_width);
  for (std::vector<Path>* group : {&paths, &next_paths}) {
    for (Path& path : *group) path.strip = Image({target.size.width, 2 * side}, target.channels);
  }
  std::vector<Step> steps;
  ListKeys keys;
  Distances distances;
  for (uint32_t y = 0; y < blocks.height; ++y) {
    uint32_t alive = 1;
    paths[0].ranks.clear();
    paths[0].cost = 0;
    // In the first row of blocks nothing lies above: it is laid at the strip's top, the others below the row before.
    const uint32_t strip_y = y == 0 ? 0 : 1;
    for (uint32_t x = 0; x < blocks.width; ++x) {
      const float weight = weights[size_t{y} * blocks.width + x];
      steps.clear();
      for (uint32_t p = 0; p < alive; ++p) {
        const Neighbours neighbours = ReadNeighbours(paths[p].strip.view(), set.shape, x, strip_y, start);
        MakeListKeys(set, neighbours, keys);
        ComputeDistances(set, neighbours, target, x, y, distances);
        // Ranks are only worked out for patches that could still be kept at the least cost of any rank; the likest
        // comes first.
        const auto likest =
            static_cast<uint32_t>(std::min_element(distances.begin(), distances.end()) - distances.begin());
        const auto offer = [&](uint32_t patch) {
          const double difference = paths[p].cost + static_cast<double>(weight) * distances[patch];
          if (steps.size() == settings.beam_width &&
              difference + static_cast<double>(settings.bits_price) * least_cost >= steps.back().cost) {
            return;
          }
          const uint8_t rank = RankOf(keys, patch);
          const double cost = difference + static_cast<double>(settings.bits_price) * costs[rank];
          Offer({cost, p, static_cast<uint8_t>(patch), rank}, settings.beam_width, steps);
        };
        offer(likest);
        for (uint32_t patch = 0; patch < kPatchCount; ++patch) {
          if (patch != likest) offer(patch);
        }
      }
      for (size_t s = 0; s < steps.size(); ++s) {
        const Path& from = paths[steps[s].path];
        Path& to = next_paths[s];
        const Neighbours neighbours = ReadNeighbours(from.strip.view(), set.shape, x, strip_y, start);
        for (uint32_t row = strip_y * side; row < (strip_y + 1) * side; ++row) {
          std::copy_n(from.strip.view().row(row), size_t{x} * side * target.channels, to.strip.view().row(row));
        }
        PlacePatch(set, steps[s].patch, neighbours, x, strip_y, to.strip.view());
        to.ranks = from.ranks;
        to.ranks.push_back(steps[s].rank);
        to.cost = steps[s].cost;
      }
      alive = static_cast<uint32_t>(steps.size());
      std::swap(paths, next_paths);
    }
    // The cheapest way is the first. What it laid is the upper part of every strip in the next row.
    const Path& best = paths[0];
    result.ranks.insert(result.ranks.end(), best.ranks.begin(), best.ranks.end());
    for (uint32_t row = 0; row < side; ++row) {
      uint8_t* kept = result.plane.view().row(y * side + row);
      std::copy_n(best.strip.view().row(strip_y * side + row), target.samples_per_row(), kept);
      for (std::vector<Path>* group : {&paths, &next_paths}) {
        for (Path& path : *group) std::copy_n(kept, target.samples_per_row(), path.strip.view().row(row));
      }
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

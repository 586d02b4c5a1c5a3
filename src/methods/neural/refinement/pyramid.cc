#include "methods/neural/refinement/pyramid.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "base/crew.h"
#include "methods/neural/refinement/colour.h"

namespace mote::neural::refinement {
namespace {

constexpr std::array<double, 3> kChannelWeights = {1.0, 0.95, 0.95};
constexpr std::array<double, 4> kScaleWeights = {0.0448, 0.2856, 0.3001, 0.2363};
constexpr uint32_t kLeastSide = 8;  // samples: of the half of a scale that counts, and to halve colour

Size Halved(Size size) { return {size.width / 2, size.height / 2}; }

bool HalfIsLargeEnough(Size size) { return std::min(size.width, size.height) / 2 >= kLeastSide; }

Planes HalvedPlane(const Planes& plane) {
  Planes half(Halved(plane.size), 1);
  for (uint32_t y = 0; y < half.size.height; ++y) {
    HalveRows(plane.row(0, 2 * y), plane.row(0, 2 * y + 1), half.size.width, half.row(0, y));
  }
  return half;
}

// Adds the adjoint of HalvedPlane.
void AddSpread(const Planes& half, Planes& plane) {
  std::vector<float> spread(plane.size.width);
  for (uint32_t y = 0; y < half.size.height; ++y) {
    SpreadRow(half.row(0, y), plane.size.width, spread.data());
    for (uint32_t i = 0; i < 2; ++i) {
      float* row = plane.row(0, 2 * y + i);
      for (size_t x = 0; x < spread.size(); ++x) row[x] += spread[x];
    }
  }
}

}  // namespace

bool ColourIsHalved(Size size) { return std::min(size.width, size.height) >= kLeastSide; }

Channels MakeChannels(Size size) {
  const Size colour = ColourIsHalved(size) ? Halved(size) : size;
  return {Planes(size, 1), Planes(colour, 1), Planes(colour, 1)};
}

LabPyramids::LabPyramids(Channels reference) {
  // Like Dssim2016, a picture too small for any scale is compared by the first scale of each channel.
  const bool first_scale_only = !HalfIsLargeEnough(reference[0].size);
  double weight_sum = 0.0;
  for (size_t c = 0; c < reference.size(); ++c) {
    Channel channel;
    channel.blurred = c > 0;
    Planes plane = std::move(reference[c]);
    for (const double scale_weight : kScaleWeights) {
      if (!first_scale_only && !HalfIsLargeEnough(plane.size)) break;
      const double weight = kChannelWeights[c] * scale_weight;
      weight_sum += weight;
      channel.scales.push_back({weight, SimilarityReference(channel.blurred ? Blurred(plane) : plane)});
      if (first_scale_only) break;
      plane = HalvedPlane(plane);
    }
    channels_.push_back(std::move(channel));
  }
  for (Channel& channel : channels_) {
    for (Scale& scale : channel.scales) scale.weight /= weight_sum;
  }
}

double LabPyramids::Walk(Channels& differences, bool with_gradient) const {
  std::array<double, 3> totals{};
  ShareTurns(static_cast<uint32_t>(channels_.size()), [&](uint32_t c) {
    const Channel& channel = channels_[c];
    std::vector<Planes> levels;
    levels.push_back(std::move(differences[c]));
    while (levels.size() < channel.scales.size()) levels.push_back(HalvedPlane(levels.back()));
    for (size_t s = 0; s < channel.scales.size(); ++s) {
      const Scale& scale = channel.scales[s];
      if (channel.blurred) levels[s] = Blurred(levels[s]);
      if (!with_gradient) {
        totals[c] += scale.weight * scale.reference.Dissimilarity(levels[s]);
        continue;
      }
      totals[c] += scale.weight * scale.reference.DissimilarityAndGradient(levels[s], scale.weight);
      if (channel.blurred) levels[s] = Blurred(levels[s]);
    }
    if (!with_gradient) return;
    if (channel.scales.empty()) std::fill(levels[0].samples.begin(), levels[0].samples.end(), 0.0f);
    for (size_t s = levels.size() - 1; s > 0; --s) AddSpread(levels[s], levels[s - 1]);
    differences[c] = std::move(levels[0]);
  });
  return totals[0] + totals[1] + totals[2];
}

double LabPyramids::Dissimilarity(Channels differences) const { return Walk(differences, false); }

double LabPyramids::DissimilarityAndGradient(Channels& differences) const { return Walk(differences, true); }

}  // namespace mote::neural::refinement

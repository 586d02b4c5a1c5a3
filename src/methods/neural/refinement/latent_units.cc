#include "methods/neural/refinement/latent_units.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace mote::neural::refinement {
namespace {

// From the analysis's units over a step (2^-14) to 1/kUnit of that step.
constexpr float kToTarget = (1 << 14) / 512.0f * kUnit;

template <typename Function>
void ForEachLatent(Size positions, uint32_t channels, Function function) {
  for (uint32_t y = 0; y < positions.height; ++y) {
    for (uint32_t x = 0; x < positions.width; ++x) {
      for (uint32_t channel = 0; channel < channels; ++channel) function(x, y, channel);
    }
  }
}

}  // namespace

FloatTensor ToTargets(const Network& network, const Tensor& analysed, uint8_t level) {
  const std::vector<int32_t> steps = StepsAt(network, level);
  FloatTensor targets(analysed.size(), network.channels);
  ForEachLatent(targets.size(), network.channels, [&](uint32_t x, uint32_t y, uint32_t channel) {
    targets.at(x, y)[channel] = analysed.at(x, y)[channel] * kToTarget / static_cast<float>(steps[channel]);
  });
  return targets;
}

Tensor ToAnalysed(const Network& network, const FloatTensor& targets, uint8_t level) {
  const std::vector<int32_t> steps = StepsAt(network, level);
  Tensor analysed(targets.size(), network.channels);
  ForEachLatent(targets.size(), network.channels, [&](uint32_t x, uint32_t y, uint32_t channel) {
    const float value = targets.at(x, y)[channel] * static_cast<float>(steps[channel]) / kToTarget;
    constexpr auto kMost = static_cast<float>(kActivationMax);
    analysed.at(x, y)[channel] = static_cast<int16_t>(std::lround(std::clamp(value, -kMost, kMost)));
  });
  return analysed;
}

FloatTensor ToFloat(const Network& network, const Tensor& latents) {
  FloatTensor result(latents.size(), network.channels);
  ForEachLatent(result.size(), network.channels, [&](uint32_t x, uint32_t y, uint32_t channel) {
    result.at(x, y)[channel] = latents.at(x, y)[channel];
  });
  return result;
}

}  // namespace mote::neural::refinement

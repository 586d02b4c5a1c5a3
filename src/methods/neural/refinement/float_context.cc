#include "methods/neural/refinement/float_context.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/crew.h"

namespace mote::neural::refinement {
namespace {

// The channels before a group, a plane of one unit, and a plane of the level.
FloatTensor EarlierInputs(const FloatTensor& latents, uint32_t channels, uint8_t level) {
  FloatTensor inputs = FloatTensor::Unset(latents.size(), channels + 2);
  ShareTurns(latents.size().height, [&](uint32_t y) {
    for (ptrdiff_t x = 0; x < static_cast<ptrdiff_t>(latents.size().width); ++x) {
      float* target = std::copy_n(latents.at(x, y), channels, inputs.at(x, y));
      target[0] = kUnit;
      target[1] = kUnit * static_cast<float>(level) / 255;
    }
  });
  return inputs;
}

// Adds the first `count` channels of `source` to those of `target` from `first` on.
void AddChannels(const FloatTensor& source, uint32_t count, uint32_t first, FloatTensor& target) {
  ShareTurns(target.size().height, [&](uint32_t y) {
    for (ptrdiff_t x = 0; x < static_cast<ptrdiff_t>(target.size().width); ++x) {
      for (uint32_t channel = 0; channel < count; ++channel) {
        target.at(x, y)[first + channel] += source.at(x, y)[channel];
      }
    }
  });
}

FloatTensor Applied(const FloatLayer& layer, const FloatTensor& input) {
  FloatTensor output = FloatTensor::Unset(input.size(), layer.outputs);
  Apply(layer, input, 0, nullptr, output);
  return output;
}

FloatTensor Applied(const WinogradLayer& layer, const FloatTensor& input) {
  FloatTensor output = FloatTensor::Unset(input.size(), layer.outputs);
  Apply(layer, input, {}, output);
  return output;
}

}  // namespace

FloatContext::FloatContext(const Network& network) : channels_(network.channels) {
  for (const GroupContext& group : network.groups) {
    groups_.push_back({group.start, group.count, TwoWayLayer(group.own), TwoWaySquare(group.earlier),
                       TwoWayLayer(group.mix1), TwoWayLayer(group.mix2), TwoWayLayer(group.mix3)});
  }
}

std::vector<FloatContext::GroupTrace> FloatContext::Forward(const FloatTensor& latents, uint8_t level) const {
  std::vector<GroupTrace> traces;
  for (const FloatGroup& group : groups_) {
    GroupTrace trace;
    trace.hidden0 = Applied(group.earlier.forward, EarlierInputs(latents, group.start, level));
    Apply(group.own.forward, latents, group.start, &trace.hidden0, trace.hidden0);
    LeakyInPlace(trace.hidden0);
    trace.hidden1 = Applied(group.mix1.forward, trace.hidden0);
    LeakyInPlace(trace.hidden1);
    trace.hidden2 = Applied(group.mix2.forward, trace.hidden1);
    LeakyInPlace(trace.hidden2);
    trace.parameters = Applied(group.mix3.forward, trace.hidden2);
    traces.push_back(std::move(trace));
  }
  return traces;
}

FloatTensor FloatContext::Back(const std::vector<FloatTensor>& gradients, const std::vector<GroupTrace>& traces) const {
  FloatTensor sum(traces.front().hidden0.size(), channels_);
  for (size_t i = 0; i < groups_.size(); ++i) {
    const FloatGroup& group = groups_[i];
    FloatTensor hidden = Applied(group.mix3.back, gradients[i]);
    LeakyBackInPlace(traces[i].hidden2, hidden);
    hidden = Applied(group.mix2.back, hidden);
    LeakyBackInPlace(traces[i].hidden1, hidden);
    hidden = Applied(group.mix1.back, hidden);
    LeakyBackInPlace(traces[i].hidden0, hidden);
    AddChannels(Applied(group.own.back, hidden), group.count, group.start, sum);
    if (group.start > 0) AddChannels(Applied(group.earlier.back, hidden), group.start, 0, sum);
  }
  return sum;
}

}  // namespace mote::neural::refinement

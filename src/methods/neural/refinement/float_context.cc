#include "methods/neural/refinement/float_context.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace mote::neural::refinement {
namespace {

// Scales run from kLeastScale to kMostScale quantiser steps, log-spaced over the indices.
constexpr double kLeastScale = 0.05, kMostScale = 32;
constexpr float kRawScaleUnit = 16;

// The channels before a group, a plane of one unit, and a plane of the level.
FloatTensor EarlierInputs(const FloatTensor& latents, uint32_t channels, uint8_t level) {
  FloatTensor inputs = FloatTensor::Unset(latents.size(), channels + 2);
  for (ptrdiff_t y = 0; y < static_cast<ptrdiff_t>(latents.size().height); ++y) {
    for (ptrdiff_t x = 0; x < static_cast<ptrdiff_t>(latents.size().width); ++x) {
      float* target = std::copy_n(latents.at(x, y), channels, inputs.at(x, y));
      target[0] = kUnit;
      target[1] = kUnit * static_cast<float>(level) / 255;
    }
  }
  return inputs;
}

// Adds the first `count` channels of `source` to those of `target` from `first` on.
void AddChannels(const FloatTensor& source, uint32_t count, uint32_t first, FloatTensor& target) {
  for (ptrdiff_t y = 0; y < static_cast<ptrdiff_t>(target.size().height); ++y) {
    for (ptrdiff_t x = 0; x < static_cast<ptrdiff_t>(target.size().width); ++x) {
      for (uint32_t channel = 0; channel < count; ++channel) {
        target.at(x, y)[first + channel] += source.at(x, y)[channel];
      }
    }
  }
}

// The logistic function at x. One exponential serves all.
struct Logistic {
  explicit Logistic(float at) : x(at), tail(std::exp(-std::abs(at))) {}
  [[nodiscard]] float log() const { return std::min(x, 0.0f) - std::log1p(tail); }
  [[nodiscard]] float log_slope() const { return (x > 0 ? tail : 1.0f) / (1 + tail); }

  float x, tail;
};

FloatTensor Applied(const FloatLayer& layer, const FloatTensor& input) {
  FloatTensor output = FloatTensor::Unset(input.size(), layer.outputs);
  Apply(layer, input, 0, nullptr, output);
  return output;
}

FloatTensor Applied(const WinogradLayer& layer, const FloatTensor& input) {
  FloatTensor output = FloatTensor::Unset(input.size(), layer.outputs);
  Apply(layer, input, nullptr, output);
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

LatentBits BitsOf(float offset, float raw_scale) {
  static const double kLogStep = std::log(kMostScale / kLeastScale) / (kScales - 1);
  constexpr float kPerBit = 0.69314718f;
  const auto log_step = static_cast<float>(kLogStep);
  const float index = raw_scale / kRawScaleUnit;
  const float bounded = std::clamp(index, 0.0f, static_cast<float>(kScales - 1));
  const float scale = static_cast<float>(kLeastScale) * std::exp(log_step * bounded);
  const float distance = std::abs(offset);
  // With a = (1/2 - distance) / scale and b = (-1/2 - distance) / scale the bin has P = s(a) - s(b), which is
  // s(a) (1 - s(b)) (1 - exp(-1 / scale)): a product, so its logarithm is exact however far out.
  const Logistic upper((0.5f - distance) / scale), lower_tail((0.5f + distance) / scale);
  const float inner = -std::expm1(-1 / scale);
  const float log_probability = upper.log() + lower_tail.log() + std::log(inner);
  // upper, lower and 1 / scale are each proportional to 1 / scale.
  const float by_log_scale =
      -(upper.log_slope() * upper.x + lower_tail.log_slope() * lower_tail.x) - (1 - inner) / inner / scale;
  // A clamped index has a slope only towards the inside.
  const float by_index = -by_log_scale * log_step;
  const bool leaves = (index < 0 && by_index > 0) || (index > static_cast<float>(kScales - 1) && by_index < 0);
  return {-log_probability / kPerBit, leaves ? 0.0f : by_index / kPerBit / kRawScaleUnit};
}

}  // namespace mote::neural::refinement

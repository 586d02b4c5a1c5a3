#include "methods/neural/refinement/float_synthesis.h"

#include <utility>

#include "base/crew.h"

namespace mote::neural::refinement {
namespace {

constexpr float kLevelPlaneUnit = 512;
constexpr double kDequantiseUnit = 1.0 / (1 << 11);  // spec/neural.md, section 5, step 1

constexpr auto kAlong = static_cast<ptrdiff_t>(kStride);

// A place of the raster, [component][dy][dx] of one position, in the tensor of half the raster's size. On any thread.
template <typename Function>
void ForEachSample(Size positions, Function function) {
  ShareTurns(positions.height, [&](uint32_t row) {
    const auto y = static_cast<ptrdiff_t>(row);
    for (ptrdiff_t x = 0; x < static_cast<ptrdiff_t>(positions.width); ++x) {
      ptrdiff_t sample = 0;
      for (ptrdiff_t component = 0; component < static_cast<ptrdiff_t>(kRasterComponents); ++component) {
        for (ptrdiff_t dy = 0; dy < kAlong; ++dy) {
          for (ptrdiff_t dx = 0; dx < kAlong; ++dx, ++sample) {
            function(x, y, sample, (x * kAlong + dx) / 2, (y * kAlong + dy) / 2, 4 * component + 2 * (dy % 2) + dx % 2);
          }
        }
      }
    }
  });
}

}  // namespace

FloatSynthesis::FloatSynthesis(const Network& network)
    : network_(network),
      linear_(network.synthesis.linear),
      first_(network.synthesis.first),
      residuals_(ToFloatResiduals(network.synthesis.residuals)),
      join_(network.synthesis.join),
      head_(network.synthesis.head) {
  for (const Stage& stage : network.synthesis.stages) {
    stages_.push_back({TwoWaySquare(stage.climb), ToFloatResiduals(stage.residuals)});
  }
}

std::vector<FloatSynthesis::FloatResidual> FloatSynthesis::ToFloatResiduals(const std::vector<Residual>& residuals) {
  std::vector<FloatResidual> result;
  for (const Residual& residual : residuals) {
    result.push_back({TwoWaySquare(residual.first), TwoWaySquare(residual.second)});
  }
  return result;
}

FloatTensor FloatSynthesis::ApplyResiduals(const std::vector<FloatResidual>& residuals, FloatTensor features,
                                           FloatTensor active, std::vector<ResidualTrace>& traces) {
  traces.clear();
  for (const FloatResidual& residual : residuals) {
    FloatTensor hidden = FloatTensor::Unset(features.size(), residual.first.forward.outputs);
    Apply(residual.first.forward, active, {.active = &hidden}, hidden);
    const bool is_last = &residual == &residuals.back();
    FloatTensor next = is_last ? std::move(features) : FloatTensor::Unset(features.size(), features.channels());
    FloatTensor& sum = is_last ? next : features;
    Apply(residual.second.forward, hidden, {.added = &sum, .active = &next}, sum);
    traces.push_back({std::move(active), std::move(hidden)});
    active = std::move(next);
  }
  return active;
}

void FloatSynthesis::GoBackThroughResiduals(const std::vector<FloatResidual>& residuals,
                                            const std::vector<ResidualTrace>& traces, FloatTensor& gradient) {
  for (size_t i = residuals.size(); i-- > 0;) {
    FloatTensor hidden = FloatTensor::Unset(gradient.size(), residuals[i].second.forward.inputs);
    Apply(residuals[i].second.back, gradient, {.slopes_at = &traces[i].hidden}, hidden);
    Apply(residuals[i].first.back, hidden, {.slopes_at = &traces[i].active, .added = &gradient}, gradient);
  }
}

FloatTensor FloatSynthesis::LinearInverse(const FloatTensor& values) const {
  FloatTensor blocks = FloatTensor::Unset(values.size(), linear_.forward.outputs);
  Apply(linear_.forward, values, 0, nullptr, blocks);
  FloatTensor raster = FloatTensor::Unset({values.size().width * kStride / 2, values.size().height * kStride / 2},
                                          4 * kRasterComponents);
  ForEachSample(values.size(), [&](ptrdiff_t x, ptrdiff_t y, ptrdiff_t sample, ptrdiff_t to_x, ptrdiff_t to_y,
                                   ptrdiff_t channel) { raster.at(to_x, to_y)[channel] = blocks.at(x, y)[sample]; });
  return raster;
}

FloatTensor FloatSynthesis::LinearInverseBack(const FloatTensor& gradient) const {
  FloatTensor blocks = FloatTensor::Unset({gradient.size().width * 2 / kStride, gradient.size().height * 2 / kStride},
                                          linear_.forward.outputs);
  ForEachSample(blocks.size(),
                [&](ptrdiff_t x, ptrdiff_t y, ptrdiff_t sample, ptrdiff_t from_x, ptrdiff_t from_y, ptrdiff_t channel) {
                  blocks.at(x, y)[sample] = gradient.at(from_x, from_y)[channel];
                });
  FloatTensor values = FloatTensor::Unset(blocks.size(), network_.channels + 1);
  Apply(linear_.back, blocks, 0, nullptr, values);
  return values;
}

std::vector<float> FloatSynthesis::Units(uint8_t level) const {
  std::vector<float> units;
  for (const int32_t step : StepsAt(network_, level)) units.push_back(static_cast<float>(step * kDequantiseUnit));
  return units;
}

FloatTensor FloatSynthesis::Forward(const FloatTensor& latents, uint8_t level, Trace& trace) const {
  trace.units = Units(level);
  FloatTensor values = FloatTensor::Unset(latents.size(), network_.channels + 1);
  for (ptrdiff_t y = 0; y < static_cast<ptrdiff_t>(values.size().height); ++y) {
    for (ptrdiff_t x = 0; x < static_cast<ptrdiff_t>(values.size().width); ++x) {
      for (uint32_t channel = 0; channel < network_.channels; ++channel) {
        values.at(x, y)[channel] = latents.at(x, y)[channel] * trace.units[channel];
      }
      values.at(x, y)[network_.channels] = kLevelPlaneUnit * static_cast<float>(level) / 255;
    }
  }
  FloatTensor raster = LinearInverse(values);
  FloatTensor features = FloatTensor::Unset(values.size(), first_.forward.outputs);
  FloatTensor active = FloatTensor::Unset(values.size(), first_.forward.outputs);
  Apply(first_.forward, values, {.active = &active}, features);
  active = ApplyResiduals(residuals_, std::move(features), std::move(active), trace.residuals);
  for (size_t i = 0; i < stages_.size(); ++i) {
    FloatTensor packed = FloatTensor::Unset(active.size(), stages_[i].climb.forward.outputs);
    Apply(stages_[i].climb.forward, active, {}, packed);
    trace.climbing[i] = std::move(active);
    features = Shuffle(packed);
    if (i + 1 == stages_.size()) {
      active = FloatTensor::Unset(features.size(), features.channels());
      Apply(join_.forward, raster, {.added = &features, .active = &active}, features);
    } else {
      active = Leaky(features);
    }
    active = ApplyResiduals(stages_[i].residuals, std::move(features), std::move(active), trace.stage_residuals[i]);
  }
  Apply(head_.forward, active, {.added = &raster}, raster);
  trace.last = std::move(active);
  return raster;
}

FloatTensor FloatSynthesis::Back(const FloatTensor& gradient, const Trace& trace) const {
  FloatTensor features = FloatTensor::Unset(gradient.size(), head_.forward.inputs);
  Apply(head_.back, gradient, {.slopes_at = &trace.last}, features);
  FloatTensor raster = gradient;
  for (size_t i = stages_.size(); i-- > 0;) {
    GoBackThroughResiduals(stages_[i].residuals, trace.stage_residuals[i], features);
    if (i + 1 == stages_.size()) Apply(join_.back, features, {.added = &raster}, raster);
    const FloatTensor packed = Unshuffle(features);
    features = FloatTensor::Unset(packed.size(), stages_[i].climb.forward.inputs);
    Apply(stages_[i].climb.back, packed, {.slopes_at = &trace.climbing[i]}, features);
  }
  GoBackThroughResiduals(residuals_, trace.residuals, features);
  FloatTensor values = LinearInverseBack(raster);
  Apply(first_.back, features, {.added = &values}, values);
  FloatTensor latents = FloatTensor::Unset(values.size(), network_.channels);
  for (ptrdiff_t y = 0; y < static_cast<ptrdiff_t>(latents.size().height); ++y) {
    for (ptrdiff_t x = 0; x < static_cast<ptrdiff_t>(latents.size().width); ++x) {
      for (uint32_t channel = 0; channel < network_.channels; ++channel) {
        latents.at(x, y)[channel] = values.at(x, y)[channel] * trace.units[channel];
      }
    }
  }
  return latents;
}

}  // namespace mote::neural::refinement

#include "methods/neural/context.h"

#include <algorithm>
#include <array>
#include <vector>

namespace mote::neural {
namespace {

struct Offset {
  int8_t x, y;
};
// The places of `own`, in the order of its weights.
constexpr std::array<Offset, kCausalPlaces> kCausal{
    {{-2, -2}, {-1, -2}, {0, -2}, {1, -2}, {2, -2}, {-2, -1}, {-1, -1}, {0, -1}, {1, -1}, {2, -1}, {-2, 0}, {-1, 0}}};

uint32_t EvenUp(uint32_t count) { return (count + 1) / 2 * 2; }

// What `earlier` sees: the channels before the group, a plane of one unit, a plane of the level.
Tensor EarlierInputs(const Tensor& latents, uint32_t channels, uint8_t level) {
  Tensor inputs(latents.size(), channels + 2);
  const auto level_value = static_cast<int16_t>((kUnit * level + 127) / 255);
  for (uint32_t y = 0; y < latents.size().height; ++y) {
    for (uint32_t x = 0; x < latents.size().width; ++x) {
      int16_t* target = inputs.at(x, y);
      std::copy_n(latents.at(x, y), channels, target);
      target[channels] = kUnit;
      target[channels + 1] = level_value;
    }
  }
  return inputs;
}

// In one row, how far a position must be ahead of the one below that sees it, and one more to the right.
constexpr uint32_t kReach = 3;

// What the layers of a group pass along for some positions, one position's whole blocks after the other's.
struct Scratch {
  Scratch(const GroupContext& group, uint32_t most)
      : own(most, kCausalPlaces * EvenUp(group.count)),
        features(most, kOutputBlock * group.own.output_blocks()),
        hidden0(most, kOutputBlock * group.own.output_blocks()),
        hidden1(most, kOutputBlock * group.mix1.output_blocks()),
        hidden2(most, kOutputBlock * group.mix2.output_blocks()),
        outputs(most, kOutputBlock * group.mix3.output_blocks()) {}

  struct Rows {
    Rows(uint32_t most, uint32_t width) : numbers(size_t{most} * width), step(width) {}
    [[nodiscard]] int16_t* at(uint32_t i) { return numbers.data() + size_t{i} * step; }
    AlignedVector<int16_t> numbers;
    uint32_t step;
  };
  Rows own, features, hidden0, hidden1, hidden2, outputs;
};

void ApplyRows(const Layer& layer, uint32_t count, Scratch::Rows& input, const int16_t* addition,
               Scratch::Rows& output) {
  Dense(layer, count, {input.at(0), input.step}, addition, {output.at(0), output.step});
}

void LeakyRows(uint32_t count, Scratch::Rows& rows) { Leaky(rows.at(0), size_t{count} * rows.step, rows.at(0)); }

void GatherOwn(const GroupContext& group, const Tensor& latents, uint32_t x, uint32_t y, int16_t* target) {
  for (const Offset& offset : kCausal) {
    const int64_t from_x = int64_t{x} + offset.x;
    const int64_t from_y = int64_t{y} + offset.y;
    if (from_x < 0 || from_x >= latents.size().width || from_y < 0) {
      std::fill_n(target, group.count, int16_t{0});
    } else {
      std::copy_n(latents.at(from_x, from_y) + group.start, group.count, target);
    }
    target += EvenUp(group.count);
  }
}

// Of the first `count` positions in `scratch`, from what is gathered to the outputs.
void Mix(const GroupContext& group, uint32_t count, Scratch& scratch) {
  ApplyRows(group.own, count, scratch.own, scratch.features.at(0), scratch.hidden0);
  LeakyRows(count, scratch.hidden0);
  ApplyRows(group.mix1, count, scratch.hidden0, nullptr, scratch.hidden1);
  LeakyRows(count, scratch.hidden1);
  ApplyRows(group.mix2, count, scratch.hidden1, nullptr, scratch.hidden2);
  LeakyRows(count, scratch.hidden2);
  ApplyRows(group.mix3, count, scratch.hidden2, nullptr, scratch.outputs);
}

}  // namespace

Tensor CodeLatents(const Network& network, Size positions, uint8_t level, SymbolCoder& coder) {
  Tensor latents(positions, network.channels);
  // Each row follows the one above by `lag` positions. By a whole row where they must come in order; by as many as let
  // it see them where not, so that many positions, each of another row, go through the layers together.
  const uint32_t lag = coder.TakesAnyOrder() ? kReach : std::max(kReach, positions.width);
  const uint32_t most = std::min(positions.height, (positions.width + lag - 1) / lag);
  for (uint32_t index = 0; index < network.groups.size(); ++index) {
    const GroupContext& group = network.groups[index];
    Tensor features(positions, group.earlier.outputs);
    Convolve(group.earlier, EarlierInputs(latents, group.start, level), 1, nullptr, features);
    Scratch scratch(group, most);
    for (uint32_t time = 0; time < positions.width + lag * (positions.height - 1); ++time) {
      // Positions x = time - lag y.
      const uint32_t first_row = time < positions.width ? 0 : (time - positions.width) / lag + 1;
      const uint32_t last_row = std::min(time / lag, positions.height - 1);
      uint32_t count = 0;
      for (uint32_t y = first_row; y <= last_row; ++y, ++count) {
        const uint32_t x = time - lag * y;
        GatherOwn(group, latents, x, y, scratch.own.at(count));
        std::copy_n(features.at(x, y), scratch.features.step, scratch.features.at(count));
      }
      if (count == 0) continue;
      Mix(group, count, scratch);
      for (uint32_t y = first_row; y <= last_row; ++y) {
        const uint32_t x = time - lag * y;
        const std::span<const int16_t> outputs(scratch.outputs.at(y - first_row), scratch.outputs.step);
        coder.Code({index, group.start, x, y, outputs.first(group.count), outputs.subspan(group.count, group.count)},
                   {latents.at(x, y) + group.start, group.count});
      }
    }
  }
  return latents;
}

}  // namespace mote::neural

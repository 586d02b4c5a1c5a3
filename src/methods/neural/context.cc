#include "methods/neural/context.h"

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

// The numbers that the per-position layers pass along, each with room for whole blocks.
struct Scratch {
  explicit Scratch(const GroupContext& group)
      : own(size_t{kCausalPlaces} * EvenUp(group.count)),
        hidden0(size_t{group.own.output_blocks()} * kOutputBlock),
        hidden1(size_t{group.mix1.output_blocks()} * kOutputBlock),
        hidden2(size_t{group.mix2.output_blocks()} * kOutputBlock),
        outputs(size_t{group.mix3.output_blocks()} * kOutputBlock) {}
  std::vector<int16_t> own, hidden0, hidden1, hidden2, outputs;
};

void GatherOwn(const GroupContext& group, const Tensor& latents, uint32_t x, uint32_t y, std::vector<int16_t>& own) {
  int16_t* target = own.data();
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

}  // namespace

Tensor CodeLatents(const Network& network, Size positions, uint8_t level, SymbolCoder& coder) {
  Tensor latents(positions, network.channels);
  for (uint32_t index = 0; index < network.groups.size(); ++index) {
    const GroupContext& group = network.groups[index];
    Tensor features(positions, group.earlier.outputs);
    Convolve(group.earlier, EarlierInputs(latents, group.start, level), 1, nullptr, features);
    Scratch scratch(group);
    for (uint32_t y = 0; y < positions.height; ++y) {
      for (uint32_t x = 0; x < positions.width; ++x) {
        GatherOwn(group, latents, x, y, scratch.own);
        Dense(group.own, scratch.own.data(), features.at(x, y), scratch.hidden0.data());
        Leaky(scratch.hidden0.data(), scratch.hidden0.size(), scratch.hidden0.data());
        Dense(group.mix1, scratch.hidden0.data(), nullptr, scratch.hidden1.data());
        Leaky(scratch.hidden1.data(), scratch.hidden1.size(), scratch.hidden1.data());
        Dense(group.mix2, scratch.hidden1.data(), nullptr, scratch.hidden2.data());
        Leaky(scratch.hidden2.data(), scratch.hidden2.size(), scratch.hidden2.data());
        Dense(group.mix3, scratch.hidden2.data(), nullptr, scratch.outputs.data());
        const std::span<const int16_t> outputs = scratch.outputs;
        coder.Code({index, group.start, x, y, outputs.first(group.count), outputs.subspan(group.count, group.count)},
                   {latents.at(x, y) + group.start, group.count});
      }
    }
  }
  return latents;
}

}  // namespace mote::neural

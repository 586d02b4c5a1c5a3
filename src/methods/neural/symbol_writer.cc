#include "methods/neural/symbol_writer.h"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace mote::neural {
namespace {

// From the analysis's units (1/512) over a step (2^-14) to sixteenths of a latent's units.
constexpr int32_t kSixteenths = 16;
constexpr int32_t kToLatent = (1 << 14) / 512 * kUnit * kSixteenths;

// Half a step less this is where rounding turns, in 1/kUnit: symbols nearer to zero cost less.
constexpr int32_t kDeadZone = 4;

int32_t Quantise(int32_t offset_sixteenths) {
  const int32_t unit = kUnit * kSixteenths;
  const int32_t magnitude = (std::abs(offset_sixteenths) + unit / 2 - kDeadZone * kSixteenths) / unit;
  return offset_sixteenths < 0 ? -magnitude : magnitude;
}

// The largest magnitude that the escape can write at a scale.
int32_t LargestMagnitude(uint32_t scale_index) {
  return static_cast<int32_t>(kMagnitudes) - 2 + (((1 << (kMostEscapePrefix + 1)) - 1) << EscapeOrder(scale_index));
}

}  // namespace

void SymbolWriter::Code(const Expectation& expectation, std::span<int16_t> latents) {
  const int16_t* values = analysed_.at(expectation.x, expectation.y) + expectation.first_channel;
  for (size_t i = 0; i < latents.size(); ++i) {
    const int32_t target = values[i] * kToLatent / steps_[expectation.first_channel + i];
    const uint32_t scale_index = ScaleIndex(expectation.raw_scales[i]);
    const int32_t bound = LargestMagnitude(scale_index);
    const int32_t symbol = std::clamp(Quantise(target - expectation.means[i] * kSixteenths), -bound, bound);
    WriteSymbol(scale_index, symbol);
    latents[i] = LatentOf(symbol, expectation.means[i]);
  }
}

void SymbolWriter::WriteSymbol(uint32_t scale_index, int32_t symbol) {
  const auto& cumulative = network_.cumulative[scale_index];
  const auto magnitude = static_cast<uint32_t>(std::abs(symbol));
  const uint32_t index = std::min(magnitude, kMagnitudes - 1);
  encoder_.Encode(cumulative[index], cumulative[index + 1] - cumulative[index]);
  if (index == kMagnitudes - 1) {
    const int order = EscapeOrder(scale_index);
    const uint32_t rest = magnitude - (kMagnitudes - 1);
    const int prefix = static_cast<int>(std::bit_width((rest >> order) + 1)) - 1;
    for (int i = 0; i < prefix; ++i) encoder_.EncodeBits(1, 1);
    if (prefix < kMostEscapePrefix) encoder_.EncodeBits(0, 1);
    encoder_.EncodeBits(rest - (((1u << prefix) - 1) << order), prefix + order);
  }
  if (magnitude > 0) encoder_.EncodeBits(symbol < 0 ? 1 : 0, 1);
}

}  // namespace mote::neural

#include "methods/neural/encoder_symbols.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdlib>

namespace mote::neural {
namespace {

// From the analysis's units (1/512) over a step (2^-14) to sixteenths of a latent's units.
constexpr int32_t kSixteenths = 16;
constexpr int32_t kToLatent = (1 << 14) / 512 * kUnit * kSixteenths;

int32_t Quantise(const std::array<int32_t, kMagnitudes>& thresholds, int32_t offset_sixteenths) {
  constexpr int32_t kStep = kUnit * kSixteenths;
  const int32_t distance = std::abs(offset_sixteenths);
  const int32_t below = distance / kStep;
  const int32_t threshold = thresholds[static_cast<size_t>(std::min<int32_t>(below + 1, kMagnitudes - 1))];
  const int32_t magnitude = below + (distance - below * kStep >= threshold ? 1 : 0);
  return offset_sixteenths < 0 ? -magnitude : magnitude;
}

// The largest magnitude that the escape can write at a scale.
int32_t LargestMagnitude(uint32_t scale_index) {
  return static_cast<int32_t>(kMagnitudes) - 2 + (((1 << (kMostEscapePrefix + 1)) - 1) << EscapeOrder(scale_index));
}

}  // namespace

Thresholds MakeThresholds(const Network& network, double price) {
  Thresholds thresholds{};
  for (uint32_t scale = 0; scale < kScales; ++scale) {
    const auto& cumulative = network.cumulative[scale];
    const auto bits = [&](uint32_t m) { return m == 0 ? 0.0 : 1.0 - std::log2(cumulative[m + 1] - cumulative[m]); };
    const double zero_bits = -std::log2(cumulative[1]);
    for (uint32_t m = 1; m < kMagnitudes; ++m) {
      const double more = std::max(0.0, bits(m) - (m == 1 ? zero_bits : bits(m - 1)));
      thresholds[scale][m] =
          static_cast<int32_t>(std::lround(kUnit * kSixteenths * std::min(0.95, 0.5 + price * more)));
    }
  }
  return thresholds;
}

void SymbolWriter::Code(const Expectation& expectation, std::span<int16_t> latents) {
  const int16_t* values = analysed_.at(expectation.x, expectation.y) + expectation.first_channel;
  for (size_t i = 0; i < latents.size(); ++i) {
    const int32_t target = values[i] * kToLatent / steps_[expectation.first_channel + i];
    const uint32_t scale_index = ScaleIndex(expectation.raw_scales[i]);
    const int32_t bound = LargestMagnitude(scale_index);
    const int32_t symbol =
        std::clamp(Quantise(thresholds_[scale_index], target - expectation.means[i] * kSixteenths), -bound, bound);
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

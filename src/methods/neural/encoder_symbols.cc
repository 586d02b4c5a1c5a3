#include "methods/neural/encoder_symbols.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>

#include "entropy/range_coder.h"
#include "methods/neural/symbol_model.h"

namespace mote::neural {
namespace {

constexpr int32_t kSixteenths = 16;
// From the analysis's units over a step to sixteenths of a latent's units.
constexpr int32_t kToLatent = kAnalysedOverStep * kUnit * kSixteenths;

constexpr int kMiddlePace = 1;

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

// The decisions of SymbolModel, as a symbol has them; written as they are asked for.
struct Decisions {
  RangeEncoder& encoder;
  int32_t symbol;

  std::optional<bool> MoreThan(int32_t magnitude, uint32_t probability) {
    const bool more = std::abs(symbol) > magnitude;
    encoder.Encode(more, probability);
    return more;
  }
  std::optional<bool> IsNegative(uint32_t probability) {
    encoder.Encode(symbol < 0, probability);
    return symbol < 0;
  }
  std::optional<int32_t> Escaped(int order) {
    const int32_t rest = std::abs(symbol) - kMostDecided;
    const int prefix = static_cast<int>(std::bit_width((static_cast<uint32_t>(rest) >> order) + 1)) - 1;
    for (int i = 0; i < prefix; ++i) encoder.EncodeBits(1, 1);
    if (prefix < kMostEscapePrefix) encoder.EncodeBits(0, 1);
    encoder.EncodeBits(static_cast<uint32_t>(rest) - (((1u << prefix) - 1) << order), prefix + order);
    return rest;
  }
};

}  // namespace

Thresholds MakeThresholds(const Network& network, double price) {
  Thresholds thresholds{};
  for (uint32_t scale = 0; scale < kScales; ++scale) {
    std::array<double, kMagnitudes> bits{};
    double not_less = 0;  // bits of a magnitude not being less, with a sign
    for (uint32_t m = 0; m < kMagnitudes; ++m) {
      const double more = m == kMagnitudes - 1 ? 1 : ProbabilityOf(network.logits[scale][m]) / double{kCertain};
      bits[m] = not_less - (m == kMagnitudes - 1 ? 0 : std::log2(1 - more));
      not_less -= std::log2(more) - (m == 0 ? 1 : 0);
    }
    for (uint32_t m = 1; m < kMagnitudes; ++m) {
      const double more = std::max(0.0, bits[m] - bits[m - 1]);
      thresholds[scale][m] =
          static_cast<int32_t>(std::lround(kUnit * kSixteenths * std::clamp(0.5 + price * more, 0.05, 0.95)));
    }
  }
  return thresholds;
}

void SymbolWriter::Code(const Expectation& expectation, std::span<int16_t> latents) {
  const int16_t* values = analysed_.at(expectation.x, expectation.y) + expectation.first_channel;
  const Size size = analysed_.size();
  Planned* planned = planned_.data() + expectation.first_channel * size.pixels() +
                     (size_t{expectation.y} * size.width + expectation.x) * latents.size();
  for (size_t i = 0; i < latents.size(); ++i) {
    const int32_t target = values[i] * kToLatent / steps_[expectation.first_channel + i];
    const uint32_t scale_index = ScaleIndex(expectation.raw_scales[i]);
    const int32_t bound = LargestMagnitude(scale_index);
    const int32_t symbol =
        std::clamp(Quantise(thresholds_[scale_index], target - expectation.means[i] * kSixteenths), -bound, bound);
    planned[i] = {static_cast<int16_t>(symbol), expectation.means[i], static_cast<uint8_t>(scale_index)};
    latents[i] = LatentOf(symbol, expectation.means[i]);
  }
}

WrittenSymbols SymbolWriter::Written(int pace) const {
  RangeEncoder encoder;
  for (int i = 0; i < kPaces - 1 && i <= pace; ++i) encoder.Encode(i < pace, ProbabilityOfMorePace(i));
  SymbolModel model(network_, analysed_.size(), pace);
  auto next = planned_.begin();
  for (const GroupContext& group : network_.groups) {
    for (uint32_t y = 0; y < analysed_.size().height; ++y) {
      for (uint32_t x = 0; x < analysed_.size().width; ++x) {
        model.Enter(group, x, y);
        for (uint32_t i = 0; i < group.count; ++i, ++next) {
          Decisions decisions{encoder, next->symbol};
          static_cast<void>(model.Code(next->scale_index, next->mean, decisions));
        }
      }
    }
  }
  return {std::move(encoder).Finish(), pace};
}

WrittenSymbols SymbolWriter::Finish(std::optional<int> known_pace) const {
  if (known_pace) return Written(*known_pace);
  WrittenSymbols best = Written(kMiddlePace);
  // Bytes have one minimum over the paces.
  for (const int way : {1, -1}) {
    bool is_better = false;
    for (int pace = kMiddlePace + way; pace >= 0 && pace < kPaces; pace += way) {
      WrittenSymbols other = Written(pace);
      if (other.bytes.size() >= best.bytes.size()) break;
      best = std::move(other);
      is_better = true;
    }
    if (is_better) break;
  }
  return best;
}

CodedLatents WriteLatents(const Network& network, const Tensor& analysed, uint8_t level, double price,
                          std::optional<int> pace) {
  const Thresholds thresholds = MakeThresholds(network, price);
  SymbolWriter writer(network, thresholds, analysed, level);
  Tensor latents = CodeLatents(network, analysed.size(), level, writer);
  WrittenSymbols symbols = writer.Finish(pace);
  return {std::move(symbols.bytes), std::move(latents), price, symbols.pace};
}

}  // namespace mote::neural

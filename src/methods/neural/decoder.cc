#include "methods/neural/decoder.h"

#include <optional>

#include "entropy/range_coder.h"
#include "methods/neural/context.h"
#include "methods/neural/geometry.h"
#include "methods/neural/labels.h"
#include "methods/neural/network.h"
#include "methods/neural/synthesis.h"

namespace mote::neural {
namespace {

class SymbolReader : public SymbolCoder {
 public:
  SymbolReader(const Network& network, std::span<const uint8_t> bytes) : network_(network), decoder_(bytes) {}

  void Code(const Expectation& expectation, std::span<int16_t> latents) override {
    for (size_t i = 0; i < latents.size(); ++i) {
      int32_t symbol = 0;
      if (!cut_) {
        const std::optional<int32_t> read = ReadSymbol(ScaleIndex(expectation.raw_scales[i]));
        cut_ = !read.has_value();
        symbol = read.value_or(0);
      }
      latents[i] = LatentOf(symbol, expectation.means[i]);
    }
  }
  [[nodiscard]] bool cut() const { return cut_; }

 private:
  std::optional<int32_t> ReadSymbol(uint32_t scale_index) {
    const std::optional<uint32_t> read = decoder_.Decode(network_.cumulative[scale_index]);
    if (!read) return std::nullopt;
    uint32_t magnitude = *read;
    if (magnitude == kMagnitudes - 1) {
      int prefix = 0;
      for (; prefix < kMostEscapePrefix; ++prefix) {
        const std::optional<uint32_t> bit = decoder_.DecodeBits(1);
        if (!bit) return std::nullopt;
        if (*bit == 0) break;
      }
      const int order = EscapeOrder(scale_index);
      const std::optional<uint32_t> rest = decoder_.DecodeBits(prefix + order);
      if (!rest) return std::nullopt;
      magnitude += (((1u << prefix) - 1) << order) + *rest;
    }
    if (magnitude == 0) return 0;
    const std::optional<uint32_t> negative = decoder_.DecodeBits(1);
    if (!negative) return std::nullopt;
    return *negative == 0 ? static_cast<int32_t>(magnitude) : -static_cast<int32_t>(magnitude);
  }

  const Network& network_;
  RangeDecoder decoder_;
  bool cut_ = false;
};

}  // namespace

Result<Payload> ReadPayload(Size original, ByteReader& reader) {
  Payload payload;
  MOTE_ASSIGN_OR_RETURN(const uint8_t long_positions_less_one, reader.Byte(kPositionsLabel));
  payload.positions = PositionsFor(original, uint32_t{long_positions_less_one} + 1);
  if (payload.positions.pixels() > kMostPositions) {
    return Fail(ErrorCode::kCorrupt, "the raster has ", payload.positions.pixels(),
                " latent positions, expected at most ", kMostPositions);
  }
  MOTE_ASSIGN_OR_RETURN(payload.level, reader.Byte(kLevelLabel));
  payload.symbols = reader.rest();
  reader.Consume(payload.symbols.size(), kSymbolsLabel);
  return payload;
}

Latents ReadLatents(const Network& network, const Payload& payload) {
  SymbolReader symbols(network, payload.symbols);
  Tensor values = CodeLatents(network, payload.positions, payload.level, symbols);
  return {std::move(values), symbols.cut()};
}

Rendered Render(const Payload& payload) {
  const Network& network = TheNetwork();
  const Latents latents = ReadLatents(network, payload);
  return {Synthesise(network, latents.values, payload.level), latents.cut};
}

}  // namespace mote::neural

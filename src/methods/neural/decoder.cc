#include "methods/neural/decoder.h"

#include <optional>

#include "entropy/range_coder.h"
#include "methods/neural/context.h"
#include "methods/neural/geometry.h"
#include "methods/neural/labels.h"
#include "methods/neural/network.h"
#include "methods/neural/symbol_model.h"
#include "methods/neural/synthesis.h"

namespace mote::neural {
namespace {

// The decisions of SymbolModel, as the stream has them.
struct Decisions {
  RangeDecoder& decoder;

  std::optional<bool> MoreThan(int32_t /*magnitude*/, uint32_t probability) { return decoder.Decode(probability); }
  std::optional<bool> IsNegative(uint32_t probability) { return decoder.Decode(probability); }
  std::optional<int32_t> Escaped(int order) {
    int prefix = 0;
    for (; prefix < kMostEscapePrefix; ++prefix) {
      const std::optional<uint32_t> bit = decoder.DecodeBits(1);
      if (!bit) return std::nullopt;
      if (*bit == 0) break;
    }
    const std::optional<uint32_t> rest = decoder.DecodeBits(prefix + order);
    if (!rest) return std::nullopt;
    return (((1 << prefix) - 1) << order) + static_cast<int32_t>(*rest);
  }
};

class SymbolReader : public SymbolCoder {
 public:
  SymbolReader(const Network& network, Size positions, std::span<const uint8_t> bytes)
      : network_(network), decoder_(bytes), model_(network, positions, ReadPace()) {}

  void Code(const Expectation& expectation, std::span<int16_t> latents) override {
    model_.Enter(network_.groups[expectation.group], expectation.x, expectation.y);
    Decisions decisions{decoder_};
    for (size_t i = 0; i < latents.size(); ++i) {
      int32_t symbol = 0;
      if (!cut_) {
        const std::optional<int32_t> read =
            model_.Code(ScaleIndex(expectation.raw_scales[i]), expectation.means[i], decisions);
        cut_ = !read.has_value();
        symbol = read.value_or(0);
      }
      latents[i] = LatentOf(symbol, expectation.means[i]);
    }
  }
  [[nodiscard]] bool cut() const { return cut_; }

 private:
  int ReadPace() {
    int pace = 0;
    for (; pace < kPaces - 1; ++pace) {
      const std::optional<bool> more = decoder_.Decode(ProbabilityOfMorePace(pace));
      if (!more) cut_ = true;
      if (!more || !*more) break;
    }
    return pace;
  }

  const Network& network_;
  bool cut_ = false;
  RangeDecoder decoder_;
  SymbolModel model_;
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
  SymbolReader symbols(network, payload.positions, payload.symbols);
  Tensor values = CodeLatents(network, payload.positions, payload.level, symbols);
  return {std::move(values), symbols.cut()};
}

Rendered Render(const Payload& payload) {
  const Network& network = TheNetwork();
  const Latents latents = ReadLatents(network, payload);
  return {Synthesise(network, latents.values, payload.level), latents.cut};
}

}  // namespace mote::neural

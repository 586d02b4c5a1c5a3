// Rounds latents about their expected means and writes them: the encoder's kind of symbol coder.
#ifndef MOTE_METHODS_NEURAL_ENCODER_SYMBOLS_H_
#define MOTE_METHODS_NEURAL_ENCODER_SYMBOLS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "methods/neural/context.h"
#include "methods/neural/network.h"
#include "methods/neural/tensor.h"

namespace mote::neural {

// A number of Analyse (units of 1/512) over a step (2^-14), in steps.
inline constexpr int32_t kAnalysedOverStep = (1 << 14) / 512;

inline constexpr uint32_t kMagnitudes = 17;  // 0..15, and all that are larger

// How far beyond m - 1 steps an offset must be to be written as m: [scale index][m], sixteenths of a latent's units.
using Thresholds = std::array<std::array<int32_t, kMagnitudes>, kScales>;

// A magnitude is rounded up only past 1/2 + `price` for each bit that it costs more than the one below: a little
// distortion for fewer bits. `price` 0 is plain rounding, and one below 0 takes more bits.
[[nodiscard]] Thresholds MakeThresholds(const Network& network, double price);

// Symbols as they are written: range-coded, the pace first.
struct WrittenSymbols {
  std::vector<uint8_t> bytes;
  int pace;
};

class SymbolWriter : public SymbolCoder {
 public:
  // `analysed`: latents of Analyse. All but the level are borrowed.
  SymbolWriter(const Network& network, const Thresholds& thresholds, const Tensor& analysed, uint8_t level)
      : network_(network),
        thresholds_(thresholds),
        analysed_(analysed),
        steps_(StepsAt(network, level)),
        planned_(analysed.size().pixels() * network.channels) {}

  [[nodiscard]] bool TakesAnyOrder() const override { return true; }
  void Code(const Expectation& expectation, std::span<int16_t> latents) override;
  // At `pace`, or at the one that takes the fewest bytes.
  [[nodiscard]] WrittenSymbols Finish(std::optional<int> pace = std::nullopt) const;

 private:
  struct Planned {
    int16_t symbol, mean;
    uint8_t scale_index;
  };
  [[nodiscard]] WrittenSymbols Written(int pace) const;

  const Network& network_;
  const Thresholds& thresholds_;
  const Tensor& analysed_;
  std::vector<int32_t> steps_;
  std::vector<Planned> planned_;  // in the order of coding
};

// Symbols as the decoder reads them, and what it makes of them.
struct CodedLatents {
  std::vector<uint8_t> symbols;
  Tensor latents;
  double price = 0;              // of the rounding, as MakeThresholds has it
  std::optional<int> pace = {};  // nothing if not known
};

// `analysed` (latents of Analyse) rounded and written at a level, at `pace` or at the one that takes the fewest bytes.
[[nodiscard]] CodedLatents WriteLatents(const Network& network, const Tensor& analysed, uint8_t level, double price,
                                        std::optional<int> pace);

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_ENCODER_SYMBOLS_H_

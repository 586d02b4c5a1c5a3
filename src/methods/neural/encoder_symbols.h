// Rounds latents about their expected means and writes them: the encoder's kind of symbol coder.
#ifndef MOTE_METHODS_NEURAL_ENCODER_SYMBOLS_H_
#define MOTE_METHODS_NEURAL_ENCODER_SYMBOLS_H_

#include <cstdint>
#include <vector>

#include "entropy/range_coder.h"
#include "methods/neural/context.h"
#include "methods/neural/network.h"
#include "methods/neural/tensor.h"

namespace mote::neural {

class SymbolWriter : public SymbolCoder {
 public:
  // `analysed`: latents of Analyse. Both are borrowed.
  SymbolWriter(const Network& network, const Tensor& analysed, uint8_t level)
      : network_(network), analysed_(analysed), steps_(StepsAt(network, level)) {}

  void Code(const Expectation& expectation, std::span<int16_t> latents) override;
  [[nodiscard]] std::vector<uint8_t> Finish() && { return std::move(encoder_).Finish(); }

 private:
  void WriteSymbol(uint32_t scale_index, int32_t symbol);

  const Network& network_;
  const Tensor& analysed_;
  std::vector<int32_t> steps_;
  RangeEncoder encoder_;
};

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_ENCODER_SYMBOLS_H_

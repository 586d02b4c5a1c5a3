// The refinement's last part, with the integer coder in the loop: makes the symbols fit the budget, and fills it, by
// how they are rounded, or by single symbols moved one step, those first that lose least (or win most) a bit. Encoder
// only.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_SYMBOL_FIT_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_SYMBOL_FIT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "methods/neural/encoder_symbols.h"
#include "methods/neural/refinement/float_context.h"
#include "methods/neural/refinement/float_synthesis.h"
#include "methods/neural/refinement/float_tensor.h"
#include "methods/neural/refinement/objective.h"
#include "methods/neural/tensor.h"

namespace mote::neural::refinement {

class SymbolFit {
 public:
  // All borrowed. `max_bytes`: of symbols. `pace`: theirs; nothing for each stream's best.
  SymbolFit(const Network& network, const FloatSynthesis& synthesis, const FloatContext& context,
            const Objective& objective, size_t max_bytes, std::optional<int> pace)
      : network_(network),
        synthesis_(synthesis),
        context_(context),
        objective_(objective),
        max_bytes_(max_bytes),
        pace_(pace) {}

  // `targets`: as LatentRefiner gives them, with the distortion that a bit was worth there. Moves or zeros at the end
  // make them fit, whichever looks better. Nothing where only a stream that decoders tell was cut would fit: far fewer
  // bytes than `targets` take.
  [[nodiscard]] std::optional<CodedLatents> Fit(const FloatTensor& targets, uint8_t level, double price) const;
  // `targets` rounded, at a price, and written, of whatever size.
  [[nodiscard]] CodedLatents Code(const FloatTensor& targets, uint8_t level, double price = 0) const;
  // What `coded` would take at a price of 0, about.
  [[nodiscard]] static double PlainBits(const CodedLatents& coded);
  // `coded`, which is Code(targets, level) at some price, or the same at another that brings it nearer to the budget.
  [[nodiscard]] CodedLatents Land(const FloatTensor& targets, uint8_t level, CodedLatents coded) const;

 private:
  // A symbol's move by one, as the target that brings it about; lower ranks first.
  struct Move {
    double rank;
    double more_bits;
    uint32_t x, y, channel;
    float target;
  };
  enum class Purpose { kFewerBits, kLessDistortion };

  [[nodiscard]] std::vector<Move> Moves(const FloatTensor& decoded, uint8_t level, double price, Purpose purpose) const;
  // `decoded` after the first `count` moves.
  [[nodiscard]] CodedLatents Moved(const FloatTensor& decoded, const std::vector<Move>& moves, size_t count,
                                   uint8_t level) const;
  // What a decoder makes of the stream's first `bytes`.
  [[nodiscard]] Tensor Cut(const CodedLatents& coded, uint8_t level, size_t bytes) const;
  // With the symbols at the end 0, as many as make it fit.
  [[nodiscard]] std::optional<CodedLatents> Beginning(const CodedLatents& coded, uint8_t level) const;
  // With as few moves for fewer bits as make it fit.
  [[nodiscard]] std::optional<CodedLatents> Shrink(CodedLatents coded, uint8_t level, double price) const;
  // With moves for less distortion, some at a time: those that fit and do lessen it.
  [[nodiscard]] CodedLatents Grow(CodedLatents coded, uint8_t level, double price) const;
  [[nodiscard]] double Distortion(const Tensor& latents, uint8_t level) const;

  const Network& network_;
  const FloatSynthesis& synthesis_;
  const FloatContext& context_;
  const Objective& objective_;
  size_t max_bytes_;
  std::optional<int> pace_;
};

}  // namespace mote::neural::refinement

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_SYMBOL_FIT_H_

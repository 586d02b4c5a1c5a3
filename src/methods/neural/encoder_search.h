// What is to be encoded; and one raster tried at the budget, and how good the decoded picture is. Encoder only.
#ifndef MOTE_METHODS_NEURAL_ENCODER_SEARCH_H_
#define MOTE_METHODS_NEURAL_ENCODER_SEARCH_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/image.h"
#include "methods/neural/encoder_symbols.h"
#include "methods/neural/network.h"
#include "methods/neural/refinement/objective.h"
#include "methods/neural/tensor.h"

namespace mote::neural {

struct Attempt {
  uint32_t long_positions = 1;
  uint8_t level = 0;
  std::vector<uint8_t> symbols;                 // range-coded
  double distortion = 0;                        // the objective's; 0 where there is none
  std::optional<int> pace = {};                 // the symbols'; nothing if not known
  std::shared_ptr<const Tensor> analysed = {};  // the latents before rounding; null if not known
};

// What is to be encoded; all borrowed. Without an objective attempts are not judged, and nothing compares them.
struct Commission {
  const Network& network;
  PlaneView<const uint8_t> working;        // the picture, reduced if it was large
  Size original;                           // the picture's own size
  size_t max_bytes;                        // of symbols
  const refinement::Objective* objective;  // measures against `working`; null for none

  // Latents before rounding, of the raster with so many positions along the longer side; and of an attempt's raster.
  [[nodiscard]] std::shared_ptr<const Tensor> Analysed(uint32_t long_positions) const;
  [[nodiscard]] std::shared_ptr<const Tensor> Analysed(const Attempt& attempt) const {
    return attempt.analysed ? attempt.analysed : Analysed(attempt.long_positions);
  }
};

// `attempt`, whose symbols stand for `latents`, with the distortion of what the decoder shows.
[[nodiscard]] Attempt Judged(const Network& network, const refinement::Objective& objective, Attempt attempt,
                             const Tensor& latents);

class RasterSearch {
 public:
  explicit RasterSearch(const Commission& commission) : commission_(commission) {}

  // Positions along the longer side at which a middling picture has a middling level.
  [[nodiscard]] uint32_t TypicalLongPositions() const;
  // `ratio` times as many, but at least one away, within what a stream may have.
  [[nodiscard]] uint32_t Beside(uint32_t long_positions, double ratio) const;
  // At a level that takes nearly all of the budget; or, if even the coarsest takes more, at that one and cut. `near`:
  // an attempt at a raster not much different, from which the level is guessed, and whose pace is taken.
  [[nodiscard]] Attempt Try(uint32_t long_positions) const;
  [[nodiscard]] Attempt Try(uint32_t long_positions, const Attempt& near) const;
  // By which attempts compare, the less the better: the distortion that an attempt would have if it took the whole
  // budget, of large rasters leaning towards the smaller ones.
  [[nodiscard]] double Prospect(const Attempt& attempt) const;
  // `attempt`, rounded so that it fills the budget. Its distortion is not measured anew.
  [[nodiscard]] Attempt Finish(const Attempt& attempt) const;

 private:
  // The most positions along the longer side that a stream may have.
  [[nodiscard]] uint32_t MostLongPositions() const;
  [[nodiscard]] size_t RoughBytes() const;
  // Judged, if there is an objective, at a level that takes nearly all of the budget. `bits_by_spread`: about how many
  // times the latents' spread (encoder_spread.h) the bits are. `pace`: of the symbols; nothing
  // for the one that suits the first stream.
  [[nodiscard]] Attempt Fit(uint32_t long_positions, double bits_by_spread, std::optional<int> pace) const;

  Commission commission_;
};

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_ENCODER_SEARCH_H_

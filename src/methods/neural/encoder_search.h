// One raster tried at the budget, and how good the decoded picture is. Encoder only.
#ifndef MOTE_METHODS_NEURAL_ENCODER_SEARCH_H_
#define MOTE_METHODS_NEURAL_ENCODER_SEARCH_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/image.h"

namespace mote::neural {

struct Attempt {
  uint32_t long_positions = 1;
  uint8_t level = 0;
  std::vector<uint8_t> symbols;  // range-coded
  double distortion = 0;         // DSSIM-2016 at the working picture's size
};

class RasterSearch {
 public:
  // `working`: the picture, reduced if it was large, borrowed; `original`: its own size. `max_bytes`: of symbols.
  RasterSearch(PlaneView<const uint8_t> working, Size original, size_t max_bytes)
      : working_(working), original_(original), max_bytes_(max_bytes) {}

  // The most positions along the longer side that a stream may have.
  [[nodiscard]] uint32_t MostLongPositions() const;
  // Positions along the longer side at which a middling picture has a middling level.
  [[nodiscard]] uint32_t TypicalLongPositions() const;
  // At the finest level that fits; or, if none does, at the coarsest and cut.
  // `price`: see MakeThresholds.
  [[nodiscard]] Attempt Try(uint32_t long_positions, double price) const;

 private:
  PlaneView<const uint8_t> working_;
  Size original_;
  size_t max_bytes_;
};

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_ENCODER_SEARCH_H_

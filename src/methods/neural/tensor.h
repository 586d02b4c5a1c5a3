// Features at the positions of a raster: int16, channels interleaved, a border of one position of zeros around, so that
// 3x3 layers need not ask where the raster ends.
#ifndef MOTE_METHODS_NEURAL_TENSOR_H_
#define MOTE_METHODS_NEURAL_TENSOR_H_

#include <cstddef>
#include <cstdint>

#include "base/aligned.h"
#include "base/image.h"

namespace mote::neural {

class Tensor {
 public:
  // `channels` is rounded up to a multiple of 8, the rest being 0 or without meaning.
  Tensor(Size size, uint32_t channels)
      : size_(size),
        step_((channels + 7) / 8 * 8),
        row_step_(static_cast<ptrdiff_t>(step_) * (static_cast<ptrdiff_t>(size.width) + 2)),
        numbers_(static_cast<size_t>(row_step_) * (size.height + 2)) {}

  [[nodiscard]] Size size() const { return size_; }
  // From one position to the next, and from one row to the next.
  [[nodiscard]] ptrdiff_t step() const { return step_; }
  [[nodiscard]] ptrdiff_t row_step() const { return row_step_; }
  // A position's channels; x and y from -1 to the size.
  [[nodiscard]] int16_t* at(ptrdiff_t x, ptrdiff_t y) {
    return numbers_.data() + (y + 1) * row_step_ + (x + 1) * step_;
  }
  [[nodiscard]] const int16_t* at(ptrdiff_t x, ptrdiff_t y) const {
    return numbers_.data() + (y + 1) * row_step_ + (x + 1) * step_;
  }
  [[nodiscard]] size_t numbers() const { return numbers_.size(); }
  [[nodiscard]] int16_t* data() { return numbers_.data(); }
  [[nodiscard]] const int16_t* data() const { return numbers_.data(); }

 private:
  Size size_;
  uint32_t step_;
  ptrdiff_t row_step_;
  AlignedVector<int16_t> numbers_;
};

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_TENSOR_H_

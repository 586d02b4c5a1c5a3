// Features at the positions of a raster as floats: channels interleaved, a border of two positions of zeros around, so
// that no layer need ask where the raster ends. The encoder's refinement computes in them; values have the units of the
// integer network's int16 activations (spec/neural.md), before rounding.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_FLOAT_TENSOR_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_FLOAT_TENSOR_H_

#include <cstddef>
#include <cstdint>

#include "base/image.h"
#include "base/recycled.h"

namespace mote::neural::refinement {

class FloatTensor {
 public:
  static constexpr ptrdiff_t kBorder = 2;

  FloatTensor() = default;
  // `channels` is rounded up to a multiple of 16, the rest being without meaning.
  FloatTensor(Size size, uint32_t channels)
      : size_(size),
        channels_(channels),
        step_((channels + 15) / 16 * 16),
        row_step_(step_ * (static_cast<ptrdiff_t>(size.width) + 2 * kBorder)),
        numbers_(static_cast<size_t>(row_step_) * (size.height + 2 * kBorder)) {}

  [[nodiscard]] Size size() const { return size_; }
  [[nodiscard]] uint32_t channels() const { return channels_; }
  // From one position to the next, and from one row to the next.
  [[nodiscard]] ptrdiff_t step() const { return step_; }
  [[nodiscard]] ptrdiff_t row_step() const { return row_step_; }
  // A position's channels; x and y from -kBorder to the size and one less than kBorder more.
  [[nodiscard]] float* at(ptrdiff_t x, ptrdiff_t y) { return numbers_.data() + Offset(x, y); }
  [[nodiscard]] const float* at(ptrdiff_t x, ptrdiff_t y) const { return numbers_.data() + Offset(x, y); }

 private:
  [[nodiscard]] ptrdiff_t Offset(ptrdiff_t x, ptrdiff_t y) const {
    return (y + kBorder) * row_step_ + (x + kBorder) * step_;
  }

  Size size_;
  uint32_t channels_ = 0;
  ptrdiff_t step_ = 0;
  ptrdiff_t row_step_ = 0;
  RecycledVector<float> numbers_;
};

}  // namespace mote::neural::refinement

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_FLOAT_TENSOR_H_

// Features at the positions of a raster as floats: channels interleaved, a border of two positions of zeros around, so
// that no layer need ask where the raster ends. The encoder's refinement computes in them; values have the units of the
// integer network's int16 activations (spec/neural.md), before rounding.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_FLOAT_TENSOR_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_FLOAT_TENSOR_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/image.h"
#include "base/recycled.h"

namespace mote::neural::refinement {

class FloatTensor {
 public:
  static constexpr ptrdiff_t kBorder = 2;

  FloatTensor() = default;
  // All 0. `channels` is rounded up to a multiple of 16, the rest being without meaning.
  FloatTensor(Size size, uint32_t channels) : FloatTensor(Unset(size, channels)) {
    std::fill(numbers_.begin(), numbers_.end(), 0.0f);
  }
  // Of the border 0, and else of no value: all channels at all positions are to be written before they are read.
  static FloatTensor Unset(Size size, uint32_t channels) {
    FloatTensor tensor;
    tensor.size_ = size;
    tensor.channels_ = channels;
    tensor.step_ = (channels + 15) / 16 * 16;
    tensor.row_step_ = tensor.step_ * (static_cast<ptrdiff_t>(size.width) + 2 * kBorder);
    tensor.numbers_ = RecycledVector<float>(static_cast<size_t>(tensor.row_step_) * (size.height + 2 * kBorder));
    tensor.ClearBorder();
    return tensor;
  }

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

  void ClearBorder() {
    const auto height = static_cast<ptrdiff_t>(size_.height), width = static_cast<ptrdiff_t>(size_.width);
    std::fill(numbers_.data(), at(0, 0), 0.0f);
    for (ptrdiff_t y = 0; y + 1 < height; ++y) std::fill(at(width, y), at(0, y + 1), 0.0f);
    if (height > 0) std::fill(at(width, height - 1), numbers_.data() + numbers_.size(), 0.0f);
  }

  Size size_;
  uint32_t channels_ = 0;
  ptrdiff_t step_ = 0;
  ptrdiff_t row_step_ = 0;
  RecycledVector<float> numbers_;
};

}  // namespace mote::neural::refinement

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_FLOAT_TENSOR_H_

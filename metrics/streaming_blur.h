// A blur that needs memory for a few rows only: a 3-tap box, edge pixels repeated, twice along rows and twice along
// columns.
//
// Rows go in one at a time, and each blurred row comes out two rows later:
//   for (uint32_t y = 0; y < height + StreamingBlur::kDelay; ++y) {
//     if (y < height) fill blur.input();
//     if (const double* blurred = blur.Advance()) ...  // row y - kDelay
//   }
#ifndef MOTE_METRICS_STREAMING_BLUR_H_
#define MOTE_METRICS_STREAMING_BLUR_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/image.h"

namespace mote {

class StreamingBlur {
 public:
  static constexpr uint32_t kDelay = 2;  // rows

  // Both sides at least 1.
  explicit StreamingBlur(Size size);

  // Where the next row is to be written: size.width values.
  [[nodiscard]] double* input() { return input_.data(); }

  // Takes the row in input(), or nothing once all rows are in. Returns a blurred row of size.width values, which stays
  // until the next call, or nullptr during the first kDelay calls.
  const double* Advance();

 private:
  static constexpr uint32_t kKept = 3;  // rows of a vertical box
  using Rows = std::array<std::vector<double>, kKept>;

  // The sum of rows y - 1, y and y + 1 of the picture, those beyond its edge repeated.
  void SumColumns(const Rows& rows, uint32_t y, std::vector<double>& out) const;

  Size size_;
  uint32_t calls_ = 0;
  std::vector<double> input_;
  std::vector<double> row_sums_;
  Rows along_rows_;  // after both horizontal boxes; row y at y % kKept
  Rows once_down_;   // and one vertical box
  std::vector<double> output_;
};

}  // namespace mote

#endif  // MOTE_METRICS_STREAMING_BLUR_H_

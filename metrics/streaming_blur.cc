#include "metrics/streaming_blur.h"

#include <algorithm>

namespace mote {
namespace {

void SumNeighbours(const std::vector<double>& row, std::vector<double>& out) {
  const size_t last = row.size() - 1;
  if (last == 0) {
    out[0] = 3.0 * row[0];
    return;
  }
  out[0] = row[0] + row[0] + row[1];
  for (size_t x = 1; x < last; ++x) out[x] = row[x - 1] + row[x] + row[x + 1];
  out[last] = row[last - 1] + row[last] + row[last];
}

}  // namespace

StreamingBlur::StreamingBlur(Size size) : size_(size), input_(size.width), row_sums_(size.width), output_(size.width) {
  for (auto& row : along_rows_) row.resize(size.width);
  for (auto& row : once_down_) row.resize(size.width);
}

void StreamingBlur::SumColumns(const Rows& rows, uint32_t y, std::vector<double>& out) const {
  const double* above = rows[(y == 0 ? 0 : y - 1) % kKept].data();
  const double* here = rows[y % kKept].data();
  const double* below = rows[std::min(y + 1, size_.height - 1) % kKept].data();
  double* sum = out.data();
  for (size_t x = 0; x < out.size(); ++x) sum[x] = above[x] + here[x] + below[x];
}

const double* StreamingBlur::Advance() {
  const uint32_t y = calls_++;
  if (y < size_.height) {
    SumNeighbours(input_, row_sums_);
    SumNeighbours(row_sums_, along_rows_[y % kKept]);
  }
  if (y >= 1 && y - 1 < size_.height) SumColumns(along_rows_, y - 1, once_down_[(y - 1) % kKept]);
  if (y < kDelay || y - kDelay >= size_.height) return nullptr;
  SumColumns(once_down_, y - kDelay, output_);
  for (double& value : output_) value *= 1.0 / 81.0;  // the four boxes of three
  return output_.data();
}

}  // namespace mote

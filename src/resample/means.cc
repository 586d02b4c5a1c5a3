#include "resample/means.h"

#include <algorithm>
#include <vector>

namespace mote {

Image ShrinkByMeans(PlaneView<const uint8_t> source, uint32_t factor_x, uint32_t factor_y) {
  const Size size{(source.size.width + factor_x - 1) / factor_x, (source.size.height + factor_y - 1) / factor_y};
  Image result(size, source.channels);
  const uint32_t channels = source.channels;
  std::vector<uint64_t> sums(size_t{size.width} * channels);
  for (uint32_t y = 0; y < size.height; ++y) {
    std::fill(sums.begin(), sums.end(), 0);
    const uint32_t y_end = std::min((y + 1) * factor_y, source.size.height);
    for (uint32_t row = y * factor_y; row < y_end; ++row) {
      const uint8_t* in = source.row(row);
      for (uint32_t x = 0; x < size.width; ++x) {
        const uint32_t x_end = std::min((x + 1) * factor_x, source.size.width);
        uint64_t* sum = &sums[size_t{x} * channels];
        for (uint32_t column = x * factor_x; column < x_end; ++column) {
          for (uint32_t c = 0; c < channels; ++c) sum[c] += in[size_t{column} * channels + c];
        }
      }
    }
    uint8_t* out = result.view().row(y);
    for (uint32_t x = 0; x < size.width; ++x) {
      const uint64_t columns = std::min((x + 1) * factor_x, source.size.width) - x * factor_x;
      const uint64_t count = columns * (y_end - y * factor_y);
      for (uint32_t c = 0; c < channels; ++c) {
        const size_t i = size_t{x} * channels + c;
        out[i] = static_cast<uint8_t>((sums[i] + count / 2) / count);
      }
    }
  }
  return result;
}

Image ReduceByMeans(PlaneView<const uint8_t> source, uint64_t most_pixels) {
  Size size = source.size;
  uint32_t factor_x = 1, factor_y = 1;
  // One more in the smaller factor, so that the shape stays, until the means are few enough.
  while (size.pixels() > most_pixels) {
    const bool is_wide = source.size.width >= source.size.height;
    if (size.height == 1 || (size.width > 1 && (factor_x < factor_y || (factor_x == factor_y && is_wide)))) {
      ++factor_x;
    } else {
      ++factor_y;
    }
    size = {(source.size.width + factor_x - 1) / factor_x, (source.size.height + factor_y - 1) / factor_y};
  }
  if (factor_x == 1 && factor_y == 1) return {};
  return ShrinkByMeans(source, factor_x, factor_y);
}

}  // namespace mote

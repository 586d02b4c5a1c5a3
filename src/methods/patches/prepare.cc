#include "methods/patches/prepare.h"

#include <algorithm>

#include "colour/ycbcr.h"
#include "methods/patches/geometry.h"
#include "methods/patches/patch_set.h"
#include "resample/lanczos.h"

namespace mote::patches {
namespace {

// The largest raster has kMaxBlocks * kLumaSide^2 pixels; four times as many leave Lanczos its three lobes.
constexpr uint64_t kWorkingPixels = 4 * kMaxBlocks * kLumaSide * kLumaSide;

// Means of factor_x x factor_y pixels; the last columns and rows take what is left.
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

}  // namespace

Image ReduceToWorkingSize(PlaneView<const uint8_t> rgb) {
  Size size = rgb.size;
  uint32_t factor_x = 1, factor_y = 1;
  // One more in the factor of the longer side until the means are few enough.
  while (size.pixels() > kWorkingPixels) {
    if (size.width >= size.height) {
      ++factor_x;
    } else {
      ++factor_y;
    }
    size = {(rgb.size.width + factor_x - 1) / factor_x, (rgb.size.height + factor_y - 1) / factor_y};
  }
  if (factor_x == 1 && factor_y == 1) return {};
  return ShrinkByMeans(rgb, factor_x, factor_y);
}

Planes PreparePlanes(PlaneView<const uint8_t> rgb, Size luma_blocks) {
  Planes planes;
  planes.raster = RasterSize(luma_blocks);
  const Image reduced = ResizeLanczos(rgb, planes.raster);
  planes.luma = Image(planes.raster, 1);
  const Size chroma_blocks = ChromaBlocks(planes.raster);
  const Size chroma_size{chroma_blocks.width * kChromaSide, chroma_blocks.height * kChromaSide};
  planes.chroma = Image(chroma_size, 2);
  Image cb_cr(planes.raster, 2);
  for (uint32_t y = 0; y < planes.raster.height; ++y) {
    const uint8_t* in = reduced.view().row(y);
    uint8_t* brightness = planes.luma.view().row(y);
    uint8_t* colours = cb_cr.view().row(y);
    for (uint32_t x = 0; x < planes.raster.width; ++x) {
      const Ycbcr colour = ToYcbcr({in[3 * x], in[3 * x + 1], in[3 * x + 2]});
      brightness[x] = colour.y;
      colours[2 * x] = colour.cb;
      colours[2 * x + 1] = colour.cr;
    }
  }
  // Chrominance samples are means; those wholly outside the raster repeat its edge.
  const Image means = ShrinkByMeans(cb_cr.view(), kChromaSubsampling, kChromaSubsampling);
  for (uint32_t y = 0; y < chroma_size.height; ++y) {
    const uint8_t* in = means.view().row(std::min(y, means.size().height - 1));
    uint8_t* out = planes.chroma.view().row(y);
    for (uint32_t x = 0; x < chroma_size.width; ++x) {
      const uint32_t from = std::min(x, means.size().width - 1);
      out[2 * x] = in[2 * from];
      out[2 * x + 1] = in[2 * from + 1];
    }
  }
  return planes;
}

}  // namespace mote::patches

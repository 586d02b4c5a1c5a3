#include "methods/patches/prepare.h"

#include <algorithm>

#include "colour/ycbcr.h"
#include "methods/patches/geometry.h"
#include "methods/patches/patch_set.h"
#include "resample/lanczos.h"
#include "resample/means.h"

namespace mote::patches {
namespace {

// The largest raster has kMaxBlocks * kLumaSide^2 pixels; four times as many leave Lanczos its three lobes.
constexpr uint64_t kWorkingPixels = 4 * kMaxBlocks * kLumaSide * kLumaSide;

}  // namespace

Image ReduceToWorkingSize(PlaneView<const uint8_t> rgb) { return ReduceByMeans(rgb, kWorkingPixels); }

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

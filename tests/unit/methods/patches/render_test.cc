#include "methods/patches/render.h"

#include <gtest/gtest.h>

#include "colour/ycbcr.h"

namespace mote::patches {
namespace {

// Two rows of two blocks, 4 samples a side; the right ones are `step` brighter.
Image SteppedPlane(uint8_t level, int step) {
  Image plane({8, 8}, 1);
  for (uint32_t y = 0; y < 8; ++y) {
    for (uint32_t x = 0; x < 8; ++x) plane.view().row(y)[x] = static_cast<uint8_t>(level + (x < 4 ? 0 : step));
  }
  return plane;
}

TEST(PatchesRenderTest, SmallStepsBetweenBlocksAreSharedOut) {
  Image plane = SteppedPlane(100, 6);
  SmoothBorders(4, plane.view());
  const std::vector<uint8_t> row(plane.view().row(2), plane.view().row(2) + 8);
  EXPECT_EQ(row, (std::vector<uint8_t>{100, 100, 100, 102, 104, 106, 106, 106}));
}

TEST(PatchesRenderTest, EdgesAndFlatPlanesAreLeftAlone) {
  for (const int step : {0, 13, 100, -13, -90}) {
    Image plane = SteppedPlane(120, step);
    const Image before = plane;
    SmoothBorders(4, plane.view());
    EXPECT_EQ(plane.samples(), before.samples()) << step;
  }
}

TEST(PatchesRenderTest, FlatChrominanceStaysFlat) {
  Image luma({20, 12}, 1), chroma({6, 4}, 2);
  for (size_t i = 0; i < luma.samples().size(); ++i) luma.view().data[i] = 90;
  for (size_t i = 0; i < chroma.samples().size(); i += 2) {
    chroma.view().data[i] = 140;
    chroma.view().data[i + 1] = 100;
  }
  const Image image = JoinColours(luma.view(), chroma.view());
  const Rgb expected = ToRgb({90, 140, 100});
  for (size_t i = 0; i < image.samples().size(); i += 3) {
    EXPECT_EQ((Rgb{image.samples()[i], image.samples()[i + 1], image.samples()[i + 2]}), expected);
  }
}

TEST(PatchesRenderTest, ChrominanceIsWidenedStraight) {
  // Two samples, 0 and 64 above the middle of Cb: places 0 and 1 lie before the first sample's middle, 6 and 7 after
  // the second's.
  Image luma({8, 1}, 1), chroma({2, 1}, 2);
  for (uint32_t x = 0; x < 8; ++x) luma.view().data[x] = 128;
  chroma.view().data[0] = 128;
  chroma.view().data[2] = 192;
  chroma.view().data[1] = chroma.view().data[3] = 128;
  const Image image = JoinColours(luma.view(), chroma.view());
  const int expected[8] = {128, 128, 136, 152, 168, 184, 192, 192};
  for (uint32_t x = 0; x < 8; ++x) {
    const Rgb colour = ToRgb({128, static_cast<uint8_t>(expected[x]), 128});
    EXPECT_EQ(image.samples()[3 * x + 2], colour.blue) << x;
    EXPECT_EQ(image.samples()[3 * x + 1], colour.green) << x;
  }
}

}  // namespace
}  // namespace mote::patches

// That the bytes are Pillow's is tested against Pillow itself in tests/parity; here is what must hold by itself.
#include "resample/lanczos.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/unit/test_pictures.h"

namespace mote {
namespace {

double Kernel(double x) {
  const auto sinc = [](double t) { return t == 0 ? 1.0 : std::sin(std::numbers::pi * t) / (std::numbers::pi * t); };
  return std::abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0;
}

// The textbook's answer along one row, in double precision, unrounded.
double ExpectedSample(const Image& row, uint32_t output_width, uint32_t output_x) {
  const double ratio = double{static_cast<double>(row.size().width)} / output_width;
  const double stretch = std::max(1.0, ratio);
  const double centre = (output_x + 0.5) * ratio;
  double sum = 0;
  double weights = 0;
  for (uint32_t x = 0; x < row.size().width; ++x) {
    const double weight = Kernel((x + 0.5 - centre) / stretch);
    sum += weight * row.samples()[x];
    weights += weight;
  }
  return std::clamp(sum / weights, 0.0, 255.0);
}

TEST(ResizeLanczos, AgreesWithTheTextbookWithinRounding) {
  for (const uint32_t input : {1u, 2u, 3u, 7u, 50u, 331u}) {
    for (const uint32_t output : {1u, 2u, 5u, 8u, 49u, 51u, 400u}) {
      const Image row = NoisePicture({input, 1}, 1, 100 * input + output);
      const Image resized = ResizeLanczos(row.view(), {output, 1});
      for (uint32_t x = 0; x < output; ++x) {
        EXPECT_NEAR(resized.samples()[x], ExpectedSample(row, output, x), 0.5001) << input << " to " << output;
      }
    }
  }
}

TEST(ResizeLanczos, KeepsFlatPicturesFlat) {
  for (const uint8_t level : {0, 1, 127, 254, 255}) {
    Image flat({13, 9}, 3);
    std::fill_n(flat.view().data, flat.samples().size(), level);
    for (const Size size : {Size{1, 1}, Size{4, 3}, Size{13, 9}, Size{40, 9}, Size{13, 50}, Size{101, 77}}) {
      const Image resized = ResizeLanczos(flat.view(), size);
      ASSERT_EQ(resized.size(), size);
      for (const uint8_t sample : resized.samples()) ASSERT_EQ(sample, level);
    }
  }
}

TEST(ResizeLanczos, TreatsChannelsAlike) {
  const Image grey = NoisePicture({23, 31}, 1, 5);
  for (uint32_t channels = 2; channels <= 4; ++channels) {
    Image spread({23, 31}, channels);
    for (size_t i = 0; i < spread.samples().size(); ++i) spread.view().data[i] = grey.samples()[i / channels];
    const Image expected = ResizeLanczos(grey.view(), {37, 8});
    const Image resized = ResizeLanczos(spread.view(), {37, 8});
    for (size_t i = 0; i < resized.samples().size(); ++i) {
      ASSERT_EQ(resized.samples()[i], expected.samples()[i / channels]);
    }
  }
}

TEST(ResizeLanczos, ReadsRowsByTheirStride) {
  const Image wide = NoisePicture({40, 20}, 3, 6);
  PlaneView<const uint8_t> part = wide.view();
  part.size = {17, 11};
  part.data += 5 * 3 + 4 * part.stride;
  Image packed({17, 11}, 3);
  for (uint32_t y = 0; y < 11; ++y) std::copy_n(part.row(y), 17 * 3, packed.view().row(y));
  for (const Size size : {Size{9, 30}, Size{17, 11}, Size{17, 3}, Size{5, 11}}) {
    EXPECT_EQ(ResizeLanczos(part, size).samples(), ResizeLanczos(packed.view(), size).samples());
  }
}

TEST(ResizeLanczos, SpansTheLongestSides) {
  const Image line = NoisePicture({65535, 1}, 3, 8);
  EXPECT_EQ(ResizeLanczos(line.view(), {1, 1}).samples().size(), 3u);
  EXPECT_EQ(ResizeLanczos(line.view(), {65534, 2}).samples().size(), 65534u * 2 * 3);
  const Image dot = NoisePicture({1, 1}, 3, 9);
  const Image stretched = ResizeLanczos(dot.view(), {65535, 1});
  for (size_t i = 0; i < stretched.samples().size(); ++i) ASSERT_EQ(stretched.samples()[i], dot.samples()[i % 3]);
}

}  // namespace
}  // namespace mote

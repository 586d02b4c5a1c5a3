#include "methods/patches/encoder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <tuple>
#include <vector>

#include "methods/patches/decoder.h"
#include "methods/patches/geometry.h"
#include "resample/lanczos.h"
#include "tests/unit/methods/patches/scene.h"

namespace mote::patches {
namespace {

struct Coded {
  std::vector<uint8_t> bytes;
  Symbols symbols;
};

// Encodes, and checks what holds for every payload: its length, its tally, and that it decodes.
Coded EncodeAndCheck(const Image& image, size_t max_bytes, int effort = 5) {
  ByteWriter writer;
  StopSource go_on;
  const Status status = Encode(image.view(), max_bytes, effort, go_on, writer);
  EXPECT_TRUE(status.ok()) << (status.ok() ? "" : status.error().message);
  EXPECT_LE(writer.bytes().size(), max_bytes);
  ByteReader reader(writer.bytes());
  Result<Symbols> symbols = ReadSymbols(image.size(), reader);
  EXPECT_TRUE(symbols.ok()) << (symbols.ok() ? "" : symbols.error().message);
  if (!status.ok() || !symbols.ok()) return {};
  EXPECT_EQ(writer.tally().parts(), reader.tally().parts());
  EXPECT_EQ(writer.tally().total_bits(), 8 * writer.bytes().size());
  return {writer.bytes(), std::move(symbols).value()};
}

double RootMeanSquareError(const Image& a, const Image& b) {
  double sum = 0;
  for (size_t i = 0; i < a.samples().size(); ++i) {
    const double difference = double{1} * a.samples()[i] - b.samples()[i];
    sum += difference * difference;
  }
  return std::sqrt(sum / static_cast<double>(a.samples().size()));
}

double DecodedError(const Image& image, const Symbols& symbols) {
  return RootMeanSquareError(image, ResizeLanczos(Render(symbols).view(), image.size()));
}

TEST(PatchesEncoderTest, BudgetsOverARangeHoldAndAreUsed) {
  const Image image = MakeScene({240, 160}, 12);
  double last_error = 1e9;
  for (const size_t max_bytes : {10u, 11u, 12u, 16u, 24u, 60u, 150u, 400u, 1000u, 2953u, 4096u, 9000u}) {
    SCOPED_TRACE(max_bytes);
    const Coded coded = EncodeAndCheck(image, max_bytes, 3);
    if (max_bytes >= 400 && max_bytes <= 4096) {
      EXPECT_GE(coded.bytes.size() * 100, max_bytes * 90);
      const double error = DecodedError(image, coded.symbols);
      EXPECT_LT(error, last_error);
      last_error = error;
    }
  }
  EXPECT_LT(last_error, 16);
}

TEST(PatchesEncoderTest, EverySmallBudgetHolds) {
  const Image image = MakeScene({61, 47}, 30);
  for (size_t max_bytes = LeastPayloadBytes(image.size()); max_bytes < 130; ++max_bytes)
    EncodeAndCheck(image, max_bytes, 1);
}

TEST(PatchesEncoderTest, BudgetsFarBeyondThePictureWork) {
  const Image image = MakeScene({96, 64}, 5);
  const Coded coded = EncodeAndCheck(image, 1 << 20, 2);
  EXPECT_LE(coded.symbols.raster.pixels() / (kLumaSide * kLumaSide), kMaxBlocks);
  EXPECT_LT(DecodedError(image, coded.symbols), 14);
}

TEST(PatchesEncoderTest, TooSmallABudgetNamesTheLeast) {
  const Image image = MakeScene({40, 30}, 0);
  for (size_t max_bytes = 0; max_bytes < LeastPayloadBytes(image.size()); ++max_bytes) {
    ByteWriter writer;
    StopSource go_on;
    const Status status = Encode(image.view(), max_bytes, 5, go_on, writer);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, ErrorCode::kBudgetTooSmall);
    EXPECT_NE(status.error().message.find("10 bytes"), std::string::npos);
    EXPECT_TRUE(writer.bytes().empty());
  }
}

TEST(PatchesEncoderTest, ExtremeSizesWork) {
  for (const Size size : {Size{1, 1}, Size{1, 2}, Size{7, 3}, Size{1, 5000}, Size{5000, 1}, Size{65535, 1},
                          Size{1, 65535}, Size{3, 65535}, Size{2000, 9}}) {
    SCOPED_TRACE(std::to_string(size.width) + "x" + std::to_string(size.height));
    const Image image = MakeScene(size, 8);
    for (const size_t max_bytes : {10u, 1000u}) {
      const Coded coded = EncodeAndCheck(image, max_bytes, 1);
      EXPECT_EQ(Render(coded.symbols).size(), coded.symbols.raster);
      if (coded.symbols.raster != Size{kLumaSide, kLumaSide}) {
        EXPECT_EQ(coded.symbols.raster.width >= coded.symbols.raster.height, size.width >= size.height);
      }
    }
  }
}

TEST(PatchesEncoderTest, APlainColourComesBackExactly) {
  Image image({50, 40}, 3);
  for (size_t i = 0; i < 50 * 40; ++i) {
    image.view().data[3 * i] = 200;
    image.view().data[3 * i + 1] = 40;
    image.view().data[3 * i + 2] = 90;
  }
  EXPECT_LT(DecodedError(image, EncodeAndCheck(image, 10).symbols), 5.0);
  EXPECT_LT(DecodedError(image, EncodeAndCheck(image, 4096).symbols), 2.0);
}

TEST(PatchesEncoderTest, ALargePictureIsReducedFirst) {
  const Image image = MakeScene({4200, 2100}, 4);
  EXPECT_LT(DecodedError(image, EncodeAndCheck(image, 4096, 1).symbols), 25);
}

TEST(PatchesEncoderTest, TheSameCallGivesTheSameBytes) {
  const Image image = MakeScene({120, 90}, 10);
  EXPECT_EQ(EncodeAndCheck(image, 700, 4).bytes, EncodeAndCheck(image, 700, 4).bytes);
}

TEST(PatchesEncoderTest, EveryEffortWorks) {
  const Image image = MakeScene({60, 45}, 10);
  for (int effort = 1; effort <= 9; ++effort) EncodeAndCheck(image, 300, effort);
}

TEST(PatchesEncoderTest, StridesArePassedOver) {
  const Image image = MakeScene({90, 60}, 10);
  std::vector<uint8_t> padded(60 * 300, 77);
  for (uint32_t y = 0; y < 60; ++y) std::copy_n(image.view().row(y), 270, padded.data() + y * 300);
  ByteWriter packed_writer, padded_writer;
  StopSource go_on;
  ASSERT_TRUE(Encode(image.view(), 800, 3, go_on, packed_writer).ok());
  ASSERT_TRUE(Encode(PlaneView<const uint8_t>{padded.data(), {90, 60}, 3, 300}, 800, 3, go_on, padded_writer).ok());
  EXPECT_EQ(packed_writer.bytes(), padded_writer.bytes());
}

TEST(PatchesEncoderTest, ProgressRisesAndCanStop) {
  const Image image = MakeScene({120, 90}, 10);
  double last = -1;
  ByteWriter writer;
  StopSource watched([&](double fraction) {
    EXPECT_GE(fraction, last);
    last = fraction;
    return ProgressAnswer::kGoOn;
  });
  ASSERT_TRUE(Encode(image.view(), 700, 4, watched, writer).ok());
  EXPECT_EQ(last, 1.0);
  ByteWriter stopped;
  StopSource stop([](double fraction) { return fraction < 0.3 ? ProgressAnswer::kGoOn : ProgressAnswer::kCancel; });
  const Status status = Encode(image.view(), 700, 4, stop, stopped);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, ErrorCode::kCancelled);
  EXPECT_TRUE(stopped.bytes().empty());
}

}  // namespace
}  // namespace mote::patches

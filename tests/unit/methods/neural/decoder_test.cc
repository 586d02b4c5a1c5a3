#include "methods/neural/decoder.h"

#include <gtest/gtest.h>

#include <string>

#include "methods/neural/encoder.h"
#include "methods/neural/geometry.h"
#include "methods/neural/synthesis.h"
#include "tests/unit/methods/neural/each_target.h"
#include "tests/unit/test_pictures.h"

namespace mote::neural {
namespace {

std::vector<uint8_t> Encoded(const Image& picture, size_t max_bytes) {
  ByteWriter writer;
  StopSource go_on;
  EXPECT_TRUE(Encode(picture.view(), max_bytes, {.effort = 1}, go_on, writer).ok());
  return writer.bytes();
}

Result<Payload> Read(Size original, const std::vector<uint8_t>& bytes) {
  ByteReader reader(bytes);
  return ReadPayload(original, reader);
}

TEST(NeuralDecoder, ReadsRasterAndLevelAndTakesTheRestForSymbols) {
  const std::vector<uint8_t> bytes = {23, 77, 1, 2, 3};
  ByteReader reader(bytes);
  const Result<Payload> payload = ReadPayload({768, 512}, reader);
  ASSERT_TRUE(payload.ok());
  EXPECT_EQ(payload.value().positions, (Size{24, 16}));
  EXPECT_EQ(payload.value().level, 77);
  EXPECT_EQ(payload.value().symbols.size(), 3u);
  EXPECT_TRUE(reader.rest().empty());
  EXPECT_EQ(reader.tally().total_bits(), 40u);
}

TEST(NeuralDecoder, APayloadHasAtLeastTwoBytes) {
  EXPECT_EQ(Read({20, 10}, {}).error().code, ErrorCode::kTruncated);
  EXPECT_EQ(Read({20, 10}, {0}).error().code, ErrorCode::kTruncated);
  EXPECT_TRUE(Read({20, 10}, {0, 128}).ok());
}

TEST(NeuralDecoder, RefusesMoreThan8192Positions) {
  EXPECT_TRUE(Read({100, 100}, {89, 0}).ok());                                 // 8100
  EXPECT_EQ(Read({100, 100}, {90, 0}).error().code, ErrorCode::kCorrupt);      // 8281
  EXPECT_TRUE(Read({65535, 8192}, {255, 0}).ok());                             // 256 x 32 = 8192
  EXPECT_EQ(Read({60000, 7735}, {255, 0}).error().code, ErrorCode::kCorrupt);  // 256 x 33
  EXPECT_EQ(Read({100, 100}, {255, 255}).error().code, ErrorCode::kCorrupt);
}

TEST(NeuralDecoder, APayloadWithoutSymbolsIsAPictureThatWasCut) {
  const std::vector<uint8_t> bytes = {2, 128};
  const Result<Payload> payload = Read({30, 20}, bytes);
  ASSERT_TRUE(payload.ok());
  const Rendered rendered = Render(payload.value());
  EXPECT_TRUE(rendered.cut);
  EXPECT_EQ(rendered.raster.size(), (Size{48, 32}));
  EXPECT_EQ(rendered.raster.channels(), 3u);
}

TEST(NeuralDecoder, RendersWhatItReads) {
  const Image picture = DiscPicture({64, 48});
  const std::vector<uint8_t> bytes = Encoded(picture, 300);
  const Payload payload = Read(picture.size(), bytes).value();
  const Latents latents = ReadLatents(TheNetwork(), payload);
  EXPECT_FALSE(latents.cut);
  EXPECT_EQ(Render(payload).raster.samples(), Synthesise(TheNetwork(), latents.values, payload.level).samples());
}

TEST(NeuralDecoder, EveryInstructionSetGivesTheSamePicture) {
  const Image picture = DiscPicture({90, 70});
  const std::vector<uint8_t> bytes = Encoded(picture, 700);
  const Payload payload = Read(picture.size(), bytes).value();
  const std::vector<uint8_t> expected = Render(payload).raster.samples();
  UnderEachTarget([&](const char* target) {
    const Rendered rendered = Render(payload);
    EXPECT_FALSE(rendered.cut) << target;
    EXPECT_EQ(rendered.raster.samples(), expected) << target;
    // The encoder's analysis and search are the same as well.
    EXPECT_EQ(Encoded(picture, 700), bytes) << target;
  });
}

TEST(NeuralDecoder, MoreOfAStreamIsMoreOfThePicture) {
  const Image picture = DiscPicture({96, 64});
  const std::vector<uint8_t> bytes = Encoded(picture, 1000);
  const Payload whole = Read(picture.size(), bytes).value();
  const Image target = Render(whole).raster;
  const auto distance = [&](size_t count) {
    const Image raster = Render({whole.positions, whole.level, whole.symbols.first(count)}).raster;
    uint64_t sum = 0;
    for (size_t i = 0; i < raster.samples().size(); ++i) {
      const int difference = int{raster.samples()[i]} - int{target.samples()[i]};
      sum += static_cast<uint64_t>(difference * difference);
    }
    return sum;
  };
  const size_t all = whole.symbols.size();
  ASSERT_GT(all, 100u);
  EXPECT_EQ(distance(all), 0u);
  EXPECT_LT(distance(all * 3 / 4), distance(all / 4));
  EXPECT_LT(distance(all / 4), distance(0));
}

}  // namespace
}  // namespace mote::neural

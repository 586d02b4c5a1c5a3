#include "methods/patches/decoder.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "entropy/deflate.h"
#include "methods/patches/encoder.h"
#include "methods/patches/geometry.h"
#include "methods/patches/render.h"
#include "tests/unit/methods/patches/scene.h"

namespace mote::patches {
namespace {

std::vector<uint8_t> Payload(const Image& image, size_t max_bytes) {
  ByteWriter writer;
  StopSource go_on;
  EXPECT_TRUE(Encode(image.view(), max_bytes, 3, go_on, writer).ok());
  return writer.bytes();
}

Result<Symbols> Read(Size original, const std::vector<uint8_t>& bytes) {
  ByteReader reader(bytes);
  return ReadSymbols(original, reader);
}

// A payload by hand: multiplier bytes, start colour, and ranks of the given counts.
std::vector<uint8_t> MakePayload(std::vector<uint8_t> multiplier, size_t luma_count, size_t chroma_count,
                                 uint8_t rank) {
  std::vector<uint8_t> bytes = std::move(multiplier);
  for (const uint8_t value : {100, 120, 140}) bytes.push_back(value);
  for (const size_t count : {luma_count, chroma_count}) {
    const std::vector<uint8_t> deflated = Deflate(std::vector<uint8_t>(count, rank)).value();
    bytes.insert(bytes.end(), deflated.begin(), deflated.end());
  }
  return bytes;
}

void ExpectError(const Result<Symbols>& result, ErrorCode code) {
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, code) << result.error().message;
  EXPECT_FALSE(result.error().message.empty());
}

TEST(PatchesDecoderTest, ReadsWhatWasWrittenByHand) {
  const Result<Symbols> symbols = Read({64, 32}, MakePayload({4}, 8, 2, 7));
  ASSERT_TRUE(symbols.ok());
  EXPECT_EQ(symbols.value().raster, (Size{16, 8}));
  EXPECT_EQ(symbols.value().start, (std::array<uint8_t, 3>{100, 120, 140}));
  EXPECT_EQ(symbols.value().luma_ranks, std::vector<uint8_t>(8, 7));
  EXPECT_EQ(symbols.value().chroma_ranks, std::vector<uint8_t>(2, 7));
}

TEST(PatchesDecoderTest, TruncationAtEveryLengthIsAnError) {
  const Image image = MakeScene({100, 70}, 10);
  const std::vector<uint8_t> bytes = Payload(image, 600);
  for (size_t length = 0; length < bytes.size(); ++length) {
    SCOPED_TRACE(length);
    ExpectError(Read(image.size(), {bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(length)}),
                ErrorCode::kTruncated);
  }
}

TEST(PatchesDecoderTest, TrailingBytesAreAnError) {
  const Image image = MakeScene({100, 70}, 10);
  std::vector<uint8_t> bytes = Payload(image, 600);
  bytes.push_back(0);
  ExpectError(Read(image.size(), bytes), ErrorCode::kCorrupt);
}

TEST(PatchesDecoderTest, MultipliersOutOfBoundsAreErrors) {
  ExpectError(Read({64, 32}, MakePayload({0}, 1, 1, 0)), ErrorCode::kCorrupt);
  // 5 written in two bytes; 16384 and more blocks along than a raster may have; more blocks in all.
  ExpectError(Read({64, 32}, MakePayload({0x85, 0}, 15, 6, 0)), ErrorCode::kCorrupt);
  ExpectError(Read({65535, 1}, MakePayload({0x81, 0x80}, 1, 1, 0)), ErrorCode::kCorrupt);
  ExpectError(Read({64, 64}, MakePayload({0x81, 0x02}, 257 * 257, 129 * 129, 0)), ErrorCode::kCorrupt);
  // The largest of each.
  EXPECT_TRUE(Read({65535, 1}, MakePayload({0x80, 0x80}, 16384, 8192, 0)).ok());
  EXPECT_TRUE(Read({64, 64}, MakePayload({0x80, 0x02}, 65536, 16384, 0)).ok());
}

TEST(PatchesDecoderTest, WrongCountsOfRanksAreErrors) {
  ExpectError(Read({64, 32}, MakePayload({4}, 7, 2, 0)), ErrorCode::kCorrupt);
  ExpectError(Read({64, 32}, MakePayload({4}, 9, 2, 0)), ErrorCode::kCorrupt);
  ExpectError(Read({64, 32}, MakePayload({4}, 8, 1, 0)), ErrorCode::kCorrupt);
  ExpectError(Read({64, 32}, MakePayload({4}, 8, 3, 0)), ErrorCode::kCorrupt);
}

TEST(PatchesDecoderTest, EverySingleFlippedBitDecodesOrIsAnError) {
  const Image image = MakeScene({60, 44}, 10);
  const std::vector<uint8_t> bytes = Payload(image, 150);
  size_t accepted = 0, rejected = 0;
  for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::vector<uint8_t> damaged = bytes;
    damaged[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
    const Result<Symbols> symbols = Read(image.size(), damaged);
    if (symbols.ok()) {
      EXPECT_EQ(Render(symbols.value()).size(), symbols.value().raster);
      ++accepted;
    } else {
      EXPECT_TRUE(symbols.error().code == ErrorCode::kCorrupt || symbols.error().code == ErrorCode::kTruncated);
      ++rejected;
    }
  }
  EXPECT_GT(accepted, 0u);
  EXPECT_GT(rejected, 0u);
}

TEST(PatchesDecoderTest, RandomBytesDecodeOrAreAnError) {
  std::mt19937 random(7);
  for (int trial = 0; trial < 5000; ++trial) {
    std::vector<uint8_t> bytes(random() % 60);
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random());
    const Result<Symbols> symbols =
        Read({1 + static_cast<uint32_t>(random() % 300), 1 + static_cast<uint32_t>(random() % 300)}, bytes);
    if (symbols.ok()) {
      EXPECT_EQ(Render(symbols.value()).size(), symbols.value().raster);
    }
  }
}

TEST(PatchesDecoderTest, AnySymbolsRender) {
  std::mt19937 random(5);
  for (const Size blocks : {Size{1, 1}, Size{2, 1}, Size{1, 3}, Size{17, 9}, Size{33, 40}}) {
    Symbols symbols;
    symbols.raster = RasterSize(blocks);
    for (uint8_t& value : symbols.start) value = static_cast<uint8_t>(random());
    symbols.luma_ranks.resize(blocks.pixels());
    symbols.chroma_ranks.resize(ChromaBlocks(symbols.raster).pixels());
    for (uint8_t& rank : symbols.luma_ranks) rank = static_cast<uint8_t>(random());
    for (uint8_t& rank : symbols.chroma_ranks) rank = static_cast<uint8_t>(random());
    const Image image = Render(symbols);
    EXPECT_EQ(image.size(), symbols.raster);
    EXPECT_EQ(image.channels(), 3u);
  }
}

}  // namespace
}  // namespace mote::patches

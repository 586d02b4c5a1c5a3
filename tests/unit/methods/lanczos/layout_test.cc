#include "methods/lanczos/layout.h"

#include <gtest/gtest.h>

namespace mote::lanczos {
namespace {

std::vector<uint8_t> Bytes(const std::string& text) { return {text.begin(), text.end()}; }

const std::vector<uint8_t> kPixels = {10, 20, 30, 40, 50, 60};
const std::vector<uint8_t> kExample = [] {
  std::vector<uint8_t> bytes = {0x03, 0x00, 0x02, 0x01, 0, 2, 0, 1};
  const std::vector<uint8_t> ppm = Bytes("P6\n2 1\n255\n");
  bytes.insert(bytes.end(), ppm.begin(), ppm.end());
  bytes.insert(bytes.end(), kPixels.begin(), kPixels.end());
  return bytes;
}();

TEST(LanczosLayout, IsThePublishedOne) {
  ByteWriter writer;
  WriteStream({{768, 513}, {2, 1}, 3, kPixels}, writer);
  EXPECT_EQ(writer.bytes(), kExample);
  EXPECT_TRUE(LooksLikeLanczos(writer.bytes()));
  ByteReader reader(writer.bytes());
  const Stream stream = ReadStream(reader).value();
  EXPECT_EQ(stream.original, (Size{768, 513}));
  EXPECT_EQ(stream.thumbnail, (Size{2, 1}));
  EXPECT_EQ(std::vector<uint8_t>(stream.pixels.begin(), stream.pixels.end()), kPixels);
  EXPECT_EQ(reader.tally().parts(), writer.tally().parts());
  EXPECT_EQ(reader.tally().total_bits(), 8 * writer.bytes().size());
}

TEST(LanczosLayout, ReadsTheGreyThumbnailsOfThePublishedProgram) {
  std::vector<uint8_t> bytes = kExample;
  bytes[9] = '5';
  bytes.resize(bytes.size() - 4);
  ASSERT_TRUE(LooksLikeLanczos(bytes));
  ByteReader reader(bytes);
  const Stream stream = ReadStream(reader).value();
  EXPECT_EQ(stream.channels, 1u);
  EXPECT_EQ(stream.pixels.size(), 2u);
}

ErrorCode ReadError(const std::vector<uint8_t>& bytes) {
  ByteReader reader(bytes);
  const Result<Stream> stream = ReadStream(reader);
  return stream.ok() ? ErrorCode::kOk : stream.error().code;
}

TEST(LanczosLayout, RefusesDamage) {
  EXPECT_EQ(ReadError(kExample), ErrorCode::kOk);
  for (size_t length = 0; length < kExample.size(); ++length) {
    EXPECT_NE(ReadError({kExample.begin(), kExample.begin() + static_cast<ptrdiff_t>(length)}), ErrorCode::kOk);
  }
  std::vector<uint8_t> longer = kExample;
  longer.push_back(0);
  EXPECT_EQ(ReadError(longer), ErrorCode::kCorrupt);
  for (const size_t field : {0, 2, 4, 6}) {
    std::vector<uint8_t> zero = kExample;
    zero[field] = zero[field + 1] = 0;
    EXPECT_EQ(ReadError(zero), ErrorCode::kCorrupt);
  }
  std::vector<uint8_t> contradicting = kExample;
  contradicting[5] = 3;
  EXPECT_FALSE(LooksLikeLanczos(contradicting));
  EXPECT_EQ(ReadError(contradicting), ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace mote::lanczos

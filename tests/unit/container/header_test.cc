#include "container/header.h"

#include <gtest/gtest.h>

namespace mote {
namespace {

std::vector<uint8_t> Written(const Header& header) {
  ByteWriter writer;
  WriteHeader(header, writer);
  return writer.bytes();
}

TEST(Header, RoundTripsEverySideAtTheEdgesOfItsGroups) {
  const uint32_t sides[] = {1, 2, 127, 128, 129, 130, 16383, 16384, 16385, 65534, 65535};
  for (const uint32_t width : sides) {
    for (const uint32_t height : sides) {
      for (const Alpha alpha : {Alpha::kOpaque, Alpha::kOnWhite}) {
        const Header header{.alpha = alpha, .size = {width, height}};
        ByteWriter writer;
        WriteHeader(header, writer);
        ByteReader reader(writer.bytes());
        const Result<Header> read = ReadHeader(reader);
        ASSERT_TRUE(read.ok()) << read.error().message;
        EXPECT_EQ(read.value(), header);
        EXPECT_TRUE(reader.rest().empty());
        EXPECT_EQ(reader.tally().parts(), writer.tally().parts());
      }
    }
  }
}

TEST(Header, KeepsEveryMethod) {
  for (const Method method : {Method::kNeural, Method::kPatches}) {
    const std::vector<uint8_t> bytes = Written({.method = method, .size = {7, 8}});
    ByteReader reader(bytes);
    EXPECT_EQ(ReadHeader(reader).value().method, method);
  }
  EXPECT_EQ(Written({.method = Method::kNeural, .size = {1, 1}})[0], 0b01'000'00'0);
}

TEST(Header, IsFiveBytesForAnOrdinaryPicture) {
  // Version 1, method 1 (patches), composited on white; then 767 and 511 in groups of seven bits.
  const std::vector<uint8_t> expected = {0b01'001'01'0, 0xFF, 0x05, 0xFF, 0x03};
  EXPECT_EQ(Written({.alpha = Alpha::kOnWhite, .size = {768, 512}}), expected);
}

ErrorCode ReadError(const std::vector<uint8_t>& bytes) {
  ByteReader reader(bytes);
  const Result<Header> header = ReadHeader(reader);
  return header.ok() ? ErrorCode::kOk : header.error().code;
}

TEST(Header, EveryTruncationIsSaidToBeOne) {
  const std::vector<uint8_t> whole = Written({.size = {65535, 65535}});
  ASSERT_EQ(whole.size(), 7u);
  EXPECT_EQ(ReadError(whole), ErrorCode::kOk);
  for (size_t length = 0; length < whole.size(); ++length) {
    EXPECT_EQ(ReadError({whole.begin(), whole.begin() + static_cast<ptrdiff_t>(length)}), ErrorCode::kTruncated);
  }
}

TEST(Header, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(ReadError({0b00'001'00'0, 0, 0}), ErrorCode::kNotAMote);
  EXPECT_EQ(ReadError({0b10'001'00'0, 0, 0}), ErrorCode::kUnsupportedVersion);
  EXPECT_EQ(ReadError({0b11'001'00'0, 0, 0}), ErrorCode::kUnsupportedVersion);
  EXPECT_EQ(ReadError({0b01'010'00'0, 0, 0}), ErrorCode::kUnsupportedVersion);
  EXPECT_EQ(ReadError({0b01'001'10'0, 0, 0}), ErrorCode::kUnsupportedVersion);
  EXPECT_EQ(ReadError({0b01'001'11'0, 0, 0}), ErrorCode::kUnsupportedVersion);
  EXPECT_EQ(ReadError({0b01'001'00'1, 0, 0}), ErrorCode::kUnsupportedVersion);
}

TEST(Header, HasOneFormForEachPicture) {
  EXPECT_EQ(ReadError({0b01'001'00'0, 0, 0}), ErrorCode::kOk);
  EXPECT_EQ(ReadError({0b01'001'00'0, 0x80, 0x00, 0}), ErrorCode::kCorrupt);              // 0 in two groups
  EXPECT_EQ(ReadError({0b01'001'00'0, 0x80, 0x80, 0x00, 0}), ErrorCode::kCorrupt);        // 0 in three
  EXPECT_EQ(ReadError({0b01'001'00'0, 0xFE, 0xFF, 0x03, 0}), ErrorCode::kOk);             // 65535
  EXPECT_EQ(ReadError({0b01'001'00'0, 0xFF, 0xFF, 0x03, 0}), ErrorCode::kCorrupt);        // 65536
  EXPECT_EQ(ReadError({0b01'001'00'0, 0x80, 0x80, 0x84, 0x01, 0}), ErrorCode::kCorrupt);  // four groups
}

}  // namespace
}  // namespace mote

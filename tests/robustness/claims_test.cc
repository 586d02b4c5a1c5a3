// Streams that claim what they should not: nothing at all, another format, dimensions of zero, a picture of four
// thousand megapixels in twenty bytes.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <string>

#include "tests/support/api_calls.h"
#include "tests/support/stream_contract.h"
#include "tests/support/synthetic_picture.h"

namespace mote_test {
namespace {

Bytes FromText(const std::string& text) { return Bytes(text.begin(), text.end()); }

void ExpectStatus(const Bytes& bytes, mote_status expected) {
  EXPECT_EQ(DecodeViolation(bytes, DecodeOptions(1 << 20)), "");
  EXPECT_EQ(Decode(bytes, DecodeOptions(1 << 20)).status, expected) << Decode(bytes, DecodeOptions(1 << 20)).message;
}

// The published layout: dimensions, thumbnail's dimensions, PPM or PGM.
Bytes LanczosStream(uint32_t width, uint32_t height, uint32_t thumbnail_width, uint32_t thumbnail_height,
                    const std::string& pnm) {
  Bytes bytes;
  for (const uint32_t side : {width, height, thumbnail_width, thumbnail_height}) {
    bytes.push_back(static_cast<uint8_t>(side >> 8));
    bytes.push_back(static_cast<uint8_t>(side));
  }
  bytes.insert(bytes.end(), pnm.begin(), pnm.end());
  return bytes;
}

// The smallest stream of the widest and tallest picture: a grey thumbnail of one pixel.
Bytes HugeLanczosStream() { return LanczosStream(65535, 65535, 1, 1, "P5\n1 1\n255\n\x80"); }

// A one-block stream of method patches whose header is replaced by one of 65535 x 65535 pixels.
Bytes HugePatchesStream() {
  const SyntheticPicture picture = RenderScene(Scene::kFlat, 1, 1);
  for (size_t max_bytes = 1; max_bytes < 64; ++max_bytes) {
    const EncodeResult encoded = Encode(picture.image(), EncodeOptions(MOTE_METHOD_PATCHES, max_bytes));
    if (encoded.status != MOTE_OK) continue;
    Bytes bytes = encoded.bytes();
    constexpr size_t kSmallHeaderBytes = 3;  // first byte, then a byte a side
    const Bytes huge_sides = {0xfe, 0xff, 0x03, 0xfe, 0xff, 0x03};
    bytes.erase(bytes.begin() + 1, bytes.begin() + kSmallHeaderBytes);
    bytes.insert(bytes.begin() + 1, huge_sides.begin(), huge_sides.end());
    return bytes;
  }
  ADD_FAILURE() << "no budget below 64 bytes is enough for one pixel";
  return {};
}

// Nothing but what a stream of method neural must have: header, one position, a level.
Bytes HugeNeuralStream() { return {0x40, 0xfe, 0xff, 0x03, 0xfe, 0xff, 0x03, 0, 128}; }

int64_t PeakMemoryKib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(ClaimsTest, EmptyInputIsTruncated) {
  ExpectStatus({}, MOTE_ERROR_TRUNCATED);
  mote_picture* picture = nullptr;
  mote_error error{};
  EXPECT_EQ(mote_decode(nullptr, 0, nullptr, &picture, &error), MOTE_ERROR_TRUNCATED);
  EXPECT_EQ(picture, nullptr);
  EXPECT_EQ(MessageViolation(error.message), "");
}

TEST(ClaimsTest, OtherFormatsAreNoMotes) {
  // The two upper bits of a mote's first byte name version 1; none of these has that.
  ExpectStatus(FromText("\xff\xd8\xff\xe0\x10JFIF, and so on for a while"), MOTE_ERROR_UNSUPPORTED_VERSION);
  ExpectStatus(FromText("\x89PNG\r\n\x1a\n, and so on for a while"), MOTE_ERROR_UNSUPPORTED_VERSION);
  ExpectStatus(FromText("<!DOCTYPE html><html><body>not here</body></html>"), MOTE_ERROR_NOT_A_MOTE);
  ExpectStatus(FromText("%PDF-1.7 and so on"), MOTE_ERROR_NOT_A_MOTE);
  ExpectStatus(Bytes(100, 0), MOTE_ERROR_NOT_A_MOTE);
  ExpectStatus(FromText("P6\n1 1\n255\n\x01\x02\x03"), MOTE_ERROR_UNSUPPORTED_VERSION);  // 'P' is version 1, method 2
}

TEST(ClaimsTest, LaterVersionsAndUnknownMethodsAreUnsupported) {
  for (int first_byte = 0x80; first_byte <= 0xff; ++first_byte) {
    ExpectStatus({static_cast<uint8_t>(first_byte), 0, 0, 1}, MOTE_ERROR_UNSUPPORTED_VERSION);
  }
  // 0 is neural, 1 patches.
  for (int method = 2; method < 8; ++method) {
    ExpectStatus({static_cast<uint8_t>(0x40 | method << 3), 0, 0, 1}, MOTE_ERROR_UNSUPPORTED_VERSION);
  }
}

TEST(ClaimsTest, SidesOfZeroAreCorrupt) {
  const std::string pixel = "P6\n1 1\n255\n\x01\x02\x03";
  ExpectStatus(LanczosStream(1, 1, 1, 1, pixel), MOTE_OK);
  ExpectStatus(LanczosStream(0, 1, 1, 1, pixel), MOTE_ERROR_CORRUPT);
  ExpectStatus(LanczosStream(1, 0, 1, 1, pixel), MOTE_ERROR_CORRUPT);
  ExpectStatus(LanczosStream(1, 1, 0, 1, "P6\n0 1\n255\n"), MOTE_ERROR_CORRUPT);
  ExpectStatus(LanczosStream(1, 1, 1, 0, "P6\n1 0\n255\n"), MOTE_ERROR_CORRUPT);
  ExpectStatus(LanczosStream(0, 0, 0, 0, "P6\n0 0\n255\n"), MOTE_ERROR_CORRUPT);
}

TEST(ClaimsTest, TheTwoSizesOfALanczosThumbnailAgree) {
  const std::string pixels = "\x01\x02\x03\x04\x05\x06";
  ExpectStatus(LanczosStream(5, 5, 2, 1, "P6\n2 1\n255\n" + pixels), MOTE_OK);
  ExpectStatus(LanczosStream(5, 5, 1, 2, "P6\n2 1\n255\n" + pixels), MOTE_ERROR_CORRUPT);
  ExpectStatus(LanczosStream(5, 5, 2, 1, "P6\n2 1\n65535\n" + pixels), MOTE_ERROR_CORRUPT);
  ExpectStatus(LanczosStream(5, 5, 2, 1, "P6 2 1\n255\n" + pixels), MOTE_ERROR_CORRUPT);
}

// The raster's work and memory grow with what two bytes claim, and are bounded whatever they claim.
TEST(ClaimsTest, RastersOfMoreThan8192PositionsAreCorrupt) {
  for (int less_one = 0; less_one < 256; ++less_one) {
    const Bytes square = {0x40, 99, 99, static_cast<uint8_t>(less_one), 128};
    const InfoResult info = Info(square);
    const uint64_t positions = uint64_t(less_one + 1) * (less_one + 1);
    EXPECT_EQ(info.status, positions > 8192 ? MOTE_ERROR_CORRUPT : MOTE_OK) << positions;
    if (positions > 8192) {
      EXPECT_EQ(Decode(square, DecodeOptions(1 << 20)).status, MOTE_ERROR_CORRUPT) << positions;
    }
  }
}

TEST(ClaimsTest, TheLargestRasterOfMethodNeuralTakesBoundedMemory) {
  const Bytes largest = {0x40, 99, 99, 89, 128};  // 90 x 90 positions, no symbols
  const InfoResult info = Info(largest);
  ASSERT_EQ(info.status, MOTE_OK) << info.message;
  EXPECT_EQ(info.info.raster_width, 1440U);
  EXPECT_EQ(info.info.raster_height, 1440U);
  const int64_t before_kib = PeakMemoryKib();
  const DecodeResult decoded = Decode(largest, DecodeOptions(1 << 20));
  ASSERT_EQ(decoded.status, MOTE_OK) << decoded.message;
  EXPECT_TRUE(decoded.cut());
  EXPECT_LT(PeakMemoryKib() - before_kib, 256 * 1024);
}

class HugeClaimTest : public testing::TestWithParam<mote_method> {
 protected:
  [[nodiscard]] static Bytes HugeStream() {
    switch (GetParam()) {
      case MOTE_METHOD_LANCZOS:
        return HugeLanczosStream();
      case MOTE_METHOD_PATCHES:
        return HugePatchesStream();
      default:
        return HugeNeuralStream();
    }
  }
};

TEST_P(HugeClaimTest, IsRefusedUnderTheDefaultLimits) {
  const Bytes stream = HugeStream();
  ASSERT_LE(stream.size(), 22U);
  const InfoResult info = Info(stream);
  ASSERT_EQ(info.status, MOTE_OK) << info.message;
  EXPECT_EQ(info.info.width, 65535U);
  EXPECT_EQ(info.info.height, 65535U);
  mote_decode_options options;
  mote_decode_options_init(&options);
  const int64_t before_kib = PeakMemoryKib();
  const DecodeResult decoded = Decode(stream, options);
  EXPECT_EQ(decoded.status, MOTE_ERROR_LIMIT_EXCEEDED) << decoded.message;
  EXPECT_EQ(MessageViolation(decoded.message), "");
  EXPECT_LT(PeakMemoryKib() - before_kib, 16 * 1024);
}

TEST_P(HugeClaimTest, DecodesSmallInLittleMemory) {
  const Bytes stream = HugeStream();
  const int64_t before_kib = PeakMemoryKib();
  for (const uint32_t max_side : {1, 24, 500}) {
    const DecodeResult decoded = Decode(stream, DecodeOptions(uint64_t{1} << 28, max_side));
    ASSERT_EQ(decoded.status, MOTE_OK) << decoded.message;
    EXPECT_EQ(decoded.width(), max_side);
    EXPECT_EQ(decoded.height(), max_side);
  }
  EXPECT_LT(PeakMemoryKib() - before_kib, 64 * 1024);
}

TEST_P(HugeClaimTest, NoSmallerLimitLetsItThrough) {
  const Bytes stream = HugeStream();
  for (const uint64_t max_pixels : {uint64_t{0}, uint64_t{1}, uint64_t{65535}, uint64_t{65535} * 65535 - 1}) {
    EXPECT_EQ(Decode(stream, DecodeOptions(max_pixels)).status, MOTE_ERROR_LIMIT_EXCEEDED);
  }
}

INSTANTIATE_TEST_SUITE_P(Methods, HugeClaimTest, testing::ValuesIn(kAllMethods),
                         [](const auto& instance) { return MethodName(instance.param); });

TEST(ClaimsTest, TooLargePicturesAreNotEncoded) {
  const SyntheticPicture picture = RenderScene(Scene::kGradient, 20, 10);
  for (const mote_method method : kAllMethods) {
    mote_encode_options options = EncodeOptions(method, 200);
    options.max_pixels = 199;
    EXPECT_EQ(EncodeViolation(picture.image(), options), "");
    EXPECT_EQ(Encode(picture.image(), options).status, MOTE_ERROR_LIMIT_EXCEEDED);
    options.max_pixels = 200;
    EXPECT_EQ(Encode(picture.image(), options).status, MOTE_OK);
  }
}

}  // namespace
}  // namespace mote_test

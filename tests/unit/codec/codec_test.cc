#include "codec/codec.h"

#include <gtest/gtest.h>

#include "colour/alpha.h"
#include "resample/lanczos.h"
#include "tests/unit/test_pictures.h"

namespace mote {
namespace {

constexpr Method kMethods[] = {Method::kLanczos, Method::kPatches, Method::kNeural};

TEST(Codec, KeepsEveryBudgetAndEverySize) {
  for (const Method method : kMethods) {
    for (const Size size : {Size{1, 1}, Size{1, 500}, Size{500, 1}, Size{37, 53}, Size{160, 120}, Size{15, 640}}) {
      const Image picture = DiscPicture(size);
      for (const size_t budget : {64, 100, 300, 1024, 4096, 20000}) {
        const Result<EncodedPicture> encoded =
            Encode(picture.view(), {.method = method, .max_bytes = budget, .effort = 1});
        ASSERT_TRUE(encoded.ok()) << encoded.error().message;
        EXPECT_LE(encoded.value().bytes.size(), budget);
        const Result<DecodedPicture> decoded = Decode(encoded.value().bytes, {});
        ASSERT_TRUE(decoded.ok()) << decoded.error().message;
        EXPECT_EQ(decoded.value().pixels.size(), size);
        EXPECT_EQ(decoded.value().pixels.channels(), 3u);
      }
    }
  }
}

TEST(Codec, InfoAccountsForEveryBit) {
  const Image picture = DiscPicture({200, 150});
  for (const Method method : kMethods) {
    const EncodedPicture encoded = Encode(picture.view(), {.method = method, .effort = 1}).value();
    const StreamInfo info = Inspect(encoded.bytes).value();
    EXPECT_EQ(info.header.method, method);
    EXPECT_EQ(info.header.size, picture.size());
    EXPECT_GT(info.raster.pixels(), 0u);
    uint64_t bits = 0;
    for (const Part& part : info.parts) bits += part.bits;
    EXPECT_EQ(bits, 8 * encoded.bytes.size());
  }
}

TEST(Codec, CompositesAlphaOnWhiteAndSaysSo) {
  Image translucent = NoisePicture({40, 30}, 4, 3);
  const Image opaque = CompositeOnWhite(translucent.view());
  for (const Method method : kMethods) {
    EncodedPicture encoded = Encode(translucent.view(), {.method = method, .effort = 1}).value();
    EXPECT_EQ(encoded.alpha, Alpha::kOnWhite);
    const EncodedPicture expected = Encode(opaque.view(), {.method = method, .effort = 1}).value();
    EXPECT_EQ(expected.alpha, Alpha::kOpaque);
    if (method != Method::kLanczos) {
      EXPECT_EQ(Inspect(encoded.bytes).value().header.alpha, Alpha::kOnWhite);
      EXPECT_EQ(Inspect(expected.bytes).value().header.alpha, Alpha::kOpaque);
      encoded.bytes[0] = expected.bytes[0];
    }
    EXPECT_EQ(encoded.bytes, expected.bytes);
  }
}

TEST(Codec, OpaqueAlphaLeavesNoTrace) {
  Image opaque = NoisePicture({20, 10}, 4, 4);
  for (size_t i = 3; i < opaque.samples().size(); i += 4) opaque.view().data[i] = 255;
  const EncodedPicture encoded = Encode(opaque.view(), {.effort = 1}).value();
  EXPECT_EQ(encoded.alpha, Alpha::kOpaque);
  EXPECT_EQ(encoded.bytes, Encode(CompositeOnWhite(opaque.view()).view(), {.effort = 1}).value().bytes);
}

TEST(Codec, ShrinksToTheLongestSideAskedFor) {
  const Image picture = DiscPicture({300, 120});
  for (const Method method : kMethods) {
    const EncodedPicture encoded = Encode(picture.view(), {.method = method, .effort = 1}).value();
    EXPECT_EQ(Decode(encoded.bytes, {.max_side = 100}).value().pixels.size(), (Size{100, 40}));
    EXPECT_EQ(Decode(encoded.bytes, {.max_side = 1}).value().pixels.size(), (Size{1, 1}));
    EXPECT_EQ(Decode(encoded.bytes, {.max_side = 300}).value().pixels.size(), picture.size());
    EXPECT_EQ(Decode(encoded.bytes, {.max_side = 5000}).value().pixels.size(), picture.size());
  }
}

TEST(Codec, TellsOfAMissingEnd) {
  const Image picture = DiscPicture({60, 40});
  EncodedPicture encoded = Encode(picture.view(), {.max_bytes = 500, .effort = 1}).value();
  const DecodedPicture whole = Decode(encoded.bytes, {}).value();
  EXPECT_FALSE(whole.cut);
  encoded.bytes.resize(encoded.bytes.size() / 2);
  const DecodedPicture beginning = Decode(encoded.bytes, {}).value();
  EXPECT_TRUE(beginning.cut);
  EXPECT_EQ(beginning.pixels.size(), picture.size());
  EXPECT_NE(beginning.pixels.samples(), whole.pixels.samples());
}

TEST(Codec, RefusesAHugeOutputBeforeMakingIt) {
  const Image picture = DiscPicture({30, 30});
  EncodedPicture encoded = Encode(picture.view(), {.method = Method::kLanczos}).value();
  for (int i = 0; i < 4; ++i) encoded.bytes[i] = 0xFF;  // claims 65535 x 65535
  const Result<DecodedPicture> decoded = Decode(encoded.bytes, {});
  ASSERT_FALSE(decoded.ok());
  EXPECT_EQ(decoded.error().code, ErrorCode::kLimitExceeded);
  EXPECT_EQ(Decode(encoded.bytes, {.max_side = 64}).value().pixels.size(), (Size{64, 64}));
}

TEST(Codec, SaysWhyABudgetIsTooSmall) {
  const Image picture = DiscPicture({300, 200});
  for (const Method method : kMethods) {
    const Result<EncodedPicture> refused = Encode(picture.view(), {.method = method, .max_bytes = 1});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kBudgetTooSmall);
    const std::string& message = refused.error().message;
    const size_t at = message.find("at least ");
    ASSERT_NE(at, std::string::npos) << message;
    const size_t least = std::stoul(message.substr(at + 9));
    EXPECT_TRUE(Encode(picture.view(), {.method = method, .max_bytes = least}).ok());
    EXPECT_FALSE(Encode(picture.view(), {.method = method, .max_bytes = least - 1}).ok());
  }
}

TEST(Codec, StopsWhenToldTo) {
  const Image picture = DiscPicture({64, 64});
  for (const Method method : kMethods) {
    int calls = 0;
    const auto stop = [&](double fraction) {
      EXPECT_GE(fraction, 0);
      EXPECT_LE(fraction, 1);
      return ++calls < 2 ? ProgressAnswer::kGoOn : ProgressAnswer::kCancel;
    };
    EXPECT_EQ(Encode(picture.view(), {.method = method, .progress = stop}).error().code, ErrorCode::kCancelled);
    EXPECT_EQ(calls, 2);
    const EncodedPicture encoded = Encode(picture.view(), {.method = method, .effort = 1}).value();
    calls = 0;
    EXPECT_EQ(Decode(encoded.bytes, {.progress = stop}).error().code, ErrorCode::kCancelled);
  }
}

TEST(Codec, TellsStrangersApart) {
  const std::vector<uint8_t> png = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13};
  EXPECT_FALSE(Inspect(png).ok());
  EXPECT_EQ(Inspect({}).error().code, ErrorCode::kTruncated);
  EXPECT_EQ(Inspect(std::vector<uint8_t>(100, 0)).error().code, ErrorCode::kNotAMote);
  // Method 2 is unassigned; method 0 is neural, whose level is missing here.
  EXPECT_EQ(Inspect(std::vector<uint8_t>{0b01'010'00'0, 9, 9, 1}).error().code, ErrorCode::kUnsupportedVersion);
  EXPECT_EQ(Inspect(std::vector<uint8_t>{0b01'000'00'0, 9, 9, 1}).error().code, ErrorCode::kTruncated);
}

}  // namespace
}  // namespace mote

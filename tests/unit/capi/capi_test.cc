#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "mote/mote.h"
#include "mote/mote.hpp"
#include "tests/unit/test_pictures.h"

namespace mote {
namespace {

mote_image AsImage(const Image& picture) {
  return {picture.samples().data(), picture.size().width, picture.size().height,
          size_t{picture.size().width} * picture.channels(),
          picture.channels() == 4 ? MOTE_PIXELS_RGBA8 : MOTE_PIXELS_RGB8};
}

TEST(CApi, RefusesBadArgumentsByName) {
  const Image picture = DiscPicture({20, 10});
  mote_encode_options options;
  mote_stream* stream = nullptr;
  mote_error error;
  const auto expect_refusal = [&](const mote_image* image, const char* word) {
    EXPECT_EQ(mote_encode(image, &options, &stream, &error), MOTE_ERROR_INVALID_ARGUMENT);
    EXPECT_NE(std::strstr(error.message, word), nullptr) << error.message;
    EXPECT_EQ(stream, nullptr);
  };
  mote_encode_options_init(&options);
  mote_image image = AsImage(picture);
  expect_refusal(nullptr, "image");
  image.pixels = nullptr;
  expect_refusal(&image, "image");
  image = AsImage(picture);
  image.stride_bytes = 59;
  expect_refusal(&image, "stride");
  image.stride_bytes = SIZE_MAX;
  expect_refusal(&image, "stride");
  image = AsImage(picture);
  image.format = static_cast<mote_pixel_format>(7);
  expect_refusal(&image, "format");
  image = AsImage(picture);
  image.width = 0;
  expect_refusal(&image, "0x10");
  image = AsImage(picture);
  for (const int effort : {0, 10, -1}) {
    options.effort = effort;
    expect_refusal(&image, "effort");
  }
  mote_encode_options_init(&options);
  options.method = static_cast<mote_method>(99);
  expect_refusal(&image, "method");
  for (const int tune : {-1, 2}) {
    mote_encode_options_init(&options);
    options.tune = static_cast<mote_tune>(tune);
    expect_refusal(&image, "tune");
  }
  mote_encode_options_init(&options);
  options.threads = -1;
  expect_refusal(&image, "threads");
  for (const double limit : {-1e-9, -std::numeric_limits<double>::infinity(), std::nan("")}) {
    mote_encode_options_init(&options);
    options.time_limit_seconds = limit;
    expect_refusal(&image, "time_limit_seconds");
  }
  mote_encode_options_init(&options);
  options.struct_size = 3;
  expect_refusal(&image, "struct_size");
  mote_encode_options_init(&options);
  EXPECT_EQ(mote_encode(&image, &options, nullptr, &error), MOTE_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(mote_encode(nullptr, nullptr, &stream, nullptr), MOTE_ERROR_INVALID_ARGUMENT);
}

TEST(CApi, NullOptionsAreTheDefaults) {
  const Image picture = DiscPicture({24, 16});
  const mote_image image = AsImage(picture);
  mote_stream* stream = nullptr;
  ASSERT_EQ(mote_encode(&image, nullptr, &stream, nullptr), MOTE_OK);
  const Stream expected = encode(image);
  EXPECT_EQ(std::vector<uint8_t>(mote_stream_data(stream), mote_stream_data(stream) + mote_stream_size(stream)),
            std::vector<uint8_t>(expected.bytes().begin(), expected.bytes().end()));
  mote_stream_free(stream);
}

// A caller compiled against an earlier, shorter struct.
TEST(CApi, MembersThatTheCallerLacksKeepTheirDefaults) {
  const Image picture = DiscPicture({90, 70});
  const mote_image image = AsImage(picture);
  mote_encode_options options;
  std::memset(&options, 0xEE, sizeof(options));
  options.struct_size = offsetof(mote_encode_options, effort);
  options.method = MOTE_METHOD_LANCZOS;
  options.max_bytes = 500;
  mote_stream* stream = nullptr;
  mote_error error{};
  ASSERT_EQ(mote_encode(&image, &options, &stream, &error), MOTE_OK) << error.message;
  EXPECT_LE(mote_stream_size(stream), 500u);
  mote_stream_free(stream);
}

// As above, for the struct that ended before `tune`: what lies beyond is not looked at.
TEST(CApi, AStructWithoutTuneThreadsAndTimeLimitStillWorks) {
  const Image picture = DiscPicture({40, 30});
  const mote_image image = AsImage(picture);
  mote_encode_options options;
  mote_encode_options_init(&options);
  options.max_bytes = 200;
  options.effort = 2;
  options.tune = static_cast<mote_tune>(77);
  options.threads = -5;
  options.time_limit_seconds = std::nan("");
  mote_stream* stream = nullptr;
  EXPECT_EQ(mote_encode(&image, &options, &stream, nullptr), MOTE_ERROR_INVALID_ARGUMENT);
  options.struct_size = offsetof(mote_encode_options, tune);
  mote_error error{};
  ASSERT_EQ(mote_encode(&image, &options, &stream, &error), MOTE_OK) << error.message;
  const Stream expected = encode(image, {.max_bytes = 200, .effort = 2});
  EXPECT_EQ(std::vector<uint8_t>(mote_stream_data(stream), mote_stream_data(stream) + mote_stream_size(stream)),
            std::vector<uint8_t>(expected.bytes().begin(), expected.bytes().end()));
  mote_stream_free(stream);
}

TEST(CApi, FreeingNothingIsFine) {
  mote_stream_free(nullptr);
  mote_picture_free(nullptr);
}

TEST(CApi, EveryStatusHasAText) {
  for (int status = 0; status <= MOTE_ERROR_INTERNAL; ++status) {
    EXPECT_STRNE(mote_status_text(static_cast<mote_status>(status)), "an unknown status");
  }
  EXPECT_STREQ(mote_status_text(static_cast<mote_status>(1000)), "an unknown status");
  EXPECT_STREQ(mote_version(), "0.1.0");
}

TEST(CApi, InfoNeedsItsSize) {
  mote_stream_info info{};
  EXPECT_EQ(mote_info(nullptr, 0, &info, nullptr), MOTE_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(mote_info(nullptr, 0, nullptr, nullptr), MOTE_ERROR_INVALID_ARGUMENT);
  info.struct_size = sizeof(info);
  EXPECT_EQ(mote_info(nullptr, 0, &info, nullptr), MOTE_ERROR_TRUNCATED);
  EXPECT_EQ(mote_info(nullptr, 5, &info, nullptr), MOTE_ERROR_INVALID_ARGUMENT);
}

TEST(CApi, NeuralIsTheDefaultMethod) {
  const Image picture = DiscPicture({40, 30});
  const Stream by_default = encode(AsImage(picture), {.max_bytes = 200});
  const Stream by_name = encode(AsImage(picture), {.method = MOTE_METHOD_NEURAL, .max_bytes = 200});
  EXPECT_TRUE(
      std::equal(by_default.bytes().begin(), by_default.bytes().end(), by_name.bytes().begin(), by_name.bytes().end()));
  EXPECT_EQ(info(by_default.bytes()).method, MOTE_METHOD_NEURAL);
  EXPECT_EQ(info(by_default.bytes()).version, 1u);
  EXPECT_EQ(info(by_default.bytes()).alpha, MOTE_ALPHA_OPAQUE);
  EXPECT_EQ(info(encode(AsImage(picture), {.method = MOTE_METHOD_PATCHES}).bytes()).method, MOTE_METHOD_PATCHES);
}

TEST(CApi, APictureTellsWhetherItsStreamWasCut) {
  const Image picture = DiscPicture({40, 30});
  for (const mote_method method : {MOTE_METHOD_LANCZOS, MOTE_METHOD_PATCHES, MOTE_METHOD_NEURAL}) {
    const Stream stream = encode(AsImage(picture), {.method = method, .max_bytes = 200});
    mote_picture* decoded = nullptr;
    ASSERT_EQ(mote_decode(stream.bytes().data(), stream.bytes().size(), nullptr, &decoded, nullptr), MOTE_OK);
    EXPECT_EQ(mote_picture_cut(decoded), 0) << method;
    mote_picture_free(decoded);
    if (method != MOTE_METHOD_NEURAL) continue;
    ASSERT_EQ(mote_decode(stream.bytes().data(), stream.bytes().size() - 1, nullptr, &decoded, nullptr), MOTE_OK);
    EXPECT_EQ(mote_picture_cut(decoded), 1);
    mote_picture_free(decoded);
    EXPECT_FALSE(decode(stream.bytes()).cut());
    EXPECT_TRUE(decode(stream.bytes().first(stream.bytes().size() - 1)).cut());
  }
}

TEST(CppWrapper, RoundTripsAndThrows) {
  const Image picture = DiscPicture({120, 80});
  const Stream stream = encode(AsImage(picture), {.method = MOTE_METHOD_LANCZOS, .max_bytes = 1024});
  EXPECT_LE(stream.bytes().size(), 1024u);
  EXPECT_EQ(stream.alpha(), MOTE_ALPHA_OPAQUE);
  EXPECT_EQ(info(stream.bytes()).method, MOTE_METHOD_LANCZOS);
  EXPECT_EQ(info(stream.bytes()).alpha, MOTE_ALPHA_UNKNOWN);
  const Picture decoded = decode(stream.bytes());
  EXPECT_EQ(decoded.width(), 120u);
  EXPECT_EQ(decoded.height(), 80u);
  EXPECT_EQ(decoded.pixels().size(), 120u * 80 * 3);
  EXPECT_EQ(decode(stream.bytes(), {.max_side = 30}).width(), 30u);
  try {
    static_cast<void>(decode(stream.bytes(), {.max_pixels = 100}));
    FAIL() << "expected an exception";
  } catch (const Exception& exception) {
    EXPECT_EQ(exception.status(), MOTE_ERROR_LIMIT_EXCEEDED);
    EXPECT_NE(std::string_view(exception.what()).find("120x80"), std::string_view::npos);
  }
  try {
    static_cast<void>(encode(AsImage(picture), {.progress = [](double) -> mote_progress_answer { throw 1; }}));
    FAIL() << "expected an exception";
  } catch (const Exception& exception) {
    EXPECT_EQ(exception.status(), MOTE_ERROR_CANCELLED);
  }
}

}  // namespace
}  // namespace mote

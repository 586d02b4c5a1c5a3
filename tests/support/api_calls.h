// The C API for tests: handles that free themselves, and results that carry the status and the message.
#ifndef MOTE_TESTS_SUPPORT_API_CALLS_H_
#define MOTE_TESTS_SUPPORT_API_CALLS_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "mote/mote.h"

namespace mote_test {

struct HandleDeleter {
  void operator()(mote_stream* stream) const { mote_stream_free(stream); }
  void operator()(mote_picture* picture) const { mote_picture_free(picture); }
};
using StreamHandle = std::unique_ptr<mote_stream, HandleDeleter>;
using PictureHandle = std::unique_ptr<mote_picture, HandleDeleter>;

using Bytes = std::vector<uint8_t>;

inline constexpr mote_method kAllMethods[] = {MOTE_METHOD_LANCZOS, MOTE_METHOD_PATCHES, MOTE_METHOD_NEURAL};

// "lanczos", "patches", "neural".
[[nodiscard]] inline const char* MethodName(mote_method method) {
  switch (method) {
    case MOTE_METHOD_LANCZOS:
      return "lanczos";
    case MOTE_METHOD_PATCHES:
      return "patches";
    case MOTE_METHOD_NEURAL:
      return "neural";
    case MOTE_METHOD_DEFAULT:
      break;
  }
  return "default";
}

struct EncodeResult {
  mote_status status = MOTE_ERROR_INTERNAL;
  std::string message;  // of a failure
  StreamHandle stream;  // of a success
  [[nodiscard]] Bytes bytes() const {
    const uint8_t* data = mote_stream_data(stream.get());
    return Bytes(data, data + mote_stream_size(stream.get()));
  }
};

struct DecodeResult {
  mote_status status = MOTE_ERROR_INTERNAL;
  std::string message;
  PictureHandle picture;
  [[nodiscard]] uint32_t width() const { return mote_picture_width(picture.get()); }
  [[nodiscard]] uint32_t height() const { return mote_picture_height(picture.get()); }
  [[nodiscard]] bool cut() const { return mote_picture_cut(picture.get()) != 0; }
  [[nodiscard]] std::span<const uint8_t> pixels() const {
    return {mote_picture_pixels(picture.get()), size_t{3} * width() * height()};
  }
};

struct InfoResult {
  mote_status status = MOTE_ERROR_INTERNAL;
  std::string message;
  mote_stream_info info{};
};

[[nodiscard]] inline mote_encode_options EncodeOptions(mote_method method, size_t max_bytes) {
  mote_encode_options options;
  mote_encode_options_init(&options);
  options.method = method;
  options.max_bytes = max_bytes;
  return options;
}

[[nodiscard]] inline mote_decode_options DecodeOptions(uint64_t max_pixels, uint32_t max_side = 0) {
  mote_decode_options options;
  mote_decode_options_init(&options);
  options.max_pixels = max_pixels;
  options.max_side = max_side;
  return options;
}

[[nodiscard]] inline EncodeResult Encode(const mote_image& image, const mote_encode_options& options) {
  EncodeResult result;
  mote_error error{};
  mote_stream* stream = nullptr;
  result.status = mote_encode(&image, &options, &stream, &error);
  result.stream.reset(stream);
  result.message = error.message;
  return result;
}

[[nodiscard]] inline DecodeResult Decode(std::span<const uint8_t> bytes, const mote_decode_options& options) {
  DecodeResult result;
  mote_error error{};
  mote_picture* picture = nullptr;
  result.status = mote_decode(bytes.data(), bytes.size(), &options, &picture, &error);
  result.picture.reset(picture);
  result.message = error.message;
  return result;
}

[[nodiscard]] inline InfoResult Info(std::span<const uint8_t> bytes) {
  InfoResult result;
  mote_error error{};
  result.info.struct_size = sizeof(result.info);
  result.status = mote_info(bytes.data(), bytes.size(), &result.info, &error);
  result.message = error.message;
  return result;
}

}  // namespace mote_test

#endif  // MOTE_TESTS_SUPPORT_API_CALLS_H_

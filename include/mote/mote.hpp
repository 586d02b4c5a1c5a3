// A thin C++20 wrapper of mote.h: owned results, exceptions instead of statuses, spans instead of pointers. Header
// only.
//
//   mote::Stream stream = mote::encode({pixels, width, height, width * 3, MOTE_PIXELS_RGB8}, {.max_bytes = 1024});
//   mote::Picture picture = mote::decode(stream.bytes());
#ifndef MOTE_MOTE_HPP_
#define MOTE_MOTE_HPP_

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>

#include "mote/mote.h"

namespace mote {

// Thrown by the functions below; what() is the library's message.
class Exception : public std::runtime_error {
 public:
  Exception(mote_status status, const mote_error& error) : std::runtime_error(error.message), status_(status) {}
  [[nodiscard]] mote_status status() const noexcept { return status_; }

 private:
  mote_status status_;
};

// Called with the fraction done, 0..1; see mote_progress.
using Progress = std::function<mote_progress_answer(double fraction)>;

namespace detail {

struct Deleter {
  void operator()(mote_stream* stream) const noexcept { mote_stream_free(stream); }
  void operator()(mote_picture* picture) const noexcept { mote_picture_free(picture); }
};

inline void check(mote_status status, const mote_error& error) {
  if (status != MOTE_OK) throw Exception(status, error);
}

// Exceptions of the callback must not pass through C: the work is stopped instead.
inline int call_progress(void* user_data, double fraction) {
  try {
    return (*static_cast<const Progress*>(user_data))(fraction);
  } catch (...) {
    return MOTE_PROGRESS_CANCEL;
  }
}

}  // namespace detail

// An encoded picture; owns its bytes.
class Stream {
 public:
  explicit Stream(mote_stream* stream) : stream_(stream) {}
  [[nodiscard]] std::span<const uint8_t> bytes() const {
    return {mote_stream_data(stream_.get()), mote_stream_size(stream_.get())};
  }
  [[nodiscard]] mote_alpha alpha() const { return mote_stream_alpha(stream_.get()); }

 private:
  std::unique_ptr<mote_stream, detail::Deleter> stream_;
};

// A decoded picture; owns its pixels: packed 8-bit sRGB, 3 * width * height bytes.
class Picture {
 public:
  explicit Picture(mote_picture* picture) : picture_(picture) {}
  [[nodiscard]] uint32_t width() const { return mote_picture_width(picture_.get()); }
  [[nodiscard]] uint32_t height() const { return mote_picture_height(picture_.get()); }
  // Whether the stream's end was missing, as far as its method can tell.
  [[nodiscard]] bool cut() const { return mote_picture_cut(picture_.get()) != 0; }
  [[nodiscard]] std::span<const uint8_t> pixels() const {
    return {mote_picture_pixels(picture_.get()), size_t{3} * width() * height()};
  }

 private:
  std::unique_ptr<mote_picture, detail::Deleter> picture_;
};

struct EncodeOptions {
  mote_method method = MOTE_METHOD_DEFAULT;
  size_t max_bytes = 4096;
  int effort = 5;  // 1..9
  uint64_t max_pixels = uint64_t{1} << 28;
  Progress progress = {};
  mote_tune tune = MOTE_TUNE_VISUAL;
  int threads = 0;                // at most; 0: as many as the machine has
  double time_limit_seconds = 0;  // 0: none
};

struct DecodeOptions {
  uint32_t max_side = 0;  // pixels; 0: the original dimensions
  uint64_t max_pixels = uint64_t{1} << 28;
  Progress progress = {};
};

// Throws Exception.
inline Stream encode(const mote_image& image, const EncodeOptions& options = {}) {
  mote_encode_options c_options;
  mote_encode_options_init(&c_options);
  c_options.method = options.method;
  c_options.max_bytes = options.max_bytes;
  c_options.effort = options.effort;
  c_options.max_pixels = options.max_pixels;
  c_options.tune = options.tune;
  c_options.threads = options.threads;
  c_options.time_limit_seconds = options.time_limit_seconds;
  if (options.progress) {
    c_options.progress = detail::call_progress;
    c_options.progress_data = const_cast<Progress*>(&options.progress);
  }
  mote_stream* stream = nullptr;
  mote_error error{};
  detail::check(mote_encode(&image, &c_options, &stream, &error), error);
  return Stream(stream);
}

// Throws Exception.
inline Picture decode(std::span<const uint8_t> bytes, const DecodeOptions& options = {}) {
  mote_decode_options c_options;
  mote_decode_options_init(&c_options);
  c_options.max_side = options.max_side;
  c_options.max_pixels = options.max_pixels;
  if (options.progress) {
    c_options.progress = detail::call_progress;
    c_options.progress_data = const_cast<Progress*>(&options.progress);
  }
  mote_picture* picture = nullptr;
  mote_error error{};
  detail::check(mote_decode(bytes.data(), bytes.size(), &c_options, &picture, &error), error);
  return Picture(picture);
}

// Throws Exception.
inline mote_stream_info info(std::span<const uint8_t> bytes) {
  mote_stream_info info{};
  info.struct_size = sizeof(info);
  mote_error error{};
  detail::check(mote_info(bytes.data(), bytes.size(), &info, &error), error);
  return info;
}

}  // namespace mote

#endif  // MOTE_MOTE_HPP_

// The C API: the only place where Result becomes a mote_status, and where exceptions of the standard library stop.
#include "mote/mote.h"

#include <algorithm>
#include <cstring>
#include <new>

#include "codec/codec.h"

struct mote_stream {
  mote::EncodedPicture picture;
};

struct mote_picture {
  mote::DecodedPicture picture;
};

namespace {

using mote::Error;
using mote::ErrorCode;
using mote::Fail;
using mote::Result;

// What a C caller may have put in an enumeration is any int, and C++ does not define reading one that no enumerator
// has.
template <typename Enumeration>
int NumberOf(const Enumeration& value) {
  static_assert(sizeof(Enumeration) == sizeof(int));
  int number;
  std::memcpy(&number, &value, sizeof(number));
  return number;
}

// Copies a message, cut at a whole UTF-8 character, and returns the status.
mote_status Report(const Error& failure, mote_error* error) {
  if (error != nullptr) {
    size_t length = std::min(failure.message.size(), sizeof(error->message) - 1);
    const auto continues = [&](size_t at) {
      return at < failure.message.size() && (static_cast<unsigned char>(failure.message[at]) & 0xC0) == 0x80;
    };
    while (length > 0 && continues(length)) --length;
    std::memcpy(error->message, failure.message.data(), length);
    error->message[length] = '\0';
  }
  return static_cast<mote_status>(failure.code);
}

// Runs `body` (returning Status), turning what it throws into an error.
template <typename Body>
mote_status Guard(mote_error* error, Body&& body) {
  try {
    const mote::Status status = body();
    return status.ok() ? MOTE_OK : Report(status.error(), error);
  } catch (const std::bad_alloc&) {
    return Report(Fail(ErrorCode::kOutOfMemory, "out of memory"), error);
  } catch (...) {
    return Report(Fail(ErrorCode::kInternal, "an unexpected exception"), error);
  }
}

// The caller's options in today's struct: members that an older caller lacks keep their defaults.
template <typename Options>
Result<Options> CopyOptions(const Options* options, void (*init)(Options*)) {
  Options copy;
  init(&copy);
  if (options == nullptr) return copy;
  if (options->struct_size < sizeof(size_t) || options->struct_size > sizeof(Options)) {
    return Fail(ErrorCode::kInvalidArgument, "options.struct_size is ", options->struct_size, ", expected ",
                sizeof(Options), ": initialise options with the init function");
  }
  std::memcpy(&copy, options, options->struct_size);
  return copy;
}

mote::Progress AsProgress(mote_progress progress, void* user_data) {
  if (progress == nullptr) return {};
  return [=](double fraction) {
    switch (progress(user_data, fraction)) {
      case MOTE_PROGRESS_GO_ON:
        return mote::ProgressAnswer::kGoOn;
      case MOTE_PROGRESS_FINISH:
        return mote::ProgressAnswer::kFinish;
      default:
        return mote::ProgressAnswer::kCancel;
    }
  };
}

Result<mote::PlaneView<const uint8_t>> CheckedView(const mote_image* image) {
  if (image == nullptr || image->pixels == nullptr) return Fail(ErrorCode::kInvalidArgument, "no image was given");
  const int format = NumberOf(image->format);
  if (format != MOTE_PIXELS_RGB8 && format != MOTE_PIXELS_RGBA8) {
    return Fail(ErrorCode::kInvalidArgument, "expected image.format RGB8 (3) or RGBA8 (4) but received ", format);
  }
  const auto channels = static_cast<uint32_t>(format);
  if (image->stride_bytes < uint64_t{image->width} * channels || image->stride_bytes > PTRDIFF_MAX / mote::kMaxSide) {
    return Fail(ErrorCode::kInvalidArgument, "image.stride_bytes is ", image->stride_bytes, ", expected at least ",
                uint64_t{image->width} * channels);
  }
  return mote::PlaneView<const uint8_t>{
      image->pixels, {image->width, image->height}, channels, static_cast<ptrdiff_t>(image->stride_bytes)};
}

Result<mote::EncodeSettings> AsSettings(const mote_encode_options& options) {
  mote::EncodeSettings settings;
  const int method = NumberOf(options.method);
  switch (method) {
    case MOTE_METHOD_DEFAULT:
    case MOTE_METHOD_NEURAL:
      settings.method = mote::Method::kNeural;
      break;
    case MOTE_METHOD_PATCHES:
      settings.method = mote::Method::kPatches;
      break;
    case MOTE_METHOD_LANCZOS:
      settings.method = mote::Method::kLanczos;
      break;
    default:
      return Fail(ErrorCode::kInvalidArgument, "method ", method, " is unknown");
  }
  if (options.effort < 1 || options.effort > 9) {
    return Fail(ErrorCode::kInvalidArgument, "expected an effort of 1 to 9 but received ", options.effort);
  }
  const int tune = NumberOf(options.tune);
  if (tune != MOTE_TUNE_VISUAL && tune != MOTE_TUNE_DSSIM) {
    return Fail(ErrorCode::kInvalidArgument, "expected tune VISUAL (0) or DSSIM (1) but received ", tune);
  }
  if (options.threads < 0) {
    return Fail(ErrorCode::kInvalidArgument, "expected threads of 0 (as many as the machine has) or more but received ",
                options.threads);
  }
  if (!(options.time_limit_seconds >= 0)) {
    return Fail(ErrorCode::kInvalidArgument, "expected time_limit_seconds of 0 (none) or more but received ",
                options.time_limit_seconds);
  }
  settings.max_bytes = options.max_bytes;
  settings.tune = tune == MOTE_TUNE_DSSIM ? mote::neural::Tune::kDssim : mote::neural::Tune::kVisual;
  settings.threads = static_cast<unsigned>(options.threads);
  settings.time_limit_seconds = options.time_limit_seconds;
  settings.effort = options.effort;
  settings.limits.max_pixels = options.max_pixels;
  settings.progress = AsProgress(options.progress, options.progress_data);
  return settings;
}

mote_alpha AsAlpha(mote::Alpha alpha) {
  return alpha == mote::Alpha::kOnWhite ? MOTE_ALPHA_ON_WHITE : MOTE_ALPHA_OPAQUE;
}

Result<std::span<const uint8_t>> CheckedBytes(const uint8_t* data, size_t size) {
  if (data == nullptr && size > 0) return Fail(ErrorCode::kInvalidArgument, "no data were given");
  return std::span<const uint8_t>(data, size);
}

mote_method AsMethod(mote::Method method) {
  switch (method) {
    case mote::Method::kNeural:
      return MOTE_METHOD_NEURAL;
    case mote::Method::kPatches:
      return MOTE_METHOD_PATCHES;
    case mote::Method::kLanczos:
      break;
  }
  return MOTE_METHOD_LANCZOS;
}

void FillInfo(const mote::StreamInfo& stream, mote_stream_info& info) {
  const bool is_lanczos = stream.header.method == mote::Method::kLanczos;
  info.method = AsMethod(stream.header.method);
  info.version = stream.header.version;
  info.width = stream.header.size.width;
  info.height = stream.header.size.height;
  info.raster_width = stream.raster.width;
  info.raster_height = stream.raster.height;
  info.alpha = is_lanczos ? MOTE_ALPHA_UNKNOWN : AsAlpha(stream.header.alpha);
  info.part_count = static_cast<uint32_t>(std::min<size_t>(stream.parts.size(), MOTE_MAX_PARTS));
  for (uint32_t i = 0; i < info.part_count; ++i) info.parts[i] = {stream.parts[i].label, stream.parts[i].bits};
}

}  // namespace

#define MOTE_STRINGIFY_IMPL_(x) #x
#define MOTE_STRINGIFY_(x) MOTE_STRINGIFY_IMPL_(x)

const char* mote_version(void) {
  return MOTE_STRINGIFY_(MOTE_VERSION_MAJOR) "." MOTE_STRINGIFY_(MOTE_VERSION_MINOR) "." MOTE_STRINGIFY_(
      MOTE_VERSION_PATCH);
}

const char* mote_status_text(mote_status status) {
  switch (NumberOf(status)) {
    case MOTE_OK:
      return "success";
    case MOTE_ERROR_INVALID_ARGUMENT:
      return "an invalid argument";
    case MOTE_ERROR_OUT_OF_MEMORY:
      return "out of memory";
    case MOTE_ERROR_LIMIT_EXCEEDED:
      return "larger than the limits allow";
    case MOTE_ERROR_BUDGET_TOO_SMALL:
      return "the byte budget is too small";
    case MOTE_ERROR_NOT_A_MOTE:
      return "not a mote";
    case MOTE_ERROR_TRUNCATED:
      return "the stream ends too early";
    case MOTE_ERROR_CORRUPT:
      return "the stream is damaged";
    case MOTE_ERROR_UNSUPPORTED_VERSION:
      return "a format version or method that this build lacks";
    case MOTE_ERROR_CANCELLED:
      return "stopped by the progress callback";
    case MOTE_ERROR_INTERNAL:
      return "an internal error";
  }
  return "an unknown status";
}

void mote_encode_options_init(mote_encode_options* options) {
  const mote::EncodeSettings defaults;
  *options = {};
  options->struct_size = sizeof(*options);
  options->method = MOTE_METHOD_DEFAULT;
  options->max_bytes = defaults.max_bytes;
  options->effort = defaults.effort;
  options->max_pixels = defaults.limits.max_pixels;
  options->tune = MOTE_TUNE_VISUAL;
  options->threads = static_cast<int>(defaults.threads);
  options->time_limit_seconds = defaults.time_limit_seconds;
}

void mote_decode_options_init(mote_decode_options* options) {
  const mote::DecodeSettings defaults;
  *options = {};
  options->struct_size = sizeof(*options);
  options->max_side = defaults.max_side;
  options->max_pixels = defaults.limits.max_pixels;
}

const uint8_t* mote_stream_data(const mote_stream* stream) { return stream->picture.bytes.data(); }
size_t mote_stream_size(const mote_stream* stream) { return stream->picture.bytes.size(); }
mote_alpha mote_stream_alpha(const mote_stream* stream) { return AsAlpha(stream->picture.alpha); }
void mote_stream_free(mote_stream* stream) { delete stream; }

const uint8_t* mote_picture_pixels(const mote_picture* picture) { return picture->picture.pixels.samples().data(); }
uint32_t mote_picture_width(const mote_picture* picture) { return picture->picture.pixels.size().width; }
uint32_t mote_picture_height(const mote_picture* picture) { return picture->picture.pixels.size().height; }
int mote_picture_cut(const mote_picture* picture) { return picture->picture.cut ? 1 : 0; }
void mote_picture_free(mote_picture* picture) { delete picture; }

mote_status mote_encode(const mote_image* image, const mote_encode_options* options, mote_stream** stream,
                        mote_error* error) {
  return Guard(error, [&]() -> mote::Status {
    if (stream == nullptr) return Fail(ErrorCode::kInvalidArgument, "no place for the stream was given");
    MOTE_ASSIGN_OR_RETURN(const mote_encode_options checked, CopyOptions(options, mote_encode_options_init));
    MOTE_ASSIGN_OR_RETURN(const mote::EncodeSettings settings, AsSettings(checked));
    MOTE_ASSIGN_OR_RETURN(const mote::PlaneView<const uint8_t> view, CheckedView(image));
    MOTE_ASSIGN_OR_RETURN(mote::EncodedPicture picture, mote::Encode(view, settings));
    *stream = new mote_stream{std::move(picture)};
    return {};
  });
}

mote_status mote_decode(const uint8_t* data, size_t size, const mote_decode_options* options, mote_picture** picture,
                        mote_error* error) {
  return Guard(error, [&]() -> mote::Status {
    if (picture == nullptr) return Fail(ErrorCode::kInvalidArgument, "no place for the picture was given");
    MOTE_ASSIGN_OR_RETURN(const mote_decode_options checked, CopyOptions(options, mote_decode_options_init));
    MOTE_ASSIGN_OR_RETURN(const std::span<const uint8_t> bytes, CheckedBytes(data, size));
    mote::DecodeSettings settings;
    settings.max_side = checked.max_side;
    settings.limits.max_pixels = checked.max_pixels;
    settings.progress = AsProgress(checked.progress, checked.progress_data);
    MOTE_ASSIGN_OR_RETURN(mote::DecodedPicture decoded, mote::Decode(bytes, settings));
    *picture = new mote_picture{std::move(decoded)};
    return {};
  });
}

mote_status mote_info(const uint8_t* data, size_t size, mote_stream_info* info, mote_error* error) {
  return Guard(error, [&]() -> mote::Status {
    if (info == nullptr || info->struct_size != sizeof(*info)) {
      return Fail(ErrorCode::kInvalidArgument, "expected info.struct_size ", sizeof(*info));
    }
    MOTE_ASSIGN_OR_RETURN(const std::span<const uint8_t> bytes, CheckedBytes(data, size));
    MOTE_ASSIGN_OR_RETURN(const mote::StreamInfo stream, mote::Inspect(bytes));
    FillInfo(stream, *info);
    return {};
  });
}

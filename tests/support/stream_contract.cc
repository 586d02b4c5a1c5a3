#include "tests/support/stream_contract.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>

#include "tests/support/api_calls.h"

namespace mote_test {
namespace {

bool IsOneOf(mote_status status, std::initializer_list<mote_status> allowed) {
  return std::find(allowed.begin(), allowed.end(), status) != allowed.end();
}

std::string Describe(mote_status status, const std::string& message) {
  return std::to_string(status) + " (" + mote_status_text(status) + "): " + message;
}

// As mote.h words it: shrunk so that neither side is longer than max_side, the other side to nearest but at least 1.
uint32_t ExpectedSide(uint32_t side, uint32_t longest, uint32_t max_side) {
  if (max_side == 0 || longest <= max_side) return side;
  const uint64_t twice = 2 * uint64_t{side} * max_side;
  return static_cast<uint32_t>(std::max<uint64_t>(1, (twice + longest) / (2 * uint64_t{longest})));
}

std::string InfoViolation(const mote_stream_info& info, size_t stream_bytes) {
  for (const uint32_t side : {info.width, info.height, info.raster_width, info.raster_height}) {
    if (side == 0) return "mote_info tells of a side of 0 pixels";
  }
  if (info.width > 65535 || info.height > 65535) return "mote_info tells of a side longer than 65535 pixels";
  if (std::find(std::begin(kAllMethods), std::end(kAllMethods), info.method) == std::end(kAllMethods)) {
    return "mote_info: unknown method";
  }
  if (info.part_count > MOTE_MAX_PARTS) return "mote_info: too many parts";
  uint64_t bits = 0;
  for (uint32_t i = 0; i < info.part_count; ++i) bits += info.parts[i].bits;
  if (bits != 8 * uint64_t{stream_bytes}) {
    return "mote_info: the parts add up to " + std::to_string(bits) + " bits of " + std::to_string(8 * stream_bytes);
  }
  return "";
}

std::string PictureViolation(const DecodeResult& decoded, const mote_stream_info& info,
                             const mote_decode_options& options) {
  const uint32_t longest = std::max(info.width, info.height);
  const uint32_t width = ExpectedSide(info.width, longest, options.max_side);
  const uint32_t height = ExpectedSide(info.height, longest, options.max_side);
  if (decoded.width() != width || decoded.height() != height) {
    return "decoded to " + std::to_string(decoded.width()) + "x" + std::to_string(decoded.height()) + ", expected " +
           std::to_string(width) + "x" + std::to_string(height);
  }
  if (uint64_t{width} * height > options.max_pixels) return "a picture larger than max_pixels was decoded";
  if (decoded.cut() && info.method != MOTE_METHOD_NEURAL)
    return "a method that cannot tell says that its end is missing";
  // Read every sample, so that a sanitizer sees them all.
  uint32_t sum = 0;
  for (const uint8_t sample : decoded.pixels()) sum += sample;
  if (sum > uint64_t{255} * decoded.pixels().size()) return "samples add up to more than they can";
  return "";
}

}  // namespace

std::string MessageViolation(const std::string& message) {
  if (message.empty()) return "a failure without a message";
  if (message.size() >= sizeof(mote_error::message) - 1) return "a message that was cut off: " + message;
  for (const char letter : message) {
    if (letter < ' ' || letter > '~') return "a message that is not one printable line: " + message;
  }
  return "";
}

std::string DecodeViolation(std::span<const uint8_t> bytes, const mote_decode_options& options) {
  const InfoResult info = Info(bytes);
  const DecodeResult decoded = Decode(bytes, options);
  if (decoded.status == MOTE_OK) {
    if (info.status != MOTE_OK) return "decoded, but mote_info fails with " + Describe(info.status, info.message);
    if (const std::string violation = InfoViolation(info.info, bytes.size()); !violation.empty()) return violation;
    return PictureViolation(decoded, info.info, options);
  }
  if (decoded.picture) return "a picture came with the failure " + Describe(decoded.status, decoded.message);
  if (const std::string violation = MessageViolation(decoded.message); !violation.empty()) return violation;
  if (decoded.status == MOTE_ERROR_LIMIT_EXCEEDED) {
    if (info.status != MOTE_OK) return "over the limit, but mote_info: " + Describe(info.status, info.message);
    return InfoViolation(info.info, bytes.size());
  }
  if (!IsOneOf(decoded.status,
               {MOTE_ERROR_NOT_A_MOTE, MOTE_ERROR_TRUNCATED, MOTE_ERROR_CORRUPT, MOTE_ERROR_UNSUPPORTED_VERSION})) {
    return "mote_decode: unexpected " + Describe(decoded.status, decoded.message);
  }
  if (info.status != decoded.status || info.message != decoded.message) {
    return "mote_decode: " + Describe(decoded.status, decoded.message) +
           "; mote_info: " + Describe(info.status, info.message);
  }
  return "";
}

std::string EncodeViolation(const mote_image& image, const mote_encode_options& options) {
  const EncodeResult first = Encode(image, options);
  const EncodeResult second = Encode(image, options);
  if (first.status != second.status || first.message != second.message) {
    return "two calls differ: " + Describe(first.status, first.message) + "; " +
           Describe(second.status, second.message);
  }
  if (first.status != MOTE_OK) {
    if (first.stream) return "a stream came with the failure " + Describe(first.status, first.message);
    if (!IsOneOf(first.status, {MOTE_ERROR_BUDGET_TOO_SMALL, MOTE_ERROR_LIMIT_EXCEEDED})) {
      return "mote_encode: unexpected " + Describe(first.status, first.message);
    }
    return MessageViolation(first.message);
  }
  const Bytes bytes = first.bytes();
  if (bytes.size() > options.max_bytes) {
    return std::to_string(bytes.size()) + " bytes, more than " + std::to_string(options.max_bytes);
  }
  if (bytes != second.bytes()) return "the second call gave another stream";
  const mote_decode_options limits = DecodeOptions(options.max_pixels);
  if (const std::string violation = DecodeViolation(bytes, limits); !violation.empty()) return violation;
  const InfoResult info = Info(bytes);
  if (info.status != MOTE_OK || info.info.width != image.width || info.info.height != image.height) {
    return "the stream does not tell the picture's dimensions";
  }
  if (const mote_status status = Decode(bytes, limits).status; status != MOTE_OK) {
    return "its own stream is refused: " + std::string(mote_status_text(status));
  }
  return "";
}

}  // namespace mote_test

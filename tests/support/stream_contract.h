// What include/mote/mote.h promises of any bytes and any picture, as functions that say how the promise was broken. The
// robustness tests and the fuzz targets share them.
#ifndef MOTE_TESTS_SUPPORT_STREAM_CONTRACT_H_
#define MOTE_TESTS_SUPPORT_STREAM_CONTRACT_H_

#include <cstdint>
#include <span>
#include <string>

#include "mote/mote.h"

namespace mote_test {

// "" when `message` may accompany a failure: one printable line, neither empty nor cut off.
[[nodiscard]] std::string MessageViolation(const std::string& message);

// "" when mote_info and mote_decode treat `bytes` as promised: a picture of the dimensions that mote_info tells (shrunk
// to options.max_side if that is set, and within options.max_pixels), or the same documented failure of both; only
// MOTE_ERROR_LIMIT_EXCEEDED may be mote_decode's alone.
[[nodiscard]] std::string DecodeViolation(std::span<const uint8_t> bytes, const mote_decode_options& options);

// "" when mote_encode treats a valid `image` as promised: a stream of at most options.max_bytes that decodes to the
// image's dimensions and is the same at the second call; or a documented failure.
[[nodiscard]] std::string EncodeViolation(const mote_image& image, const mote_encode_options& options);

}  // namespace mote_test

#endif  // MOTE_TESTS_SUPPORT_STREAM_CONTRACT_H_

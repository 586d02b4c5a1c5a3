// Encoding and decoding with method `neural`, as tests want it.
#ifndef MOTE_TESTS_UNIT_METHODS_NEURAL_CODING_H_
#define MOTE_TESTS_UNIT_METHODS_NEURAL_CODING_H_

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/image.h"
#include "base/result.h"
#include "base/stop.h"
#include "entropy/byte_io.h"
#include "methods/neural/decoder.h"
#include "methods/neural/encoder.h"
#include "resample/lanczos.h"

namespace mote::neural {

inline Result<std::vector<uint8_t>> TryToEncode(const Image& picture, size_t max_bytes, const EncodeSettings& settings,
                                                StopSource& stop) {
  ByteWriter writer;
  MOTE_RETURN_IF_ERROR(Encode(picture.view(), max_bytes, settings, stop, writer));
  return writer.bytes();
}

inline Result<std::vector<uint8_t>> TryToEncode(const Image& picture, size_t max_bytes, int effort) {
  StopSource go_on;
  return TryToEncode(picture, max_bytes, {.effort = effort}, go_on);
}

inline std::vector<uint8_t> Encoded(const Image& picture, size_t max_bytes, int effort = 1) {
  const Result<std::vector<uint8_t>> encoded = TryToEncode(picture, max_bytes, effort);
  EXPECT_TRUE(encoded.ok());
  return encoded.ok() ? encoded.value() : std::vector<uint8_t>{0, 0};
}

inline Image Decoded(Size size, const std::vector<uint8_t>& bytes, bool* cut = nullptr) {
  ByteReader reader(bytes);
  const Rendered rendered = Render(ReadPayload(size, reader).value());
  if (cut != nullptr) *cut = rendered.cut;
  return ResizeLanczos(rendered.raster.view(), size);
}

}  // namespace mote::neural

#endif  // MOTE_TESTS_UNIT_METHODS_NEURAL_CODING_H_

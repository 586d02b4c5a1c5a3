// The published layout of method `lanczos` (spec/format.md, section 3): the original width and height, then the
// thumbnail's, as big-endian 16-bit numbers; then the whole PPM of the thumbnail, "P6\nW H\n255\n" and its RGB bytes.
#ifndef MOTE_METHODS_LANCZOS_LAYOUT_H_
#define MOTE_METHODS_LANCZOS_LAYOUT_H_

#include <cstdint>
#include <span>
#include <string>

#include "base/image.h"
#include "base/result.h"
#include "entropy/byte_io.h"

namespace mote::lanczos {

inline constexpr size_t kDimensionBytes = 8;

struct Stream {
  Size original;
  Size thumbnail;
  uint32_t channels = 3;            // 3 for P6; 1 for the P5 that the published program writes of a grey picture
  std::span<const uint8_t> pixels;  // of the thumbnail, packed
};

// "P6\nW H\n255\n", as Pillow writes it.
[[nodiscard]] std::string PpmHeader(Size size);

// Length of the PPM of a thumbnail, bytes.
[[nodiscard]] uint64_t PpmBytes(Size size);

// Whether the bytes are this method's: a PPM signature where the layout has one. No stream that begins with a container
// header looks like this (the encoders of the other methods make sure).
[[nodiscard]] bool LooksLikeLanczos(std::span<const uint8_t> bytes);

void WriteStream(const Stream& stream, ByteWriter& writer);

// Errors: kTruncated, kCorrupt.
[[nodiscard]] Result<Stream> ReadStream(ByteReader& reader);

}  // namespace mote::lanczos

#endif  // MOTE_METHODS_LANCZOS_LAYOUT_H_

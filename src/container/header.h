// The container's header (spec/format.md, section 2): one byte of version, method and alpha, then the picture's
// dimensions; 3 to 7 bytes, 5 for an ordinary picture. Method `lanczos` keeps its published layout instead and is told
// apart by content (methods/lanczos/layout.h).
#ifndef MOTE_CONTAINER_HEADER_H_
#define MOTE_CONTAINER_HEADER_H_

#include <cstdint>

#include "base/image.h"
#include "base/result.h"
#include "entropy/byte_io.h"

namespace mote {

inline constexpr uint8_t kFormatVersion = 1;  // 2 bits in the stream; 0 is never valid

// 3 bits in the stream. Lanczos never appears there.
enum class Method : uint8_t { kNeural = 0, kPatches = 1, kLanczos = 255 };

// What became of the source's alpha channel. 2 bits in the stream.
enum class Alpha : uint8_t {
  kOpaque = 0,   // the source had none, or was opaque everywhere
  kOnWhite = 1,  // composited on white before coding
  kPlane = 2,    // place kept: an alpha plane follows; no method writes it yet, and decoders reject it
};

struct Header {
  uint8_t version = kFormatVersion;
  Method method = Method::kPatches;
  Alpha alpha = Alpha::kOpaque;
  Size size = {};  // of the original picture, each side 1..65535
  friend bool operator==(const Header&, const Header&) = default;
};

// `header` must be valid.
void WriteHeader(const Header& header, ByteWriter& writer);

// Errors: kTruncated, kNotAMote (version 0), kUnsupportedVersion (a later version or unknown method), kCorrupt.
[[nodiscard]] Result<Header> ReadHeader(ByteReader& reader);

}  // namespace mote

#endif  // MOTE_CONTAINER_HEADER_H_

// Raw deflate (RFC 1951, no zlib or gzip wrapper) through zlib: the entropy coder of the published `patches` system.
#ifndef MOTE_ENTROPY_DEFLATE_H_
#define MOTE_ENTROPY_DEFLATE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace mote {

// The smallest raw deflate stream among zlib's strategies at level 9. Deterministic for one version of zlib.
[[nodiscard]] Result<std::vector<uint8_t>> Deflate(std::span<const uint8_t> symbols);

struct Inflated {
  std::vector<uint8_t> symbols;
  size_t consumed_bytes = 0;  // length of the deflate stream at the start of the input
};

// Inflates the stream that `bytes` begins with; it must hold exactly `symbol_count` bytes. Errors: kTruncated,
// kCorrupt.
[[nodiscard]] Result<Inflated> Inflate(std::span<const uint8_t> bytes, size_t symbol_count);

}  // namespace mote

#endif  // MOTE_ENTROPY_DEFLATE_H_

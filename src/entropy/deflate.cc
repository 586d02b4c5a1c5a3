#include "entropy/deflate.h"

#include <zlib.h>

#include <limits>

namespace mote {
namespace {

constexpr int kRawWindowBits = -15;  // negative: no wrapper
constexpr int kMemoryLevel = 9;

// The z_stream takes 32-bit counts.
bool FitsZlib(size_t size) { return size <= std::numeric_limits<uInt>::max() / 2; }

Error ZlibError(int code, const char* action) {
  if (code == Z_MEM_ERROR) return Fail(ErrorCode::kOutOfMemory, "zlib ran out of memory while ", action);
  return Fail(ErrorCode::kInternal, "zlib failed with code ", code, " while ", action);
}

// Frees what zlib holds, however the scope is left: the vectors beside it may throw std::bad_alloc.
struct Ending {
  z_stream& stream;
  int (*end)(z_stream*);
  ~Ending() { end(&stream); }
};

Result<std::vector<uint8_t>> DeflateWith(std::span<const uint8_t> symbols, int strategy) {
  z_stream stream{};
  if (const int code = deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kRawWindowBits, kMemoryLevel, strategy);
      code != Z_OK) {
    return ZlibError(code, "starting to deflate");
  }
  const Ending ending{stream, deflateEnd};
  std::vector<uint8_t> bytes(deflateBound(&stream, static_cast<uLong>(symbols.size())));
  stream.next_in = const_cast<Bytef*>(symbols.data());
  stream.avail_in = static_cast<uInt>(symbols.size());
  stream.next_out = bytes.data();
  stream.avail_out = static_cast<uInt>(bytes.size());
  const int code = deflate(&stream, Z_FINISH);
  bytes.resize(bytes.size() - stream.avail_out);
  if (code != Z_STREAM_END) return ZlibError(code, "deflating");
  return bytes;
}

}  // namespace

Result<std::vector<uint8_t>> Deflate(std::span<const uint8_t> symbols) {
  if (!FitsZlib(symbols.size())) return Fail(ErrorCode::kInternal, symbols.size(), " symbols are too many to deflate");
  std::vector<uint8_t> best;
  for (const int strategy : {Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY}) {
    MOTE_ASSIGN_OR_RETURN(std::vector<uint8_t> bytes, DeflateWith(symbols, strategy));
    if (best.empty() || bytes.size() < best.size()) best = std::move(bytes);
  }
  return best;
}

Result<Inflated> Inflate(std::span<const uint8_t> bytes, size_t symbol_count) {
  if (!FitsZlib(symbol_count) || !FitsZlib(bytes.size())) {
    return Fail(ErrorCode::kCorrupt, "a deflate stream of ", symbol_count, " symbols is too large");
  }
  z_stream stream{};
  if (const int code = inflateInit2(&stream, kRawWindowBits); code != Z_OK) {
    return ZlibError(code, "starting to inflate");
  }
  const Ending ending{stream, inflateEnd};
  // One byte more than wanted, so that a stream that holds too much is seen.
  Inflated result{std::vector<uint8_t>(symbol_count + 1), 0};
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = result.symbols.data();
  stream.avail_out = static_cast<uInt>(result.symbols.size());
  const int code = inflate(&stream, Z_FINISH);
  const size_t produced = result.symbols.size() - stream.avail_out;
  const bool out_of_input = stream.avail_in == 0;
  result.consumed_bytes = bytes.size() - stream.avail_in;
  if (code == Z_MEM_ERROR) return ZlibError(code, "inflating");
  if (code == Z_DATA_ERROR || code == Z_NEED_DICT) return Fail(ErrorCode::kCorrupt, "the deflate data are damaged");
  if (produced > symbol_count) {
    return Fail(ErrorCode::kCorrupt, "the deflate data hold more than the expected ", symbol_count, " symbols");
  }
  if (code != Z_STREAM_END) {
    if (out_of_input) return Fail(ErrorCode::kTruncated, "the stream ends in the middle of its deflate data");
    return ZlibError(code, "inflating");
  }
  if (produced < symbol_count) {
    return Fail(ErrorCode::kCorrupt, "the deflate data hold ", produced, " symbols, expected ", symbol_count);
  }
  result.symbols.resize(symbol_count);
  return result;
}

}  // namespace mote

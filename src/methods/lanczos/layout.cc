#include "methods/lanczos/layout.h"

#include <algorithm>

namespace mote::lanczos {
namespace {

constexpr const char* kDimensionsLabel = "dimensions";
constexpr const char* kPpmHeaderLabel = "ppm header";
constexpr const char* kPixelsLabel = "thumbnail pixels";

std::string PnmHeader(Size size, char kind) {
  return std::string("P") + kind + "\n" + std::to_string(size.width) + " " + std::to_string(size.height) + "\n255\n";
}

uint32_t BigEndian16(std::span<const uint8_t> bytes) { return uint32_t{bytes[0]} << 8 | bytes[1]; }

Size ReadSize(std::span<const uint8_t> bytes) { return {BigEndian16(bytes), BigEndian16(bytes.subspan(2))}; }

bool BeginsWith(std::span<const uint8_t> bytes, const std::string& text) {
  return bytes.size() >= text.size() &&
         std::equal(text.begin(), text.end(), bytes.begin(),
                    [](char expected, uint8_t byte) { return static_cast<uint8_t>(expected) == byte; });
}

std::span<const uint8_t> AsBytes(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

void WriteBigEndian16(uint32_t value, ByteWriter& writer) {
  writer.Byte(static_cast<uint8_t>(value >> 8), kDimensionsLabel);
  writer.Byte(static_cast<uint8_t>(value), kDimensionsLabel);
}

}  // namespace

std::string PpmHeader(Size size) { return PnmHeader(size, '6'); }

uint64_t PpmBytes(Size size) { return PpmHeader(size).size() + 3 * size.pixels(); }

bool LooksLikeLanczos(std::span<const uint8_t> bytes) {
  if (bytes.size() <= kDimensionBytes) return false;
  const Size thumbnail = ReadSize(bytes.subspan(4));
  const std::span<const uint8_t> ppm = bytes.subspan(kDimensionBytes);
  return BeginsWith(ppm, PnmHeader(thumbnail, '6')) || BeginsWith(ppm, PnmHeader(thumbnail, '5'));
}

void WriteStream(const Stream& stream, ByteWriter& writer) {
  for (const uint32_t side :
       {stream.original.width, stream.original.height, stream.thumbnail.width, stream.thumbnail.height}) {
    WriteBigEndian16(side, writer);
  }
  writer.Bytes(AsBytes(PnmHeader(stream.thumbnail, stream.channels == 1 ? '5' : '6')), kPpmHeaderLabel);
  writer.Bytes(stream.pixels, kPixelsLabel);
}

Result<Stream> ReadStream(ByteReader& reader) {
  if (reader.rest().size() < kDimensionBytes) {
    return Fail(ErrorCode::kTruncated, "the stream ends within its dimensions");
  }
  Stream stream;
  stream.original = ReadSize(reader.rest());
  stream.thumbnail = ReadSize(reader.rest().subspan(4));
  reader.Consume(kDimensionBytes, kDimensionsLabel);
  for (const Size size : {stream.original, stream.thumbnail}) {
    if (size.width == 0 || size.height == 0) {
      return Fail(ErrorCode::kCorrupt, "dimensions of ", size.width, "x", size.height, ": a side is zero");
    }
  }
  std::string header = PnmHeader(stream.thumbnail, '6');
  if (!BeginsWith(reader.rest(), header)) {
    header = PnmHeader(stream.thumbnail, '5');
    stream.channels = 1;
  }
  if (!BeginsWith(reader.rest(), header)) {
    return Fail(ErrorCode::kCorrupt, "expected the PPM of a ", stream.thumbnail.width, "x", stream.thumbnail.height,
                " thumbnail after the dimensions");
  }
  reader.Consume(header.size(), kPpmHeaderLabel);
  const uint64_t expected_bytes = stream.thumbnail.pixels() * stream.channels;
  if (reader.rest().size() < expected_bytes) {
    return Fail(ErrorCode::kTruncated, "the thumbnail has ", reader.rest().size(), " bytes of pixels, expected ",
                expected_bytes);
  }
  if (reader.rest().size() > expected_bytes) {
    return Fail(ErrorCode::kCorrupt, reader.rest().size() - expected_bytes, " bytes follow the thumbnail's pixels");
  }
  stream.pixels = reader.rest();
  reader.Consume(stream.pixels.size(), kPixelsLabel);
  return stream;
}

}  // namespace mote::lanczos

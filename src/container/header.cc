#include "container/header.h"

namespace mote {
namespace {

// One description of the fields serves both directions: DescribeFields calls `io.Bits` once for each field of the first
// byte and `io.Side` for each dimension, in stream order. The two classes below are the two directions.
template <typename Io>
Status DescribeFields(Io& io, Header& header) {
  uint8_t method = static_cast<uint8_t>(header.method);
  uint8_t alpha = static_cast<uint8_t>(header.alpha);
  uint8_t reserved = 0;
  MOTE_RETURN_IF_ERROR(io.Bits(header.version, 2));
  MOTE_RETURN_IF_ERROR(io.Bits(method, 3));
  MOTE_RETURN_IF_ERROR(io.Bits(alpha, 2));
  MOTE_RETURN_IF_ERROR(io.Bits(reserved, 1));
  if (header.version == 0) {
    return Fail(ErrorCode::kNotAMote, "not a mote: the first byte names format version 0");
  }
  if (header.version != kFormatVersion) {
    return Fail(ErrorCode::kUnsupportedVersion, "format version ", header.version, " is later than this build's ",
                kFormatVersion);
  }
  if (method > static_cast<uint8_t>(Method::kPatches)) {
    return Fail(ErrorCode::kUnsupportedVersion, "method number ", method, " is unknown to this build");
  }
  header.method = Method{method};
  if (alpha >= static_cast<uint8_t>(Alpha::kPlane) || reserved != 0) {
    return Fail(ErrorCode::kUnsupportedVersion, "the header's alpha or reserved bits ask for what this build lacks");
  }
  header.alpha = Alpha{alpha};
  MOTE_RETURN_IF_ERROR(io.Side(header.size.width));
  MOTE_RETURN_IF_ERROR(io.Side(header.size.height));
  return {};
}

constexpr const char* kFirstByteLabel = "header";
constexpr const char* kSideLabel = "dimensions";

// A side less one, in groups of 7 bits, lowest first; the top bit of a byte says that another follows.
constexpr int kGroupBits = 7;
constexpr uint8_t kMoreGroups = 1 << kGroupBits;

class FieldWriter {
 public:
  explicit FieldWriter(ByteWriter& writer) : writer_(writer) {}

  // Packs fields into one byte, first field in the highest bits.
  Status Bits(const uint8_t& field, int count) {
    byte_ = static_cast<uint8_t>(byte_ << count | field);
    filled_ += count;
    if (filled_ == 8) writer_.Byte(byte_, kFirstByteLabel);
    return {};
  }
  Status Side(const uint32_t& side) {
    uint32_t rest = side - 1;
    for (; rest >= kMoreGroups; rest >>= kGroupBits) {
      writer_.Byte(static_cast<uint8_t>(rest | kMoreGroups), kSideLabel);
    }
    writer_.Byte(static_cast<uint8_t>(rest), kSideLabel);
    return {};
  }

 private:
  ByteWriter& writer_;
  uint8_t byte_ = 0;
  int filled_ = 0;
};

class FieldReader {
 public:
  explicit FieldReader(ByteReader& reader) : reader_(reader) {}

  Status Bits(uint8_t& field, int count) {
    if (left_ == 0) {
      MOTE_ASSIGN_OR_RETURN(byte_, reader_.Byte(kFirstByteLabel));
      left_ = 8;
    }
    left_ -= count;
    field = static_cast<uint8_t>(byte_ >> left_ & ((1 << count) - 1));
    return {};
  }
  Status Side(uint32_t& side) {
    uint32_t less_one = 0;
    for (int shift = 0;; shift += kGroupBits) {
      MOTE_ASSIGN_OR_RETURN(const uint8_t byte, reader_.Byte(kSideLabel));
      less_one |= uint32_t{byte} % kMoreGroups << shift;
      const bool more = byte >= kMoreGroups;
      // The shortest form is the only form, so that a picture has one header.
      const bool padded = !more && byte == 0 && shift > 0;
      if (padded || less_one >= kMaxSide || (more && shift == 2 * kGroupBits)) {
        return Fail(ErrorCode::kCorrupt, "a dimension is outside 1 to ", kMaxSide, " or not in its shortest form");
      }
      if (!more) break;
    }
    side = less_one + 1;
    return {};
  }

 private:
  ByteReader& reader_;
  uint8_t byte_ = 0;
  int left_ = 0;
};

}  // namespace

void WriteHeader(const Header& header, ByteWriter& writer) {
  FieldWriter io(writer);
  Header fields = header;
  const Status status = DescribeFields(io, fields);
  assert(status.ok());
  static_cast<void>(status);
}

Result<Header> ReadHeader(ByteReader& reader) {
  FieldReader io(reader);
  Header header;
  MOTE_RETURN_IF_ERROR(DescribeFields(io, header));
  return header;
}

}  // namespace mote

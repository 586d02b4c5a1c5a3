// Whole bytes in and out, each with a label for the tally. Reading past the end is an error, never undefined.
#ifndef MOTE_ENTROPY_BYTE_IO_H_
#define MOTE_ENTROPY_BYTE_IO_H_

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "entropy/part_tally.h"

namespace mote {

class ByteWriter {
 public:
  void Byte(uint8_t value, const char* label) {
    bytes_.push_back(value);
    tally_.Add(label, 8);
  }
  void Bytes(std::span<const uint8_t> values, const char* label) {
    bytes_.insert(bytes_.end(), values.begin(), values.end());
    tally_.Add(label, 8 * uint64_t{values.size()});
  }
  [[nodiscard]] const std::vector<uint8_t>& bytes() const { return bytes_; }
  [[nodiscard]] const PartTally& tally() const { return tally_; }
  [[nodiscard]] std::vector<uint8_t> Take() && { return std::move(bytes_); }

 private:
  std::vector<uint8_t> bytes_;
  PartTally tally_;
};

class ByteReader {
 public:
  explicit ByteReader(std::span<const uint8_t> bytes) : rest_(bytes) {}

  [[nodiscard]] Result<uint8_t> Byte(const char* label) {
    if (rest_.empty()) return Fail(ErrorCode::kTruncated, "the stream ends where its ", label, " should be");
    const uint8_t value = rest_[0];
    Consume(1, label);
    return value;
  }
  // What has not been read yet.
  [[nodiscard]] std::span<const uint8_t> rest() const { return rest_; }
  // Marks the first `count` bytes of rest() as read; count <= rest().size().
  void Consume(size_t count, const char* label) {
    rest_ = rest_.subspan(count);
    tally_.Add(label, 8 * uint64_t{count});
  }
  [[nodiscard]] const PartTally& tally() const { return tally_; }

 private:
  std::span<const uint8_t> rest_;
  PartTally tally_;
};

}  // namespace mote

#endif  // MOTE_ENTROPY_BYTE_IO_H_

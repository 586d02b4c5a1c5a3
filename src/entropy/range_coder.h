// A range coder over 64-bit arithmetic (after G. N. N. Martin, "Range encoding", 1979): symbols of static 16-bit
// frequencies in, bytes out. The decoder knows what a stream's missing end leaves open, so that every prefix decodes as
// far as it is certain. Normative: spec/neural.md, section 2. Integer throughout; total: any bytes decode to some
// symbols.
#ifndef MOTE_ENTROPY_RANGE_CODER_H_
#define MOTE_ENTROPY_RANGE_CODER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace mote {

inline constexpr int kFrequencyBits = 16;  // a symbol's frequencies add up to 2^16

class RangeEncoder {
 public:
  // A symbol that has `frequency` (1..2^16) of 2^16, after others that have `cumulative`.
  void Encode(uint32_t cumulative, uint32_t frequency);
  // The lowest `count` bits of `value`, highest first, each as likely as not.
  void EncodeBits(uint32_t value, int count);
  // Bytes so far, and at most 2 that Finish will add.
  [[nodiscard]] size_t size_bound() const { return bytes_.size() + 2; }
  // The shortest bytes of which all symbols are certain.
  [[nodiscard]] std::vector<uint8_t> Finish() &&;

 private:
  void Carry();

  uint64_t low_ = 0;
  uint64_t range_ = ~uint64_t{0};
  std::vector<uint8_t> bytes_;
};

class RangeDecoder {
 public:
  explicit RangeDecoder(std::span<const uint8_t> bytes);

  // The index of the next symbol; `cumulative` has its alphabet's sums c[0] = 0 .. c[n] = 2^16. Nothing if the bytes
  // end before it is certain; then the decoder is done for.
  [[nodiscard]] std::optional<uint32_t> Decode(std::span<const uint32_t> cumulative);
  [[nodiscard]] std::optional<uint32_t> DecodeBits(int count);

 private:
  // The 16-bit places at which the certain and the largest possible value stand.
  struct Place {
    uint32_t low, high;
  };
  [[nodiscard]] Place Locate() const;
  void Narrow(uint32_t cumulative, uint32_t frequency);
  void ShiftIn();

  std::span<const uint8_t> rest_;
  uint64_t range_ = ~uint64_t{0};
  uint64_t offset_ = 0;
  uint64_t unknown_ = 0;  // what the missing bytes may add to offset_
};

}  // namespace mote

#endif  // MOTE_ENTROPY_RANGE_CODER_H_

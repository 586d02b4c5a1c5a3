// A range coder over 64-bit arithmetic (after G. N. N. Martin, "Range encoding", 1979): decisions of known 16-bit
// probabilities in, bytes out. The decoder knows what a stream's missing end leaves open, so that every prefix decodes
// as far as it is certain. Normative: spec/neural.md, section 2. Integer throughout; total: any bytes decode to some
// decisions.
#ifndef MOTE_ENTROPY_RANGE_CODER_H_
#define MOTE_ENTROPY_RANGE_CODER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace mote {

inline constexpr int kProbabilityBits = 16;  // of probabilities, units of 2^-16
inline constexpr uint32_t kCertain = 1 << kProbabilityBits;

class RangeEncoder {
 public:
  // Whether something is so that is so with `probability` (1..kCertain - 1).
  void Encode(bool is_so, uint32_t probability);
  // The lowest `count` bits of `value`, highest first, each as likely as not.
  void EncodeBits(uint32_t value, int count);
  // Bytes so far, and at most 2 that Finish will add.
  [[nodiscard]] size_t size_bound() const { return bytes_.size() + 2; }
  // The shortest bytes of which all decisions are certain.
  [[nodiscard]] std::vector<uint8_t> Finish() &&;

 private:
  void Narrow(uint32_t cumulative, uint32_t frequency);
  void Carry();

  uint64_t low_ = 0;
  uint64_t range_ = ~uint64_t{0};
  std::vector<uint8_t> bytes_;
};

class RangeDecoder {
 public:
  explicit RangeDecoder(std::span<const uint8_t> bytes);

  // The next decision, where `probability` is as the encoder had it. Nothing if the bytes end before it is certain;
  // then the decoder is done for.
  [[nodiscard]] std::optional<bool> Decode(uint32_t probability);
  [[nodiscard]] std::optional<uint32_t> DecodeBits(int count);

 private:
  void Narrow(uint32_t cumulative, uint32_t frequency);
  void ShiftIn();

  std::span<const uint8_t> rest_;
  uint64_t range_ = ~uint64_t{0};
  uint64_t offset_ = 0;
  uint64_t unknown_ = 0;  // what the missing bytes may add to offset_
};

}  // namespace mote

#endif  // MOTE_ENTROPY_RANGE_CODER_H_

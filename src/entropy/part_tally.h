// Every symbol that is written or read carries a label; the tally adds up bits by label. Writer and reader of one
// stream must arrive at the same tally (a unit test holds them to it), and `mote info` prints the reader's.
#ifndef MOTE_ENTROPY_PART_TALLY_H_
#define MOTE_ENTROPY_PART_TALLY_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace mote {

struct Part {
  const char* label;  // a string literal: lives for ever
  uint64_t bits;
  friend bool operator==(const Part& a, const Part& b) {
    return std::string_view(a.label) == b.label && a.bits == b.bits;
  }
};

class PartTally {
 public:
  void Add(const char* label, uint64_t bits) {
    for (Part& part : parts_) {
      if (std::string_view(part.label) == label) {
        part.bits += bits;
        return;
      }
    }
    parts_.push_back({label, bits});
  }
  // In the order in which the labels first appeared.
  [[nodiscard]] const std::vector<Part>& parts() const { return parts_; }
  [[nodiscard]] uint64_t total_bits() const {
    uint64_t total = 0;
    for (const Part& part : parts_) total += part.bits;
    return total;
  }

 private:
  std::vector<Part> parts_;
};

}  // namespace mote

#endif  // MOTE_ENTROPY_PART_TALLY_H_

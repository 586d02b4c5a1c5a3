// The generator's own random numbers: PCG-XSH-RR with 64-bit state and 32-bit output, the same on every machine.
// Source: M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number
// Generation", HMC-CS-2014-0905, section 6.3.1. Written afresh from the description.
#ifndef MOTE_METHODS_PATCHES_GENERATOR_RANDOM_H_
#define MOTE_METHODS_PATCHES_GENERATOR_RANDOM_H_

#include <cstdint>

namespace mote::patches {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed * kMultiplier + kIncrement) {}

  uint32_t Next() {
    const uint64_t old = state_;
    state_ = old * kMultiplier + kIncrement;
    const uint32_t mixed = static_cast<uint32_t>(((old >> 18) ^ old) >> 27);
    const uint32_t rotation = static_cast<uint32_t>(old >> 59);
    return mixed >> rotation | mixed << ((32 - rotation) & 31);
  }

  // 0..count-1, by the high half of a product (its bias, below 2^-20 here, does not matter).
  int32_t Below(int32_t count) { return static_cast<int32_t>((uint64_t{Next()} * static_cast<uint32_t>(count)) >> 32); }

  // low..high, both included.
  int32_t Between(int32_t low, int32_t high) { return low + Below(high - low + 1); }

  // True once in `count` times.
  bool OneIn(int32_t count) { return Below(count) == 0; }

 private:
  static constexpr uint64_t kMultiplier = 6364136223846793005u;
  static constexpr uint64_t kIncrement = 1442695040888963407u;
  uint64_t state_;
};

}  // namespace mote::patches

#endif  // MOTE_METHODS_PATCHES_GENERATOR_RANDOM_H_

#include "entropy/range_coder.h"

#include <cassert>

namespace mote {
namespace {

constexpr uint64_t kLeastRange = uint64_t{1} << 56;
constexpr int kTopShift = 56;
constexpr uint32_t kHalf = kCertain / 2;

}  // namespace

void RangeEncoder::Carry() {
  for (size_t i = bytes_.size(); i > 0 && ++bytes_[i - 1] == 0; --i) {
  }
}

void RangeEncoder::Encode(bool is_so, uint32_t probability) {
  if (is_so) {
    Narrow(kCertain - probability, probability);
  } else {
    Narrow(0, kCertain - probability);
  }
}

void RangeEncoder::Narrow(uint32_t cumulative, uint32_t frequency) {
  const uint64_t unit = range_ >> kProbabilityBits;
  const uint64_t before = low_;
  low_ += unit * cumulative;
  if (low_ < before) Carry();
  range_ = unit * frequency;
  while (range_ < kLeastRange) {
    bytes_.push_back(static_cast<uint8_t>(low_ >> kTopShift));
    low_ <<= 8;
    range_ <<= 8;
  }
}

void RangeEncoder::EncodeBits(uint32_t value, int count) {
  for (int i = count - 1; i >= 0; --i) Encode((value >> i & 1) != 0, kHalf);
}

std::vector<uint8_t> RangeEncoder::Finish() && {
  if (range_ == ~uint64_t{0}) return std::move(bytes_);
  // The fewest top bytes of a number such that whatever follows them stays in low_ .. low_ + range_ - 1.
  for (int bytes = 1;; ++bytes) {
    assert(bytes <= 8);
    const uint64_t free = bytes == 8 ? 0 : ~uint64_t{0} >> (8 * bytes);
    const uint64_t number = (low_ + free) & ~free;
    const bool carried = number < low_;
    if (number - low_ > range_ - 1 || range_ - 1 - (number - low_) < free) continue;
    if (carried) Carry();
    for (int i = 0; i < bytes; ++i) bytes_.push_back(static_cast<uint8_t>(number >> (kTopShift - 8 * i)));
    return std::move(bytes_);
  }
}

RangeDecoder::RangeDecoder(std::span<const uint8_t> bytes) : rest_(bytes) {
  for (int i = 0; i < 8; ++i) ShiftIn();
}

void RangeDecoder::ShiftIn() {
  offset_ <<= 8;
  unknown_ <<= 8;
  if (rest_.empty()) {
    unknown_ |= 255;
  } else {
    offset_ |= rest_[0];
    rest_ = rest_.subspan(1);
  }
}

void RangeDecoder::Narrow(uint32_t cumulative, uint32_t frequency) {
  const uint64_t unit = range_ >> kProbabilityBits;
  offset_ -= unit * cumulative;
  range_ = unit * frequency;
  while (range_ < kLeastRange) {
    range_ <<= 8;
    ShiftIn();
  }
}

std::optional<bool> RangeDecoder::Decode(uint32_t probability) {
  const uint32_t below = kCertain - probability;
  const uint64_t start = (range_ >> kProbabilityBits) * below;
  const bool is_so = offset_ >= start;
  // What the missing bytes may add must not decide.
  const uint64_t largest = offset_ + unknown_;
  if (!is_so && (largest < offset_ || largest >= start)) return std::nullopt;
  if (is_so) {
    Narrow(below, probability);
  } else {
    Narrow(0, below);
  }
  return is_so;
}

std::optional<uint32_t> RangeDecoder::DecodeBits(int count) {
  uint32_t value = 0;
  for (int i = 0; i < count; ++i) {
    const std::optional<bool> bit = Decode(kHalf);
    if (!bit) return std::nullopt;
    value = value << 1 | (*bit ? 1 : 0);
  }
  return value;
}

}  // namespace mote

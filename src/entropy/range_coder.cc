#include "entropy/range_coder.h"

#include <algorithm>
#include <cassert>

namespace mote {
namespace {

constexpr uint64_t kLeastRange = uint64_t{1} << 56;
constexpr int kTopShift = 56;
constexpr uint32_t kHalf = 1 << (kFrequencyBits - 1);
constexpr uint64_t kLastPlace = (1 << kFrequencyBits) - 1;

}  // namespace

void RangeEncoder::Carry() {
  for (size_t i = bytes_.size(); i > 0 && ++bytes_[i - 1] == 0; --i) {
  }
}

void RangeEncoder::Encode(uint32_t cumulative, uint32_t frequency) {
  const uint64_t unit = range_ >> kFrequencyBits;
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
  for (int i = count - 1; i >= 0; --i) Encode((value >> i & 1) * kHalf, kHalf);
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

RangeDecoder::Place RangeDecoder::Locate() const {
  const uint64_t unit = range_ >> kFrequencyBits;
  const auto low = static_cast<uint32_t>(std::min(offset_ / unit, kLastPlace));
  if (unknown_ == 0) return {low, low};
  const uint64_t largest = offset_ + unknown_;
  if (largest < offset_) return {low, static_cast<uint32_t>(kLastPlace)};
  return {low, static_cast<uint32_t>(std::min(largest / unit, kLastPlace))};
}

void RangeDecoder::Narrow(uint32_t cumulative, uint32_t frequency) {
  const uint64_t unit = range_ >> kFrequencyBits;
  offset_ -= unit * cumulative;
  range_ = unit * frequency;
  while (range_ < kLeastRange) {
    range_ <<= 8;
    ShiftIn();
  }
}

std::optional<uint32_t> RangeDecoder::Decode(std::span<const uint32_t> cumulative) {
  const Place place = Locate();
  // Small symbols are by far the likeliest.
  uint32_t symbol = 0;
  while (cumulative[symbol + 1] <= place.low) ++symbol;
  if (place.high >= cumulative[symbol + 1]) return std::nullopt;
  Narrow(cumulative[symbol], cumulative[symbol + 1] - cumulative[symbol]);
  return symbol;
}

std::optional<uint32_t> RangeDecoder::DecodeBits(int count) {
  uint32_t value = 0;
  for (int i = 0; i < count; ++i) {
    const Place place = Locate();
    const uint32_t bit = place.low >> (kFrequencyBits - 1);
    if (place.high >> (kFrequencyBits - 1) != bit) return std::nullopt;
    Narrow(bit * kHalf, kHalf);
    value = value << 1 | bit;
  }
  return value;
}

}  // namespace mote

// Streams land at a budget by how their symbols are rounded: a little more or less of what lies half way between two
// symbols is given up. Encoder only.
#ifndef MOTE_METHODS_NEURAL_ENCODER_LANDING_H_
#define MOTE_METHODS_NEURAL_ENCODER_LANDING_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

namespace mote::neural {

// How much a price of 1 takes off the logarithm of the bytes, about.
inline constexpr double kBytesByPrice = 4;

// Bytes that may stay free.
inline size_t FreeBytes(size_t max_bytes) { return std::clamp<size_t>(max_bytes / 64, 1, 8); }

// `coded`, which is code(coded.price), or what `code` gives at a price of the rounding (MakeThresholds) that brings it
// nearer to `max_bytes`, without passing it if `coded` did not. Coded has a price and symbols.
template <class Coded, class Code>
Coded Land(Coded coded, size_t max_bytes, const Code& code) {
  constexpr int kTries = 8;
  // The largest price; and the least step of it, less than which moves a symbol or none.
  constexpr double kMostPrice = 0.1, kLeastStep = 2e-6;
  const double half_free = static_cast<double>(FreeBytes(max_bytes)) / 2;
  const double aim = std::max(1.0, static_cast<double>(max_bytes) - half_free);
  struct Tried {
    double price, bytes;
  };
  std::optional<Tried> fits, exceeds;
  double price = coded.price, slope = kBytesByPrice;
  auto bytes = static_cast<double>(coded.symbols.size());
  for (int i = 0; i < kTries && bytes > 0 && std::abs(bytes - aim) > half_free; ++i) {
    (bytes <= aim ? fits : exceeds) = Tried{price, bytes};
    const double next =
        fits && exceeds ? std::lerp(fits->price, exceeds->price, (aim - fits->bytes) / (exceeds->bytes - fits->bytes))
                        : price + std::log(bytes / aim) / slope;
    if (std::abs(next) > kMostPrice || std::abs(next - price) < kLeastStep) break;
    Coded tried = code(next);
    const auto tried_bytes = static_cast<double>(tried.symbols.size());
    slope =
        std::clamp(std::log(bytes / std::max(tried_bytes, 1.0)) / (next - price), kBytesByPrice / 3, kBytesByPrice * 3);
    price = next;
    bytes = tried_bytes;
    const bool is_nearer = tried.symbols.size() > coded.symbols.size() || coded.symbols.size() > max_bytes;
    if (tried.symbols.size() <= max_bytes && is_nearer) coded = std::move(tried);
  }
  return coded;
}

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_ENCODER_LANDING_H_

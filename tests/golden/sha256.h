// SHA-256 (FIPS 180-4), for comparing pixels with the manifest.
#ifndef MOTE_TESTS_GOLDEN_SHA256_H_
#define MOTE_TESTS_GOLDEN_SHA256_H_

#include <cstdint>
#include <span>
#include <string>

namespace mote_test {

// 64 hexadecimal digits.
[[nodiscard]] std::string Sha256(std::span<const uint8_t> bytes);

}  // namespace mote_test

#endif  // MOTE_TESTS_GOLDEN_SHA256_H_

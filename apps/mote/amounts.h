// Numbers as the command line writes them. Pure functions.
#ifndef MOTE_APPS_MOTE_AMOUNTS_H_
#define MOTE_APPS_MOTE_AMOUNTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mote::app {

// "4096", "4k", "1KiB", "4kB": decimal digits and an optional unit. k, K, Ki and KiB mean 1024; kB and KB mean 1000; m,
// M, Mi, MiB, MB, g, G, Gi, GiB and GB likewise; B means one byte. Nothing else, no sign, no fraction; nullopt also
// where 64 bits do not suffice.
[[nodiscard]] std::optional<uint64_t> ParseAmount(std::string_view text);

// "2", "0.5": decimal digits and, if need be, a point and more of them; seconds. No sign, unit or exponent; nullopt
// also for 0, which would leave no time.
[[nodiscard]] std::optional<double> ParseSeconds(std::string_view text);

// "4,096" for people.
[[nodiscard]] std::string WithThousands(uint64_t number);

}  // namespace mote::app

#endif  // MOTE_APPS_MOTE_AMOUNTS_H_

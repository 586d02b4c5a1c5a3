#include "apps/mote/amounts.h"

#include <algorithm>

namespace mote::app {
namespace {

struct Unit {
  std::string_view name;
  uint64_t factor;
};

constexpr uint64_t kKibi = 1024;
constexpr uint64_t kKilo = 1000;
constexpr Unit kUnits[] = {
    {"", 1},
    {"B", 1},
    {"k", kKibi},
    {"K", kKibi},
    {"Ki", kKibi},
    {"KiB", kKibi},
    {"kB", kKilo},
    {"KB", kKilo},
    {"m", kKibi* kKibi},
    {"M", kKibi* kKibi},
    {"Mi", kKibi* kKibi},
    {"MiB", kKibi* kKibi},
    {"MB", kKilo* kKilo},
    {"g", kKibi* kKibi* kKibi},
    {"G", kKibi* kKibi* kKibi},
    {"Gi", kKibi* kKibi* kKibi},
    {"GiB", kKibi* kKibi* kKibi},
    {"GB", kKilo* kKilo* kKilo},
};

}  // namespace

std::optional<uint64_t> ParseAmount(std::string_view text) {
  const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0) return std::nullopt;
  uint64_t number = 0;
  for (const char digit : text.substr(0, digits)) {
    if (number > (UINT64_MAX - 9) / 10) return std::nullopt;
    number = number * 10 + static_cast<uint64_t>(digit - '0');
  }
  for (const Unit& unit : kUnits) {
    if (unit.name != text.substr(digits)) continue;
    if (number > UINT64_MAX / unit.factor) return std::nullopt;
    return number * unit.factor;
  }
  return std::nullopt;
}

std::optional<double> ParseSeconds(std::string_view text) {
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? "0" : text.substr(point + 1);
  const auto is_number = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (!is_number(whole) || !is_number(fraction)) return std::nullopt;
  double seconds = 0;
  for (const char digit : whole) seconds = seconds * 10 + (digit - '0');
  double place = 1;
  for (const char digit : fraction) seconds += (digit - '0') * (place /= 10);
  return seconds > 0 ? std::optional(seconds) : std::nullopt;
}

std::string WithThousands(uint64_t number) {
  std::string text = std::to_string(number);
  for (size_t place = text.size(); place > 3;) {
    place -= 3;
    text.insert(place, 1, ',');
  }
  return text;
}

}  // namespace mote::app

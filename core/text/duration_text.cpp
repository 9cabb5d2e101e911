// Durations by a table of units. The exact JSON number reader reads the digits.
#include "core/text/duration_text.hpp"

#include <algorithm>
#include <array>

#include "core/base/check.hpp"
#include "core/text/decimal.hpp"

namespace whitewater {
namespace {

struct Unit {
  std::string_view name;
  int digits;  // a number with so many decimals is still a whole number of nanoseconds
  std::int64_t ns;
};
// Ascending. "s" is last, because the name of every unit ends with "s".
constexpr std::array<Unit, 4> units{{{"ns", 0, 1}, {"us", 3, 1'000}, {"ms", 6, 1'000'000}, {"s", 9, 1'000'000'000}}};

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  const auto unit = std::find_if(units.begin(), units.end(), [&](const Unit& u) { return text.ends_with(u.name); });
  if (unit == units.end()) return std::nullopt;
  const std::string_view number = text.substr(0, text.size() - unit->name.size());
  // JSON allows a sign and an exponent in a number; a duration has neither.
  if (number.find_first_not_of("0123456789.") != std::string_view::npos) return std::nullopt;
  const Result<std::int64_t> ns = scaled(number, unit->digits);
  if (!ns) return std::nullopt;
  return Duration{ns.value()};
}

std::string duration_text(Duration duration) {
  check(duration.ns >= 0, "a duration in a scenario is not negative");
  const auto unit = std::find_if(units.rbegin(), units.rend(), [&](const Unit& u) { return duration.ns % u.ns == 0; });
  return std::to_string(duration.ns / unit->ns) + std::string(unit->name);
}

}  // namespace whitewater

// A minus sign is rejected first, with a message of its own. Then std::from_chars parses the digits, without wrapping.
#include "tools/runs/seeds.hpp"

#include <charconv>
#include <string>

namespace whitewater::tools {

namespace {

constexpr std::size_t shown_bytes_max = 40;

Error bad_seed(std::string_view text, const std::string& why) {
  std::string shown(text.substr(0, shown_bytes_max));
  for (char& c : shown)
    if (c < ' ' || c > '~') c = '?';
  if (text.size() > shown_bytes_max) shown += "...";
  return {"", "'" + shown + "' is not a seed: " + why};
}

}  // namespace

Result<std::uint64_t> parse_seed(std::string_view text) {
  static const char* const expected = "expected an integer from 0 to 18446744073709551615 (or 0x... in hexadecimal)";
  if (!text.empty() && text.front() == '-') return bad_seed(text, "it is negative; " + std::string(expected));
  std::string_view digits = text;
  int base = 10;
  if (digits.substr(0, 2) == "0x" || digits.substr(0, 2) == "0X") {
    digits.remove_prefix(2);
    base = 16;
  }
  std::uint64_t seed = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), seed, base);
  if (code == std::errc::result_out_of_range && end == digits.data() + digits.size())
    return bad_seed(text, "it needs more than 64 bits; " + std::string(expected));
  if (code != std::errc{} || end != digits.data() + digits.size()) return bad_seed(text, expected);
  return seed;
}

Result<SeedRange> parse_seed_range(std::string_view text) {
  const std::size_t dash = text.find('-', 1);
  if (dash == std::string_view::npos) {
    const Result<std::uint64_t> only = parse_seed(text);
    if (!only) return only.error();
    return SeedRange{only.value(), only.value()};
  }
  const Result<std::uint64_t> first = parse_seed(text.substr(0, dash));
  if (!first) return first.error();
  const Result<std::uint64_t> last = parse_seed(text.substr(dash + 1));
  if (!last) return last.error();
  const SeedRange range{first.value(), last.value()};
  if (range.last < range.first)
    return Error{"", "seeds " + std::string(text) + ": the last seed comes before the first one"};
  if (range.last - range.first >= SeedRange::seeds_max)
    return Error{
        "", "seeds " + std::string(text) + ": more than " + std::to_string(SeedRange::seeds_max) + " runs at once"};
  return range;
}

}  // namespace whitewater::tools

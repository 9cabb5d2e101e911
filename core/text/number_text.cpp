// Digits come from the integer; no code divides into a fraction.
#include "core/text/number_text.hpp"

namespace whitewater {

namespace {

// value / 10^digits as whole.fraction, without trailing zeros.
std::string trimmed_decimal(std::uint64_t value, unsigned digits, bool group) {
  std::uint64_t unit = 1;
  for (unsigned i = 0; i < digits; ++i) unit *= 10;
  std::string text = group ? grouped(value / unit) : std::to_string(value / unit);
  std::uint64_t fraction = value % unit;
  if (fraction == 0) return text;
  std::string tail = std::to_string(fraction);
  tail.insert(0, digits - tail.size(), '0');
  while (tail.back() == '0') tail.pop_back();
  return text + "." + tail;
}

// The absolute value of any signed number, INT64_MIN included.
std::uint64_t magnitude(std::int64_t n) {
  return n < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(n) : static_cast<std::uint64_t>(n);
}

const char* sign(std::int64_t n) {
  return n < 0 ? "-" : "";
}

}  // namespace

std::string grouped(std::uint64_t n) {
  std::string text = std::to_string(n);
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, 1, ',');
  return text;
}

std::string exact_seconds(Duration d) {
  return std::string(sign(d.ns)) + trimmed_decimal(magnitude(d.ns), 9, false);
}

namespace {

// unit: nanoseconds; digits: how many of them make a second, in digits.
std::string truncated_seconds(Duration d, std::uint64_t unit, std::size_t digits) {
  const std::uint64_t per_second = 1'000'000'000 / unit;
  const std::uint64_t units = magnitude(d.ns) / unit;
  std::string fraction = std::to_string(units % per_second);
  fraction.insert(0, digits - fraction.size(), '0');
  return std::string(sign(d.ns)) + std::to_string(units / per_second) + "." + fraction;
}

}  // namespace

std::string microsecond_seconds(Duration d) {
  return truncated_seconds(d, 1'000, 6);
}

std::string milli_seconds(Duration d) {
  return truncated_seconds(d, 1'000'000, 3);
}

std::string millionths_text(std::int64_t millionths) {
  return std::string(sign(millionths)) + trimmed_decimal(magnitude(millionths), 6, true);
}

std::string digest_text(std::uint64_t digest) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = 16; i-- > 0; digest >>= 4) text[i] = digits[digest & 15];
  return text;
}

std::string percent_text(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  __extension__ using Wide = unsigned __int128;
  const auto tenths = static_cast<std::uint64_t>(Wide{part} * 1'000 / whole);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

std::string pad_left(std::string_view text, std::size_t width) {
  std::string padded(text.size() < width ? width - text.size() : 0, ' ');
  return padded.append(text);
}

std::string pad_right(std::string_view text, std::size_t width) {
  std::string padded(text);
  if (padded.size() < width) padded.append(width - padded.size(), ' ');
  return padded;
}

std::string TextStyle::paint(Tone tone, std::string_view text) const {
  if (!color) return std::string(text);
  const char* code = "";
  switch (tone) {
    case Tone::good:
      code = "32";
      break;
    case Tone::bad:
      code = "1;31";
      break;
    case Tone::caution:
      code = "33";
      break;
    case Tone::strong:
      code = "1";
      break;
    case Tone::faint:
      code = "2";
      break;
  }
  return std::string("\x1b[") + code + "m" + std::string(text) + "\x1b[0m";
}

}  // namespace whitewater

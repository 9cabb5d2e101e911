// Conversion between decimal text and integers, without floating point.
#include "core/text/decimal.hpp"

namespace whitewater {

namespace {

// The parts of a JSON number: [-] whole [. fraction] [e exponent].
struct Decimal {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  int exponent = 0;
};

// A larger exponent can only overflow or underflow, for any text that fits into memory.
constexpr int exponent_bound = 100'000'000;

bool digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view take_digits(std::string_view& rest) {
  std::size_t count = 0;
  while (count < rest.size() && digit(rest[count])) ++count;
  const std::string_view digits = rest.substr(0, count);
  rest.remove_prefix(count);
  return digits;
}

bool take(std::string_view& rest, char c) {
  if (rest.empty() || rest.front() != c) return false;
  rest.remove_prefix(1);
  return true;
}

bool parse_decimal(std::string_view text, Decimal& decimal) {
  decimal.negative = take(text, '-');
  decimal.whole = take_digits(text);
  if (decimal.whole.empty() || (decimal.whole.size() > 1 && decimal.whole.front() == '0')) return false;
  if (take(text, '.')) {
    decimal.fraction = take_digits(text);
    if (decimal.fraction.empty()) return false;
  }
  if (take(text, 'e') || take(text, 'E')) {
    const bool negative = take(text, '-');
    if (!negative) take(text, '+');
    const std::string_view digits = take_digits(text);
    if (digits.empty()) return false;
    for (const char c : digits) {
      decimal.exponent = decimal.exponent * 10 + (c - '0');
      if (decimal.exponent > exponent_bound) decimal.exponent = exponent_bound;
    }
    if (negative) decimal.exponent = -decimal.exponent;
  }
  return text.empty();
}

// Sets magnitude to magnitude * 10 + d. Returns false if the result would exceed the bound.
bool push_digit(std::uint64_t& magnitude, unsigned d, std::uint64_t bound) {
  if (magnitude > (bound - d) / 10) return false;
  magnitude = magnitude * 10 + d;
  return true;
}

Error no_number(std::string_view text) {
  return {"", "expected a decimal number, found \"" + std::string(text.substr(0, 40)) + "\""};
}

}  // namespace

Result<std::int64_t> scaled(std::string_view number_text, int digits) {
  Decimal decimal;
  if (!parse_decimal(number_text, decimal)) return no_number(number_text);
  const std::string shown(number_text.substr(0, 40));

  const std::int64_t fractional = static_cast<std::int64_t>(decimal.fraction.size()) - decimal.exponent;
  const bool zero = decimal.whole.find_first_not_of('0') == std::string_view::npos &&
                    decimal.fraction.find_first_not_of('0') == std::string_view::npos;
  if (fractional > digits)
    return Error{"", digits == 0 ? "expected a whole number, found " + shown
                                 : "expected at most " + std::to_string(digits) + " fractional digits, found " + shown};
  if (zero) return std::int64_t{0};

  const std::uint64_t bound = static_cast<std::uint64_t>(INT64_MAX) + (decimal.negative ? 1 : 0);
  const Error too_large{"", "expected a number that fits into 64 bits, found " + shown};
  std::uint64_t magnitude = 0;
  for (const std::string_view part : {decimal.whole, decimal.fraction})
    for (const char c : part)
      if (!push_digit(magnitude, static_cast<unsigned>(c - '0'), bound)) return too_large;
  for (std::int64_t zeros = digits - fractional; zeros > 0; --zeros)
    if (!push_digit(magnitude, 0, bound)) return too_large;
  return static_cast<std::int64_t>(decimal.negative ? ~magnitude + 1 : magnitude);
}

Result<std::uint64_t> unsigned_integer(std::string_view number_text) {
  Decimal decimal;
  if (!parse_decimal(number_text, decimal)) return no_number(number_text);
  std::uint64_t magnitude = 0;
  bool fits = decimal.whole.size() == number_text.size();
  for (const char c : decimal.whole) fits = fits && push_digit(magnitude, static_cast<unsigned>(c - '0'), UINT64_MAX);
  if (!fits)
    return Error{
        "", "expected a whole number from 0 to 18446744073709551615, found " + std::string(number_text.substr(0, 40))};
  return magnitude;
}

std::string unscaled(std::int64_t value, int digits) {
  const bool negative = value < 0;
  const std::string magnitude =
      std::to_string(negative ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value));
  const auto places = static_cast<std::size_t>(digits);
  const std::size_t whole = magnitude.size() > places ? magnitude.size() - places : 0;

  std::string text(negative ? "-" : "");
  text.append(whole == 0 ? std::string_view("0") : std::string_view(magnitude).substr(0, whole));
  if (places == 0) return text;
  text.push_back('.');
  if (magnitude.size() < places) text.append(places - magnitude.size(), '0');
  text.append(magnitude, whole);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace whitewater

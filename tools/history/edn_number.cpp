// Whole numbers are exact, however long. Numbers with a point or an exponent are the doubles that Clojure reads.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <numeric>
#include <optional>

#include "core/text/concat.hpp"
#include "tools/history/edn_value.hpp"

namespace whitewater::tools {

namespace {

bool all_of(std::string_view text, bool (*fits)(char)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

unsigned digit_of(char c) {
  return is_digit(c)            ? static_cast<unsigned>(c - '0')
         : c >= 'a' && c <= 'z' ? static_cast<unsigned>(c - 'a') + 10
         : c >= 'A' && c <= 'Z' ? static_cast<unsigned>(c - 'A') + 10
                                : 99u;
}

std::string without_zeros_in_front(std::string_view digits) {
  return std::string(digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1)));
}

// The digits of another base in decimal; long division would be shorter, but needs the number first.
std::optional<std::string> in_decimal(std::string_view digits, unsigned base) {
  constexpr std::size_t digits_max = 1'000;  // the work grows with the square
  if (digits.empty() || digits.size() > digits_max) return std::nullopt;
  std::string reversed = "0";
  for (const char c : digits) {
    unsigned carry = digit_of(c);
    if (carry >= base) return std::nullopt;
    for (char& d : reversed) {
      carry += static_cast<unsigned>(d - '0') * base;
      d = static_cast<char>('0' + carry % 10);
      carry /= 10;
    }
    for (; carry > 0; carry /= 10) reversed += static_cast<char>('0' + carry % 10);
  }
  return std::string(reversed.rbegin(), reversed.rend());
}

// A whole number without its sign, as Clojure spells it: 12, 0x1F, 017, 2r101, each with or without N.
std::optional<std::string> whole(std::string_view text) {
  if (text.ends_with('N') && text.find('r') == text.npos && text.find('R') == text.npos) text.remove_suffix(1);
  if (text.starts_with("0x") || text.starts_with("0X")) return in_decimal(text.substr(2), 16);
  if (const std::size_t r = text.find_first_of("rR"); r == 1 || r == 2) {
    unsigned base = 0;
    std::from_chars(text.data(), text.data() + r, base);
    return base >= 2 && base <= 36 ? in_decimal(text.substr(r + 1), base) : std::nullopt;
  }
  if (!all_of(text, is_digit)) return std::nullopt;
  if (text.size() > 1 && text.front() == '0' && text.find_first_of("89") == text.npos) return in_decimal(text, 8);
  return without_zeros_in_front(text);
}

std::optional<std::string> ratio(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == text.npos || !all_of(text.substr(0, slash), is_digit) || !all_of(text.substr(slash + 1), is_digit))
    return std::nullopt;
  std::uint64_t over = 0, under = 0;
  if (std::from_chars(text.data(), text.data() + slash, over).ec != std::errc{} ||
      std::from_chars(text.data() + slash + 1, text.data() + text.size(), under).ec != std::errc{} || under == 0)
    return std::nullopt;
  const std::uint64_t common = std::gcd(over, under);
  const std::string top = std::to_string(over / common);
  return under == common ? top : top + "/" + std::to_string(under / common);
}

struct Decimal {
  std::string digits;  // without zeros at either end; empty: zero
  std::int64_t exponent = 0;
};

// 12.50e3 → 125 and exponent 2.
std::optional<Decimal> decimal(std::string_view text) {
  Decimal number;
  std::size_t at = 0, point = text.npos, digits = 0;
  for (; at < text.size() && (is_digit(text[at]) || (text[at] == '.' && point == text.npos)); ++at) {
    if (text[at] == '.')
      point = at;
    else
      number.digits += text[at], ++digits;
  }
  if (digits == 0 || text.front() == '.') return std::nullopt;
  if (at < text.size()) {
    if (text[at] != 'e' && text[at] != 'E') return std::nullopt;
    const std::size_t sign = at + 1 < text.size() && text[at + 1] == '+' ? 1 : 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, code] = std::from_chars(text.data() + at + 1 + sign, end, number.exponent);
    if (code != std::errc{} || stopped != end || number.exponent > 1'000'000'000 || number.exponent < -1'000'000'000)
      return std::nullopt;
  }
  if (point != text.npos) number.exponent -= static_cast<std::int64_t>(digits - point);
  number.digits.erase(0, std::min(number.digits.find_first_not_of('0'), number.digits.size()));
  while (!number.digits.empty() && number.digits.back() == '0') number.digits.pop_back(), ++number.exponent;
  if (number.digits.empty()) number.exponent = 0;
  return number;
}

std::optional<double> double_of(std::string_view text) {
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string shortest(double value) {
  std::array<char, 400> buffer{};
  const auto [end, code] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  std::string text(buffer.data(), code == std::errc{} ? end : buffer.data());
  return text.find_first_of(".e") == text.npos ? text + ".0" : text;
}

std::string signed_text(bool negative, const std::string& size) {
  return negative && size != "0" && size != "0.0" && size != "0M" ? concat({"-", size}) : size;
}

// A number with a point, an exponent or an M, without its sign.
std::optional<std::string> broken(std::string_view text) {
  const bool exact = text.ends_with('M');
  if (exact) text.remove_suffix(1);
  const auto parts = decimal(text);
  if (!parts) return std::nullopt;
  if (!exact)
    if (const auto value = double_of(text)) return shortest(*value);
  const std::string digits = parts->digits.empty() ? "0" : parts->digits;
  const std::string exponent = std::to_string(parts->exponent);
  return concat({digits, parts->exponent == 0 ? "" : "e", parts->exponent == 0 ? "" : exponent, exact ? "M" : ".0"});
}

}  // namespace

std::string edn_number(std::string_view text) {
  // Fast path: most numbers are short and plain.
  if (text.size() < 19 && text.front() != '0' && all_of(text, is_digit)) return std::string(text);
  const bool negative = text.starts_with('-');
  const std::string_view size = text.substr(negative || text.starts_with('+') ? 1 : 0);
  auto spelling = whole(size);
  if (!spelling) spelling = ratio(size);
  if (!spelling) spelling = broken(size);
  return spelling ? signed_text(negative, *spelling) : std::string(text);
}

std::string json_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::string_view size = text.substr(negative ? 1 : 0);
  if (all_of(size, is_digit)) return signed_text(negative, without_zeros_in_front(size));
  const auto value = double_of(size);
  if (!value) return std::string(text);
  constexpr double exact_max = 1e18;  // from here on not every whole number is a double
  if (*value < exact_max && static_cast<double>(static_cast<std::int64_t>(*value)) == *value)
    return signed_text(negative, std::to_string(static_cast<std::int64_t>(*value)));
  return signed_text(negative, shortest(*value));
}

}  // namespace whitewater::tools

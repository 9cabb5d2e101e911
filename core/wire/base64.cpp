// Base64 in both directions, three bytes at a time.
#include "core/wire/base64.hpp"

#include <array>
#include <cstdint>

namespace whitewater {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t no_digit = 64;

constexpr std::array<std::uint8_t, 256> make_digits() {
  std::array<std::uint8_t, 256> digits{};
  for (std::uint8_t& digit : digits) digit = no_digit;
  for (std::uint8_t i = 0; i < 64; ++i) digits[static_cast<unsigned char>(alphabet[i])] = i;
  return digits;
}
constexpr std::array<std::uint8_t, 256> digits = make_digits();

std::uint32_t byte_at(std::string_view bytes, std::size_t i) {
  return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0u;
}

}  // namespace

void append_base64(std::string& out, std::string_view bytes) {
  out.reserve(out.size() + (bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::uint32_t word = byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2);
    out += alphabet[word >> 18];
    out += alphabet[(word >> 12) & 63];
    out += i + 1 < bytes.size() ? alphabet[(word >> 6) & 63] : '=';
    out += i + 2 < bytes.size() ? alphabet[word & 63] : '=';
  }
}

bool decode_base64(std::string_view text, std::string& out) {
  if (text.size() % 4 != 0) return false;
  const std::size_t size_before = out.size();
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  out.reserve(size_before + text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const std::size_t absent = i + 4 == text.size() ? padding : 0;
    std::uint32_t word = 0;
    bool strange = false;
    for (std::size_t j = 0; j < 4; ++j) {
      const std::uint8_t digit = j < 4 - absent ? digits[static_cast<unsigned char>(text[i + j])] : std::uint8_t{0};
      strange = strange || digit == no_digit;
      word = word << 6 | digit;
    }
    if (strange || (word & ((1u << (8 * absent)) - 1)) != 0) {
      out.resize(size_before);
      return false;
    }
    for (std::size_t j = 0; j < 3 - absent; ++j)
      out += static_cast<char>(static_cast<unsigned char>(word >> (16 - 8 * j)));
  }
  return true;
}

}  // namespace whitewater

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
  return static_cast<unsigned char>(bytes[i]);
}

// Four digits as 24 bits. If one of the four is not a digit, a higher bit is set.
std::uint32_t word_at(std::string_view text, std::size_t i) {
  const std::uint32_t a = digits[byte_at(text, i)];
  const std::uint32_t b = digits[byte_at(text, i + 1)];
  const std::uint32_t c = digits[byte_at(text, i + 2)];
  const std::uint32_t d = digits[byte_at(text, i + 3)];
  const bool strange = ((a | b | c | d) & no_digit) != 0;
  return a << 18 | b << 12 | c << 6 | d | (strange ? 1u << 30 : 0u);
}

char byte_of(std::uint32_t word, unsigned shift) {
  return static_cast<char>(static_cast<unsigned char>(word >> shift));
}

}  // namespace

void append_base64(std::string& out, std::string_view bytes) {
  std::size_t at = out.size();
  out.resize(at + (bytes.size() + 2) / 3 * 4, '=');
  const auto put = [&](std::uint32_t word, unsigned count) {
    for (unsigned i = 0; i < count; ++i) out[at + i] = alphabet[(word >> (18 - 6 * i)) & 63];
    at += 4;
  };
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3)
    put(byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2), 4);
  const std::size_t rest = bytes.size() - i;
  if (rest == 1) put(byte_at(bytes, i) << 16, 2);
  if (rest == 2) put(byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8, 3);
}

bool decode_base64(std::string_view text, std::string& out) {
  if (text.size() % 4 != 0) return false;
  if (text.empty()) return true;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  const std::size_t whole = padding > 0 ? text.size() - 4 : text.size();
  const std::size_t size_before = out.size();
  std::size_t at = size_before;
  out.resize(size_before + text.size() / 4 * 3 - padding);
  std::uint32_t strange = 0;
  for (std::size_t i = 0; i < whole; i += 4) {
    const std::uint32_t word = word_at(text, i);
    strange |= word >> 24;
    out[at] = byte_of(word, 16);
    out[at + 1] = byte_of(word, 8);
    out[at + 2] = byte_of(word, 0);
    at += 3;
  }
  if (padding > 0) {
    const char last[4] = {text[whole], text[whole + 1], padding == 2 ? 'A' : text[whole + 2], 'A'};
    const std::uint32_t word = word_at({last, 4}, 0);
    // The unused bits after the last byte must be zero.
    strange |= word >> 24 | (word & (padding == 2 ? 0xFFFFu : 0xFFu));
    out[at] = byte_of(word, 16);
    if (padding == 1) out[at + 1] = byte_of(word, 8);
  }
  if (strange == 0) return true;
  out.resize(size_before);
  return false;
}

}  // namespace whitewater

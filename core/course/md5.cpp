// The four rounds of RFC 1321, as one template over tables.
#include "core/course/md5.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace whitewater::course {

namespace {

// ⌊2^32 · |sin(i + 1)|⌋, RFC 1321 §3.4.
constexpr std::array<std::uint32_t, 64> sines{
    0xD76AA478, 0xE8C7B756, 0x242070DB, 0xC1BDCEEE, 0xF57C0FAF, 0x4787C62A, 0xA8304613, 0xFD469501,
    0x698098D8, 0x8B44F7AF, 0xFFFF5BB1, 0x895CD7BE, 0x6B901122, 0xFD987193, 0xA679438E, 0x49B40821,
    0xF61E2562, 0xC040B340, 0x265E5A51, 0xE9B6C7AA, 0xD62F105D, 0x02441453, 0xD8A1E681, 0xE7D3FBC8,
    0x21E1CDE6, 0xC33707D6, 0xF4D50D87, 0x455A14ED, 0xA9E3E905, 0xFCEFA3F8, 0x676F02D9, 0x8D2A4C8A,
    0xFFFA3942, 0x8771F681, 0x6D9D6122, 0xFDE5380C, 0xA4BEEA44, 0x4BDECFA9, 0xF6BB4B60, 0xBEBFBC70,
    0x289B7EC6, 0xEAA127FA, 0xD4EF3085, 0x04881D05, 0xD9D4D039, 0xE6DB99E5, 0x1FA27CF8, 0xC4AC5665,
    0xF4292244, 0x432AFF97, 0xAB9423A7, 0xFC93A039, 0x655B59C3, 0x8F0CCC92, 0xFFEFF47D, 0x85845DD1,
    0x6FA87E4F, 0xFE2CE6E0, 0xA3014314, 0x4E0811A1, 0xF7537E82, 0xBD3AF235, 0x2AD7D2BB, 0xEB86D391,
};

struct State {
  std::uint32_t a = 0x67452301, b = 0xEFCDAB89, c = 0x98BADCFE, d = 0x10325476;
};

using Block = std::array<unsigned char, 64>;

// One of the four rounds, RFC 1321 §3.4: sixteen steps with one mixing function, four shifts, and the words in the
// order first, first + stride, … modulo 16. A template, so that all these parameters are compile-time constants.
template <unsigned Round, int ShiftA, int ShiftB, int ShiftC, int ShiftD, unsigned First, unsigned Stride, class Mix>
void round_of_steps(State& s, const std::array<std::uint32_t, 16>& words, Mix mix_words) {
  unsigned word = First;
  auto step = [&](std::uint32_t& a, std::uint32_t b, std::uint32_t c, std::uint32_t d, unsigned i, int shift) {
    a = b + std::rotl(a + mix_words(b, c, d) + sines[Round * 16 + i] + words[word], shift);
    word = (word + Stride) % 16;
  };
#pragma GCC unroll 4
  for (unsigned i = 0; i < 16; i += 4) {
    step(s.a, s.b, s.c, s.d, i, ShiftA);
    step(s.d, s.a, s.b, s.c, i + 1, ShiftB);
    step(s.c, s.d, s.a, s.b, i + 2, ShiftC);
    step(s.b, s.c, s.d, s.a, i + 3, ShiftD);
  }
}

void absorb(State& state, const Block& block) {
  using Word = std::uint32_t;
  std::array<Word, 16> words{};
  for (unsigned i = 0; i < 16; ++i)
    words[i] =
        Word{block[4 * i]} | Word{block[4 * i + 1]} << 8 | Word{block[4 * i + 2]} << 16 | Word{block[4 * i + 3]} << 24;
  State s = state;
  round_of_steps<0, 7, 12, 17, 22, 0, 1>(s, words, [](Word b, Word c, Word d) { return d ^ (b & (c ^ d)); });
  round_of_steps<1, 5, 9, 14, 20, 1, 5>(s, words, [](Word b, Word c, Word d) { return c ^ (d & (b ^ c)); });
  round_of_steps<2, 4, 11, 16, 23, 5, 3>(s, words, [](Word b, Word c, Word d) { return b ^ c ^ d; });
  round_of_steps<3, 6, 10, 15, 21, 0, 7>(s, words, [](Word b, Word c, Word d) { return c ^ (b | ~d); });
  state = State{state.a + s.a, state.b + s.b, state.c + s.c, state.d + s.d};
}

// Processes the last one or two blocks: the remaining bytes, 0x80, zeros, the length in bits.
void absorb_end(State& state, std::string_view rest, std::uint64_t bytes) {
  Block block{};
  std::size_t used = 0;
  if (!rest.empty()) std::memcpy(block.data(), rest.data(), rest.size());
  used += rest.size();
  block[used++] = 0x80;
  if (used > 56) {
    absorb(state, block);
    block.fill(0);
  }
  const std::uint64_t bits = bytes * 8;
  for (unsigned i = 0; i < 8; ++i) block[56 + i] = static_cast<unsigned char>(bits >> (8 * i));
  absorb(state, block);
}

// The eight hexadecimal characters of four bytes, computed together: the lowest byte first, in each byte the higher
// digit first.
std::uint64_t hex_digits(std::uint32_t word) {
  std::uint64_t x = word;
  x = (x | x << 16) & 0x0000FFFF0000FFFFu;
  x = (x | x << 8) & 0x00FF00FF00FF00FFu;
  x = (x >> 4 | x << 8) & 0x0F0F0F0F0F0F0F0Fu;  // one digit in each byte
  const std::uint64_t letters = (x + 0x0606060606060606u) >> 4 & 0x0101010101010101u;
  return x + 0x3030303030303030u + letters * ('a' - '0' - 10);
}

}  // namespace

std::array<char, 32> md5_hex(std::string_view bytes) {
  State state;
  std::string_view rest = bytes;
  for (; rest.size() >= 64; rest.remove_prefix(64)) {
    Block block{};
    for (std::size_t i = 0; i < 64; ++i) block[i] = static_cast<unsigned char>(rest[i]);
    absorb(state, block);
  }
  absorb_end(state, rest, bytes.size());

  std::array<char, 32> text{};
  std::size_t at = 0;
  for (const std::uint32_t word : {state.a, state.b, state.c, state.d}) {
    const std::uint64_t digits = hex_digits(word);
    for (unsigned shift = 0; shift < 64; shift += 8) text[at++] = static_cast<char>(digits >> shift);
  }
  return text;
}

}  // namespace whitewater::course

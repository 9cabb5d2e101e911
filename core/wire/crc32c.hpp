// CRC-32C (Castagnoli; reflected polynomial 0x82F63B78, as iSCSI and ext4 use it): the checksum of frames on disk.
// Detects torn writes and bit rot, not forgeries.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace whitewater {

constexpr std::array<std::uint32_t, 256> make_crc32c_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t remainder = byte;
    for (int bit = 0; bit < 8; ++bit) remainder = (remainder >> 1) ^ ((remainder & 1) != 0 ? 0x82F63B78u : 0u);
    table[byte] = remainder;
  }
  return table;
}
inline constexpr std::array<std::uint32_t, 256> crc32c_table = make_crc32c_table();

// crc32c(b, crc32c(a)) is the checksum of a followed directly by b.
constexpr std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0) {
  std::uint32_t state = ~before;
  for (const char c : bytes) state = (state >> 8) ^ crc32c_table[(state ^ static_cast<unsigned char>(c)) & 0xFF];
  return ~state;
}

}  // namespace whitewater

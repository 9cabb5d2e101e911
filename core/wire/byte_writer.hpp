// Appends integers and bytes to a string: little-endian, or as varints (seven bits per byte, the lowest bits first,
// shortest form). The counterpart of ByteReader. The bytes are a function of the values alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace whitewater {

class ByteWriter {
 public:
  explicit ByteWriter(std::string& out) : out_(&out) {}

  void u8(std::uint8_t value) { out_->push_back(static_cast<char>(value)); }
  void u16(std::uint16_t value) { fixed<2>(value); }
  void u32(std::uint32_t value) { fixed<4>(value); }
  void u64(std::uint64_t value) { fixed<8>(value); }
  void varint(std::uint64_t value) {
    while (value >= 0x80) {
      u8(static_cast<std::uint8_t>(value | 0x80));
      value >>= 7;
    }
    u8(static_cast<std::uint8_t>(value));
  }
  void bytes(std::string_view bytes) { out_->append(bytes); }
  // The length as a varint, then the bytes.
  void prefixed(std::string_view bytes) {
    varint(bytes.size());
    out_->append(bytes);
  }

  // For a length that is known only after the content is written: position() is where the next byte goes, and
  // replace_u32() overwrites four bytes there later.
  std::size_t position() const { return out_->size(); }
  void replace_u32(std::size_t position, std::uint32_t value) {
    for (unsigned i = 0; i < 4; ++i)
      (*out_)[position + i] = static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
  }

  static constexpr unsigned varint_bytes(std::uint64_t value) {
    unsigned count = 1;
    while (value >= 0x80) {
      value >>= 7;
      ++count;
    }
    return count;
  }

 private:
  template <unsigned count>
  void fixed(std::uint64_t value) {
    char little[count];
    for (unsigned i = 0; i < count; ++i) little[i] = static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
    out_->append(little, count);
  }

  std::string* out_;
};

}  // namespace whitewater

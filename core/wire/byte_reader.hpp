// Reads what ByteWriter wrote, from untrusted bytes. Never reads out of bounds: the first read that cannot be satisfied
// makes the reader fail for good, and every later read returns zero or an empty view. So a decoder reads all its fields
// and checks once at the end. Views point into the bytes that the reader was given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace whitewater {

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  bool ok() const { return !failed_; }
  bool failed() const { return failed_; }
  // True if no read failed and no byte is left.
  bool finished() const { return !failed_ && rest_.empty(); }
  std::size_t remaining() const { return rest_.size(); }
  // For a decoder that finds a value out of range.
  void fail() {
    failed_ = true;
    rest_ = {};
  }

  std::uint8_t u8() { return static_cast<std::uint8_t>(fixed<1>()); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(fixed<2>()); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(fixed<4>()); }
  std::uint64_t u64() { return fixed<8>(); }

  // Accepts only the shortest form, so that equal values have equal bytes.
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint64_t byte = u8();
      if (failed_) return 0;
      if (shift == 63 && byte > 1) break;  // more than 64 bits
      if (shift > 0 && byte == 0) break;   // not the shortest form
      value |= (byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    fail();
    return 0;
  }
  // A varint of at most maximum; a larger one makes the reader fail.
  std::uint64_t varint(std::uint64_t maximum) {
    const std::uint64_t value = varint();
    if (value <= maximum) return value;
    fail();
    return 0;
  }

  std::string_view bytes(std::uint64_t count) {
    if (count > rest_.size()) {
      fail();
      return {};
    }
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(count));
    rest_.remove_prefix(taken.size());
    return taken;
  }
  std::string_view prefixed() { return bytes(varint()); }

 private:
  template <unsigned count>
  std::uint64_t fixed() {
    if (rest_.size() < count) [[unlikely]] {
      fail();
      return 0;
    }
    std::uint64_t value = 0;
    for (unsigned i = 0; i < count; ++i)
      value |= static_cast<std::uint64_t>(static_cast<unsigned char>(rest_[i])) << (8 * i);
    rest_.remove_prefix(count);
    return value;
  }

  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace whitewater

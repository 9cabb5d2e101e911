// Bytes of x86-64 code, as its readers here look at them.
#pragma once

#include <cstddef>
#include <string_view>

namespace whitewater::tools::virtual_time {

// 0 behind the end.
inline unsigned byte_at(std::string_view code, std::size_t at) {
  return at < code.size() ? static_cast<unsigned char>(code[at]) : 0;
}
// A prefix: wide registers, or further ones.
constexpr bool is_rex(unsigned byte) {
  return (byte & 0xf0) == 0x40;
}

}  // namespace whitewater::tools::virtual_time

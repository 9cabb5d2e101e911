// Text that comes from a file and goes to a person: code points as UTF-8, and any bytes as one line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace whitewater::tools {

// A surrogate, or a number that is no code point, becomes U+FFFD.
void append_utf8(std::string& out, std::uint32_t code_point);

// The text as a piece of one line: white space and control characters become single spaces; no more than so many bytes,
// and "…" if there were more.
std::string one_line(std::string_view text, std::size_t bytes_max);

}  // namespace whitewater::tools

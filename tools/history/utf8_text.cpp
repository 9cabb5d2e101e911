// A text is never cut within a code point.
#include "tools/history/utf8_text.hpp"

namespace whitewater::tools {

void append_utf8(std::string& out, std::uint32_t c) {
  const auto add = [&](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if ((c >= 0xD800 && c < 0xE000) || c > 0x10FFFF) c = 0xFFFD;
  if (c < 0x80) return add(c);
  if (c < 0x800) {
    add(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      add(0xE0 | c >> 12);
    } else {
      add(0xF0 | c >> 18);
      add(0x80 | (c >> 12 & 0x3F));
    }
    add(0x80 | (c >> 6 & 0x3F));
  }
  add(0x80 | (c & 0x3F));
}

std::string one_line(std::string_view text, std::size_t bytes_max) {
  std::string line;
  bool spaced = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte <= ' ' || byte == 0x7F) {
      spaced = !line.empty();
      continue;
    }
    const bool starts = (byte & 0xC0) != 0x80;
    if (line.size() >= bytes_max && starts) return line + "…";
    if (spaced) line += ' ';
    spaced = false;
    line += text[at];
  }
  return line;
}

}  // namespace whitewater::tools

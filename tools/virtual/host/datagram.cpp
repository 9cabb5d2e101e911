// The bytes are a JSON object that was read already, so that the search can be a plain one.
#include "tools/virtual/host/datagram.hpp"

namespace whitewater::tools::virtual_time {

std::string_view type_in(std::string_view bytes) {
  constexpr std::string_view name = "\"type\"";
  constexpr std::string_view blanks = " \t\r\n";
  for (std::size_t at = bytes.find(name); at != std::string_view::npos; at = bytes.find(name, at + 1)) {
    std::size_t next = bytes.find_first_not_of(blanks, at + name.size());
    if (next == std::string_view::npos || bytes[next] != ':') continue;
    next = bytes.find_first_not_of(blanks, next + 1);
    if (next == std::string_view::npos || bytes[next] != '"') continue;
    const std::size_t end = bytes.find('"', next + 1);
    if (end == std::string_view::npos) continue;
    const std::string_view text = bytes.substr(next + 1, end - next - 1);
    if (!text.empty() && text.find('\\') == std::string_view::npos) return text;
  }
  return {};
}

}  // namespace whitewater::tools::virtual_time

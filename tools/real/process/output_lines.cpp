// The oldest lines are dropped when new lines come.
#include "tools/real/process/output_lines.hpp"

#include <algorithm>
#include <utility>

namespace whitewater::tools::real {

void OutputLines::add(std::string_view bytes, Time now) {
  bytes_ += bytes.size();
  // If more comes at once than is kept, only its end is kept.
  if (bytes.size() > kept_bytes_max) {
    non_ascii_ = non_ascii_ || std::any_of(bytes.begin(), bytes.end(), [](char c) { return (c & 0x80) != 0; });
    bytes.remove_prefix(bytes.size() - kept_bytes_max);
  }
  for (const char byte : bytes) {
    if (byte == '\n') {
      finish_line();
      continue;
    }
    if (!in_line_) {
      in_line_ = true;
      open_.time = now;
    }
    append(byte);
  }
}

void OutputLines::append(char byte) {
  if ((byte & 0x80) != 0) non_ascii_ = true;
  if (open_.text.size() >= line_bytes_max || byte == '\r') return;
  if ((byte >= ' ' && byte <= '~') || byte == '\t') {
    open_.text += byte;
    return;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  const auto value = static_cast<unsigned char>(byte);
  open_.text.append("\\x").append(1, digits[value / 16]).append(1, digits[value % 16]);
}

void OutputLines::finish_line() {
  if (!in_line_) return;
  in_line_ = false;
  kept_ += open_.text.size() + sizeof(Line);
  lines_.push_back(std::exchange(open_, Line{}));
  while (kept_ > kept_bytes_max) {
    kept_ -= lines_.front().text.size() + sizeof(Line);
    lines_.pop_front();
  }
}

std::vector<OutputLines::Line> OutputLines::tail(std::size_t count) const {
  std::vector<Line> result;
  const std::size_t open = in_line_ ? 1 : 0;
  const std::size_t whole = std::min(lines_.size(), count < open ? 0 : count - open);
  result.insert(result.end(), lines_.end() - static_cast<std::ptrdiff_t>(whole), lines_.end());
  if (in_line_ && count > 0) result.push_back(open_);
  return result;
}

}  // namespace whitewater::tools::real

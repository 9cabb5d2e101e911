// One pass finds MIDs and keys; another pass finds quoted strings that may be base64.
#include "tools/real/report/mentions.hpp"

#include <cstdint>

#include "core/wire/base64.hpp"

namespace whitewater::tools::real {

namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t base64_bytes_min = 16;  // a shorter string holds no MID with anything around it

bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool of_key(char c) {
  return digit(c) || (c >= 'A' && c <= 'Z');
}
bool of_base64(char c) {
  return digit(c) || letter(c) || c == '+' || c == '/' || c == '=';
}

// The length of the MID that starts at `at`; 0 if none starts there.
std::size_t mid_at(std::string_view bytes, std::size_t at) {
  if (bytes[at] != 'r' || (at > 0 && (digit(bytes[at - 1]) || letter(bytes[at - 1])))) return 0;
  std::size_t end = at + 1;
  while (end < bytes.size() && digit(bytes[end])) ++end;
  if (end == at + 1) return 0;
  if (end + 1 < bytes.size() && bytes[end] == '.' && digit(bytes[end + 1])) {
    ++end;
    while (end < bytes.size() && digit(bytes[end])) ++end;
  }
  return end < bytes.size() && letter(bytes[end]) ? 0 : end - at;
}

}  // namespace

void MentionScanner::scan_words(std::string_view bytes, const Found& mid, const Found& key) {
  std::size_t run = 0;  // the number of consecutive key characters so far
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    run = of_key(bytes[at]) ? run + 1 : 0;
    // In packed bytes a key may touch other characters, so every window of key_bytes is a candidate.
    if (run >= key_bytes) key(bytes.substr(at + 1 - key_bytes, key_bytes));
    if (bytes[at] != 'r') continue;
    const std::size_t size = mid_at(bytes, at);
    if (size > 0) mid(bytes.substr(at, size));
  }
}

void MentionScanner::scan(std::string_view bytes, const Found& mid, const Found& key) {
  bytes = bytes.substr(0, bytes_max);
  scan_words(bytes, mid, key);
  for (std::size_t quote = bytes.find('"'); quote != std::string_view::npos;) {
    std::size_t end = quote + 1;
    while (end < bytes.size() && of_base64(bytes[end])) ++end;
    const std::string_view inside = bytes.substr(quote + 1, end - quote - 1);
    const bool whole = end < bytes.size() && bytes[end] == '"';
    if (whole && inside.size() >= base64_bytes_min && inside.size() % 4 == 0) {
      decoded_.clear();
      if (decode_base64(inside, decoded_)) scan_words(decoded_, mid, key);
    }
    quote = bytes.find('"', whole ? end : quote + 1);
  }
}

}  // namespace whitewater::tools::real

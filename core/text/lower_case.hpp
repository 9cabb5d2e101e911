// Letters without case, for words that people or programs spell as they like. ASCII only, whatever the locale.
#pragma once

#include <string>
#include <string_view>

namespace whitewater {

constexpr char lower_case(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = lower_case(c);
  return lower;
}

}  // namespace whitewater

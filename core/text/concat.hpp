// concat: joins several pieces of text into one string. (The usual way, adding a temporary string to a literal, makes
// gcc 12 warn of an overlap that does not exist.)
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace whitewater {

inline std::string concat(std::initializer_list<std::string_view> parts) {
  std::size_t bytes = 0;
  for (const std::string_view part : parts) bytes += part.size();
  std::string text;
  text.reserve(bytes);
  for (const std::string_view part : parts) text += part;
  return text;
}

}  // namespace whitewater

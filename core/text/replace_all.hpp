// Words in a text that stand for others, as {seed} in the name of a file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace whitewater {

// What was put in is not searched again.
inline void replace_all(std::string& text, std::string_view word, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += by.size())
    text.replace(at, word.size(), by);
}

}  // namespace whitewater

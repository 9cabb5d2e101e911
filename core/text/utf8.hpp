// Checks whether bytes are UTF-8.
#pragma once

#include <string_view>

namespace whitewater {

// Strict, as Unicode requires: no overlong forms, no surrogates, nothing beyond U+10FFFF.
bool is_utf8(std::string_view bytes);

}  // namespace whitewater

// Foreign text for error messages: shortened, printable, on one line.
#pragma once

#include <string>
#include <string_view>

#include "core/wire/json.hpp"

namespace whitewater::scenarios {

// At most bytes_max bytes of it, with "..." for the rest; control characters and invalid UTF-8 replaced.
std::string printable(std::string_view text, std::size_t bytes_max);

// A value as compact JSON, at most about sixty bytes of it.
std::string found_text(const json::Value& value);

}  // namespace whitewater::scenarios

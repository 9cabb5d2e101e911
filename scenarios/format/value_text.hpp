// Foreign text for error messages: shortened, printable, on one line.
#pragma once

#include <string>
#include <string_view>

#include "core/wire/json.hpp"

namespace whitewater::scenarios {

// At most bytes_max bytes of the text, with "..." if it was shortened; control characters and invalid UTF-8 are
// replaced.
std::string printable(std::string_view text, std::size_t bytes_max);

// A value as compact JSON, shortened to about sixty bytes.
std::string found_text(const json::Value& value);

}  // namespace whitewater::scenarios

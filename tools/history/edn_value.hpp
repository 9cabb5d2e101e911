// Equal values in EDN have one spelling here, as Clojure's = compares them: sets and maps in another order, 5 and 5N,
// -1.50 and -1.5, lists and vectors, escapes in strings. 5 and 5.0 differ, and so do strings and keywords.
#pragma once

#include <string>
#include <string_view>

#include "tools/history/edn.hpp"

namespace whitewater::tools {

// Appends the spelling. Returns false if an element within the value is malformed.
bool append_edn_value(const EdnElement& element, std::string& out);

// The content of a string with its escapes spelled in one way, without quotes: a line of printable text.
std::string edn_string_content(std::string_view inner);
// The same of a text without escapes.
void append_escaped(std::string_view plain, std::string& out);

// 5N → 5, +07 → 7, 0x10 → 16, 6/4 → 3/2, 1e3 → 1000.0, 1.50M → 1.5M. What is no number stays as it is.
std::string edn_number(std::string_view text);
// In JSON 1.0 is 1, and 1e2 is 100.
std::string json_number(std::string_view text);

}  // namespace whitewater::tools

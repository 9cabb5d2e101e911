// Words of a command line that can be pasted into a POSIX shell.
#pragma once

#include <string>
#include <string_view>

namespace whitewater::tools {

// word as it is when that is safe, else in single quotes.
std::string shell_quoted(std::string_view word);

}  // namespace whitewater::tools

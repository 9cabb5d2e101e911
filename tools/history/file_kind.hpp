// Files that hold no text: compressed ones, and other binaries. They are refused with the command that helps.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace whitewater::tools {

// What the file is and what to do: "is gzip: zcat h.gz | whitewater check -". Nothing: it may be text.
// name: of the file, as the shell reads it.
std::optional<std::string> why_no_text(std::string_view beginning, std::string_view name, std::string_view program);

}  // namespace whitewater::tools

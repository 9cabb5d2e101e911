// Reads a whole file, or standard input for "-". The error for an unreadable file is one clear sentence.
#pragma once

#include <cstddef>
#include <string>

#include "core/base/error.hpp"

namespace whitewater::tools {

// Scenario files take a few kilobytes; a larger file is a mistake.
inline constexpr std::size_t input_bytes_max = std::size_t{64} << 20;

// Error::where is the path ("standard input" for "-").
Result<std::string> read_input(const std::string& path);

}  // namespace whitewater::tools

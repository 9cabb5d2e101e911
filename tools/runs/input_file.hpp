// Reads a whole file, or standard input for "-". One clear sentence for what cannot be read.
#pragma once

#include <cstddef>
#include <string>

#include "core/base/error.hpp"

namespace whitewater::tools {

// Scenario files take a few kilobytes; more than this is a mistake.
inline constexpr std::size_t input_bytes_max = std::size_t{64} << 20;

// Error::where is the path ("standard input" for "-").
Result<std::string> read_input(const std::string& path);

}  // namespace whitewater::tools

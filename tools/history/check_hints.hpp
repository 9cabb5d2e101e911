// Hints beside a contradiction: what may be wrong with the history, and not with the store that it tells of.
#pragma once

#include <string>
#include <vector>

#include "tools/history/history_file.hpp"

namespace whitewater::tools {

// A write failed, but its value was read; a register begins with another value; a read of nil, which other checkers
// judge otherwise.
std::vector<std::string> check_hints(const HistoryFile& file, const checks::Contradiction& contradiction);

}  // namespace whitewater::tools

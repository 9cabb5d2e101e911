// Patches: how known bugs are put into a copy of the core. A patch is a file of hunks; a hunk names a source and
// quotes some of its lines, with those that the bug removes (-) and adds (+). A hunk has no line numbers: its quoted
// lines must stand in the source exactly once. All patches are matched against the original source, so their order
// does not matter, and two patches may quote the same line but not remove it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace whitewater::known_bugs {

struct PatchLine {
  char mark = ' ';  // ' ' is quoted and stays, '-' is quoted and goes, '+' comes
  std::string text;
};

struct Hunk {
  std::string patch;  // "fig8.patch"
  std::size_t line;   // of its head in the patch
  std::string source;
  std::vector<PatchLine> lines;
};

// The hunks of a patch file. Each begins with a head, "@@ core/raft/log.cpp"; lines before the first head that start
// with # are remarks. The patch switches its bug by that bug's own enumerator and by no other.
Result<std::vector<Hunk>> read_patch(std::string_view name, std::string_view text);

// The source with every hunk in it. Hunks of other sources are passed over.
Result<std::string> planted_source(std::string_view source, std::string_view text, std::span<const Hunk> hunks);

// The source with uncheck() in place of every check(), and what uncheck() is.
std::string without_checks(std::string_view text);

}  // namespace whitewater::known_bugs

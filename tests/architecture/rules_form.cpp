// The rules on size and form: what keeps a file readable at one sitting.
#include <algorithm>
#include <cctype>
#include <string_view>

#include "tests/architecture/rules.hpp"

namespace whitewater::architecture {

namespace {

// UTF-8 characters, so that "§" is one column.
std::size_t columns(std::string_view line) {
  const auto begins_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; };
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), begins_character));
}

bool in_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Where word stands in line as an absolute path's first part.
bool names_path(std::string_view line, std::string_view path) {
  for (std::size_t at = line.find(path); at != std::string_view::npos; at = line.find(path, at + 1)) {
    const bool begins = at == 0 || (!in_word(line[at - 1]) && line[at - 1] != '.' && line[at - 1] != '}');
    const std::size_t end = at + path.size();
    if (begins && (end == line.size() || !in_word(line[end]))) return true;
  }
  return false;
}

bool product(const Source& source) {
  return !source.path.starts_with("tests/");
}

}  // namespace

std::string listed(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text += finding.text();
    text += '\n';
  }
  return text;
}

void check_sizes(const Source& source, Findings& findings) {
  const auto add = [&](std::size_t line, const char* rule, std::string advice) {
    findings.push_back({source.path, line, rule, std::move(advice)});
  };
  if (source.lines.size() > file_lines_max)
    add(source.lines.size(), "file size", std::to_string(source.lines.size()) + " lines: split it by concept");
  for (const Function& function : source.functions) {
    const std::size_t length = function.last_line - function.first_line + 1;
    if (length > function_lines_max)
      add(function.first_line, "function size",
          function.name + " has " + std::to_string(length) + " lines: name its parts");
  }
  for (std::size_t i = 0; i < source.lines.size(); ++i)
    if (columns(source.lines[i]) > line_columns_max)
      add(i + 1, "line width", "more than 120 columns: run clang-format");
}

void check_form(const Source& source, Findings& findings) {
  const auto add = [&](std::size_t line, const char* rule, std::string advice) {
    findings.push_back({source.path, line, rule, std::move(advice)});
  };
  if (!source.balanced)
    add(1, "scanner", "the braces do not balance, so nothing here can be judged: avoid braces in #if");
  const bool commented = !source.lines.empty() && source.lines[0].starts_with("//");
  if (product(source) && !commented)
    add(1, "file header", "begin with a comment: what this is, what it promises, what it must not know");
  if (source.path.ends_with(".hpp") && !source.pragma_once) add(1, "pragma once", "a header begins with #pragma once");
  for (std::size_t i = 0; i < source.lines.size(); ++i) {
    const std::string& line = source.lines[i];
    for (const char* mark : {"TO"
                             "DO",
                             "FIX"
                             "ME"})
      if (line.find(mark) != std::string::npos) add(i + 1, "open end", "finish it, or say plainly what is not done");
    for (const char* path : {"/"
                             "home",
                             "/"
                             "tmp",
                             "/"
                             "work"})
      if (names_path(line, path))
        add(i + 1, "machine path", "a path of one machine: take it from the caller or the system");
  }
}

}  // namespace whitewater::architecture

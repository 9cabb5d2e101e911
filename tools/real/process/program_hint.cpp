// Reads the first line only.
#include "tools/real/process/program_hint.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/text/concat.hpp"
#include "tools/terminal/shell_quote.hpp"

namespace whitewater::tools::real {

namespace {

namespace fs = std::filesystem;

std::string first_line(const std::string& program) {
  constexpr std::size_t bytes_max = 512;
  std::ifstream file(program, std::ios::binary);
  std::string start(bytes_max, '\0');
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  start.resize(static_cast<std::size_t>(file.gcount()));
  return start.substr(0, start.find('\n'));
}

bool runnable(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::string on_path(const std::string& name) {
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::error_code error;
    const fs::path file = fs::path(folder) / name;
    if (!folder.empty() && fs::is_regular_file(file, error) && access(file.c_str(), X_OK) == 0)
      return fs::absolute(file, error).string();
  }
  return "";
}

std::optional<std::string> hindrance(const std::string& program) {
  const std::string line = first_line(program);
  if (!line.starts_with("#!")) return std::nullopt;
  if (line.ends_with('\r'))
    return "its lines end with CR LF, as on Windows: the system looks for an interpreter whose name ends with CR; try "
           "'sed -i \"s/\\r$//\" FILE'";
  std::istringstream words(line.substr(2));
  std::string interpreter, name;
  words >> interpreter >> name;
  if (interpreter.empty()) return "its first line is '#!' without an interpreter";
  std::error_code error;
  if (interpreter.starts_with('/') && !fs::exists(interpreter, error))
    return concat({"its first line asks for the interpreter ", interpreter, ", which is not there"});
  const bool by_name = fs::path(interpreter).filename() == "env" && !name.empty() && name[0] != '-' &&
                       name.find_first_of("=/") == std::string::npos;
  if (by_name && on_path(name).empty())
    return concat({"its first line asks for the interpreter ", name, ", which is not on PATH"});
  return std::nullopt;
}

std::string start_hint(const std::string& program) {
  if (std::optional<std::string> found = hindrance(program)) return *found;
  const std::string line = first_line(program);
  const bool text = line.find('\0') == std::string::npos;
  if (!text || line.starts_with("#!")) return "";
  return "a script needs a first line that names its interpreter, such as '#!/usr/bin/env python3'";
}

Result<std::string> find_program(const std::string& word) {
  std::error_code error;
  const fs::path here(word);
  if (fs::exists(here, error)) {
    if (fs::is_directory(here, error)) return Error{word, "is a directory, not a program"};
    if (!runnable(here)) return Error{word, "cannot be executed: try 'chmod +x " + shell_quoted(word) + "'"};
    if (std::optional<std::string> found = hindrance(word)) return Error{word, "cannot be started: " + *found};
    return fs::absolute(here, error).lexically_normal().string();
  }
  if (word.find('/') != std::string::npos) return Error{word, "no such program"};
  if (std::string found = on_path(word); !found.empty()) return found;
  return Error{word, "no such program, neither here nor on PATH"};
}

}  // namespace whitewater::tools::real

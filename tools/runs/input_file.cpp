// Reads until the end, so that a pipe works as well as a file.
#include "tools/runs/input_file.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace whitewater::tools {

namespace {

struct Close {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};

Error unreadable(const std::string& where, int code) {
  return {where, std::string("cannot be read: ") + std::strerror(code)};
}

}  // namespace

Result<std::string> read_input(const std::string& path) {
  const bool standard_input = path == "-";
  const std::string where = standard_input ? "standard input" : path;
  if (path.empty()) return Error{"", "expected the name of a file, found an empty word"};
  const std::unique_ptr<std::FILE, Close> file(standard_input ? stdin : std::fopen(path.c_str(), "rb"));
  if (!file) return errno == ENOENT ? Error{where, "no such file"} : unreadable(where, errno);
  struct stat status {};
  if (fstat(fileno(file.get()), &status) == 0 && S_ISDIR(status.st_mode))
    return Error{where, "is a directory, not a scenario file"};
  std::string text;
  char buffer[1 << 16];
  while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, file.get())) {
    text.append(buffer, got);
    if (text.size() > input_bytes_max)
      return Error{where, "is larger than " + std::to_string(input_bytes_max >> 20) + " MiB"};
  }
  if (std::ferror(file.get()) != 0) return unreadable(where, errno);
  if (text.empty()) return Error{where, "is empty"};
  return text;
}

}  // namespace whitewater::tools

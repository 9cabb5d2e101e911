// The environment is the same everywhere, so that a run does not depend on who started it.
#include "tools/virtual/host/program.hpp"

#include <unistd.h>

#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace whitewater::tools::virtual_time {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 3> folders{"/usr/local/bin", "/usr/bin", "/bin"};

bool executable(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::vector<std::string> replica_environment() {
  std::string path = "PATH=";
  for (const std::string_view folder : folders)
    path += std::string(path.back() == '=' ? "" : ":") + std::string(folder);
  return {path, "HOME=/", "LANG=C.UTF-8", "TZ=UTC", "PYTHONUNBUFFERED=1", "PYTHONDONTWRITEBYTECODE=1"};
}

Result<std::string> program_file(const Program& program) {
  if (program.path.find('/') != std::string::npos) {
    if (executable(program.path)) return fs::absolute(program.path).string();
    return Error{program.path, "expected a program that can be executed, found none"};
  }
  for (const std::string_view folder : folders)
    if (const fs::path path = fs::path(folder) / program.path; executable(path)) return path.string();
  return Error{program.path, "expected a program of " + replica_environment().front() + ", found none"};
}

}  // namespace whitewater::tools::virtual_time

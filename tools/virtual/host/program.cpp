// The environment is the same everywhere, so that a run does not depend on who started it.
#include "tools/virtual/host/program.hpp"

#include <elf.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "tools/real/process/program_hint.hpp"
#include "tools/virtual/trace/launch.hpp"

namespace whitewater::tools::virtual_time {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 3> folders{"/usr/local/bin", "/usr/bin", "/bin"};

bool executable(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0;
}

}  // namespace

Backend backend_of(const Program& program) {
  switch (program.tracer) {
    case Program::Tracer::notify:
      return Backend::notify;
    case Program::Tracer::ptrace:
      return Backend::ptrace;
    case Program::Tracer::automatic:
      break;
  }
  return best_backend();
}

std::vector<std::string> replica_environment() {
  std::string path = "PATH=";
  for (const std::string_view folder : folders)
    path += std::string(path.back() == '=' ? "" : ":") + std::string(folder);
  return {path, "HOME=/", "LANG=C.UTF-8", "TZ=UTC", "PYTHONUNBUFFERED=1", "PYTHONDONTWRITEBYTECODE=1",
          // Java's figures for other programs are files among the temporary ones, where the next run would find them.
          "JAVA_TOOL_OPTIONS=-XX:-UsePerfData",
          // A name of a temporary file is drawn from the seed: it must not be there from the last run.
          "TMPDIR=" + std::string(temporary_files)};
}

std::string working_folder(const Program& program) {
  return program.folder.empty() ? fs::current_path().string() : fs::absolute(program.folder).string();
}

// Why no program of this machine is in such a file. Empty: it may be one.
std::string why_unfit(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, sizeof(Elf64_Ehdr)> start{};
  file.read(start.data(), start.size());
  if (file.gcount() < 2 || start[0] == '#') return "";
  Elf64_Ehdr header{};
  std::memcpy(&header, start.data(), sizeof header);
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) return "";
  if (header.e_ident[EI_CLASS] != ELFCLASS64) return "it is a program of 32 bits";
  return header.e_machine == EM_X86_64 ? "" : "it is a program for another processor";
}

Result<std::string> program_file(const Program& program) {
  const auto wrong = [](std::string message) { return Error{"program.path", std::move(message)}; };
  const auto cut_short = [](const std::string& text) { return text.find('\0') != std::string::npos; };
  if (cut_short(program.path)) return wrong("expected a path without a zero byte");
  if (std::any_of(program.arguments.begin(), program.arguments.end(), cut_short))
    return Error{"program.arguments", "expected words without a zero byte"};
  std::error_code error;
  const fs::path folder = working_folder(program);
  if (!fs::is_directory(folder, error)) return Error{"program.folder", "expected a folder"};
  if (program.path.find('/') != std::string::npos) {
    const fs::path path = folder / program.path;
    if (fs::is_directory(path, error)) return wrong("expected a program, not a folder");
    if (!fs::exists(path, error)) return wrong("expected a program that is there");
    if (!executable(path)) return wrong("expected a program that can be executed (chmod +x)");
    if (const std::string hindrance = real::start_hint(path.string()); !hindrance.empty())
      return wrong("expected a program that can be started: " + hindrance);
    if (const std::string unfit = why_unfit(path); !unfit.empty())
      return wrong("expected a program that can be started: " + unfit);
    return path.lexically_normal().string();
  }
  for (const std::string_view each : folders)
    if (const fs::path path = fs::path(each) / program.path; executable(path)) return path.string();
  return wrong("expected a path with a slash, or the name of a program in /usr/local/bin, /usr/bin or /bin");
}

}  // namespace whitewater::tools::virtual_time

// The loader itself says which libraries it would map: a dynamic program's own loader, with the option --list.
#include "tools/virtual/host/dependences.hpp"

#include <elf.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>

#include "core/base/hash.hpp"
#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "tools/terminal/shell_quote.hpp"
#include "tools/virtual/host/opened_files.hpp"
#include "tools/virtual/host/program.hpp"
#include "tools/virtual/kernel/cost_model.hpp"
#include "tools/virtual/trace/clock_instructions.hpp"

namespace whitewater::tools::virtual_time {

namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// The loader that a dynamic program asks for. Empty: the file is no program, or needs none.
std::string loader_of(const std::string& bytes) {
  Elf64_Ehdr header{};
  if (bytes.size() < sizeof header) return "";
  std::memcpy(&header, bytes.data(), sizeof header);
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64) return "";
  for (std::size_t i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr part{};
    const std::size_t at = header.e_phoff + i * sizeof part;
    if (at + sizeof part > bytes.size()) return "";
    std::memcpy(&part, bytes.data() + at, sizeof part);
    if (part.p_type != PT_INTERP || part.p_offset + part.p_filesz > bytes.size() || part.p_filesz == 0) continue;
    return bytes.substr(part.p_offset, part.p_filesz - 1);
  }
  return "";
}

// "libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x7f…)", a line each.
std::vector<std::string> libraries_of(const std::string& loader, const fs::path& file) {
  struct Close {
    void operator()(std::FILE* stream) const { pclose(stream); }
  };
  const std::string command =
      concat({"env -i ", shell_quoted(loader), " --list ", shell_quoted(file.string()), " 2>/dev/null"});
  const std::unique_ptr<std::FILE, Close> stream(popen(command.c_str(), "r"));
  std::string text;
  char piece[4096];
  while (stream && std::fgets(piece, sizeof piece, stream.get()) != nullptr) text += piece;
  std::vector<std::string> libraries;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t arrow = line.find("=> /");
    if (arrow != std::string::npos) libraries.push_back(line.substr(arrow + 3, line.rfind(" (") - arrow - 3));
  }
  std::sort(libraries.begin(), libraries.end());
  return libraries;
}

class Depending {
 public:
  explicit Depending(const Program& program) : program_(program) {}

  std::vector<scenarios::Dependence> found() {
    if (const Result<std::string> file = program_file(program_)) add_program(file.value(), 0);
    for (const std::string& word : program_.arguments)
      if (const fs::path path = fs::path(working_folder(program_)) / word; is_file(path)) add_file(path);
    add_opened();
    list_.push_back({"the cost model", concat({"version ", std::to_string(cost::version)})});
    const bool hides = content("/proc/cpuinfo").find("cpuid_fault") != std::string::npos;
    list_.push_back(
        {"the processor", hides ? "can hide its random generator (cpuid_fault)" : "cannot hide its random generator"});
    list_.push_back({"the processor's clock", stops_clock_readers()
                                                  ? "its readers are stopped"
                                                  : "its readers are stopped only in code from files (rdtsc)"});
    return std::move(list_);
  }

 private:
  static bool is_file(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error);
  }

  // What it opens by itself, as modules: of files outside of the system's folders and of its interpreter's.
  void add_opened() {
    for (const std::string& opened : opened_at_start(program_)) {
      const fs::path path = (fs::path(working_folder(program_)) / opened).lexically_normal();
      if (is_file(path) && !of_the_system(path)) add_file(path);
    }
  }
  bool of_the_system(const fs::path& path) const {
    constexpr std::array<std::string_view, 11> folders{"/usr/", "/lib/",  "/lib64/", "/bin/", "/sbin/", "/etc/",
                                                       "/dev/", "/proc/", "/sys/",   "/run/", "/opt/"};
    const std::string text = path.string();
    const auto begins = [&](std::string_view folder) { return text.starts_with(folder); };
    return std::any_of(folders.begin(), folders.end(), begins) ||
           std::any_of(interpreters_.begin(), interpreters_.end(), begins);
  }

  std::string add_file(const fs::path& path) {
    const std::string name = path.lexically_normal().string();
    std::string bytes = content(path);
    const auto known = [&](const scenarios::Dependence& each) { return each.on == name; };
    if (std::none_of(list_.begin(), list_.end(), known))
      list_.push_back({name, concat({grouped(bytes.size()), " bytes, hash ", digest_text(hash_bytes(bytes))})});
    return bytes;
  }

  // An interpreter may be a script, too.
  void add_program(const fs::path& path, int depth) {
    const std::string bytes = add_file(path);
    if (const fs::path real = fs::weakly_canonical(path); real.parent_path().filename() == "bin")
      interpreters_.push_back(real.parent_path().parent_path().string() + "/");
    if (const std::string loader = loader_of(bytes); !loader.empty()) {
      add_file(loader);
      for (const std::string& library : libraries_of(loader, path)) add_file(library);
    }
    constexpr int deepest = 4;
    if (bytes.starts_with("#!") && depth < deepest) add_interpreter(bytes.substr(2, bytes.find('\n') - 2), depth);
  }

  // "/usr/bin/env python3", "/bin/sh -e"
  void add_interpreter(const std::string& line, int depth) {
    std::istringstream words(line);
    std::string interpreter, name;
    words >> interpreter >> name;
    if (is_file(interpreter)) add_program(interpreter, depth + 1);
    if (fs::path(interpreter).filename() != "env" || name.empty() || name.find('/') != std::string::npos) return;
    Program meant;
    meant.path = name;
    if (const Result<std::string> file = program_file(meant)) add_program(file.value(), depth + 1);
  }

  const Program& program_;
  std::vector<std::string> interpreters_;  // the folders in which they are installed: "/opt/python/"
  std::vector<scenarios::Dependence> list_;
};

}  // namespace

std::vector<scenarios::Dependence> program_dependences(const scenarios::Scenario& scenario) {
  if (scenario.system->name != "program") return {};
  return Depending(program(scenario)).found();
}

}  // namespace whitewater::tools::virtual_time

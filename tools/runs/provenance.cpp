// The compiler tells its name, its version and its target by macros.
#include "tools/runs/provenance.hpp"

#include "core/text/concat.hpp"

namespace whitewater::tools {

namespace {

#if defined(__clang__)
constexpr const char* compiler = "clang " __clang_version__;
#elif defined(__GNUC__)
constexpr const char* compiler = "gcc " __VERSION__;
#else
constexpr const char* compiler = "an unknown compiler";
#endif

#if defined(__x86_64__)
constexpr const char* machine = "x86_64";
#elif defined(__aarch64__)
constexpr const char* machine = "aarch64";
#else
constexpr const char* machine = "another machine";
#endif

#if defined(__linux__)
constexpr const char* system_name = "linux";
#elif defined(__APPLE__)
constexpr const char* system_name = "macos";
#else
constexpr const char* system_name = "another system";
#endif

}  // namespace

std::string program_text(const Program& program) {
  return program.version.empty() ? concat({program.name, " (whitewater " WHITEWATER_VERSION ")"})
                                 : concat({program.name, " ", program.version});
}

std::string build_text() {
  std::string text = compiler;
  // clang's version may name its repository, and ends with a blank then.
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return concat({text, ", ", machine, " ", system_name});
}

}  // namespace whitewater::tools

// The compiler tells its name, its version and its target by macros.
#include "tools/runs/provenance.hpp"

#include <algorithm>
#include <utility>

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

std::vector<scenarios::Dependence> depends_of(const Program& program, const scenarios::Scenario& scenario) {
  return program.depends != nullptr ? program.depends(scenario) : std::vector<scenarios::Dependence>{};
}

std::vector<Change> changes_since(const Program& program, const scenarios::Failure& failure) {
  const std::vector<scenarios::Dependence> now = depends_of(program, failure.scenario);
  const auto state_in = [](const std::vector<scenarios::Dependence>& list, const std::string& on) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.on == on; });
    return found != list.end() ? found->state : std::string();
  };
  std::vector<Change> changes;
  for (const scenarios::Dependence& was : failure.depends)
    if (std::string is = state_in(now, was.on); is != was.state) changes.push_back({was.on, was.state, std::move(is)});
  for (const scenarios::Dependence& is : now)
    if (state_in(failure.depends, is.on).empty()) changes.push_back({is.on, "", is.state});
  return changes;
}

std::string changes_text(const std::vector<Change>& changes) {
  const auto told = [](const std::string& state) { return state.empty() ? std::string("not there") : state; };
  std::string text;
  for (const Change& change : changes)
    text += concat(
        {"Changed since it was recorded: ", change.on, " (", told(change.was), "; now ", told(change.is), ").\n"});
  return text;
}

}  // namespace whitewater::tools

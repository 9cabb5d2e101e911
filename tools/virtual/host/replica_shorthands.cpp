// The program's file and the working directory become absolute: a recorded failure is run again from anywhere.
#include "tools/virtual/host/replica_shorthands.hpp"

#include <array>
#include <filesystem>
#include <optional>
#include <string_view>

#include "core/text/concat.hpp"
#include "core/wire/json_writer.hpp"
#include "tools/real/process/program_hint.hpp"
#include "tools/virtual/host/program.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::array options{
    OptionRow{"--replica", "PROGRAM", "the replicas are processes of this program (docs/virtual-processes.md)",
              WordKind::program},
    OptionRow{"--replica-arg", "WORD", "of --replica: put a word before the course's arguments; may be repeated",
              WordKind::text},
    OptionRow{"--logs", "DIR",
              "write what each replica prints into files there, with times; {scenario} in DIR is its name",
              WordKind::folder},
    OptionRow{
        "--syscalls", "FILE",
        "write a table of the system calls, JSON if the name ends so; {scenario}, {seed}: the run's",
        WordKind::file},
};

// Of the name of a file or folder that each run writes.
std::optional<Error> one_name(const scenarios::Scenario& scenario, std::string_view field, const std::string& path,
                              Several several) {
  const auto lacks = [&](const char* word) { return !path.empty() && path.find(word) == std::string::npos; };
  const std::string where = concat({scenario.name, scenario.name.empty() ? "$." : ": $.", field});
  if (several.scenarios && lacks("{scenario}"))
    return Error{where, "with several scenarios, the name needs a {scenario} in it, found \"" + path + '"'};
  if (several.seeds && lacks("{seed}"))
    return Error{where, "with several seeds, the name needs a {seed} in it, found \"" + path + '"'};
  return std::nullopt;
}

std::optional<Error> one_file(const scenarios::Scenario& scenario, Several several) {
  if (scenario.system->name != "program") return std::nullopt;
  const Program& asked = program(scenario);
  // The folder has one for each seed.
  if (auto wrong = one_name(scenario, "program.logs", asked.logs, {several.scenarios, false})) return wrong;
  return one_name(scenario, "program.syscalls", asked.syscalls, several);
}

std::string quoted(const std::string& text) {
  std::string out;
  json::append_string(out, text);
  return out;
}

std::string absolute(const std::string& path) {
  return quoted(std::filesystem::absolute(path).string());
}

// The one value of an option. Nothing: it was not given.
Result<std::optional<std::string>> only(std::string_view option, const std::string& what,
                                        const std::vector<std::string>& values) {
  if (values.empty()) return std::optional<std::string>();
  if (values.size() > 1)
    return Error{"", std::string(option) + ": one " + what + " is expected, found '" + values[1] + "', too"};
  if (values[0].empty()) return Error{"", std::string(option) + ": a " + what + " is expected, found an empty text"};
  return std::optional(values[0]);
}

Result<std::vector<std::string>> set(std::span<const std::vector<std::string>> values) {
  const std::vector<std::string>& words = values[1];
  const auto program = only("--replica", "program", values[0]), logs = only("--logs", "folder", values[2]),
             syscalls = only("--syscalls", "file", values[3]);
  for (const auto* each : {&program, &logs, &syscalls})
    if (!*each) return each->error();
  std::vector<std::string> fields;
  if (!program.value() && !words.empty()) return Error{"", "--replica-arg belongs to --replica, which is missing"};
  if (program.value()) {
    const Result<std::string> file = real::find_program(*program.value());
    if (!file) return Error{"--replica " + *program.value(), file.error().message};
    std::string list;
    for (const std::string& word : words) list += (list.empty() ? "" : ", ") + quoted(word);
    fields = {"system=program", "program.path=" + quoted(file.value()), "program.arguments=[" + list + "]",
              "program.folder=" + quoted(std::filesystem::current_path().string())};
  }
  if (logs.value()) fields.push_back("program.logs=" + absolute(*logs.value()));
  if (syscalls.value()) fields.push_back("program.syscalls=" + absolute(*syscalls.value()));
  return fields;
}

}  // namespace

Shorthands replica_shorthands() {
  return {options, set, one_file};
}

}  // namespace whitewater::tools::virtual_time

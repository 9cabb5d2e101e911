// The program's file and the working directory become absolute: a recorded failure is run again from anywhere.
#include "tools/virtual/host/replica_shorthands.hpp"

#include <array>
#include <filesystem>

#include "core/wire/json_writer.hpp"
#include "tools/real/process/program_hint.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::array options{
    OptionRow{"--replica", "PROGRAM", "the replicas are processes of this program (docs/virtual-processes.md)",
              WordKind::program},
    OptionRow{"--replica-arg", "WORD", "of --replica: put a word before the course's arguments; may be repeated",
              WordKind::text},
};

std::string quoted(const std::string& text) {
  std::string out;
  json::append_string(out, text);
  return out;
}

Result<std::vector<std::string>> set(std::span<const std::vector<std::string>> values) {
  const std::vector<std::string>& programs = values[0];
  const std::vector<std::string>& words = values[1];
  if (programs.empty()) return Error{"", "--replica-arg belongs to --replica, which is missing"};
  if (programs.size() > 1) return Error{"", "--replica: one program is expected, found '" + programs[1] + "', too"};
  if (programs[0].empty()) return Error{"", "--replica: a program is expected, found an empty text"};
  const Result<std::string> file = real::find_program(programs[0]);
  if (!file) return Error{"--replica " + programs[0], file.error().message};
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + quoted(word);
  return std::vector<std::string>{"system=program", "program.path=" + quoted(file.value()),
                                  "program.arguments=[" + list + "]",
                                  "program.folder=" + quoted(std::filesystem::current_path().string())};
}

}  // namespace

Shorthands replica_shorthands() {
  return {options, set};
}

}  // namespace whitewater::tools::virtual_time

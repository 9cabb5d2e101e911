// The arguments of `whitewater run`, checked: what can be refused before a scenario is read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "tools/runs/ci_report.hpp"
#include "tools/runs/seeds.hpp"
#include "tools/runs/shorthands.hpp"
#include "tools/terminal/verb_table.hpp"

namespace whitewater::tools {

extern const VerbTable run_table;

struct RunArguments {
  static constexpr unsigned threads_max = 1024;

  std::vector<std::string> scenarios;
  std::optional<SeedRange> seeds;  // nothing: the scenario's own seed, else 1
  unsigned threads = 1;
  std::vector<std::string> overrides;
  GivenShorthands shorthands;
  bool json = false;
  bool wire = false;
  bool liveness = false;           // a scenario without a heal gets one, at the end of its run
  bool check_determinism = false;  // of every run, not only of those that fail
  std::optional<std::string> trace_file;
  std::optional<std::string> history_file;
  CiOptions ci;
  std::optional<std::string> out;    // failures are recorded there
  std::optional<std::string> story;  // a MID, a number, "all-unanswered" or "all-wrong"

  Several several() const { return {scenarios.size() > 1, seeds && seeds->size() > 1}; }
  bool one_run() const { return scenarios.size() == 1 && !several().seeds; }
};

// hardware_threads: what to use unless -j says otherwise. catalogue_folder: of the names that patterns mean.
// shorthands: options besides those of the table.
Result<RunArguments> parse_run_arguments(const std::vector<std::string>& arguments, unsigned hardware_threads,
                                         const std::string& catalogue_folder = "",
                                         std::span<const OptionRow> shorthands = {});

// What is wrong with the files that one run writes: no two of them share standard output or a file.
std::optional<Error> check_outputs(const RunArguments& run);

// What is wrong with a value of --set: "path=value" is expected.
std::optional<Error> wrong_override(const std::string& text);

// The command line that runs one seed of one scenario again in the same way. program: its name.
std::string reproduce_command(const std::string& program, const RunArguments& arguments, const std::string& scenario,
                              std::uint64_t seed);

}  // namespace whitewater::tools

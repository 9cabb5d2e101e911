// Staging: what `run known-bugs` does: runs every schedule of the known bugs with several seeds against what the
// command line names, and says for each bug whether the program survived it, fell, or cannot be shown it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/known_bugs/staged_bugs.hpp"
#include "tools/runs/program.hpp"
#include "tools/runs/run_arguments.hpp"
#include "tools/terminal/exit_code.hpp"

namespace whitewater::tools {

// What the runs of one schedule came to.
struct StagedSchedule {
  enum class Verdict : std::uint8_t { survived, fell, unknown };

  std::string name;
  Verdict verdict = Verdict::survived;
  unsigned runs = 0;
  std::uint64_t seed = 0;  // of the first run that failed, or that has no verdict
  std::string finding{};   // what failed there: "linearizability: …"; or why there is no verdict
  std::string property{};  // of a finding; empty: none
  std::string file{};      // the failure that --out recorded; empty: none
};

// The rows of a table, and of --json a line for each bug.
std::string staging_text(const std::vector<StagedSchedule>& schedules, std::string_view system);
std::string staging_json(const std::vector<StagedSchedule>& schedules);
ExitCode staging_exit_code(const std::vector<StagedSchedule>& schedules);

// The word of `run` that stands for all of them.
inline constexpr std::string_view known_bugs_word = "known-bugs";
ExitCode run_known_bugs(const Program& program, const RunArguments& arguments);

}  // namespace whitewater::tools

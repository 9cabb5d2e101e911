// The arguments of the verb `fuzz`, checked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "tools/runs/ci_report.hpp"
#include "tools/runs/shorthands.hpp"
#include "tools/terminal/verb_table.hpp"

namespace whitewater::tools {

extern const VerbTable fuzz_table;

struct FuzzArguments {
  std::optional<std::string> scenario;
  std::optional<Duration> time;       // wall time; without time and runs: default_time
  std::optional<std::uint64_t> runs;  // --seeds
  std::optional<std::uint64_t> seed;  // the campaign's own
  unsigned threads = 1;
  std::optional<std::uint64_t> failures_max;
  std::string out = "failures";
  std::optional<std::string> corpus;
  std::optional<std::string> baseline;
  std::vector<std::string> vary;
  std::vector<std::string> fix;
  std::vector<std::string> overrides;
  GivenShorthands shorthands;
  CiOptions ci;
  bool unguided = false;
  bool json = false;
};

inline constexpr Duration fuzz_default_time = seconds(60);

// hardware_threads: what to use unless -j says otherwise.
Result<FuzzArguments> parse_fuzz_arguments(const std::vector<std::string>& arguments, unsigned hardware_threads,
                                           std::span<const OptionRow> shorthands = {});

// "90", "90s", "10m", "2h", "500ms"
Result<Duration> parse_wall_time(const std::string& text);

}  // namespace whitewater::tools

// The arguments of `whitewater real`, with all checks that need no scenario and no process.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "tools/real/run/disturbance.hpp"
#include "tools/real/transport/variant.hpp"
#include "tools/terminal/verb_table.hpp"

namespace whitewater::tools::real {

extern const VerbTable real_table;

struct RealArguments {
  static constexpr unsigned jobs_max = 64;
  static constexpr unsigned repeat_max = 10'000;
  static constexpr std::size_t stories_default = 5;

  std::vector<std::string> scenarios;
  std::string program;  // as on the command line
  std::vector<std::string> program_arguments;
  Variant variant = Variant::udp;
  unsigned repeat = 1;
  unsigned jobs = 1;
  std::optional<std::uint64_t> seed;  // of the first repeat; nothing: the scenario's seed, otherwise 1
  std::vector<std::string> overrides;
  std::optional<std::string> history_file, trace_file, log_folder;
  std::size_t stories_max = stories_default;
  std::vector<std::string> stories;  // requests whose stories are told whatever the verdict
  std::vector<Disturbance> disturbances;
  bool compat = false;
  bool bounce = true;
  bool compare = false;
  bool quick = false;
  bool verbose = false;
  bool json = false;
};

// catalogue_folder: of the names that patterns mean.
Result<RealArguments> parse_real_arguments(const std::vector<std::string>& arguments,
                                           const std::string& catalogue_folder);

// The command line that makes one run of one scenario again with this seed.
std::string reproduce_command(const RealArguments& arguments, const std::string& scenario, std::uint64_t seed);

}  // namespace whitewater::tools::real

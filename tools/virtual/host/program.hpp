// Program: whose program the replicas are, as a scenario says it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "scenarios/format/scenario.hpp"
#include "tools/real/transport/variant.hpp"
#include "tools/virtual/trace/backend.hpp"

namespace whitewater::tools::virtual_time {

// Which networks the program is made for: the course's, on which messages between two replicas keep their order and
// arrive once, or any.
enum class ProgramNetwork : std::uint8_t { course, any };

struct Program {
  std::string path;  // as a user wrote it; without a slash it is looked up in the fixed PATH
  std::vector<std::string> arguments;
  std::string folder;  // in which they run; empty: where whitewater was started
  // By what its calls are seen. Runs are the same.
  enum class Tracer : std::uint8_t { automatic, notify, ptrace };
  Tracer tracer = Tracer::automatic;
  bool clock_page = true;  // without it each read of a clock is a system call; runs are the same
  // What the judge of its messages is told: the field that says a term, empty: it is detected; and how long a majority
  // that lives and reaches each other may not serve.
  std::string term_field;
  Duration patience = seconds(5);
  std::uint32_t redirects_max = 100'000;  // a run that redirects clients more often ends
  ProgramNetwork network = ProgramNetwork::course;
  real::Variant variant = real::Variant::udp;  // of the course's simulator
  std::string logs;                            // a folder for what they print; empty: nowhere
  std::string syscalls;                        // a file for the census of their system calls; empty: none
  std::uint32_t memory = 4'096;                // that each of their processes may have, in MiB
  Duration real_time = seconds(300);           // that a run may take
  friend bool operator==(const Program&, const Program&) = default;
};

inline const Program& program(const scenarios::Scenario& scenario) {
  return scenario.system_options.get<Program>();
}

Backend backend_of(const Program& program);
// All that the environment of a replica holds.
std::vector<std::string> replica_environment();
// In which the replicas run.
std::string working_folder(const Program& program);
// Where the program is. An error: nowhere, or it cannot be executed; where: the field that is wrong.
Result<std::string> program_file(const Program& program);

}  // namespace whitewater::tools::virtual_time

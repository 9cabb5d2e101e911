// Failure: a run that failed, as one value: the whole scenario with its seed, what failed and how, and which run it
// was. It is written as an ordinary scenario file with one more field, `failure`: whatever reads scenarios reads it,
// and `replay` compares. Everything else about a failure (its history, its trace) comes from running it again.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "scenarios/format/override.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/search/failure_kind.hpp"
#include "scenarios/search/trail.hpp"

namespace whitewater::scenarios {

// How often the failure's neighbours fail, too: its times and fates drawn anew.
struct Neighbourhood {
  std::uint64_t failed = 0;
  std::uint64_t tried = 0;
  friend bool operator==(const Neighbourhood&, const Neighbourhood&) = default;
};

// Something beside the scenario that the run depends on, and what it was like: a file and its hash, say.
struct Dependence {
  std::string on;
  std::string state;
  friend bool operator==(const Dependence&, const Dependence&) = default;
};

struct Failure {
  Scenario scenario;  // with its seed
  bool wire = false;  // messages went through their codec
  FailureKind kind;
  std::string sentence;  // what was wrong, in the words of the run
  Duration at;           // when
  std::uint64_t digest = 0;
  std::uint64_t events = 0;
  std::string program;                   // which one found it, and its version: "whitewater 0.4.0"
  std::string build;                     // its compiler and machine: "gcc 12.2.0, x86_64"
  std::vector<Dependence> depends;       // on what else; empty: the scenario says it all
  std::string description;               // in one paragraph, for people; may be empty
  std::vector<std::string> last_events;  // before the failure, a line each
  std::optional<Neighbourhood> neighbourhood;
  Trail trail;  // where its run went; may be missing
  friend bool operator==(const Failure&, const Failure&) = default;
};

// Of a run that failed. program and build are left empty; complete() (recording.hpp) adds what a second run tells.
Failure failure_of(const Scenario& scenario, bool wire, const RunReport& report, const FailureKind& kind);

// The file. All values of the scenario are written, so that it keeps its meaning when defaults change.
std::string write_failure(const Failure& failure);

// Any bytes give a Failure or one Error of one line: the text is cut short, the schema is another one, a field is
// unknown, the toolbox lacks the system. file_name and overrides: as for read_scenario.
Result<Failure> read_failure(std::string_view text, std::string_view file_name, const Toolbox& toolbox,
                             std::span<const Override> overrides = {});

// True if a scenario file is one of a failure.
bool is_failure(std::string_view text);

}  // namespace whitewater::scenarios

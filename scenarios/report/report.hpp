// RunReport: the outcome of one run as plain data. Printing it is report_text.hpp's and report_json.hpp's.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "scenarios/report/nondeterminism.hpp"
#include "scenarios/report/section.hpp"

namespace whitewater::scenarios {

// A replica when a run stopped.
struct ReplicaState {
  NodeId node;
  bool alive = true;
  std::string role;  // "leader"; of a dead one: that it died in
  std::uint64_t term = 0;
  NodeId vote;  // in that term; no_node: none
  std::uint64_t commit_index = 0;
  std::uint64_t applied = 0;
  std::uint64_t last_index = 0;
  std::uint64_t last_term = 0;      // of the entry there
  std::uint64_t durable_index = 0;  // its log is on its disk up to here
};

// A property of the system was violated (or one of its assertions failed): the run stopped there.
struct Violation {
  std::string property;  // "election_safety"
  std::string text;      // one sentence: what is wrong, which nodes
  Time time;
  std::uint64_t event = 0;  // how many events had been handled
  NodeId node;              // who handled the last of them; no_node: not known
  std::string handled;      // what that was: "receives vote_granted from 0001: term 2, commit 0"
  std::vector<ReplicaState> replicas;
  std::vector<std::string> details{};  // a line each: the operations that contradict each other, and the faults then
  // Filled by a caller that ran it twice: the end of the trace, a line each. Empty where the run went on to its end.
  std::vector<std::string> last_events{};
};

// What the clients saw, taken together: is it what one store that does one thing after the other could have shown?
struct LinearizabilityReport {
  enum class Answer : std::uint8_t { yes, no, unknown };  // unknown: the budget of the check ran out
  Answer answer = Answer::yes;
  std::uint32_t keys = 0;
  std::uint32_t operations = 0;
};

struct RunReport {
  // unknown: a budget ran out first, or the run ended before it could be judged; reason says which.
  enum class Outcome : std::uint8_t { pass, fail, unknown };

  std::string scenario;
  std::uint64_t seed = 1;
  std::uint64_t digest = 0;
  std::uint64_t events = 0;
  Outcome outcome = Outcome::unknown;
  std::string reason;                      // of unknown: one sentence; empty otherwise
  std::vector<std::string> failed_checks;  // names of the rules of the workload that the run broke
  bool by_chance = false;                  // they are such that no system can keep them always
  std::optional<Violation> violation;
  std::optional<LinearizabilityReport> linearizability;        // nothing: it was not checked
  std::vector<Figure> figures;                                 // whose spread is of interest
  std::vector<Grade> grades;                                   // that count only when the run passed
  std::vector<std::shared_ptr<const ReportSection>> sections;  // of the workload
  unsigned replicas = 0;                                       // how nodes are spelt
  Duration virtual_time;
  std::int64_t wall_ns = 0;                      // filled by the caller: nothing here reads a clock
  std::optional<Nondeterminism> nondeterminism;  // filled by a caller that ran it twice

  // The run failed by nothing but chance.
  bool failed_by_chance() const;
};

}  // namespace whitewater::scenarios

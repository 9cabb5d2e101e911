// RunReport: the outcome of one run as plain data. Printing it is report_text.hpp's and report_json.hpp's.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "scenarios/report/leadership_report.hpp"
#include "scenarios/report/node_states.hpp"
#include "scenarios/report/nondeterminism.hpp"
#include "scenarios/report/section.hpp"

namespace whitewater::scenarios {

// A property of the system was violated, or one of its assertions failed. The run stopped there.
struct Violation {
  std::string property;  // "election_safety"
  std::string text;      // one sentence: what is wrong, and at which nodes
  Time time;
  std::uint64_t event = 0;                     // the number of events handled before the stop
  NodeId node;                                 // who handled the last event; no_node: not known
  std::string handled;                         // what that was: "receives vote_granted from 0001: term 2, commit 0"
  std::shared_ptr<const NodeStates> states{};  // how the nodes stood then; null: nobody can say
  std::vector<std::string> details{};  // lines: the operations that contradict each other, and the faults at that time
  // The end of the trace, one line per record, from a caller that made the run twice; empty if the run had ended.
  std::vector<std::string> last_events{};
  // The operations of clients that contradict each other, if that is the violation: who called, and when.
  struct Operation {
    NodeId client;
    Time called;
    std::uint64_t request = 0;     // ReportedRequest::name; 0: not known
    std::string what{};            // "get r12"; empty: not known
    NodeId answered_by = no_node;  // whose answer was accepted; no_node: nobody's, or not known
    // How that replica stood when it answered, in the words of its system; from a caller that made the run twice.
    std::string answerer{};
  };
  std::vector<Operation> operations{};
  std::uint64_t put = 0;  // that was acknowledged and should not have been: ReportedRequest::name; 0: none was
  // The sentence without whatever differs between two runs of one mistake. Empty: without all that is counted.
  std::string shape{};
};

// Is the history of all clients linearizable: could one store that does one operation after the other have given it?
struct LinearizabilityReport {
  enum class Answer : std::uint8_t { yes, no, unknown };  // unknown: the budget of the check was used up
  Answer answer = Answer::yes;
  std::uint32_t keys = 0;
  std::uint32_t operations = 0;
};

struct RunReport {
  // unknown: a budget was used up, or the run ended before it could be judged; `reason` says which.
  enum class Outcome : std::uint8_t { pass, fail, unknown };

  std::string scenario;
  std::uint64_t seed = 1;
  std::uint64_t digest = 0;
  std::uint64_t events = 0;
  Outcome outcome = Outcome::unknown;
  std::string reason;                      // if unknown: one sentence; otherwise empty
  std::vector<std::string> failed_checks;  // the names of the workload's rules that the run broke
  // The workload says that an ideal system would fail the same rules on this seed's plan.
  bool chance = false;
  std::string explanation;            // if it failed: what really happened, or why chance alone did it; may be empty
  std::string remark;                 // for the line of the verdict; empty: nothing to add
  std::vector<std::string> warnings;  // no failures; a line each: why the run proves less than it seems to
  std::optional<Violation> violation;
  std::optional<LinearizabilityReport> linearizability;        // nothing: the history was not checked
  std::optional<LeadershipReport> leadership;                  // nothing: nobody knows who led
  std::vector<Figure> figures;                                 // numbers whose spread a sweep shows
  std::vector<Grade> grades;                                   // they count only if the run passed
  std::vector<std::shared_ptr<const ReportSection>> sections;  // the workload's part of the report
  unsigned replicas = 0;                                       // needed for the spelling of nodes
  Duration virtual_time;
  std::int64_t wall_ns = 0;                      // filled in by the caller: no code here reads a clock
  std::optional<Nondeterminism> nondeterminism;  // filled in by a caller that made the run twice

  // True if the run failed only by chance.
  bool failed_by_chance() const;
};

}  // namespace whitewater::scenarios

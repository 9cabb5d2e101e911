// RunReport: the outcome of one run as plain data. Printing it is report_text.hpp's and report_json.hpp's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/course/statistics.hpp"
#include "core/course/verdict.hpp"
#include "scenarios/report/nondeterminism.hpp"

namespace whitewater::scenarios {

struct MessageCount {
  std::string type;  // "append_entries"
  std::uint64_t count = 0;
  friend bool operator==(const MessageCount&, const MessageCount&) = default;
};

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
  std::string reason;  // of unknown: one sentence; empty otherwise
  std::vector<course::CorrectnessCheck> failed_checks;
  std::optional<Violation> violation;
  std::optional<LinearizabilityReport> linearizability;  // nothing: it was not checked
  course::Statistics statistics;
  std::optional<course::TierVerdict> tiers;    // nothing when the file has no benchmarks
  std::vector<MessageCount> messages_by_type;  // replica to replica, by name, ascending
  Duration virtual_time;
  std::int64_t wall_ns = 0;                      // filled by the caller: nothing here reads a clock
  std::optional<Nondeterminism> nondeterminism;  // filled by a caller that ran it twice

  // The only failed check is failed_to_generate_get: chance, no replica can prevent it.
  bool failed_by_chance() const;
};

}  // namespace whitewater::scenarios

// EventGraph: the happens-before order of a recorded run (Lamport 1978): an event of a node comes behind the node's
// event before it, behind the event that sent what arrived, behind the event that set the timer, and behind the fault
// that started the node again.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "scenarios/story/run_log.hpp"

namespace whitewater::scenarios {

class EventGraph {
 public:
  // The log keeps all of its records, and outlives this.
  explicit EventGraph(const RunLog& log);

  // The records that are events of nodes, in order. The n-th event of the run, from 1; nothing: there were fewer.
  std::optional<std::uint32_t> event(std::uint64_t n) const;
  // What the record's node handled when it made the record: the record itself, if it is an event.
  std::optional<std::uint32_t> event_of(std::uint32_t record) const;
  // Directly before an event: events and faults.
  std::vector<std::uint32_t> before(std::uint32_t event) const;
  // By record: it is one of these, or it comes before one of them.
  std::vector<bool> past(std::span<const std::uint32_t> records) const;

 private:
  const RunRecord& record(std::uint32_t number) const { return log_.records()[number]; }

  const RunLog& log_;
  std::vector<std::uint32_t> events_;
  std::vector<std::uint32_t> previous_;  // by record: of an event, the one before it at its node
};

// Something that happened to a node, and that it handled.
inline bool is_event(const RunRecord& record) {
  using Kind = RunRecord::Kind;
  return record.kind == Kind::started || record.kind == Kind::arrived || record.kind == Kind::timer;
}

}  // namespace whitewater::scenarios

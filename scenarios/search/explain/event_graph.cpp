// Causes come before what they cause, so one pass from the end finds a past.
#include "scenarios/search/explain/event_graph.hpp"

#include <map>
#include <utility>

#include "core/base/check.hpp"

namespace whitewater::scenarios {

EventGraph::EventGraph(const RunLog& log) : log_(log), previous_(log.records().size(), RunRecord::nothing) {
  std::map<NodeId, std::uint32_t> latest;
  for (std::uint32_t i = 0; i < log.records().size(); ++i) {
    check(record(i).number == i, "a log whose causes are followed keeps all of its records");
    if (!is_event(record(i))) continue;
    events_.push_back(i);
    const auto [known, first] = latest.try_emplace(record(i).node, i);
    if (!first) previous_[i] = std::exchange(known->second, i);
  }
}

std::optional<std::uint32_t> EventGraph::event(std::uint64_t n) const {
  if (n == 0 || n > events_.size()) return std::nullopt;
  return events_[n - 1];
}

std::optional<std::uint32_t> EventGraph::event_of(std::uint32_t number) const {
  for (std::uint32_t at = number; at != RunRecord::nothing; at = record(at).cause) {
    if (is_event(record(at))) return at;
    if (record(at).cause != RunRecord::nothing && record(at).cause >= at) break;
  }
  return std::nullopt;
}

std::vector<std::uint32_t> EventGraph::before(std::uint32_t event) const {
  std::vector<std::uint32_t> all;
  if (previous_[event] != RunRecord::nothing) all.push_back(previous_[event]);
  const std::uint32_t cause = record(event).cause;
  if (cause == RunRecord::nothing) return all;
  if (record(cause).kind == RunRecord::Kind::fault) {
    all.push_back(cause);
  } else if (const std::optional<std::uint32_t> from = event_of(cause)) {
    if (all.empty() || all.front() != *from) all.push_back(*from);
  }
  return all;
}

std::vector<bool> EventGraph::past(std::span<const std::uint32_t> records) const {
  std::vector<bool> past(previous_.size(), false);
  for (const std::uint32_t number : records) past[number] = true;
  for (auto number = static_cast<std::uint32_t>(past.size()); number-- > 0;) {
    if (!past[number] || !is_event(record(number))) continue;
    for (const std::uint32_t earlier : before(number)) past[earlier] = true;
  }
  return past;
}

}  // namespace whitewater::scenarios

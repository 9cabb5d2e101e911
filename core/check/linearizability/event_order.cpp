// At equal times, calls come before returns: operations that touch at one instant are concurrent.
#include "core/check/linearizability/event_order.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <queue>
#include <utility>

#include "core/base/check.hpp"

namespace whitewater::checks {

namespace {

// The values that gets read, if only gets depend on values. Nothing if other operations depend on values, too: a failed
// CAS accepts any other value, and an append builds on the current value.
std::optional<std::vector<std::uint32_t>> values_that_count(const KeyHistory& key) {
  std::vector<std::uint32_t> values;
  for (const std::uint32_t position : key.operations) {
    const Operation& operation = key.at(position);
    if (operation.kind == Operation::Kind::cas || operation.kind == Operation::Kind::append) return std::nullopt;
    if (operation.kind == Operation::Kind::get && !operation.pending()) values.push_back(operation.value);
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

bool matters(const Operation& operation, const std::optional<std::vector<std::uint32_t>>& values) {
  if (!operation.pending()) return true;
  if (operation.kind == Operation::Kind::get) return false;
  return !values || std::binary_search(values->begin(), values->end(), operation.value);
}

struct Moment {
  std::int64_t time;
  std::uint32_t operation;
  bool is_return;
};

}  // namespace

EventOrder::EventOrder(const KeyHistory& key) {
  const auto values = values_that_count(key);
  std::vector<Moment> moments;
  for (const std::uint32_t position : key.operations) {
    const Operation& operation = key.at(position);
    if (!matters(operation, values)) continue;
    moments.push_back({operation.called, position, false});
    if (!operation.pending()) moments.push_back({operation.returned, position, true});
  }
  std::sort(moments.begin(), moments.end(), [](const Moment& a, const Moment& b) {
    if (a.time != b.time) return a.time < b.time;
    if (a.is_return != b.is_return) return b.is_return;
    return a.operation < b.operation;
  });
  check(moments.size() < 0xFFFF'FFFF, "a key has fewer than 2^31 operations");

  std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> free;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> open;  // pairs of operation and slot; few at any time
  for (const Moment& moment : moments) {
    const auto number = static_cast<std::uint32_t>(events_.size());
    if (moment.is_return) {
      const auto at = std::find_if(open.begin(), open.end(), [&](auto& o) { return o.first == moment.operation; });
      check(at != open.end(), "what returns was called");
      events_.push_back({moment.operation, at->second, true});
      slots_[at->second].back().to_event = number;
      free.push(at->second);
      *at = open.back();
      open.pop_back();
      continue;
    }
    if (free.empty()) {
      free.push(static_cast<std::uint32_t>(slots_.size()));
      slots_.emplace_back();
    }
    const std::uint32_t slot = free.top();
    free.pop();
    slots_[slot].push_back({number, static_cast<std::uint32_t>(moments.size()), moment.operation});
    open.emplace_back(moment.operation, slot);
    events_.push_back({moment.operation, slot, false});
  }
  last_tenure_.resize(slots_.size(), 0);
}

std::uint32_t EventOrder::operation_at(std::uint32_t slot, std::size_t event) const {
  const std::vector<Tenure>& tenures = slots_[slot];
  const auto began = [&](std::size_t tenure) { return tenure < tenures.size() && tenures[tenure].from_event <= event; };
  // A search mostly goes forward: the answer is mostly the tenure of the last call, or the next one.
  std::uint32_t& last = last_tenure_[slot];
  if (began(last) && began(last + 1)) ++last;
  if (!began(last) || began(last + 1)) {
    const auto behind = std::partition_point(tenures.begin(), tenures.end(),
                                             [event](const Tenure& tenure) { return tenure.from_event <= event; });
    check(behind != tenures.begin(), "a slot in a set has been given to somebody");
    last = static_cast<std::uint32_t>(behind - tenures.begin()) - 1;
  }
  return tenures[last].operation;
}

std::vector<std::uint32_t> EventOrder::slots_open_at(std::size_t event) const {
  std::vector<std::uint32_t> open;
  for (std::uint32_t slot = 0; slot < slots_.size(); ++slot) {
    const std::vector<Tenure>& tenures = slots_[slot];
    const auto behind = std::partition_point(tenures.begin(), tenures.end(),
                                             [event](const Tenure& tenure) { return tenure.from_event < event; });
    if (behind != tenures.begin() && std::prev(behind)->to_event >= event) open.push_back(slot);
  }
  return open;
}

std::vector<std::uint32_t> EventOrder::open_at(std::size_t event) const {
  std::vector<std::uint32_t> open;
  if (event >= events_.size()) return open;
  for (std::size_t i = 0; i < event; ++i) {
    if (!events_[i].is_return)
      open.push_back(events_[i].operation);
    else
      open.erase(std::find(open.begin(), open.end(), events_[i].operation));
  }
  std::rotate(open.begin(), std::find(open.begin(), open.end(), events_[event].operation), open.end());
  return open;
}

}  // namespace whitewater::checks

// Checks the conditions of rest one by one.
#include "scenarios/systems/raft_rest.hpp"

#include <algorithm>

#include "core/course/message_json.hpp"
#include "core/text/concat.hpp"

namespace whitewater::scenarios {

namespace {

// Returns the first disagreement; nothing if all replicas agree.
std::optional<std::string> agree(std::span<const RaftStanding> all) {
  const auto replicas = static_cast<unsigned>(all.size());
  const auto leading = std::count_if(all.begin(), all.end(), [](const RaftStanding& view) { return view.leading; });
  if (leading != 1) return concat({std::to_string(leading), " replicas lead; expected 1"});
  const RaftStanding& first = all.front();
  for (std::uint16_t i = 1; i < all.size(); ++i) {
    const RaftStanding& view = all[i];
    const std::string who =
        concat({"replicas ", course::id_text(NodeId{0}, replicas), " and ", course::id_text(NodeId{i}, replicas)});
    const auto differ = [&](std::string_view what, std::uint64_t a, std::uint64_t b) {
      return concat({who, what, std::to_string(a), " and ", std::to_string(b)});
    };
    if (view.leader != first.leader) return who + " follow different leaders";
    if (view.last_index != first.last_index) return differ(" have logs up to ", first.last_index, view.last_index);
    if (view.applied != first.applied) return differ(" have applied up to ", first.applied, view.applied);
  }
  if (first.applied == first.last_index) return std::nullopt;
  return concat({"entries up to ", std::to_string(first.last_index), " are logged, but only ",
                 std::to_string(first.applied), " applied"});
}

}  // namespace

void RaftRest::begin(std::span<const RaftStanding> replicas, const RaftTraffic& traffic) {
  traffic_ = traffic;
  last_index_ = 0;
  for (const RaftStanding& view : replicas) {
    if (!begun_) first_term_ = std::max(first_term_, view.term);
    last_index_ = std::max(last_index_, view.last_index);
  }
  begun_ = true;
}

std::optional<std::string> RaftRest::end(std::span<const RaftStanding> all, const RaftTraffic& traffic) const {
  // Clients made requests in this time, so messages and entries are no fault.
  if (traffic.requests > traffic_.requests) return std::nullopt;
  if (std::optional<std::string> found = agree(all)) return found;
  const RaftStanding& any = all.front();
  if (any.term > first_term_ + 2)
    return concat({"the term grew from ", std::to_string(first_term_), " to ", std::to_string(any.term)});
  if (any.last_index > last_index_)
    return concat({"the log grew from ", std::to_string(last_index_), " to ", std::to_string(any.last_index),
                   " without a request"});
  if (traffic.entries > traffic_.entries)
    return concat({std::to_string(traffic.entries - traffic_.entries),
                   " messages with entries were sent, although all replicas held all entries"});
  return std::nullopt;
}

}  // namespace whitewater::scenarios

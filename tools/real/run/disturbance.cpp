// KIND:WHO@TIME[+FOR], times in seconds.
#include "tools/real/run/disturbance.hpp"

#include <algorithm>
#include <charconv>

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/workloads/course_options.hpp"

namespace whitewater::tools::real {

namespace {

using scenarios::ReplicaSet;
using scenarios::ScheduledFault;

// "12" or "2.5".
std::optional<Duration> seconds_in(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  std::int64_t s = 0, thousandths = 0;
  if (std::from_chars(whole.data(), whole.data() + whole.size(), s).ptr != whole.data() + whole.size() ||
      whole.empty() || s < 0 || s > 1'000'000)
    return std::nullopt;
  if (point != std::string_view::npos) {
    std::string fraction(text.substr(point + 1));
    if (fraction.empty() || fraction.size() > 3) return std::nullopt;
    fraction.append(3 - fraction.size(), '0');
    if (std::from_chars(fraction.data(), fraction.data() + 3, thousandths).ptr != fraction.data() + 3)
      return std::nullopt;
  }
  return seconds(s) + milliseconds(thousandths);
}

// An ID or a role. Nothing: neither.
std::optional<ReplicaSet> who_is(std::string_view who) {
  for (std::size_t i = 0; i < scenarios::replica_roles.size(); ++i)
    if (scenarios::replica_roles[i].name == who) return ReplicaSet::of(static_cast<scenarios::ReplicaRole>(i));
  std::uint16_t number = 0;
  const auto parsed = std::from_chars(who.data(), who.data() + who.size(), number, 16);
  if (who.size() != 4 || parsed.ptr != who.data() + who.size() || number >= NodeSet::nodes_max) return std::nullopt;
  return ReplicaSet::of(NodeSet::of(NodeId{number}));
}

}  // namespace

Result<Disturbance> parse_disturbance(const std::string& text) {
  const Error wrong{"",
                    "--disturb: expected kill:WHO@SECONDS or stop:WHO@SECONDS+SECONDS, where WHO is an ID or a role "
                    "such as leader, found '" +
                        text + "'"};
  const std::size_t colon = text.find(':');
  const std::size_t at = text.find('@');
  if (colon == std::string::npos || at == std::string::npos || at < colon) return wrong;
  const std::string_view kind = std::string_view(text).substr(0, colon);
  const std::string_view when = std::string_view(text).substr(at + 1);
  const std::size_t plus = when.find('+');
  if ((kind != "kill" && kind != "stop") || (kind == "stop") != (plus != std::string::npos)) return wrong;
  const std::optional<ReplicaSet> who = who_is(std::string_view(text).substr(colon + 1, at - colon - 1));
  const std::optional<Duration> time = seconds_in(when.substr(0, plus));
  if (!who || !time) return wrong;

  Disturbance disturbance{text, *time};
  disturbance.fault.type.kind = kind == "kill" ? scenarios::KindId::kill : scenarios::KindId::pause;
  disturbance.fault.replicas = *who;
  if (plus != std::string::npos) {
    const std::optional<Duration> length = seconds_in(when.substr(plus + 1));
    if (!length || *length == Duration{}) return wrong;
    disturbance.fault.lasts = *length;
  }
  return disturbance;
}

std::optional<Error> add_disturbances(std::span<const Disturbance> disturbances, scenarios::Scenario& scenario) {
  scenarios::give_numbers(scenario.faults);
  for (const Disturbance& disturbance : disturbances) {
    const NodeSet unknown = disturbance.fault.replicas.nodes - NodeSet::first(scenario.replicas);
    if (!unknown.empty())
      return Error{"", concat({"--disturb ", disturbance.text, ": expected an ID from 0000 to ",
                               node_text(NodeId{static_cast<std::uint16_t>(scenario.replicas - 1)}), ", found ",
                               node_text(*unknown.begin())})};
    if (disturbance.fault.replicas.has(scenarios::ReplicaRole::candidate))
      return Error{"", concat({"--disturb ", disturbance.text, ": messages do not show who is a candidate"})};
    ScheduledFault fault = disturbance.fault;
    fault.at = scenarios::exercise(scenario).start_wait + disturbance.time;
    if (scenario.heal && scenarios::time_of(fault.at) > *scenario.heal)
      return Error{"", concat({"--disturb ", disturbance.text, ": expected a time before the heal"})};
    std::uint32_t number = 1;
    for (const ScheduledFault& other : scenario.faults) number = std::max(number, *other.number + 1);
    fault.number = number;
    scenario.faults.push_back(fault);
  }
  return std::nullopt;
}

}  // namespace whitewater::tools::real

// One row for each field that is done. A test observes the effect of each: tests/real/real_fields_test.cpp.
#include "tools/real/run/real_fields.hpp"

#include <algorithm>
#include <array>

#include "core/text/concat.hpp"
#include "scenarios/format/scenario_fields.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "simnet/faults/kinds.hpp"

namespace whitewater::tools::real {

namespace {

using scenarios::FieldOwner;
using scenarios::FieldTable;
using scenarios::GivenField;
using scenarios::KindId;
using scenarios::ReplicaRole;
using scenarios::ReplicaSet;
using scenarios::Scenario;

constexpr auto honoured = std::to_array<std::string_view>({
    // the cluster and the run
    "$schema",
    "workload",
    "replicas",
    "seed",
    // the course: course::Course and Agenda
    "lifetime",
    "requests",
    "mix",
    "start_wait",
    "end_wait",
    "max_packets",
    "events",
    "events[].type",
    "events[].time",
    "events[].number",
    "load",
    "load.shared_keys",
    "load.stray",
    "load.ask_again",
    "loop_wait",
    "tests",
    "tests.maximum_get_fail_fraction",
    "tests.maximum_put_fail_fraction",
    "tests.maximum_get_generation_fail_fraction",
    "tests.maximum_appends_batched_fraction",
    "tests.benchmarks",
    "tests.benchmarks.total_msgs",
    "tests.benchmarks.failures",
    "tests.benchmarks.duplicates",
    "tests.benchmarks.median_latency",
    "maximum_get_generation_fail_fraction",
    // the links: Network
    "drops",
    "duplication",
    "delay",
    "client_delay",
    "client_duplication",
    "links",
    "links[].from",
    "links[].to",
    "links[].delay",
    "links[].loss",
    "links[].duplication",
    "links[].cut",
    // faults and the heal: RealFaults, HealProbe
    "faults",
    "faults[].type",
    "faults[].number",
    "faults[].at",
    "faults[].for",
    "faults[].every",
    "faults[].until",
    "faults[].replicas",
    "faults[].from",
    "faults[].to",
    "faults[].probability",
    "faults[].delay",
    "heal",
    "heal_within",
});

// Of faults[].type: what is done to processes and links.
constexpr auto honoured_kinds = std::to_array<KindId>(
    {KindId::kill, KindId::pause, KindId::partition, KindId::cut, KindId::loss, KindId::duplication, KindId::delay});
// Of faults[].replicas, from and to: the roles that the messages of replicas show.
constexpr auto honoured_roles = std::to_array<ReplicaRole>(
    {ReplicaRole::all, ReplicaRole::dead, ReplicaRole::leader, ReplicaRole::named_leader, ReplicaRole::previous_leader,
     ReplicaRole::followers, ReplicaRole::majority, ReplicaRole::minority, ReplicaRole::paused});

struct Reason {
  std::string_view path;  // of a field, or of an object with its fields
  std::string_view why;
};

// Why a field cannot be done. The others are told that real does not do them.
constexpr auto reasons = std::to_array<Reason>({
    {"disk_delay", "the disk of a process is the machine's own"},
    {"clock_drift_ppm", "processes share the machine's clock"},
    {"clocks", "processes share the machine's clock"},
    {"fates", "a replica's messages have no names that last from run to run"},
    {"request_list",
     "what clients ask in real time depends on when replicas answer, so a list of it fits no second run"},
    {"numbers", "they name replicas in draws of the simulator, and processes draw for themselves"},
    {"events_per_instant_max", "real time never stands still"},
});

bool inside(std::string_view path, std::string_view outer) {
  return path.starts_with(outer) &&
         (path.size() == outer.size() || path[outer.size()] == '.' || path[outer.size()] == '[');
}

std::string reason_for(std::string_view path) {
  for (const Reason& reason : reasons)
    if (inside(path, reason.path)) return concat({"expected nothing: ", reason.why});
  return "expected nothing: a run in real time cannot do this";
}

template <class List, class Value>
bool holds(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

std::optional<std::string> unseen_role(const ReplicaSet& set) {
  for (std::size_t i = 0; i < scenarios::replica_roles.size(); ++i)
    if (set.has(static_cast<ReplicaRole>(i)) && !holds(honoured_roles, static_cast<ReplicaRole>(i)))
      return concat(
          {"expected a role that the messages of replicas show, found \"", scenarios::replica_roles[i].name, "\""});
  return std::nullopt;
}

// What is wrong with the value of a field that is honoured with other values.
std::optional<std::string> wrong_value(const Scenario& scenario, const GivenField& field) {
  if (field.path == "workload" && scenario.workload->name != "course")
    return concat(
        {"expected \"course\", the only one that runs in real time, found \"", scenario.workload->name, "\""});
  if (!field.path.starts_with("faults[].")) return std::nullopt;
  const scenarios::ScheduledFault& fault = scenario.faults[field.index];
  if (field.path == "faults[].type" && !holds(honoured_kinds, fault.type.kind))
    return concat({"expected a fault that can be done to processes and their messages, found \"",
                   simnet::faults::kind_of(fault.type.kind).name, "\""});
  if (field.path == "faults[].at" && !scenarios::time_of(fault.at))
    return "expected a time, found a note: a run in real time does not see what a replica notes";
  if (field.path == "faults[].replicas") return unseen_role(fault.replicas);
  if (field.path == "faults[].from") return unseen_role(fault.from);
  if (field.path == "faults[].to") return unseen_role(fault.to);
  return std::nullopt;
}

constexpr std::string_view of_the_system =
    "expected nothing: the replica is the program that --replica names, and only --compare runs another one beside it";

}  // namespace

std::span<const std::string_view> honoured_fields() {
  return honoured;
}

bool is_of_the_system(std::string_view path) {
  return path == "system" || path == "protocol" || inside(path, "replica");
}

void set_real_defaults(Scenario& scenario, std::span<const GivenField> given) {
  const auto gives = [&](std::string_view path) {
    return std::any_of(given.begin(), given.end(), [&](const GivenField& field) { return field.path == path; });
  };
  if (!gives("delay")) scenario.network.delay = {};
  if (!gives("client_delay")) scenario.network.client_delay = {};
  if (!gives("loop_wait")) scenarios::exercise(scenario).loop_wait = milliseconds(100);
}

std::optional<Error> refusal(const Scenario& scenario, std::span<const GivenField> given, bool compare) {
  const FieldTable table(scenario);
  for (const GivenField& field : given) {
    const scenarios::FieldRow* const row = table.find(field.path);
    const bool system = is_of_the_system(field.path) || (row != nullptr && row->owner == FieldOwner::system);
    if (system && compare) continue;
    if (system) return Error{field.place, std::string(of_the_system)};
    if (!holds(honoured, field.path)) return Error{field.place, reason_for(field.path)};
    if (std::optional<std::string> wrong = wrong_value(scenario, field)) return Error{field.place, std::move(*wrong)};
  }
  return std::nullopt;
}

}  // namespace whitewater::tools::real

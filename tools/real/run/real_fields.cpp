// One row for each field that is done. A test observes the effect of each: tests/real/real_fields_test.cpp.
#include "tools/real/run/real_fields.hpp"

#include <algorithm>
#include <array>

#include "core/text/concat.hpp"
#include "scenarios/format/scenario_fields.hpp"

namespace whitewater::tools::real {

namespace {

using scenarios::FieldOwner;
using scenarios::FieldTable;
using scenarios::GivenField;
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
    "load",
    "load.shared_keys",
    "load.stray",
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
    // the links: Router
    "drops",
});

struct Reason {
  std::string_view path;  // of a field, or of an object with its fields
  std::string_view why;
};

// Why a field cannot be done. The others are told that real does not do them.
constexpr auto reasons = std::to_array<Reason>({
    {"disk_delay", "the disk of a process is the machine's own"},
    {"clock_drift_ppm", "processes share the machine's clock"},
    {"clocks", "processes share the machine's clock"},
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

constexpr std::string_view of_the_system =
    "expected nothing: the replica is the program that --replica names, and only --compare runs another one beside it";

}  // namespace

std::span<const std::string_view> honoured_fields() {
  return honoured;
}

bool is_of_the_system(std::string_view path) {
  return path == "system" || path == "protocol" || inside(path, "replica");
}

std::optional<Error> refusal(const Scenario& scenario, std::span<const GivenField> given, bool compare) {
  const FieldTable table(scenario);
  for (const GivenField& field : given) {
    const scenarios::FieldRow* const row = table.find(field.path);
    const bool system = is_of_the_system(field.path) || (row != nullptr && row->owner == FieldOwner::system);
    if (system && compare) continue;
    if (system) return Error{field.place, std::string(of_the_system)};
    if (std::find(honoured.begin(), honoured.end(), field.path) == honoured.end())
      return Error{field.place, reason_for(field.path)};
  }
  return std::nullopt;
}

}  // namespace whitewater::tools::real

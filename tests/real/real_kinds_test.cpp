// Every name that a scenario file can give a fault, a role or an event of the course is done in real time, and a run
// shows what it did, or it is refused.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "core/course/rules.hpp"
#include "core/text/concat.hpp"
#include "scenarios/format/replica_set.hpp"
#include "scenarios/format/scheduled_fault.hpp"
#include "tests/catch.hpp"
#include "tests/real/fake_run.hpp"
#include "tools/real/run/real_fields.hpp"

using namespace whitewater;
using namespace whitewater::tools::real;
using namespace whitewater::tools::real::testing;

namespace {

using Overrides = std::vector<std::string>;

Overrides fault(std::size_t place, const Overrides& fields) {
  Overrides all;
  for (const std::string& field : fields) all.push_back(concat({"faults[", std::to_string(place), "].", field}));
  return all;
}
Overrides operator+(Overrides all, const Overrides& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::string seen(const Overrides& overrides) {
  FakeRun run(overrides);
  run.run();
  return run.seen();
}

bool refused(const Overrides& overrides) {
  const Result<scenarios::ReadScenario> read = FakeRun::read(overrides);
  INFO((read ? "" : read.error().text()));
  REQUIRE(read.ok());
  return refusal(read.value().scenario, read.value().given, false).has_value();
}

// What a fault of that name needs, beside its time.
const std::map<std::string, Overrides, std::less<>> needed{
    {"kill", {"replicas=leader"}},
    {"restart", {"replicas=dead"}},
    {"pause", {"replicas=leader"}},
    {"resume", {"replicas=paused"}},
    {"partition", {"replicas=[\"0002\"]"}},
    {"heal_partition", {}},
    {"cut", {"from=all", "to=all"}},
    {"heal_cut", {"from=all", "to=all"}},
    {"loss", {"from=all", "to=all", "probability=1"}},
    {"duplication", {"from=all", "to=all", "probability=1"}},
    {"delay", {"from=all", "to=all", "delay=\"50ms\""}},
    {"slow", {"replicas=leader", "busy=\"1ms\""}},
    {"disk_delay", {"replicas=leader", "delay=\"50ms\""}},
    {"disk_stall", {"replicas=leader"}},
    {"clog", {"from=all", "to=all"}},
};

Overrides named(std::size_t place, std::string_view name, const std::string& at) {
  const auto fields = needed.find(name);
  INFO(name);
  REQUIRE(fields != needed.end());
  return fault(place, Overrides{concat({"type=", name}), "at=\"" + at + "\""} + fields->second);
}

}  // namespace

TEST_CASE("every kind of fault, and what ends it, is done and seen, or refused") {
  std::vector<std::string> refusals;
  std::map<simnet::faults::KindId, std::string_view> begins;
  for (const scenarios::FaultTypeName& each : scenarios::fault_type_names()) {
    INFO(each.name);
    if (!each.type.ends) begins[each.type.kind] = each.name;
    // An ending needs something to end.
    const Overrides before = each.type.ends ? named(0, begins.at(each.type.kind), "2s") : Overrides{};
    const Overrides with = before + named(each.type.ends ? 1 : 0, each.name, "3s");
    if (refused(with))
      refusals.emplace_back(each.name);
    else
      CHECK(seen(before) != seen(with));
  }
  CHECK(refusals == std::vector<std::string>{"slow", "disk_delay", "disk_stall", "clog"});
}

TEST_CASE("every event of the course is done and seen") {
  const auto event = [](std::size_t place, std::string_view type, const std::string& time) {
    const std::string path = concat({"events[", std::to_string(place), "]."});
    return Overrides{concat({path, "type=", type}), concat({path, "time=", time})};
  };
  for (const std::string_view type : course::event_type_names) {
    INFO(type);
    const Overrides before = type == "part_end" ? event(0, "part_hard", "2") : Overrides{};
    CHECK(seen(before) != seen(before + event(before.empty() ? 0 : 1, type, "3")));
  }
}

// 0000 leads, dies, comes back and leads again; 0003 is stopped, 0004 is dead.
TEST_CASE("every role is resolved to whom it names, or refused") {
  const Overrides scene = Overrides{"replicas=5", "mix=0"} +
                          fault(0, {"type=kill", "at=\"2s\"", "for=\"1s\"", "replicas=[\"0000\"]"}) +
                          fault(1, {"type=pause", "at=\"3200ms\"", "replicas=[\"0003\"]"}) +
                          fault(2, {"type=kill", "at=\"3400ms\"", "replicas=[\"0004\"]"});
  const NodeSet first = NodeSet::of(NodeId{0}), second = NodeSet::of(NodeId{1}), third = NodeSet::of(NodeId{2});
  const NodeSet stopped = NodeSet::of(NodeId{3}), dead = NodeSet::of(NodeId{4});
  const std::map<std::string_view, NodeSet> expected{{"all", first | second | third | stopped},
                                                     {"dead", dead},
                                                     {"leader", first},
                                                     {"named_leader", first},
                                                     {"previous_leader", second},
                                                     {"followers", second | third | stopped},
                                                     {"paused", stopped}};
  NodeSet parts;
  std::vector<std::string> refusals;
  for (const scenarios::RoleRow& role : scenarios::replica_roles) {
    INFO(role.name);
    // Of the dead only a restart is seen.
    const std::string type = role.name == "dead" ? "restart" : "kill";
    const Overrides with = scene + fault(3, {"type=" + type, "at=\"4500ms\"", concat({"replicas=", role.name})});
    if (refused(with)) {
      refusals.emplace_back(role.name);
      continue;
    }
    FakeRun run(with);
    run.run();
    NodeSet struck;
    for (std::uint16_t i = 0; i < 5; ++i)
      for (const char* const act : {"4500ms crash 000", "4500ms start 000"})
        if (std::find(run.acts.begin(), run.acts.end(), act + std::to_string(i)) != run.acts.end())
          struck.insert(NodeId{i});
    if (const auto whom = expected.find(role.name); whom != expected.end()) {
      CHECK(struck == whom->second);
    } else {  // a majority and its minority: no living replica is in both, none in neither
      CHECK((struck & parts).empty());
      parts = parts | struck;
    }
    if (role.name == "majority") CHECK(struck.contains(NodeId{0}));
  }
  CHECK(parts == (first | second | third | stopped));
  CHECK(refusals == std::vector<std::string>{"candidate"});
}

// What is drawn for programs: small runs, in which the schedules of known bugs come up again and again.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/search/fuzz/frame.hpp"
#include "scenarios/search/fuzz/swarm.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/registers_options.hpp"
#include "tests/catch.hpp"
#include "tools/virtual/host/process_cluster.hpp"

namespace whitewater::tools::virtual_time {
namespace {

namespace fs = std::filesystem;
using scenarios::KindId;
using scenarios::ReplicaRole;
using scenarios::ReplicaSet;
using scenarios::Scenario;
using scenarios::ScheduledFault;

const scenarios::Toolbox& toolbox() {
  static const std::array systems{program_system()};
  static const scenarios::Toolbox tools{systems, scenarios::standard_toolbox().workloads};
  return tools;
}

scenarios::fuzz::Frame frame_of(const std::string& fields, bool size_stays) {
  const auto read = scenarios::read_scenario(
      R"({"system": "program", "program": {"path": "/bin/sh", "network": "any"}, )" + fields + "}", "f", toolbox());
  if (!read) FAIL(read.error().text());
  std::vector<scenarios::GivenField> given = read.value().given;
  if (!size_stays) std::erase_if(given, [](const auto& field) { return field.path == "replicas"; });
  auto frame = scenarios::fuzz::Frame::make(read.value().scenario, given, {});
  REQUIRE(frame.ok());
  return std::move(frame.value());
}

// A strike: its kind, and whom it is aimed at.
std::string aim(const ReplicaSet& set) {
  std::string text = set.has(ReplicaRole::leader) ? "leader" : "";
  if (set.has(ReplicaRole::all)) text += "all";
  if (set.random > 0) text += "+some";
  return text;
}
using Shape = std::set<std::string>;
Shape shape_of(const Scenario& scenario) {
  Shape shape;
  for (const ScheduledFault& fault : scenario.faults)
    shape.insert(std::to_string(static_cast<int>(fault.type.kind)) + " " + aim(fault.replicas) + aim(fault.from) + ">" +
                 aim(fault.to));
  return shape;
}

TEST_CASE("Every schedule of known bugs is among what is drawn for programs") {
  const scenarios::fuzz::Frame frame = frame_of(R"("workload": "registers", "replicas": 5)", false);
  std::vector<Shape> drawn;
  for (std::uint64_t seed = 1; seed <= 2'000; ++seed)
    drawn.push_back(shape_of(scenarios::fuzz::draw_scenario(frame, seed)));
  unsigned files = 0;
  for (const fs::directory_entry& file : fs::directory_iterator(WHITEWATER_STAGED_SCENARIOS)) {
    std::ifstream in(file.path());
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto read = scenarios::read_scenario(text, file.path().filename().string(), scenarios::standard_toolbox());
    if (!read) FAIL(read.error().text());
    const Shape wanted = shape_of(read.value().scenario);
    CAPTURE(file.path().stem().string(), wanted);
    CHECK_FALSE(wanted.empty());
    CHECK(std::any_of(drawn.begin(), drawn.end(), [&](const Shape& shape) {
      return std::includes(shape.begin(), shape.end(), wanted.begin(), wanted.end());
    }));
    ++files;
  }
  CHECK(files >= 17);
}

TEST_CASE("Runs of programs are small, and plans of many kinds") {
  const scenarios::fuzz::Frame frame = frame_of(R"("workload": "registers", "replicas": 5)", false);
  std::set<Shape> shapes;
  unsigned of_three = 0, several = 0;
  Duration lives;
  constexpr unsigned draws = 300;
  for (std::uint64_t seed = 1; seed <= draws; ++seed) {
    const Scenario drawn = scenarios::fuzz::draw_scenario(frame, seed);
    CAPTURE(seed);
    of_three += drawn.replicas == 3 ? 1u : 0u;
    several += drawn.faults.size() >= 4 ? 1u : 0u;
    const scenarios::Registers& load = scenarios::registers(drawn);
    lives = lives + load.lifetime;
    CHECK(load.clients <= 4);
    CHECK(load.max_packets < 20'000);
    shapes.insert(shape_of(drawn));
    CHECK(scenarios::fuzz::draw_scenario(frame, seed) == drawn);
  }
  CHECK(of_three > draws / 2);
  // What a search draws for other systems ends sooner, and would leave one strike of a plan.
  CHECK(several > draws / 2);
  CHECK(lives / draws < seconds(14));
  CHECK(shapes.size() > draws / 4);
}

TEST_CASE("In most plans puts come when a strike begins, and each key is got at the end") {
  const scenarios::fuzz::Frame frame = frame_of(R"("workload": "registers", "replicas": 5)", false);
  unsigned listed = 0, rushes = 0;
  constexpr unsigned draws = 300;
  for (std::uint64_t seed = 1; seed <= draws; ++seed) {
    const Scenario drawn = scenarios::fuzz::draw_scenario(frame, seed);
    CAPTURE(seed);
    const scenarios::Registers& load = scenarios::registers(drawn);
    if (!load.requests) continue;
    ++listed;
    using Kind = scenarios::ListedOperation::Kind;
    std::set<std::uint32_t> got;
    for (auto last = load.requests->rbegin(); last != load.requests->rend() && last->kind == Kind::get; ++last)
      got.insert(last->key.value_or(load.keys));
    CHECK(got.size() == load.keys);
    const auto put_at = [&](const ScheduledFault& fault) {
      const std::optional<Duration> at = time_of(fault.at);
      return at && std::any_of(load.requests->begin(), load.requests->end(), [&](const auto& asked) {
               return asked.kind == Kind::put && asked.time >= *at && asked.time <= *at + milliseconds(300);
             });
    };
    rushes += std::any_of(drawn.faults.begin(), drawn.faults.end(), put_at) ? 1u : 0u;
  }
  CHECK(listed > draws / 2);
  CHECK(rushes > listed / 2);
}

TEST_CASE("What a file gives stays, also what is drawn for programs alone") {
  const scenarios::fuzz::Frame frame = frame_of(R"("workload": "registers", "replicas": 5, "keys": 3)", true);
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Scenario drawn = scenarios::fuzz::draw_scenario(frame, seed);
    CHECK(drawn.replicas == 5);
    CHECK(scenarios::registers(drawn).keys == 3);
    CHECK_FALSE(scenarios::registers(drawn).requests);
  }
}

TEST_CASE("The load of the course stays its own") {
  const scenarios::fuzz::Frame frame =
      frame_of(R"("workload": "course", "lifetime": 20, "requests": 500, "mix": 0.8, "replicas": 5)", false);
  unsigned with_faults = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Scenario drawn = scenarios::fuzz::draw_scenario(frame, seed);
    CHECK(drawn.workload_options == frame.base().workload_options);
    with_faults += drawn.faults.empty() ? 0u : 1u;
  }
  CHECK(with_faults > 50);
}

}  // namespace
}  // namespace whitewater::tools::virtual_time

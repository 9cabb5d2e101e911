// Only replicas that were dead are said to have started again: in the trace, in stories and in the words of faults.
#include <string>
#include <vector>

#include "core/text/concat.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/story/run_log.hpp"
#include "scenarios/story/story.hpp"
#include "scenarios/story/trace_text.hpp"
#include "scenarios/story/world_recorder.hpp"
#include "scenarios/systems/raft_vocabulary.hpp"
#include "tests/catch.hpp"

namespace whitewater::scenarios {
namespace {

struct Told {
  std::vector<std::string> faults;  // the lines of the trace
  std::string starts;               // who starts after the run began, in order
  std::string stories;              // of all requests
};

Told told(std::string_view faults) {
  const std::string text = concat({R"({"lifetime": 10, "replicas": 3, "requests": 50, "start_wait": 1, "end_wait": 4,
    "heal": "12s", "faults": [)",
                                   faults, "]}"});
  const auto read = read_standard(text, "restarts.json");
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  Runner runner;  // outlives the log, which holds payloads
  RunLog log(3, raft_vocabulary);
  WorldRecorder recorder(log);
  RunOptions options;
  options.observers = {&recorder};
  runner.run(read.value().scenario, 3, options);
  Told told;
  for (const RunRecord& record : log.records()) {
    const std::string line = trace_line(log, record);
    if (record.kind == RunRecord::Kind::fault) told.faults.push_back(line.substr(0, line.size() - 1));
    if (record.kind == RunRecord::Kind::started && record.time > Time{} && record.node.value < 3)
      told.starts.append(told.starts.empty() ? "" : " ") += line.substr(15, 4);
  }
  const std::vector<ReportedRequest> requests = *runner.requests();
  const StoryTeller teller(log, requests, {});
  for (std::uint32_t number = 0; number < 50; ++number) told.stories += teller.tell(number);
  return told;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("at the heal of a partition nobody starts again") {
  const Told told_of = told(R"({"type": "partition", "at": "3s", "replicas": ["0002"]})");
  CHECK(told_of.starts.empty());
  CHECK_FALSE(has(told_of.stories, "started again"));
  for (const std::string& line : told_of.faults) CHECK_FALSE(has(line, "restart"));
}

TEST_CASE("at the heal only the dead start again") {
  const Told told_of = told(R"({"type": "kill", "at": "10900ms", "replicas": ["0001"]})");
  CHECK(told_of.starts == "0001");
  CHECK(told_of.faults == std::vector<std::string>{" 10.900000000  ----  fault             kill              #1 0001",
                                                   " 12.000000000  ----  fault             heal",
                                                   " 12.000000000  ----  fault             restart           0001",
                                                   " 12.000000000  ----  fault ends        kill              #1 0001"});
  CHECK_FALSE(has(told_of.stories, "0000 started again"));
  CHECK_FALSE(has(told_of.stories, "0002 started again"));
}

TEST_CASE("a restart of all starts those again that are dead") {
  const Told told_of =
      told(R"({"type": "kill", "at": "4s", "replicas": ["0002"]}, {"type": "restart", "at": "6s", "replicas": "all"})");
  CHECK(told_of.starts == "0002");
  CHECK(told_of.faults.at(1) == "  6.000000000  ----  fault             restart           #2 0002");
  CHECK_FALSE(has(told_of.stories, "0000 started again"));
  CHECK_FALSE(has(told_of.stories, "0001 started again"));
}

TEST_CASE("a restart of the living starts nobody again") {
  const Told told_of = told(R"({"type": "restart", "at": "6s", "replicas": "all"})");
  CHECK(told_of.starts.empty());
  CHECK(told_of.faults.at(0) == "  6.000000000  ----  fault             restart           #1");
  CHECK_FALSE(has(told_of.stories, "started again"));
}

}  // namespace whitewater::scenarios

// Small scenarios that people wanted to run: those that cannot be said yet are refused by the path of what is missing,
// and none is run as something else.
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"

namespace whitewater::scenarios {

namespace {

std::string error_of(std::string_view text) {
  const Result<ReadScenario> read = read_standard(text, "case.json");
  return read ? "none" : read.error().text();
}

std::string fault(std::string_view fault) {
  return R"({"lifetime": 30, "replicas": 3, "requests": 300, "faults": [)" + std::string(fault) + "]}";
}

bool refuses(const std::string& error, std::string_view path) {
  INFO(error);
  return error.find("case.json:1: " + std::string(path) + ": ") == 0 && error.find('\n') == std::string::npos;
}

}  // namespace

TEST_CASE("clusters of one and two, and a clock that jumps are refused by path") {
  CHECK(refuses(error_of(R"({"replicas": 1, "lifetime": 10, "requests": 50})"), "$.replicas"));
  CHECK(refuses(error_of(R"({"replicas": 2, "lifetime": 10, "requests": 50})"), "$.replicas"));
  const std::string clock = fault(R"({"type": "clock", "at": "8s", "replicas": "leader", "jump": "-2s"})");
  CHECK(refuses(error_of(clock), "$.faults[0].jump"));
}

TEST_CASE("a slow disk of one replica can be said") {
  CHECK(error_of(fault(R"({"type": "disk_delay", "at": "8s", "replicas": "leader", "delay": "3600s"})")) == "none");
}

TEST_CASE("a pause and its end can be said") {
  CHECK(error_of(fault(R"({"type": "pause", "at": "8s", "replicas": "leader"},
                          {"type": "resume", "at": "12s", "replicas": "paused"})")) == "none");
}

}  // namespace whitewater::scenarios

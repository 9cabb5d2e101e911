// The course's requests as a list: a run with the complete list is the drawn run, and a request that is taken from the
// middle leaves the others as they were.
#include <set>
#include <string>
#include <vector>

#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/search/requests.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/listed_run.hpp"
#include "tests/scenarios/scenario_texts.hpp"

namespace whitewater::scenarios {

namespace {

Scenario course_scenario(std::string_view fields) {
  const Result<ReadScenario> read =
      read_standard(concat({R"({"lifetime": 5, "replicas": 5, "requests": 300, "mix": 0.5, )", fields, "}"}), "f.json");
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  return read.value().scenario;
}

}  // namespace

TEST_CASE("the course's files make the same runs with the list of their requests") {
  Runner runner;
  for (const std::string_view name : course_names) {
    const Result<ReadScenario> read = read_standard(course_text(name), name);
    REQUIRE(read.ok());
    const Scenario& scenario = read.value().scenario;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      CAPTURE(name, seed);
      CHECK(same_with_list(runner, scenario, seed, seed == 1) > 100);
    }
  }
}

TEST_CASE("the complete list makes the same run whatever the course's clients do") {
  const std::string_view manner = GENERATE(R"("load": {"shared_keys": 3, "stray": 0.3, "ask_again": "90ms"})",
                                           R"("load": {"stray": 0.2}, "loop_wait": "100ms")",
                                           R"("load": {"ask_again": "70ms"}, "max_packets": 301)",
                                           R"("faults": [{"type": "kill", "at": "6s", "replicas": "all"}, )"
                                           R"({"type": "restart", "at": "7s", "replicas": "dead"}])",
                                           R"("faults": [{"type": "kill", "at": "6s", "replicas": "all"}])");
  Runner runner;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    CAPTURE(manner, seed);
    same_with_list(runner, course_scenario(manner), seed, true);
  }
}

TEST_CASE("a request of the course that is taken from the middle leaves the others as they were") {
  Runner runner;
  const Scenario drawn = course_scenario(R"("load": {"shared_keys": 3, "stray": 0.3})");
  const auto first_attempts = [&](const Scenario& scenario) {
    runner.run(scenario, 5);
    std::vector<std::string> said;
    const std::optional<std::vector<ReportedRequest>> all = runner.requests();
    for (const ReportedRequest& request : all.value())
      if (request.attempt == 0)
        said.push_back(concat({request.mid, request.operation, request.key, exact_seconds(request.sent - Time{})}));
    return said;
  };
  std::vector<std::string> expected = first_attempts(drawn);
  const Scenario whole = runner.with_listed_requests(drawn).value();
  REQUIRE(request_count(whole) == 300u);
  CHECK(request_at(whole, 100).text.find(" at 6") != std::string::npos);
  CHECK(first_attempts(whole) == expected);
  expected.erase(expected.begin() + 100, expected.begin() + 102);
  CHECK(first_attempts(without_requests(whole, {100, 101})) == expected);
  std::set<std::size_t> places;
  for (std::size_t i = 0; i < 300; ++i) places.insert(i);
  CHECK(first_attempts(without_requests(whole, places)).empty());
}

TEST_CASE("a list of the course that cannot be meant is refused, with its place in the file") {
  const auto error = [](std::string_view entries, std::string_view more = "") {
    const Result<ReadScenario> read = read_standard(
        concat({R"({"lifetime": 30, "replicas": 5, "requests": 500, "request_list": [)", entries, "]", more, "}"}),
        "f.json");
    return read ? "no error" : read.error().text();
  };
  const std::string at = "f.json:1: $.request_list[0]";
  CHECK(error(R"({"client": 7, "time": "5s"})") == "no error");
  CHECK(error(R"({"client": 8, "time": "5s"})") == at + ".client: expected an integer from 0 to 7, found 8");
  CHECK(error(R"({"client": 7, "time": "4s"})") ==
        at + ".time: expected from 5s (start_wait) to less than 35s (with the lifetime), found 4s");
  CHECK(error(R"({"client": 7, "time": "9s"}, {"client": 6, "time": "8s"})") ==
        "f.json:1: $.request_list[1].time: expected no less than 9s, the time of request_list[0], found 8s");
  CHECK(error(R"({"client": 7, "time": "5s", "number": 500})") ==
        at + ".number: expected a number below 500 (requests), found 500");
  CHECK(error(R"({"client": 7, "time": "5s", "number": 1}, {"client": 6, "time": "5s"})") ==
        "f.json:1: $.request_list[1].number: expected every number once, found 1 of request_list[0] again");
  CHECK(error(R"({"client": 7, "time": "5s", "key": 0})") ==
        at + ".key: expected nothing, for load.shared_keys is 0: each client has keys of its own");
  CHECK(error(R"({"client": 7, "time": "5s", "key": 2})", R"(, "load": {"shared_keys": 2})") ==
        at + ".key: expected an integer from 0 to 1 (load.shared_keys - 1), found 2");
  CHECK(error(R"({"client": 7, "time": "5s", "operation": "swap"})") ==
        at + R"(.operation: expected "get" or "put", found "swap")");
}

}  // namespace whitewater::scenarios

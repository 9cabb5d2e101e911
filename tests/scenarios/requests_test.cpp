// Requests as a list: a run with the complete list is the drawn run, and an operation that is taken from the middle
// moves nothing that is drawn for the others.
#include "scenarios/search/requests.hpp"

#include <algorithm>
#include <set>

#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/registers_clients.hpp"
#include "scenarios/workloads/registers_options.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/fate_log.hpp"
#include "tests/scenarios/listed_run.hpp"

namespace whitewater::scenarios {

namespace {

Scenario registers_scenario(std::string_view fields) {
  const Result<ReadScenario> read =
      read_standard(concat({R"({"workload": "registers", "replicas": 5, )", fields, "}"}), "f.json");
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  return read.value().scenario;
}

std::string error_of(std::string_view fields) {
  const Result<ReadScenario> read = read_standard(
      concat({R"({"workload": "registers", "replicas": 5, "lifetime": "5s", "clients": 2, )", fields, "}"}), "f.json");
  return read ? "no error" : read.error().text();
}

}  // namespace

TEST_CASE("a run with the complete list of its requests is the drawn run") {
  Runner runner;
  std::size_t requests = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    requests += same_with_list(runner, random_raft_scenario(seed), seed, seed % 20 == 0);
  }
  CHECK(requests > 10'000);
}

TEST_CASE("a run that was ended early is the same run with the list of its requests") {
  Runner runner;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    CAPTURE(seed);
    Scenario scenario = random_raft_scenario(seed);
    registers(scenario).max_packets = 50 + 17 * seed;
    same_with_list(runner, scenario, seed);
  }
}

TEST_CASE("the complete list makes the same run whatever the clients do") {
  const char* const manner = GENERATE(
      R"("lifetime": "3s", "outstanding": 4, "think": "20ms")",
      R"("lifetime": "3s", "outstanding": 5, "think": {"uniform": ["0ms", "90ms"]}, "stray": 0.3, "send_twice": 0.2)",
      R"("lifetime": "3s", "outstanding": 7, "think": {"uniform": ["0ms", "9s"]}, "ask_again": "90ms", )"
      R"("patience": "0ms")",
      R"("lifetime": "200ms", "think": {"uniform": ["0ms", "2s"]}, "clients": 9, "end_wait": "5s")",
      R"("lifetime": "3s", "outstanding": 1, "interval": "30ms", "patience": "700ms")",
      R"("lifetime": "3s", "outstanding": 2, "interval": "17ms", "clients": 7, "read_only_clients": 3, )"
      R"("values": 3)",
      R"("lifetime": "100ms", "interval": "1s", "clients": 12, "start_wait": "1s", "end_wait": "3s")",
      R"("lifetime": "3s", "think": "0ms", "delay": "0ms", "client_delay": {"uniform": ["0ms", "1ms"]}, )"
      R"("keys": 1, "values": 2)");
  const char* const trouble =
      GENERATE("", R"(, "faults": [{"type": "kill", "at": "1s", "replicas": "leader"}])",
               R"(, "faults": [{"type": "cut", "at": "0s", "from": "all", "to": "all", "for": "2s"}], "drops": 0.1)");
  Runner runner;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    CAPTURE(manner, trouble, seed);
    same_with_list(runner, registers_scenario(concat({manner, trouble})), seed, true);
  }
}

TEST_CASE("a request that is taken from the middle moves nothing that is drawn for the others") {
  Runner runner;
  tests::Comparison all;
  std::size_t changed = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    const auto run = [&](const Scenario& scenario) {
      tests::FateLog log(Time{} + *scenario.heal);
      RunOptions options;
      options.observers = {&log};
      const std::uint64_t digest = runner.run(scenario, seed, options).digest;
      return std::pair{std::move(log.fates), digest};
    };
    Scenario drawn = random_raft_scenario(seed);
    // What holds nodes or comes again moves what they send: the names of messages are about links here.
    drawn.clocks.clear();
    std::erase_if(drawn.faults, [](const ScheduledFault& fault) {
      return fault.every || fault.lasts || fault.type.kind == KindId::pause || fault.type.kind == KindId::slow ||
             fault.type.kind == KindId::loss || fault.type.kind == KindId::duplication ||
             fault.type.kind == KindId::delay;
    });
    drawn.network.loss = Probability{100'000};
    runner.run(drawn, seed);
    const Scenario whole = runner.with_listed_requests(drawn).value();
    const std::size_t place = seed * 7 % *request_count(whole);
    const Scenario rest = without_requests(whole, {place});
    const auto [fates, digest] = run(whole);
    const auto [left, other] = run(rest);
    changed += digest == other ? 0u : 1u;
    all.add(fates, left);
    // What is asked stays, too.
    std::vector<ListedOperation> expected = *registers(whole).requests;
    expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(place));
    CHECK(registers(rest).requests == expected);
    CHECK(runner.with_listed_requests(rest) == rest);
  }
  INFO(all.both << " messages in both runs, " << all.lost << " of them lost, " << all.only_one << " in one of them");
  CHECK(all.different == 0);
  CHECK(all.both > 10'000);
  CHECK(all.lost > 1'000);
  CHECK(changed > 50);
}

TEST_CASE("without its last clients, who ask nothing, a run is the same but for them") {
  Runner runner;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    const auto fates = [&](const Scenario& scenario) {
      tests::FateLog log(Time{} + *scenario.heal);
      RunOptions options;
      options.observers = {&log};
      runner.run(scenario, seed, options);
      return std::move(log.fates);
    };
    Scenario drawn = random_raft_scenario(seed);
    // No client gives up in the very instant in which it begins another operation: which of the two comes first is a
    // matter of the intervals, which depend on the number of clients.
    Registers& load = registers(drawn);
    load.patience = load.patience + nanoseconds(7);
    if (load.ask_again > Duration{}) load.ask_again = load.ask_again + nanoseconds(11);
    runner.run(drawn, seed);
    Scenario whole = runner.with_listed_requests(drawn).value();
    std::set<std::size_t> of_the_last;
    for (std::size_t i = 0; i < request_count(whole); ++i)
      if (request_at(whole, i).client + 1 == registers(whole).clients) of_the_last.insert(i);
    whole = without_requests(whole, of_the_last);
    const std::optional<Scenario> rest = without_idle_clients(whole);
    REQUIRE(rest.has_value());
    CHECK(registers(*rest).clients == registers(whole).clients - 1);
    CHECK(registers(*rest).requests == registers(whole).requests);
    // Not only what both sent: all of it.
    const tests::Fates of_all = fates(whole);
    CHECK(of_all.size() > 50);
    tests::Comparison both;
    both.add(of_all, fates(*rest));
    CHECK(both.different == 0);
    CHECK(both.both > of_all.size() / 2);
  }
}

TEST_CASE("a list that a person writes is asked as it says") {
  Runner runner;
  const auto asked = [&](std::string_view fields) {
    const Scenario scenario =
        registers_scenario(concat({R"("lifetime": "5s", "start_wait": "1s", "clients": 3, )", fields}));
    runner.run(scenario, 3);
    std::vector<std::string> said;
    const std::optional<std::vector<ReportedRequest>> all = runner.requests();
    for (const ReportedRequest& request : all.value())
      if (request.attempt == 0)
        said.push_back(concat({request.mid, " ", request.operation, " ", request.key, " ",
                               request.operation == "put" ? std::string_view(request.written).substr(0, 2) : "", " ",
                               exact_seconds(request.sent - Time{})}));
    return said;
  };
  using Said = std::vector<std::string>;
  CHECK(asked(R"("requests": [])") == Said{});
  CHECK(asked(R"("requests": [{"client": 2, "time": "1.5s", "operation": "put", "key": 7, "value": 1},)"
              R"( {"client": 0, "time": "4s", "operation": "get", "key": 0},)"
              R"( {"client": 2, "time": "4s", "operation": "get", "key": 7, "number": 9}], "values": 2)") ==
        Said{"c2-0 put k7 v1 1.5", "c0-1 get k0  4", "c2-9 get k7  4"});
  // Two at once only if as many may be open.
  const std::string two = R"("requests": [{"client": 1, "time": "2s", "operation": "get", "key": 1, "number": 4},)"
                          R"( {"client": 1, "time": "2s", "operation": "get", "key": 1, "number": 7}])";
  CHECK(asked(two + R"(, "outstanding": 2)") == Said{"c1-4 get k1  2", "c1-7 get k1  2"});
  CHECK(asked(two + R"(, "outstanding": 2, "interval": "10ms")") == Said{"c1-4 get k1  2", "c1-7 get k1  2"});
  // The client asks again after its answer, and not before.
  const std::string slow = two + R"(, "client_delay": "100ms", "delay": "10ms", "outstanding": )";
  for (const std::string& interval : {std::string(), std::string(R"(, "interval": "10ms")")}) {
    const Said waited = asked(slow + "1" + interval);
    REQUIRE(waited.size() == 2);
    CHECK(waited[1] > "c1-7 get k1  2.2");
    CHECK(waited[1] < "c1-7 get k1  3");
  }
  // Without intervals, numbers 4 and 7 have the same one of three places.
  CHECK(asked(slow + "3")[1] > "c1-7 get k1  2.2");
  CHECK(asked(slow + R"(3, "interval": "10ms")")[1] == "c1-7 get k1  2");
}

TEST_CASE("a list that cannot be meant is refused, with its place in the file") {
  const auto list = [](std::string_view first, std::string_view second = "", std::string_view more = "") {
    return concat({R"("requests": [{"client": 1, "time": "1s")", first, "}", second.empty() ? "" : ", {", second,
                   second.empty() ? "" : "}", "]", more});
  };
  const std::string at = "f.json:1: $.requests[0]";
  const std::string behind = "f.json:1: $.requests[1]";
  CHECK(error_of(list("")) == "no error");
  CHECK(error_of(R"("requests": {})") == "f.json:1: $.requests: expected an array of objects, found {}");
  CHECK(error_of(R"("requests": [{"time": "1s"}])") == at + ".client: expected an integer from 0 to 1, found nothing");
  CHECK(error_of(R"("requests": [{"client": 2, "time": "1s"}])") ==
        at + ".client: expected an integer from 0 to 1, found 2");
  CHECK(error_of(R"("requests": [{"client": 0}])") ==
        at + ".time: expected a duration with a unit, like \"150ms\", from 0s to 3600s, found nothing");
  CHECK(error_of(R"("requests": [{"client": 0, "time": "5s"}])") ==
        at + ".time: expected from 0s (start_wait) to less than 5s (with the lifetime), found 5s");
  CHECK(error_of(list(R"(, "operation": "swap")")) == at + R"(.operation: expected "get" or "put", found "swap")");
  CHECK(error_of(list(R"(, "key": 8)")) == at + ".key: expected an integer from 0 to 7, found 8");
  CHECK(error_of(list(R"(, "operation": "put", "value": 0)")) == at + ".value: expected nothing, for values is 0");
  CHECK(error_of(list(R"(, "value": 0)", "", R"(, "values": 3)")) ==
        at + R"(.value: expected nothing, for "operation" is not "put")");
  CHECK(error_of(list(R"(, "operation": "put", "value": 3)", "", R"(, "values": 3)")) ==
        at + ".value: expected an integer from 0 to 2 (values - 1), found 3");
  CHECK(error_of(list(R"(, "operation": "put")", "", R"(, "read_only_clients": 1)")) ==
        at + R"(.operation: expected "get", for this is one of the read_only_clients, found "put")");
  CHECK(error_of(list("", R"("client": 1, "time": "999ms")")) ==
        behind + ".time: expected no less than 1s, the time of requests[0], found 999ms");
  CHECK(error_of(list("", R"("client": 1, "time": "1s", "number": 0)")) ==
        behind + ".number: expected every number of a client once, found 0 of requests[0] again");
  CHECK(error_of(list("", R"("client": 0, "time": "1s", "number": 0)")) == "no error");
  CHECK(error_of(list(R"(, "number": 10000001)")) ==
        at + ".number: expected an integer from 0 to 10000000, found 10000001");
  CHECK(error_of(list(R"(, "at": "1s")")).starts_with(at + ".at: unknown field"));
}

TEST_CASE("requests are told in words and taken away through the toolbox") {
  const Scenario scenario = registers_scenario(
      R"("lifetime": "5s", "values": 4, "requests": [{"client": 1, "time": "1s", "operation": "put", "key": 2, )"
      R"("value": 3},)"
      R"( {"client": 0, "time": "1.5s", "operation": "get", "key": 7}, {"client": 0, "time": "2s"}])");
  REQUIRE(request_count(scenario) == 3u);
  CHECK(request_at(scenario, 0).text == "0016 puts k2 = v3 at 1 s");
  CHECK(request_at(scenario, 1).text == "0015 gets k7 at 1.5 s");
  CHECK(request_at(scenario, 2).text == "0015 asks at 2 s");
  CHECK(request_at(scenario, 0).client == 1);
  CHECK(request_at(scenario, 1).time == milliseconds(1'500));
  const Scenario less = without_requests(scenario, {0});
  REQUIRE(request_count(less) == 2u);
  CHECK(request_at(less, 1).text == "0015 asks at 2 s");
  // It keeps its number, so what is drawn for it stays.
  CHECK(registers(less).requests->back().number == 2u);
  CHECK(request_count(without_requests(scenario, {0, 1, 2})) == 0u);
  // Of three clients the last asks nothing, and then the last two.
  CHECK(registers(without_idle_clients(scenario).value()).clients == 2);
  CHECK(registers(without_idle_clients(less).value()).clients == 1);
  CHECK_FALSE(without_idle_clients(without_idle_clients(less).value()).has_value());
  CHECK_FALSE(without_idle_clients(registers_scenario(R"("lifetime": "5s")")).has_value());
  CHECK_FALSE(request_count(registers_scenario(R"("lifetime": "5s")")).has_value());
}

}  // namespace whitewater::scenarios

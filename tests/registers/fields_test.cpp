// Every field of the workload registers changes what it says that it changes. What was asked is read from the book.
#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/workloads/registers_clients.hpp"
#include "tests/registers/troubled.hpp"

namespace whitewater::scenarios {
namespace {

// A quick cluster of three, so that answers come soon, and what was asked in one run.
struct Asked {
  RegistersCounts counts;
  std::vector<RegistersRequest> requests;
  std::map<std::pair<unsigned, unsigned>, unsigned> sent;  // requests by client and replica
  std::vector<Time> first;                                 // of each operation, by its number
  Time end;

  std::uint64_t of_client(unsigned client, bool gets) const {
    return static_cast<std::uint64_t>(std::count_if(requests.begin(), requests.end(), [&](const RegistersRequest& r) {
      return r.operation.client == client && r.is_get() == gets;
    }));
  }
  std::set<std::string> keys() const {
    std::set<std::string> found;
    for (const RegistersRequest& r : requests) found.emplace(r.request().key());
    return found;
  }
  std::set<std::string> values() const {
    std::set<std::string> found;
    for (const RegistersRequest& r : requests)
      if (!r.is_get()) found.emplace(r.request().value());
    return found;
  }
  // How many are open at once, at most, of one client.
  std::size_t most_open(unsigned client) const {
    std::size_t most = 0;
    for (const RegistersRequest& one : requests) {
      if (one.operation.client != client) continue;
      most = std::max(
          most,
          static_cast<std::size_t>(std::count_if(requests.begin(), requests.end(), [&](const RegistersRequest& other) {
            return other.operation.client == client && other.sent <= one.sent &&
                   (other.state == RegistersRequest::State::outstanding || other.answered > one.sent);
          })));
    }
    return most;
  }
};

class Sends final : public simnet::Observer {
 public:
  std::map<std::pair<unsigned, unsigned>, unsigned> sent;

 private:
  void on_send(const simnet::SendRecord& send) override {
    if (send.kind == SendKind::request) ++sent[{send.from.value, send.to.value}];
  }
};

// fields: members, with commas in front. The runner keeps the payloads, so it outlives what it asked.
Asked ask(Runner& runner, const std::string& fields) {
  std::string text = R"({"workload": "registers", "replicas": 3, "start_wait": "300ms", "lifetime": "3s",
    "replica": {"election_timeout": ["100ms", "200ms"], "heartbeat_interval": "50ms", "commit_notice_after": "20ms"})";
  if (fields.find("\"think\"") == std::string::npos) text += R"(, "think": "10ms")";
  const Scenario scenario = read(text + fields + "}");
  Sends sends;
  RunOptions options;
  options.observers = {&sends};
  const RunReport report = runner.run(scenario, 11, options);
  REQUIRE_FALSE(report.violation.has_value());
  const RegistersBook& book = dynamic_cast<const RegistersClients&>(runner.clients()).book();
  Asked asked{book.counts(), {book.requests().begin(), book.requests().end()}, sends.sent, {}, {}};
  for (const RegistersRequest& request : asked.requests)
    if (request.attempt == 0) asked.first.push_back(request.sent);
  asked.end = Time{} + report.virtual_time;
  return asked;
}

constexpr const char* dead_majority = R"(, "faults": [{"type": "kill", "at": "1s", "replicas": ["0001", "0002"]}])";

}  // namespace

TEST_CASE("clients, read_only_clients: how many ask, and how many of them only get") {
  Runner runner;
  const Asked usual = ask(runner, "");
  CHECK(usual.of_client(2, true) > 20);
  CHECK(usual.of_client(2, false) > 20);
  CHECK(usual.of_client(3, true) == 0);
  const Asked more = ask(runner, R"(, "clients": 5, "read_only_clients": 2)");
  for (unsigned client = 0; client < 5; ++client) {
    CHECK(more.of_client(client, true) > 20);
    CHECK((more.of_client(client, false) > 20) == (client < 3));
  }
  // What the first three ask is what they asked before.
  for (std::size_t i = 0; i < 3; ++i) CHECK(more.requests[i].request().key() == usual.requests[i].request().key());
}

TEST_CASE("keys, values, value_bytes: of what there is how much") {
  Runner runner;
  CHECK(ask(runner, "").keys().size() == 8);
  CHECK(ask(runner, R"(, "keys": 2)").keys() == std::set<std::string>{"k0", "k1"});
  const Asked unique = ask(runner, "");
  CHECK(unique.values().size() == unique.of_client(0, false) + unique.of_client(1, false) + unique.of_client(2, false));
  const Asked few = ask(runner, R"(, "values": 3)");
  CHECK(few.values() == std::set<std::string>{"v0..............", "v1..............", "v2.............."});
  for (const std::string& value : unique.values()) CHECK(value.size() == 16);
  std::set<std::size_t> sizes;
  for (const std::string& value : ask(runner, R"(, "value_bytes": [100, 120])").values()) sizes.insert(value.size());
  CHECK(*sizes.begin() == 100);
  CHECK(*sizes.rbegin() == 120);
  CHECK(sizes.size() > 10);
}

TEST_CASE("initial_value: what clients may see of a key that nobody has put") {
  Runner runner;
  const auto judged = [&](const std::string& fields) {
    const std::string text = R"({"workload": "registers", "replicas": 3, "start_wait": "300ms", "lifetime": "1s",
      "operations": {"put": 0}, "replica": {"election_timeout": ["100ms", "200ms"], "heartbeat_interval": "50ms"})";
    return runner.run(read(text + fields + "}"), 11);
  };
  CHECK_FALSE(judged("").violation);
  CHECK_FALSE(judged(R"(, "initial_value": "")").violation);
  CHECK(runner.initial_value().empty());
  const RunReport other = judged(R"(, "initial_value": "nothing\"")");  // our store begins with the empty string
  REQUIRE(other.violation);
  CHECK(other.violation->property == "linearizability");
  CHECK(runner.initial_value() == "nothing\"");
}

TEST_CASE("operations: weights of what is asked") {
  Runner runner;
  const Asked mostly = ask(runner, R"(, "operations": {"get": 9, "put": 1})");
  CHECK(mostly.counts.gets > 5 * mostly.counts.puts);
  CHECK(mostly.counts.puts > 0);
  CHECK(ask(runner, R"(, "operations": {"get": 0})").counts.gets == 0);
  CHECK(ask(runner, R"(, "operations": {"put": 0})").counts.puts == 0);
}

TEST_CASE("start_wait, lifetime, end_wait: when it begins, and how long it lasts") {
  Runner runner;
  const Asked usual = ask(runner, "");
  CHECK(usual.first.front() >= Time{} + milliseconds(300));
  CHECK(usual.first.back() > Time{} + milliseconds(3'200));
  CHECK(usual.first.back() < Time{} + milliseconds(3'300));
  CHECK(usual.end == Time{} + milliseconds(5'300));
  CHECK(ask(runner, R"(, "end_wait": "50ms")").end == Time{} + milliseconds(3'350));
}

TEST_CASE("outstanding: how many operations a client has open") {
  Runner runner;
  const std::string slow = R"(, "client_delay": "40ms", "think": "1ms")";
  const Asked one = ask(runner, slow);
  CHECK(one.most_open(0) == 1);
  const Asked four = ask(runner, slow + R"(, "outstanding": 4)");
  CHECK(four.most_open(0) == 4);
  CHECK(four.counts.operations > 3 * one.counts.operations);
}

TEST_CASE("think, interval: how fast a client asks") {
  Runner runner;
  const Asked slow = ask(runner, R"(, "think": "100ms")");
  CHECK(slow.counts.operations < 100);
  CHECK(ask(runner, R"(, "think": "1ms")").counts.operations > 1'000);
  // Thirty operations of each client, a tenth of a second apart, taking turns.
  const Asked paced = ask(runner, R"(, "interval": "100ms")");
  CHECK(paced.counts.operations == 90);
  CHECK(paced.first[1] - paced.first[0] == milliseconds(100) / 3);
  CHECK(paced.first[3] - paced.first[0] == milliseconds(100));
  CHECK(paced.counts.left_out == 0);
  // One that takes longer leaves the next one no place.
  const Asked crowded = ask(runner, R"(, "interval": "100ms", "client_delay": "80ms")");
  CHECK(crowded.counts.left_out > 30);
  CHECK(crowded.counts.left_out + crowded.counts.operations == 90);
  CHECK(ask(runner, R"(, "interval": "100ms", "client_delay": "80ms", "outstanding": 8)").counts.left_out == 0);
}

TEST_CASE("stray: a fraction of the requests goes to others than the leader") {
  Runner runner;
  const auto most = [](const Asked& asked) {
    std::map<unsigned, unsigned> by_replica;
    unsigned all = 0;
    for (const auto& [who, count] : asked.sent) {
      by_replica[who.second] += count;
      all += count;
    }
    unsigned largest = 0;
    for (const auto& [replica, count] : by_replica) largest = std::max(largest, count);
    return 100 * largest / all;
  };
  CHECK(most(ask(runner, "")) > 95);
  CHECK(most(ask(runner, R"(, "stray": 1)")) < 50);
}

TEST_CASE("send_twice: a fraction of the requests goes to a second replica, too") {
  Runner runner;
  const Asked once = ask(runner, "");
  CHECK(once.counts.sent == once.counts.requests);
  const Asked twice = ask(runner, R"(, "send_twice": 1)");
  CHECK(twice.counts.sent == 2 * twice.counts.requests);
  const Asked some = ask(runner, R"(, "send_twice": 0.2)");
  CHECK(some.counts.sent > some.counts.requests + some.counts.requests / 10);
  CHECK(some.counts.sent < some.counts.requests + some.counts.requests / 2);
}

TEST_CASE("ask_again: a request without an answer is sent again") {
  Runner runner;
  const Asked never = ask(runner, dead_majority);
  CHECK(never.counts.sent == never.counts.requests);
  const Asked again = ask(runner, std::string(R"(, "ask_again": "50ms")") + dead_majority);
  CHECK(again.counts.sent > again.counts.requests + 20);
}

TEST_CASE("attempts: so often is asked what was refused") {
  Runner runner;
  const auto refused_most = [](const Asked& asked) {
    std::uint32_t most = 0;
    for (const RegistersRequest& request : asked.requests) most = std::max(most, request.attempt);
    return most;
  };
  CHECK(refused_most(ask(runner, R"(, "stray": 1)")) >= 3);
  const Asked once = ask(runner, R"(, "stray": 1, "attempts": 1)");
  CHECK(refused_most(once) == 0);
  CHECK(once.counts.given_up > 50);
  CHECK(refused_most(ask(runner, R"(, "stray": 1, "attempts": 3)")) == 2);
}

TEST_CASE("patience: an operation without an answer is given up") {
  Runner runner;
  const Asked patient = ask(runner, std::string(R"(, "patience": "0s")") + dead_majority);
  CHECK(patient.counts.given_up == 0);
  CHECK(patient.counts.unanswered() == 3);
  const Asked hasty = ask(runner, std::string(R"(, "patience": "100ms")") + dead_majority);
  CHECK(hasty.counts.given_up > 30);
  CHECK(hasty.counts.unanswered() > 30);
}

TEST_CASE("unanswered_max: more may not stay unanswered") {
  Runner runner;
  const std::string text = std::string(R"({"workload": "registers", "replicas": 3)") + dead_majority;
  CHECK(runner.run(read(text + R"(, "unanswered_max": 1})"), 1).failed_checks.empty());
  CHECK(runner.run(read(text + R"(, "unanswered_max": 0.01})"), 1).failed_checks ==
        std::vector<std::string>{"unanswered"});
}

TEST_CASE("max_packets: after so many messages the run is ended, undecided") {
  Runner runner;
  const RunReport report = runner.run(read(R"({"workload": "registers", "replicas": 3, "max_packets": 100})"), 1);
  CHECK(report.outcome == RunReport::Outcome::unknown);
  CHECK(report.reason.find("messages between replicas (max_packets)") != std::string::npos);
  CHECK(report.virtual_time < seconds(12));
}

TEST_CASE("what cannot be is refused in one line") {
  const auto error = [](std::string_view text) {
    const Result<ReadScenario> read = read_standard(text, "r.json");
    return read ? std::string() : read.error().text();
  };
  CHECK(error(R"({"workload": "registers", "replicas": 3, "operations": {"get": 0, "put": 0}})") ==
        "r.json:1: $.operations.put: expected a weight above 0, for operations.get is 0, found 0");
  CHECK(error(R"({"workload": "registers", "replicas": 3, "operations": {"get": 0}, "read_only_clients": 1})") ==
        "r.json:1: $.operations.get: expected a weight above 0, for there are read_only_clients, found 0");
  CHECK(error(R"({"workload": "registers", "replicas": 3, "clients": 2, "read_only_clients": 3})") ==
        "r.json:1: $.read_only_clients: expected an integer from 0 to 2, found 3");
  CHECK(error(R"({"workload": "registers", "replicas": 3, "value_bytes": [9, 8]})") ==
        "r.json:1: $.value_bytes: expected two integers like [16, 64], ascending, from 0 to 65536, found [9, 8]");
  CHECK(error(R"({"workload": "registers", "replicas": 3, "value_bytes": 8})").find("expected two integers") !=
        std::string::npos);
  CHECK(error(R"({"workload": "registers", "replicas": 3, "heal": "9s"})") ==
        "r.json:1: $.heal: expected no less than start_wait and lifetime together, 10s, found \"9s\"");
  CHECK(error(R"({"workload": "registers", "replicas": 3, "mix": 1})").find("unknown field") != std::string::npos);
  CHECK(error(R"({"workload": "registers", "replicas": 3, "requests": 9})").find("expected an array of objects") !=
        std::string::npos);
}

TEST_CASE("A list whose keys or clients are beyond those of the load is invalid, also after a field was changed") {
  Scenario scenario = make_scenario(standard_toolbox());
  for (const Workload& each : standard_toolbox().workloads)
    if (each.name == "registers") scenario.workload = &each;
  scenario.workload_options = scenario.workload->options();
  Registers& load = registers(scenario);
  load.clients = 2;
  load.keys = 16;
  ListedOperation asked;
  asked.client = 1;
  asked.time = load.start_wait;
  asked.key = 15;
  load.requests = std::vector<ListedOperation>{asked};
  CHECK_FALSE(scenario.workload->invalid(scenario));
  load.keys = 8;
  REQUIRE(scenario.workload->invalid(scenario));
  CHECK(scenario.workload->invalid(scenario)->where == "requests[0].key");
  CHECK(scenario.workload->invalid(scenario)->message == "expected an integer from 0 to 7 (keys - 1), found 15");
  load.keys = 16;
  load.clients = 1;
  CHECK(scenario.workload->invalid(scenario)->where == "requests[0].client");
}

}  // namespace whitewater::scenarios

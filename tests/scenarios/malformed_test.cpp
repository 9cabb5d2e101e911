// Every way to get a file wrong gives exactly one line that says where, what was expected and what was found.
#include <string>

#include "core/text/concat.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/systems/replica_options.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/scenario_texts.hpp"

namespace whitewater::scenarios {
namespace {

std::string error(std::string_view text) {
  const Result<ReadScenario> read = read_standard(text, "dir/f.json");
  return read ? "no error" : read.error().text();
}

// The smallest scenario with one more field, on line 2.
std::string error_of(std::string_view field) {
  return error(R"({"lifetime": 30, "replicas": 5, "requests": 500,)"
               "\n" +
               std::string(field) + "}");
}

}  // namespace

TEST_CASE("a wrong value is named with its line and path") {
  const std::string at = "dir/f.json:2: $.";
  CHECK(error_of(R"("drops": "0.1")") == at + "drops: expected a number from 0 to 1, found \"0.1\"");
  CHECK(error_of(R"("drops": 1.000001)") == at + "drops: expected a number from 0 to 1, found 1.000001");
  CHECK(error_of(R"("drops": -0.1)") == at + "drops: expected a number from 0 to 1, found -0.1");
  CHECK(error_of(R"("drops": 0.1234567)") ==
        at + "drops: expected a number from 0 to 1 with at most six decimals, found 0.1234567");
  CHECK(error_of(R"("drops": 1e-7)") ==
        at + "drops: expected a number from 0 to 1 with at most six decimals, found 1e-7");
  CHECK(error_of(R"("mix": null)") == at + "mix: expected a number from 0 to 1, found null");
  CHECK(error_of(R"("mix": {"a": [1, true]})") == at + "mix: expected a number from 0 to 1, found {\"a\": [1, true]}");
  CHECK(error_of(R"("max_packets": 499)") == at + "max_packets: expected an integer from 500 to 900000, found 499");
  CHECK(error_of(R"("end_wait": 30.5)") == at + "end_wait: expected a number from 0 to 30, found 30.5");
  CHECK(error_of(R"("end_wait": "31s")") == at + "end_wait: expected a number from 0 to 30, found \"31s\"");
  CHECK(error_of(R"("protocol": "paxos")") ==
        at + "protocol: expected \"raft\" or \"primary-backup\", found \"paxos\"");
  CHECK(error_of(R"("delay": 5)") ==
        at + "delay: expected a delay, like \"1ms\" or {\"uniform\": [\"50us\", \"200us\"]}, found 5");
  CHECK(error_of(R"("replica": {"prevote": 1})") == at + "replica.prevote: expected true or false, found 1");
  CHECK(error_of(R"("replica": {"heartbeat_interval": 150})") ==
        at + "replica.heartbeat_interval: expected a duration with a unit, like \"150ms\", from 0s to 3600s, "
             "found 150");
  CHECK(error_of(R"("replica": {"election_timeout": ["1200ms", "600ms"]})") ==
        at + "replica.election_timeout: expected two durations with units, like [\"50us\", \"200us\"], ascending, "
             "from 0s to 3600s, found [\"1200ms\", \"600ms\"]");
  CHECK(error_of(R"("events": {})") == at + "events: expected an array of objects, found {}");
  CHECK(error_of(R"("events": [5])") == at + "events[0]: expected an object, found 5");
}

TEST_CASE("the course's own limits hold") {
  const auto change = [](std::string_view from, std::string_view to) { return error(with(smallest, from, to)); };
  CHECK(change("30", "4") == "dir/f.json:1: $.lifetime: expected an integer from 5 to 1000000, found 4");
  CHECK(change("30", "30.5") == "dir/f.json:1: $.lifetime: expected an integer from 5 to 1000000, found 30.5");
  CHECK(change("30", "9223372036854775807").ends_with("from 5 to 1000000, found 9223372036854775807"));
  CHECK(change("5,", "2,") == "dir/f.json:1: $.replicas: expected an integer from 3 to 21, found 2");
  CHECK(change("5,", "22,") == "dir/f.json:1: $.replicas: expected an integer from 3 to 21, found 22");
  CHECK(change("500", "-1") == "dir/f.json:1: $.requests: expected an integer from 0 to 900000, found -1");
  CHECK(change("500", "0") == "no error");
  CHECK(change("500", "30000") == "no error");  // above the default of max_packets, which is not checked
  CHECK(change(R"("replicas": 5, )", "") ==
        "dir/f.json:1: $.replicas: expected an integer from 3 to 21, found nothing");
}

TEST_CASE("wrong events are refused") {
  const std::string at = "dir/f.json:2: $.events[0]";
  CHECK(error_of(R"("events": [{"type": "kill_leader", "time": 31}])") ==
        at + ".time: expected a number from 0 to 30, found 31");
  CHECK(error_of(R"("events": [{"type": "kill_leader", "time": -1}])") ==
        at + ".time: expected a number from 0 to 30, found -1");
  CHECK(error_of(R"("events": [{"type": "kill_leeder", "time": 3}])") ==
        at + ".type: expected one of \"kill_leader\", \"kill_non_leader\", \"part_easy\", \"part_hard\" or "
             "\"part_end\", found \"kill_leeder\"; did you mean \"kill_leader\"?");
  CHECK(error_of(R"("events": [{"type": "part_end"}])") == at + ".time: expected a number from 0 to 30, found nothing");
  CHECK(error_of(R"("events": [{"type": "part_end", "time": 3, "tim": 3}])") ==
        at + ".tim: unknown field; did you mean \"time\"?");
}

TEST_CASE("unknown fields are refused, with what was probably meant") {
  const std::string at = "dir/f.json:2: $.";
  CHECK(error_of(R"("dorps": 0.1)") == at + "dorps: unknown field; did you mean \"drops\"?");
  CHECK(error_of(R"("reads": "lease")") == at + "reads: unknown field; did you mean \"replica.reads\"?");
  CHECK(error_of(R"("something": 1)") == at + "something: unknown field");
  CHECK(error_of("\"a\\nb\": 1") == "dir/f.json:2: $[\"a\\nb\"]: unknown field");
  CHECK(error_of(concat({"\"", std::string(1'000'000, 'x'), "\": 1"})).size() < 200);
}

TEST_CASE("primary-backup refuses every field of Raft's replicas that it does not heed") {
  const std::string at = "dir/f.json:2: $.";
  const auto error_of_field = [](std::string_view system, std::string_view key, std::string_view value) {
    return error_of(concat({"\"system\": \"", system, R"(", "replica": {")", key, "\": ", value, "}"}));
  };
  std::size_t refused = 0;
  for (const Field& field : replica_fields()) {
    if (field.parent() != "replica." || field.key() == "retransmit_after") continue;
    INFO(field.path);
    const std::string path = at + std::string(field.path);
    CHECK(error_of_field("primary-backup", field.key(), "null").starts_with(path + ": unknown field"));
    CHECK(error_of_field("raft", field.key(), "null").starts_with(path + ": expected "));
    ++refused;
  }
  CHECK(refused > 10);
  CHECK(error_of(R"("system": "primary-backup", "draws": [])").starts_with(at + "draws: unknown field"));
  CHECK(error_of(R"("system": "raft", "draws": [])") == "no error");
  CHECK(error_of_field("primary-backup", "retransmit_after", R"("30ms")") == "no error");
  CHECK(error_of_field("primary-backup", "retransmit_after", R"("0s")").starts_with(at + "replica.retransmit_after: "));
}

TEST_CASE("benchmarks are whole or absent") {
  const std::string at = "dir/f.json:2: $.tests.benchmarks";
  CHECK(error_of(R"("tests": {})") == "no error");
  CHECK(error_of(R"("tests": {"benchmarks": {}})") ==
        at + ".total_msgs: expected three numbers from 0 to 1000000000, found nothing");
  CHECK(error_of(R"("tests": {"benchmarks": {"total_msgs": [1, 2]}})") ==
        at + ".total_msgs: expected three numbers from 0 to 1000000000, found [1, 2]");
  CHECK(error_of(R"("tests": {"benchmarks": {"total_msgs": [1, 2, "3"]}})") ==
        at + ".total_msgs: expected three numbers from 0 to 1000000000, found [1, 2, \"3\"]");
}

TEST_CASE("wrong seeds are refused, right ones are read whole") {
  const auto seed = [](std::string_view text) {
    const Result<ReadScenario> read = read_standard(with(smallest, "}", concat({", \"seed\": ", text, "}"})), "f.json");
    return read ? read.value().scenario.seed : std::nullopt;
  };
  CHECK(seed("0") == 0u);
  CHECK(seed("18446744073709551615") == UINT64_MAX);
  CHECK(seed("\"18446744073709551615\"") == UINT64_MAX);
  CHECK(seed("\"0xFFFFFFFFFFFFFFFF\"") == UINT64_MAX);
  for (const std::string_view text : {"-1", "\"-1\"", "1.0", "1e3", "18446744073709551616", "\"0x10000000000000000\"",
                                      "\"\"", "\"0x\"", "\"12 \"", "\"ten\"", "null", "[]", "true"}) {
    INFO(text);
    CHECK_FALSE(seed(text).has_value());
  }
}

TEST_CASE("a fault has what its kind needs and nothing else, and nothing is broken after the heal") {
  const std::string at = "dir/f.json:2: $.faults[0]";
  const auto fault = [](std::string_view members) { return error_of(concat({R"("faults": [{)", members, "}]"})); };
  CHECK(fault(R"("type": "kill", "at": "1s", "replicas": ["0001", "0002"])") == "no error");
  CHECK(fault(R"("type": "kill", "at": "1s", "replicas": "leader")") == "no error");
  CHECK(fault(R"("type": "kill", "at": "1s")") ==
        at + ".replicas: expected a value, found nothing: this fault needs one");
  CHECK(fault(R"("type": "heal_partition", "at": "1s", "replicas": "all")") ==
        at + ".replicas: expected nothing here: this fault has no such field");
  CHECK(fault(R"("type": "cut", "at": "1s", "from": "all")") ==
        at + ".to: expected a value, found nothing: this fault needs one");
  CHECK(fault(R"("type": "loss", "at": "1s", "from": "all", "to": ["0000"])") ==
        at + ".probability: expected a value, found nothing: this fault needs one");
  CHECK(fault(R"("type": "delay", "at": "1s", "from": "all", "to": "all", "delay": "1ms")") == "no error");
  for (const std::string_view set : {"[]", R"(["0009"])", R"("everybody")", R"("0001")", "3"}) {
    INFO(set);
    CHECK(fault(concat({R"("type": "kill", "at": "1s", "replicas": )", set})) ==
          concat(
              {at,
               ".replicas: expected a role, or a list of roles and of ids of replicas, \"0000\" to \"0004\"; roles are "
               "\"all\", \"dead\", \"leader\", \"named_leader\", \"previous_leader\", \"candidate\", "
               "\"followers\", \"majority\", \"minority\", \"paused\", \"random(k)\", found ",
               set}));
  }
  CHECK(error_of(R"("heal": "36s")") == "no error");
  CHECK(error_of(R"("heal": "20s")") ==
        "dir/f.json:2: $.heal: expected no less than start_wait and lifetime together, 35s, found \"20s\"");
  CHECK(error_of(R"("heal": "36s", "faults": [{"type": "kill", "at": "37s", "replicas": "all"}])") ==
        at + ".at: expected no later than \"heal\", when all faults end");
}

TEST_CASE("clocks are named once, and their jumps are jumps in order") {
  const std::string at = "dir/f.json:2: $.clocks";
  const std::string jumps = R"("clocks": [{"replica": "0001", "jumps": )";
  const auto unfit = [&](const std::string& found) {
    return at +
           R"([0].jumps: expected a list of jumps such as {"at": "8s", "by": "-50ms"}, in the order of `at`, found )" +
           found;
  };
  CHECK(error_of(R"("clocks": [{"replica": "0001"}, {"replica": "0001", "rate_ppm": 5}])") ==
        at + "[1]: expected every replica once, found one again");
  CHECK(error_of(R"("clocks": [{"replica": "0001", "rate_ppm": 500001}])") ==
        at + "[0].rate_ppm: expected an integer from -500000 to 500000, found 500001");
  for (const char* wrong :
       {R"([{"at": "2s", "by": "0s"}])", R"([{"at": "-2s", "by": "1s"}])", R"([{"at": "2s"}])",
        R"([{"at": "2s", "by": "1s", "on": "0001"}])", R"([{"at": "2s", "by": "1s"}, {"at": "1s", "by": "1s"}])",
        R"([{"at": "2s", "by": "--1s"}])", R"([{"at": "2s", "by": "3601s"}])", "[5]"})
    CHECK(error_of(jumps + wrong + "}]") == unfit(wrong));
  CHECK(error_of(jumps + "\"2s\"}]") == unfit("\"2s\""));
  CHECK(error_of(jumps + R"([{"at": "1s", "by": "-2ms"}, {"at": "1s", "by": "1s"}]}])") == "no error");
}

TEST_CASE("links name two different replicas, once") {
  const std::string at = "dir/f.json:2: $.links";
  CHECK(error_of(R"("links": [{"from": "0000", "to": "0005"}])") ==
        at + "[0].to: expected the id of a replica, \"0000\" to \"0004\", found \"0005\"");
  CHECK(error_of(R"("links": [{"from": 0, "to": "0001"}])") ==
        at + "[0].from: expected the id of a replica, \"0000\" to \"0004\", found 0");
  CHECK(error_of(R"("links": [{"from": "0001", "to": "0001"}])") ==
        at + "[0]: expected two different replicas, found one twice");
  CHECK(error_of(R"("links": [{"from": "0001", "to": "0002"}, {"from": "0001", "to": "0002", "cut": true}])") ==
        at + "[1]: expected every link once, found that of links[0] again");
  CHECK(error_of(R"("links": [{"from": "0001", "to": "0002"}, {"from": "0002", "to": "0001"}])") == "no error");
}

TEST_CASE("timing that contradicts itself is refused at its field") {
  CHECK(error_of(R"("replica": {"heartbeat_interval": "1750ms"})") ==
        "dir/f.json:2: $.replica.heartbeat_interval: expected less than election_timeout_min, found \"1750ms\"");
  CHECK(error_of(R"("replica": {"election_timeout": ["0s", "1s"]})") ==
        "dir/f.json:2: $.replica.election_timeout: expected more than zero, found [\"0s\", \"1s\"]");
}

TEST_CASE("texts that are no scenario at all") {
  CHECK(error("") == "dir/f.json: expected a scenario, found an empty file");
  CHECK(error(" \n\t") == "dir/f.json: expected a scenario, found an empty file");
  CHECK(error("[]") == "dir/f.json:1: $: expected an object, found []");
  CHECK(error("null") == "dir/f.json:1: $: expected an object, found null");
  CHECK(error("{\"lifetime\": 30,").starts_with("dir/f.json:1:16: "));
  CHECK(error("{\n\"mix\": NaN}").starts_with("dir/f.json:2:"));
  CHECK(error("{\"mix\": 1e400}").starts_with("dir/f.json:1:"));
  CHECK(error("{\"mix\": \"\xff\"}").starts_with("dir/f.json:1:"));
  CHECK(error(std::string(smallest) + "x").starts_with("dir/f.json:1:"));
  CHECK(error(std::string(1, '\0')).starts_with("dir/f.json:1:"));
  CHECK(error_of(R"("mix": 0.5, "mix": 0.6)") == "dir/f.json: $: expected every key once, found \"mix\" twice");
}

TEST_CASE("huge texts are refused quickly, in few words") {
  const std::size_t large = std::size_t{15} << 20;
  for (const std::string& text :
       {std::string(std::size_t{100} << 20, '['), std::string(large, '['), std::string(large, '9'),
        concat({"{\"a\":", std::string(large, '[')}), concat({"{\"lifetime\":\"", std::string(large, 'x'), "\"}"}),
        with(smallest, "500", concat({"0.", std::string(large, '3')}))}) {
    const std::string message = error(text);
    CHECK(message.starts_with("dir/f.json"));
    CHECK(message.size() < 600);
  }
}

}  // namespace whitewater::scenarios

// The driver from outside: replicas that go wrong in one way each get the right diagnosis, nothing hangs, nothing
// stays.
#include <unistd.h>

#include <algorithm>
#include <functional>

#include "tests/catch.hpp"
#include "tests/real/process_runs.hpp"
#include "tests/tools/golden.hpp"

using namespace whitewater;
using namespace whitewater::tools::real::testing;
using whitewater::tools::testing::file_text;

namespace {

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string quick = "$FIXTURES/quick.json --json --no-bounce ";

std::string behaviour(const std::string& name, const std::string& more = "") {
  return quick + "$PY --replica-arg=--behaviour --replica-arg=" + name + " " + more;
}

struct Expectation {
  std::string name;
  std::string arguments;
  int code;
  std::function<void(const ProcessRun&, const json::Value&)> check;
};

std::uint64_t statistic(const json::Value& report, const std::string& name) {
  return std::stoull(report.find("statistics")->find(name)->number_text());
}

std::string stories(const json::Value& report) {
  std::string text;
  for (const json::Value& story : report.find("stories")->elements()) text += story.find("text")->as_string();
  return text;
}

const json::Value& replica(const json::Value& report, std::size_t i) {
  return report.find("replicas")->elements()[i];
}

// The report names that finding about that replica.
std::function<void(const ProcessRun&, const json::Value&)> has(const std::string& kind, const std::string& who) {
  return [kind, who](const ProcessRun& run, const json::Value&) { CHECK(run.found(kind, who)); };
}

// Everything was answered, the driver lost nothing, and needed little.
std::function<void(const ProcessRun&, const json::Value&)> cheap(std::uint64_t requests) {
  return [requests](const ProcessRun& run, const json::Value& report) {
    CHECK(statistic(report, "unanswered_put") + statistic(report, "unanswered_get") == 0);
    CHECK(statistic(report, "requests") >= requests);
    CHECK_FALSE(run.found("driver_dropped", ""));
    const double cpu = std::stod(report.find("driver_cpu_s")->number_text());
    CHECK(cpu < 0.15 * std::stod(report.find("wall_ns")->number_text()) / 1e9);
  };
}

// Every member is one that the schema names, and all that it requires are there.
void compare_with_schema(const json::Value& value, const json::Value& description) {
  if (value.is(json::Kind::array)) {
    if (const json::Value* const items = description.find("items"))
      for (const json::Value& element : value.elements()) compare_with_schema(element, *items);
    return;
  }
  const json::Value* const properties = description.find("properties");
  if (properties == nullptr || !value.is(json::Kind::object)) return;
  for (const json::Member& member : value.members()) {
    INFO(member.name);
    const json::Value* const inner = properties->find(member.name);
    REQUIRE(inner != nullptr);
    compare_with_schema(member.value, *inner);
  }
  for (const json::Value& name : description.find("required")->elements()) {
    INFO(name.as_string());
    CHECK(value.find(name.as_string()) != nullptr);
  }
}

// Behaviours of replica.py that concern how it starts, ends and writes.
std::vector<Expectation> about_starting() {
  const auto incorrect = [](std::uint64_t least) {
    return [least](const ProcessRun&, const json::Value& report) { CHECK(statistic(report, "incorrect") >= least); };
  };
  const auto passes = [](const ProcessRun&, const json::Value& report) {
    for (const json::Value& each : report.find("findings")->elements())
      CHECK(each.find("kind")->as_string() == "narrow_hello");  // of a busy machine
    CHECK(statistic(report, "duplicates") == 0);
    CHECK(statistic(report, "failures") == 0);
    CHECK(statistic(report, "total_msgs") == 4 * std::stoull(report.find("ok_puts")->find("count")->number_text()));
  };
  return {
      {"honest", behaviour("honest"), 0, passes},
      {"honest, stream", behaviour("honest", "--variant stream"), 0, passes},
      {"honest, seqpacket", behaviour("honest", "--variant seqpacket --set lifetime=9"), 0, passes},
      {"honest, compat", behaviour("honest", "--compat"), 0, passes},
      {"late hello", behaviour("late-hello"), 0, has("late_hello", "0002")},
      {"late hello, compat", behaviour("late-hello", "--compat"), 1,
       [](const ProcessRun&, const json::Value& report) { CHECK(statistic(report, "died") == 1); }},
      {"no hello", behaviour("no-hello"), 0,
       [](const ProcessRun& run, const json::Value& report) {
         CHECK(mentions(run.finding("late_hello"), "0002 had not said hello when the first message for it came"));
         CHECK(mentions(stories(report), "it did not reach 0002, which never said hello"));
       }},
      {"ignores SIGTERM", behaviour("ignores-term"), 0, has("ignored_sigterm", "0001")},
      {"ignores SIGTERM, compat", behaviour("ignores-term", "--compat"), 3,
       [](const ProcessRun&, const json::Value& report) {
         CHECK(mentions(report.find("why_unknown")->as_string(), "would hang here: 0001"));
       }},
      {"floods", behaviour("floods"), 0,
       [](const ProcessRun& run, const json::Value& report) {
         CHECK(run.found("chatty", "0000"));
         CHECK(std::stoull(replica(report, 0).find("stdout_bytes")->number_text()) > 1'000'000);
         CHECK(statistic(report, "unanswered_put") == 0);
       }},
      {"prints beyond ASCII", behaviour("french"), 0, has("non_ascii_output", "0000")},
      {"prints beyond ASCII, compat", behaviour("french", "--compat"), 1,
       [](const ProcessRun& run, const json::Value&) {
         CHECK(mentions(run.finding("ended_early"), "the course's simulator would have crashed here"));
       }},
      {"garbage", behaviour("garbage"), 1,
       [](const ProcessRun& run, const json::Value& report) {
         CHECK(statistic(report, "incorrect") == 7);
         for (const char* const kind :
              {"malformed_message", "not_utf8", "empty_message", "unknown_destination", "unknown_leader"})
           CHECK(run.found(kind, "0001"));
         CHECK(statistic(report, "died") == 0);
       }},
      {"garbage, stream", behaviour("garbage", "--variant stream"), 1, incorrect(6)},
      {"no line feed, stream", behaviour("no-feed", "--variant stream"), 1,
       [](const ProcessRun& run, const json::Value& report) {
         CHECK(run.found("no_line_feed", "0001"));
         const std::string& cause = report.find("likely_causes")->elements().front().as_string();
         CHECK(mentions(cause, "sent bytes that no line feed ended: on a stream each message ends with } and a line"));
         CHECK(report.find("likely_causes")->elements().size() == 1);
       }},
      {"garbage, compat", behaviour("garbage", "--compat"), 1,
       [](const ProcessRun&, const json::Value& report) {
         CHECK(statistic(report, "died") == 1);
         CHECK(mentions(replica(report, 1).find("end")->as_string(), "killed for what it sent"));
       }},
  };
}

// Those that concern what it answers, and how it dies.
std::vector<Expectation> about_answers() {
  return {
      {"answers twice", behaviour("answers-twice"), 0,
       [](const ProcessRun& run, const json::Value& report) {
         CHECK(statistic(report, "duplicates") == std::stoull(report.find("ok_puts")->find("count")->number_text()));
         CHECK(run.found("duplicate_answer", "0000"));
         CHECK(mentions(stories(report), "1 duplicate answer to r"));
       }},
      {"crashes", behaviour("crashes"), 1,
       [](const ProcessRun&, const json::Value& report) {
         CHECK(statistic(report, "died") == 1);
         const json::Value& victim = replica(report, 1);
         CHECK(victim.find("end")->as_string() == "exited with status 1");
         CHECK(victim.find("by_itself")->as_boolean());
         const auto& lines = victim.find("last_lines")->elements();
         REQUIRE_FALSE(lines.empty());
         CHECK(lines.back().as_string() == "RuntimeError: this replica has a bug");
       }},
      {"crashes, compat", behaviour("crashes", "--compat"), 0,
       [](const ProcessRun& run, const json::Value& report) {
         CHECK(statistic(report, "died") == 0);
         CHECK(run.found("unnoticed_death", "0001"));
       }},
      {"aborts, seqpacket", behaviour("aborts", "--variant seqpacket --set lifetime=9"), 1,
       [](const ProcessRun&, const json::Value& report) {
         CHECK(mentions(replica(report, 1).find("end")->as_string(), "signal 11"));
       }},
      {"stale", behaviour("stale"), 1,
       [](const ProcessRun& run, const json::Value& report) {
         CHECK(run.found("wrong_value", "0000"));
         CHECK(mentions(stories(report), "ok with 'stale', which no put of this key wrote"));
       }},
      {"half told", behaviour("half-told", "--story r0 --story all-wrong"), 1,
       [](const ProcessRun&, const json::Value& report) {
         const auto& asked = report.find("asked_stories")->elements();
         REQUIRE(asked.size() == 2);
         CHECK(asked[0].as_string().rfind("r0: ", 0) == 0);
         const std::string& wrong = asked[1].as_string();
         CHECK(mentions(wrong, " missed put r"));
         CHECK(mentions(wrong, " 0001 is told: a message store that mentions it from 0000\n"));
         CHECK(mentions(wrong, " knew of it: 2 of 3 replicas\n"));
         CHECK(mentions(wrong, ", had not received the put: nobody had sent it a message that mentions the put\n"));
         CHECK(mentions(stories(report), " missed put r"));
       }},
      {"silent", behaviour("silent"), 0,
       [](const ProcessRun&, const json::Value& report) {
         CHECK(statistic(report, "unanswered_put") > 0);
         CHECK(mentions(stories(report), "and did not answer; it told no other replica of the request"));
       }},
      {"forks", behaviour("forker", "--replica-arg=--tag --replica-arg=forker-" + std::to_string(getpid())), 0,
       [](const ProcessRun&, const json::Value&) { CHECK(processes_with("forker-" + std::to_string(getpid())) == 0); }},
  };
}

// A replica in another language, and signals from elsewhere.
std::vector<Expectation> about_others() {
  return {
      {"solo in C", quick + "--replica $SOLO", 1,
       [](const ProcessRun&, const json::Value& report) {
         const auto& failed = report.find("failed_checks")->elements();
         REQUIRE(failed.size() == 1);
         CHECK(failed.front().as_string() == "total_msgs_floor");
       }},
      {"solo in C, stream", quick + "--replica $SOLO --variant stream", 1,
       [](const ProcessRun&, const json::Value& report) { CHECK(statistic(report, "unanswered_put") == 0); }},
      {"solo in C, seqpacket", quick + "--replica $SOLO --variant seqpacket --set lifetime=9", 1,
       [](const ProcessRun&, const json::Value& report) { CHECK(statistic(report, "unanswered_put") == 0); }},
      {"solo in C, its leader killed", "$FIXTURES/kill.json --json --no-bounce --stories all --replica $SOLO", 1,
       [](const ProcessRun& run, const json::Value& report) {
         const auto& faults = report.find("faults")->elements();
         REQUIRE(faults.size() == 4);
         CHECK(faults[0].find("killed")->as_boolean());
         CHECK(faults[0].find("targets")->elements().front().as_string() == "0000");
         CHECK(statistic(report, "killed") == 1);
         // Nobody leads any more, but the others go on naming 0000.
         CHECK_FALSE(faults[3].find("killed")->as_boolean());
         CHECK(statistic(report, "redirects") > 0);
         CHECK(run.found("redirect_storm", ""));
         CHECK(mentions(run.out, "killed by kill_leader"));
       }},
      {"SIGKILL by --disturb", behaviour("honest", "--disturb kill:0002@2"), 0,
       [](const ProcessRun&, const json::Value& report) {
         CHECK(statistic(report, "killed") == 1);
         CHECK(statistic(report, "died") == 0);
         CHECK(statistic(report, "incorrect") == 0);
         CHECK(statistic(report, "unanswered_put") <= 1);
         CHECK(replica(report, 2).find("end")->as_string() == "killed by fault 1, kill");
         REQUIRE(report.find("episodes")->elements().size() == 1);
         CHECK(report.find("episodes")->elements()[0].find("effect")->as_string() == "killed 0002 (SIGKILL)");
       }},
      {"too slow for its datagrams", quick + "--replica $SOLO --set requests=3400 --disturb stop:0000@1+2", 1,
       has("dropped_by_kernel", "0000")},
      {"the rate of 20,000 requests in 30 s", quick + "--replica $SOLO --set requests=3400", 1, cheap(3400)},
      {"the usual rate", quick + "--replica $SOLO --set requests=84", 1, cheap(84)},
      {"SIGSTOP for two seconds", behaviour("honest", "--disturb stop:leader@1+2"), 0,
       [](const ProcessRun&, const json::Value& report) {
         CHECK(statistic(report, "incorrect") == 0);
         CHECK(statistic(report, "unanswered_put") + statistic(report, "unanswered_get") == 0);
         const auto& episodes = report.find("episodes")->elements();
         REQUIRE(episodes.size() == 2);
         CHECK(episodes[0].find("effect")->as_string() == "stopped 0000 (SIGSTOP)");
         CHECK(episodes[1].find("effect")->as_string() == "0000 goes on");
       }},
  };
}

// Faults of a file, on each transport.
std::vector<Expectation> about_faults() {
  std::vector<Expectation> all;
  for (const std::string variant : {"udp", "stream", "seqpacket"})
    all.push_back(
        {"faults, " + variant,
         "$FIXTURES/faults.json --json --no-bounce $PY --replica-arg=--behaviour --replica-arg=honest --variant " +
             variant + (variant == "seqpacket" ? " --set lifetime=9 --set heal=12s" : ""),
         0, [](const ProcessRun& run, const json::Value& report) {
           std::string effects;
           for (const json::Value& episode : report.find("episodes")->elements())
             effects += episode.find("effect")->as_string() + "\n";
           CHECK(effects ==
                 "killed 0001 (SIGKILL)\nstarted 0001 again\nstopped 0000 (SIGSTOP)\n0000 goes on\n"
                 "0002 | 0000, 0001\n\n\n");
           CHECK(mentions(replica(report, 1).find("end")->as_string(), "alive at the end, started again"));
           CHECK(report.find("served_after_heal_s")->is(json::Kind::number));
           CHECK(statistic(report, "killed") == 1);
           CHECK(statistic(report, "died") == 0);
           CHECK_FALSE(run.found("late_hello", "0001"));
           CHECK_FALSE(run.found("not_connected", "0001"));
         }});
  all.push_back({"nobody lives while clients ask",
                 quick + "$PY --set mix=1 --set 'faults=[{\"type\": \"kill\", \"at\": \"3900ms\", \"for\": \"5500ms\", "
                         "\"replicas\": \"all\"}, {\"type\": \"kill\", \"at\": \"60s\", \"replicas\": \"all\"}]'",
                 1, [](const ProcessRun& run, const json::Value& report) {
                   CHECK(run.finding("fault_without_effect") ==
                         "fault 2, kill: no effect, the run ended before it began");
                   CHECK(report.find("failed_checks")->elements().front().as_string() == "keys");
                   CHECK(report.find("by_chance")->as_boolean());
                 }});
  all.push_back({"a healed cluster that does not serve",
                 "$FIXTURES/faults.json --json --no-bounce --set heal_within=8 $PY --replica-arg=--behaviour "
                 "--replica-arg=mute",
                 1, [](const ProcessRun& run, const json::Value& report) {
                   CHECK(run.found("nobody_speaks", ""));
                   CHECK(report.find("violation")->find("property")->as_string() == "liveness");
                   CHECK(report.find("served_after_heal_s")->is(json::Kind::null));
                 }});
  return all;
}

std::vector<Expectation> expectations() {
  std::vector<Expectation> all = about_faults();  // the longest runs begin first
  for (const auto& more : {about_starting(), about_answers(), about_others()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace

TEST_CASE("each replica gets the right diagnosis") {
  const std::vector<Expectation> expected = expectations();
  std::vector<ProcessRun> runs;
  for (const Expectation& each : expected) runs.push_back({each.name, each.arguments});
  run_all(runs, 21);
  const Result<json::Value> schema = json::parse(file_text("docs/real-report.schema.json"));
  REQUIRE(schema.ok());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    INFO(runs[i].name << "\n" << runs[i].out << runs[i].err);
    CHECK(runs[i].code == expected[i].code);
    const json::Value report = runs[i].report();
    CHECK(report.find("schema")->as_string() == "whitewater.real/1");
    compare_with_schema(report, schema.value());
    expected[i].check(runs[i], report);
  }
}

TEST_CASE("what cannot be run is refused in one line") {
  const auto refuses = [](const std::string& arguments, const std::string& why) {
    std::string out, err;
    INFO(arguments);
    CHECK(shell("$W real " + arguments, out, err) == 2);
    CHECK(out.empty());
    CHECK(mentions(err, why));
    CHECK(std::count(err.begin(), err.end(), '\n') <= 2);
  };
  refuses("crash-3", "--replica: a program is expected");
  refuses("--replica x", "a scenario is expected");
  refuses("crash-3 --replica no-such-program-anywhere", "no such program, neither here nor on PATH");
  refuses("crash-3 --replica ./no/such/program", "no such program");
  refuses("crash-3 --replica .", "is a directory");
  refuses("crash-3 --replica $FIXTURES/quick.json", "cannot be executed: try 'chmod +x");
  refuses("crash-33 --replica $SOLO", "did you mean 'crash-3'?");
  refuses("crash-3 --replica $SOLO --variant tcp", "expected udp, stream or seqpacket");
  refuses("crash-3 --replica $SOLO --repeat 0", "--repeat: expected a number");
  refuses("crash-3 --replica $SOLO -j 1000", "-j: expected a number");
  refuses("crash-3 --replica $SOLO --seed -1", "negative");
  refuses("crash-3 --replica $SOLO --repeat 2 --trace t", "needs a {run} in it");
  refuses("crash-3 --replica $SOLO --history /nonexistent/h", "cannot be written");
  refuses("crash-3 --replica $SOLO --disturb stop:leader@1", "--disturb: expected");
  refuses("crash-3 --replica $SOLO --disturb kill:0009@1", "expected an ID from 0000 to 0004, found 0009");
  refuses("crash-3 --replica $SOLO --disturb kill:boss@1", "where WHO is an ID or a role");
  refuses("crash-3 --replica $SOLO --set disk_delay=20ms", "$.disk_delay: expected nothing");
  refuses("crash-3 --replica $SOLO --set replica.reads=lease", "$.replica: expected nothing");
  refuses("'cash-*' --replica $SOLO", "no scenario of the catalogue fits this pattern");
  refuses("crash-3 --replica $SOLO --compare --json", "does not go together");
  refuses("crash-3 --replica $SOLO --variant seqpacket --set start_wait=28 --set end_wait=2",
          "are taken out of lifetime");
  // It can be executed, but the system does not know how.
  refuses("crash-3 --no-bounce --replica $FIXTURES/broken_program", "broken_program");
}

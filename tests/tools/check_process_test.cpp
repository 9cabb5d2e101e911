// `whitewater check`, and the histories that runs write, from outside.
#include "core/wire/json.hpp"
#include "tests/catch.hpp"
#include "tests/tools/golden.hpp"
#include "tests/tools/shell.hpp"

using namespace whitewater;
using namespace whitewater::tools::testing;

namespace {

constexpr const char* stale_log =
    "{:process 0, :type :invoke, :f :put, :key \"7\", :value \"a\"}\n"
    "{:process 0, :type :ok, :f :put, :key \"7\", :value \"a\"}\n"
    "{:process 1, :type :invoke, :f :get, :key \"7\", :value nil}\n"
    "{:process 1, :type :ok, :f :get, :key \"7\", :value \"\"}\n"
    "{:process 1, :type :invoke, :f :get, :key \"8\", :value nil}\n"
    "{:process 1, :type :ok, :f :get, :key \"8\", :value \"\"}\n";

}  // namespace

TEST_CASE("the command line of check is judged before a file is read") {
  refuses("$W check", "a history is expected");
  refuses("$W check - -", "only once");
  refuses("$W check x --format jepsn", "did you mean 'jepsen'?");
  refuses("$W check x --stpes 4", "did you mean '--steps'?");
  refuses("$W check x --steps 0", "expected a number from 1 on");
  refuses("$W check x --bytes 99999999999G", "expected a number from 1 on");
  refuses("$W chekc x", "did you mean 'check'?");
}

TEST_CASE("files that are no history are refused in one line") {
  const Folder folder;
  refuses("$W check missing.jsonl", "missing.jsonl: no such file");
  refuses("$W check .", "is a directory");
  refuses("$W check " + folder.with("text", "hello\n"), "is in no format of a history that is known");
  refuses("$W check " + folder.with("run.json", "{\"schema\":\"whitewater.run/1\"}\n"),
          "run.json:1: expected a first line");
  refuses("$W check --key 9 " + folder.with("h.log", stale_log), "no operation has the key '9'");
  refuses("head -c 3000000 /dev/zero | $W check --format etcd -", "standard input: is binary, not text");
  refuses("yes | head -c 3000000 | $W check --format etcd -", "standard input:1");
}

TEST_CASE("a run's history is written, and checks out; one stale answer in it does not") {
  const Folder folder;
  const std::string history = folder.file("h.jsonl");
  const Outcome run = shell("$W run crash-3 --seed 7 --history " + history);
  CHECK(run.code == 0);
  CHECK(mentions(run.out, "what clients saw is linearizable: 434 operations on 179 keys"));
  const Outcome good = shell("$W check " + history);
  CHECK(good.code == 0);
  CHECK(good.err.empty());
  CHECK(mentions(good.out, "434 operations, 34 of them open, 179 keys, 8 clients, 1 fault"));
  CHECK(mentions(good.out, "\nPASS  "));
  CHECK(shell("$W run crash-3 --seed 7 --history - | $W check --format whitewater - >/dev/null").code ==
        2);  // the report mixes in
  // Causes stand before what they cause, also in one and the same moment.
  CHECK(shell("$W run simple-1 --set client_delay=0s --history " + folder.file("quick.jsonl")).code == 0);
  CHECK(shell("$W check " + folder.file("quick.jsonl")).code == 0);
  // The answer of the last get becomes what nobody wrote.
  const Outcome bad = shell(
      "tac " + history + R"( | sed '0,/"type":"ok".*"f":"get"/s/"value":"[^"]*"/"value":"stale"/' | tac | $W check -)");
  CHECK(bad.code == 1);
  CHECK(mentions(bad.out, "VIOLATION  key "));
  CHECK(mentions(bad.out, "a read returned a value that no operation wrote"));
  CHECK(mentions(bad.out, "fault: kill: 0001, from 15.000000 s"));
  CHECK(mentions(bad.out, "FAIL  standard input  not linearizable: 1 of 179 keys"));
}

TEST_CASE("a history is for one run, and shares standard output with nothing that is read by programs") {
  refuses("$W run crash-3 --seeds 1-2 --history h", "--history is for one run");
  refuses("$W run crash-3 --history - --json", "would mix");
  refuses("$W run crash-3 --history ''", "the name of a file is expected");
  refuses("$W run crash-3 --history /nowhere/h", "cannot be written");
}

TEST_CASE("verdicts as text and as JSON, exit codes, several histories") {
  const Folder folder;
  const std::string log = folder.with("stale.log", stale_log);
  const std::string fine = folder.with("fine.edn", "[{:process 0, :type :invoke, :f :read, :value nil, :time 1}]");
  const Outcome text = shell("$W check " + log);
  CHECK(text.code == 1);
  CHECK(mentions(text.out, "VIOLATION  key \"7\": a read returned the initial value"));
  CHECK(
      mentions(text.out, "    client 0 put \"7\" = \"a\", event 1 – event 2, before the next operation was called\n"));
  CHECK(mentions(text.out, "1 key is linearizable: by zones 1"));
  CHECK(mentions(shell("$W check --keys " + log).out, "key \"8\": linearizable, 1 operation, by zones"));
  CHECK(shell("$W check --key 8 " + log).code == 0);

  const Outcome both = shell("$W check --json --keys " + fine + " " + log);
  CHECK(both.code == 1);
  REQUIRE(lines(both.out) == 2);
  const auto second = json::parse(both.out.substr(both.out.find('\n') + 1));
  REQUIRE(second.ok());
  CHECK(second.value().find("schema")->as_string() == "whitewater.check/1");
  CHECK(second.value().find("format")->as_string() == "kv");
  CHECK(second.value().find("verdict")->as_string() == "not linearizable");
  CHECK(second.value().find("violations")->elements().size() == 1);
  CHECK(second.value().find("by_key")->elements().size() == 2);
  CHECK(shell("$W check " + fine + " " + folder.file("missing") + " " + log).code == 2);
}

TEST_CASE("a budget that runs out is told, and is no pass") {
  const Folder folder;
  std::string log;
  for (int i = 0; i < 6; ++i)
    log += "{:process " + std::to_string(i) + ", :type :invoke, :f :write, :value " + std::to_string(i % 2) + "}\n";
  log += "{:process 8, :type :invoke, :f :cas, :value [0 1]}\n";
  for (int i = 0; i < 6; ++i)
    log += "{:process " + std::to_string(i) + ", :type :ok, :f :write, :value " + std::to_string(i % 2) + "}\n";
  const std::string file = folder.with("h.edn", log);
  CHECK(shell("$W check " + file).code == 0);
  const Outcome poor = shell("$W check --steps 2 " + file);
  CHECK(poor.code == 3);
  CHECK(mentions(poor.out, "UNKNOWN  key register"));
  CHECK(mentions(poor.out, "--steps and --bytes give more"));
  CHECK(mentions(shell("$W check --json --steps 2 " + file).out, "\"verdict\":\"unknown\""));
}

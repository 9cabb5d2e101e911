// The verb shrink from outside: a failure of an outsider's program becomes a small one; a scenario that fails likewise;
// what does not fail is left alone; bad input and a full folder are told.
#include "core/wire/json.hpp"
#include "tests/tools/shell.hpp"

using namespace whitewater;
using namespace whitewater::tools::testing;

namespace {

const std::string scenario =
    R"(echo '{"system": "loners", "workload": "registers", "replicas": 5, "keys": 1, "lifetime": "4s",
       "faults": [{"type": "pause", "at": "1s", "for": "50ms", "replicas": ["0004"]}]}')";

// Records the failure of a seed. $F is its file.
std::string recorded(const Folder& folder) {
  const std::string file = folder.file("found.json");
  const Outcome run = shell(scenario + " | $W run - --seed 1 --out " + file);
  INFO(run.out << run.err);
  REQUIRE(run.code == 1);
  return "F='" + file + "'; ";
}

}  // namespace

TEST_CASE("a recorded failure becomes a small one, which replays bit for bit") {
  const Folder folder;
  const std::string with = recorded(folder);
  const Outcome shrink = shell(with + "$W shrink $F");
  INFO(shrink.out << shrink.err);
  CHECK(shrink.code == 1);
  CHECK(mentions(shrink.out, "FAIL  seed 1  linearizability  t="));
  CHECK(mentions(shrink.out, " requests, 1→0 faults, in "));
  CHECK(mentions(shrink.out, "Nothing more could go."));
  CHECK(mentions(shrink.out, "\nReproduce: loners_main replay " + folder.file("found.min.json") + "\n"));
  const Outcome replay = shell("$W replay " + folder.file("found.min.json"));
  INFO(replay.out << replay.err);
  CHECK(replay.code == 1);
  CHECK(mentions(replay.out, "It fails again, bit for bit"));
  CHECK(mentions(file_text(folder.file("found.min.json")), "\"neighbourhood\""));
  CHECK(shell("$W scenario validate " + folder.file("found.min.json")).code == 0);
}

TEST_CASE("a scenario is run first; its result has a name of its own, and is told as JSON") {
  const Folder folder;
  const Outcome shrink =
      shell(scenario + " | $W shrink - --seed 1 --json --time 20s --out " + folder.file("small.json"));
  INFO(shrink.out << shrink.err);
  CHECK(shrink.code == 1);
  const Result<json::Value> document = json::parse(shrink.out);
  REQUIRE(document.ok());
  CHECK(document.value().find("schema")->as_string() == "whitewater.shrink/1");
  CHECK(document.value().find("property")->as_string() == "linearizability");
  CHECK(document.value().find("out")->as_string() == folder.file("small.json"));
  CHECK(mentions(document.value().find("signature")->as_string(), "; no fault; "));
  CHECK(shell("$W replay " + folder.file("small.json")).code == 1);
}

TEST_CASE("what does not fail is told, and nothing is written") {
  const Folder folder;
  const std::string with = recorded(folder);
  const Outcome gone = shell(with + "LONERS=mended $W shrink $F");
  CHECK(gone.code == 0);
  CHECK(mentions(gone.out, "It does not fail in this way any more. Nothing was written."));
  const Outcome passes = shell(scenario + " | LONERS=mended $W shrink - --seed 1 --out " + folder.file("small.json"));
  CHECK(passes.code == 0);
  CHECK(mentions(passes.out, "There is no failure to shrink."));
  CHECK(shell("ls " + folder.file("small.json")).code != 0);
  CHECK(shell("ls " + folder.file("found.min.json")).code != 0);
}

TEST_CASE("bad words and bad files are told in one line") {
  const Folder folder;
  const std::string with = recorded(folder);
  const auto refused = [&](const std::string& words, const std::string& sentence) {
    const Outcome outcome = shell(with + "$W shrink " + words);
    INFO(words << "\n" << outcome.out << outcome.err);
    CHECK(outcome.code == 2);
    CHECK(outcome.out.empty());
    CHECK(mentions(outcome.err, sentence));
  };
  refused("", "one file of a failure, or of a scenario, is expected");
  refused("$F $F", "one file of a failure, or of a scenario, is expected");
  refused("- < $F", "--out is expected: standard input has no name");
  refused("$F --time 0s", "expected a duration like 10s, found '0s'");
  refused("$F --time soon", "expected a duration like 10s, found 'soon'");
  refused("$F --seed 3", "--seed: the file is a failure, and holds the seed of its run");
  refused("$F --out /nowhere/small.json", "/nowhere/small.json");
  refused("/nowhere.json", "no such file");
  refused(folder.file("cut.json"), "no such file");
  shell(with + "head -c 300 $F > " + folder.file("cut.json"));
  refused(folder.file("cut.json"), "cut.json");
}

TEST_CASE("an interrupted shrink writes the best so far") {
  const Folder folder;
  const std::string with = recorded(folder);
  const Outcome outcome = shell(with + "$W shrink $F --time 1ms");
  INFO(outcome.out << outcome.err);
  CHECK(outcome.code == 1);
  CHECK(mentions(outcome.out, "The time was used up."));
  CHECK(shell("$W replay " + folder.file("found.min.json")).code == 1);
}

// A failure from outside, from the run that finds it to a replay of it: by the same code, by code that sends more, and
// by code without the mistake.
#include <set>
#include <sstream>
#include <string>

#include "core/wire/json.hpp"
#include "tests/tools/shell.hpp"

using namespace whitewater;
using namespace whitewater::tools::testing;

namespace {

const std::string scenario =
    R"(echo '{"system": "loners", "workload": "registers", "replicas": 5, "keys": 1, "lifetime": "4s"}')";

// Records the failure of a seed. $F is its file.
std::string recorded(const Folder& folder, int seed) {
  const std::string file = folder.file("found.json");
  const Outcome run = shell(scenario + " | $W run - --seed " + std::to_string(seed) + " --out " + file);
  INFO(run.out << run.err);
  REQUIRE(run.code == 1);
  CHECK(
      run.out.ends_with("\nReproduce: loners_main replay " + file + "\nExplain:   loners_main explain " + file + "\n"));
  return "F='" + file + "'; ";
}

}  // namespace

TEST_CASE("the same code fails again, bit for bit") {
  const Folder folder;
  const std::string with = recorded(folder, 1);
  const Outcome replay = shell(with + "$W replay $F");
  INFO(replay.out << replay.err);
  CHECK(replay.code == 1);
  CHECK(mentions(replay.out, "It fails again, bit for bit: digest "));
  CHECK(mentions(replay.out, "FAILED  linearizability"));
  CHECK_FALSE(mentions(replay.out, "It was recorded by"));
  // From standard input, too; and the files and stories of a run.
  CHECK(mentions(shell(with + "$W replay - < $F").out, "bit for bit"));
  CHECK(mentions(shell(with + "$W replay $F --trace - ").out, " receives "));
  CHECK(mentions(shell(with + "$W replay $F --story all-wrong").out, "missed put"));
  const Outcome history = shell(with + "$W replay $F --history $F.history > $F.out; $W check $F.history");
  CHECK(history.code == 1);
}

TEST_CASE("code that passes now says so, and which event is the first that differs") {
  const Folder folder;
  const std::string with = recorded(folder, 1);
  const Outcome replay = shell(with + "LONERS=mended $W replay $F");
  INFO(replay.out << replay.err);
  CHECK(replay.code == 0);
  CHECK(mentions(replay.out, "It is another run now: digest "));
  CHECK(mentions(replay.out, "It does not fail any more. Recorded:\n  linearizability: key #: a read returned"));
  CHECK(mentions(replay.out, " is the first that differs.\nIn this run there follows:\n"));
}

TEST_CASE("code that sends more fails in the same way in another run") {
  const Folder folder;
  int same = 0, other = 0;
  for (int seed = 1; seed <= 12; ++seed) {
    const Outcome run =
        shell(scenario + " | $W run - --seed " + std::to_string(seed) + " --out " + folder.file("f.json"));
    if (run.code != 1) continue;
    const Outcome replay = shell("LONERS=chatty $W replay --json " + folder.file("f.json"));
    INFO(replay.out << replay.err);
    const Result<json::Value> document = json::parse(replay.out);
    REQUIRE(document.ok());
    const std::string result = document.value().find("result")->as_string();
    const json::Value& departure = *document.value().find("departure");
    CHECK((result == "again") == departure.is(json::Kind::null));
    CHECK(replay.code == (result == "passes" ? 0 : 1));
    same += result == "same_kind";
    other += result == "other_kind" || result == "passes";
    if (result == "same_kind") CHECK(departure.find("differs_by") != nullptr);
  }
  CHECK(same > 0);
  CHECK(other > 0);
}

TEST_CASE("another program or another build is named") {
  const Folder folder;
  recorded(folder, 1);
  std::string text = file_text(folder.file("found.json"));
  const std::size_t at = text.find("\"program\":\"");
  text.replace(at, text.find("\",", at) - at, "\"program\":\"loners_main 0.0.1");
  const Outcome replay = shell("$W replay " + folder.with("old.json", text));
  CHECK(replay.code == 1);
  CHECK(mentions(replay.out, "It was recorded by loners_main 0.0.1, built with "));
  CHECK(mentions(replay.out, "bit for bit"));
}

TEST_CASE("a sweep records one failure for each signature in a folder, and lists the signatures") {
  const Folder folder;
  const std::string out = folder.file("out/deep");
  const Outcome sweep = shell(scenario + " > " + folder.file("s.json") + "; $W run " + folder.file("s.json") +
                              " --seeds 1-40 -j2 --out " + out);
  INFO(sweep.out << sweep.err);
  CHECK(sweep.code == 1);
  std::size_t files = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(out)) {
    ++files;
    CHECK(mentions(sweep.out, "Reproduce: loners_main replay " + entry.path().string() + "\n"));
    CHECK(shell("$W replay " + entry.path().string()).code == 1);
  }
  CHECK(files >= 2);
  CHECK(mentions(sweep.out, " runs)\nReproduce: "));
  CHECK(mentions(sweep.out, "; no fault; 3 replicas  ("));
  std::set<std::string> signatures;
  std::istringstream text(sweep.out);
  for (std::string line, before; std::getline(text, line); before = line)
    if (line.rfind("Reproduce: ", 0) == 0) signatures.insert(before.substr(0, before.find("  (")));
  CHECK(signatures.size() == files);
  // Which files there are does not depend on the threads.
  shell("$W run " + folder.file("s.json") + " --seeds 1-40 -j1 --out " + folder.file("other"));
  CHECK(shell("cd " + folder.file("") + " && diff -r out/deep other").code == 0);
  // JSON stands alone on standard output.
  const Outcome json = shell("$W run " + folder.file("s.json") + " --seeds 1-40 --json --out " + out);
  CHECK(lines(json.out) == 40);
  CHECK(mentions(json.err, "Reproduce: "));
}

TEST_CASE("a run that passes records nothing") {
  const Folder folder;
  const Outcome run = shell(scenario + " | LONERS=mended $W run - --out " + folder.file("f.json"));
  CHECK(run.code == 0);
  CHECK_FALSE(fs::exists(folder.file("f.json")));
}

TEST_CASE("what is no failure is refused in one line") {
  const Folder folder;
  recorded(folder, 1);
  const std::string text = file_text(folder.file("found.json"));
  const auto refused = [&](const std::string& command, const std::string& reason) {
    const Outcome outcome = shell(command);
    INFO(command << "\n" << outcome.err);
    CHECK(outcome.code == 2);
    CHECK(outcome.out.empty());
    CHECK(mentions(outcome.err, reason));
    CHECK(lines(outcome.err) == 1);
  };
  refused("$W replay " + folder.file("none.json"), "no such file");
  refused(
      "$W replay " +
          folder.with("s.json", R"({"system": "loners", "workload": "registers", "replicas": 5, "lifetime": "4s"})"),
      "found a scenario without it; to run it: loners_main run ");
  refused("$W replay " + folder.with("cut.json", text.substr(0, text.size() / 2)), "cut.json:");
  std::string version = text, system = text, field = text;
  version.replace(version.find("failure-1"), 9, "failure-2");
  refused("$W replay " + folder.with("v.json", version), "the only version that this program reads");
  system.replace(system.find("\"loners\""), 8, "\"paxos\"");
  refused("$W replay " + folder.with("y.json", system), "(the failure was recorded by loners_main ");
  field.replace(field.find("\"events\""), 8, "\"evts\"");
  refused("$W replay " + folder.with("f.json", field), "$.failure.events: expected this member");
  refused(scenario + " | $W run - --out /nowhere/at/all.json", "/nowhere/at/all.json: cannot be written");
  const Outcome usage = shell("$W replay");
  CHECK(usage.code == 2);
  CHECK(mentions(usage.err, "one file of a failure is expected"));
  CHECK(shell("$W run crash-3 --seeds 1-2 --out f.json").code == 2);
}

namespace {

// As if `shrink` had measured that.
std::string measured(const Folder& folder, const std::string& neighbourhood) {
  recorded(folder, 1);
  std::string text = file_text(folder.file("found.json"));
  text.replace(text.find("\"trail\""), 0, "\"neighbourhood\":" + neighbourhood + ",");
  return folder.with("measured.json", text);
}

}  // namespace

TEST_CASE("a fix is as sure as the runs of neighbours make it") {
  const Folder folder;
  const std::string file = measured(folder, R"({"failed":"100","tried":"200"})");
  const Outcome sure = shell("LONERS=mended $W replay --fixed " + file + " --seeds 100");
  INFO(sure.out << sure.err);
  CHECK(sure.code == 0);
  CHECK(mentions(sure.out, "The failure does not fail any more, and 100 of 100 neighbours of it pass.\n"));
  CHECK(mentions(sure.out, "99 % was reached after 8 runs.\n"));
  CHECK(shell("LONERS=mended $W replay --fixed " + file + " --seeds 100 -j3").out == sure.out);
  const Outcome less = shell("LONERS=mended $W replay --fixed " + file + " --seeds 7");
  CHECK(less.code == 3);
  CHECK(mentions(less.out, "99 % takes 8 runs: loners_main replay --fixed " + file + " --seeds 8\n"));
  const Outcome json = shell("LONERS=mended $W replay --fixed " + file + " --seeds 100 --json");
  CHECK(json.code == 0);
  CHECK(mentions(json.out, R"("result":"passes","clean":100,)"));
  const Outcome nobody = shell("LONERS=mended $W replay --fixed " + folder.file("found.json"));
  CHECK(nobody.code == 3);
  CHECK(mentions(nobody.out, "cannot be said"));
}

TEST_CASE("code that is not mended fails itself, and code that is mended by chance fails in a neighbour") {
  const Folder folder;
  const std::string file = measured(folder, R"({"failed":"100","tried":"200"})");
  const Outcome itself = shell("$W replay --fixed " + file);
  CHECK(itself.code == 1);
  CHECK(mentions(itself.out, "The failure itself fails still:\n  linearizability"));
  CHECK(mentions(itself.out, "Reproduce: loners_main replay " + file + "\n"));

  const Outcome near = shell("LONERS=lucky $W replay --fixed " + file);
  INFO(near.out << near.err);
  CHECK(near.code == 1);
  CHECK(mentions(near.out, "Neighbour "));
  const std::size_t at = near.out.find("Reproduce: loners_main replay ") + 30;
  const std::string again = near.out.substr(at, near.out.find('\n', at) - at);
  CHECK(mentions(again, "measured.neighbour-"));
  const Outcome replay = shell("LONERS=lucky $W replay " + again);
  CHECK(replay.code == 1);
  CHECK(mentions(replay.out, "bit for bit"));
  CHECK(shell("LONERS=lucky $W replay --fixed " + file + " -j4 --out " + folder.file("n.json")).code == 1);
  CHECK(file_text(folder.file("n.json")) == file_text(again));
  CHECK(shell("$W replay --seeds 3 " + file).code == 2);
  CHECK(shell("$W replay --fixed --trace t.txt " + file).code == 2);
}

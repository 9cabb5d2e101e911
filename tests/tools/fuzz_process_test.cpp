// The verb fuzz from the outside, with a program whose system is wrong.
#include <map>
#include <string>

#include "core/wire/json.hpp"
#include "tests/tools/json_schema.hpp"
#include "tests/tools/shell.hpp"

using namespace whitewater;
using namespace whitewater::tools::testing;

namespace {

std::size_t files_in(const Folder& folder, const std::string& ending) {
  std::size_t count = 0;
  for (const auto& file : fs::recursive_directory_iterator(folder.file("")))
    count += file.is_regular_file() && file.path().string().ends_with(ending) ? 1u : 0u;
  return count;
}

}  // namespace

TEST_CASE("fuzz finds the failures of a wrong system, and writes files that fail again") {
  const Folder folder;
  const Outcome found = shell("cd " + folder.file("") + " && $W fuzz --seed 7 --seeds 300 -j2");
  INFO(found.out << found.err);
  CHECK(found.code == 1);
  CHECK(mentions(found.out, "FAIL seed "));
  CHECK(mentions(found.out, "linearizability"));
  CHECK(mentions(found.out, "Reproduce:"));
  CHECK(mentions(found.out, "Campaign\n"));
  CHECK(mentions(found.err, "the seed of this campaign is 7"));
  CHECK(files_in(folder, ".json") > 0);
  CHECK(files_in(folder, ".part") == 0);
  const Outcome again = shell("cd " + folder.file("") + " && for file in failures/*.json; do $W replay $file; done");
  INFO(again.out << again.err);
  CHECK(again.code == 1);
  CHECK_FALSE(mentions(again.out, "does not fail"));
}

TEST_CASE("findings, files, corpus and report are the same for every number of threads") {
  const Folder folder;
  const std::string arguments = " --seed 3 --seeds 1000 --json";
  for (const std::string threads : {"1", "2", "5"})
    CHECK(shell("mkdir -p " + folder.file(threads) + " && cd " + folder.file(threads) + " && $W fuzz -j" + threads +
                arguments + " --corpus corpus >out")
              .code == 1);
  const Outcome same = shell("cd " + folder.file("") + " && diff -r 1 2 && diff -r 1 5");
  INFO(same.out);
  CHECK(same.code == 0);
  CHECK(files_in(folder, ".json") > 20);
}

TEST_CASE("a baseline tells what is known from what is new") {
  const Folder folder;
  const std::string in = "cd " + folder.file("") + " && ";
  const std::string fuzz = in + "$W fuzz --seed 7 --seeds 200 -j2";
  CHECK(shell(fuzz + " --out known").code == 1);
  const Outcome known = shell(fuzz + " --out again --baseline known");
  INFO(known.out << known.err);
  CHECK(known.code == 0);
  CHECK(mentions(known.out, "known  known/"));
  CHECK(mentions(known.out, "(known)"));
  CHECK_FALSE(mentions(known.out, "(new)"));
  // Another failure than those that are known; and one that does not happen any more.
  CHECK(shell(in + "mkdir other && for file in known/*.json; do sed 's/\"shape\": \"[^\"]*\"/\"shape\": \"else\"/; "
                   "s/\"shape\":\"[^\"]*\"/\"shape\":\"else\"/' $file > other/$(basename $file); done")
            .code == 0);
  const Outcome fresh = shell(fuzz + " --out third --baseline other");
  CHECK(fresh.code == 1);
  CHECK(mentions(fresh.out, "(new)"));
}

TEST_CASE("without a seed one is drawn and printed, so that the campaign can be had again") {
  const Folder folder;
  const Outcome once = shell("cd " + folder.file("") + " && $W fuzz --seeds 64 --json");
  const std::string words = "the seed of this campaign is ";
  REQUIRE(mentions(once.err, words));
  const std::size_t begin = once.err.find(words) + words.size();
  const std::string seed = once.err.substr(begin, once.err.find('\n', begin) - begin);
  const Outcome again = shell("cd " + folder.file("") + " && $W fuzz --seeds 64 --json --seed " + seed);
  CHECK(once.out == again.out);
}

TEST_CASE("a campaign that is killed leaves whole files of what it had found") {
  const Folder folder;
  const Outcome killed =
      shell("cd " + folder.file("") +
            " && { $W fuzz --seed 7 --time 60s -j2 --corpus corpus & pid=$!; "
            "for i in $(seq 600); do [ -n \"$(ls failures/*.json 2>/dev/null)\" ] && break; sleep 0.1; done; "
            "kill -9 $pid; wait $pid; } ; for file in failures/*.json; do $W replay $file; done");
  INFO(killed.out << killed.err);
  CHECK(killed.code == 1);
  CHECK(files_in(folder, ".json") > 0);
}

TEST_CASE("a campaign ends at its time, at Ctrl-C, and after enough findings") {
  const Folder folder;
  const std::string in = "cd " + folder.file("") + " && ";
  // A machine that is busy with other things may need longer for the first run.
  const Outcome timed = shell(in +
                              "for t in 500ms 5s 30s; do code=0; timeout 100 $W fuzz --time $t || code=$?; "
                              "[ $code = 3 ] || exit $code; done");
  CHECK(timed.code == 1);
  const Outcome interrupted = signalled(folder, "INT", "$W fuzz --time 600s");
  CHECK(interrupted.code == 130);
  CHECK(mentions(interrupted.out, "Campaign\n"));
  const Outcome one = shell(in + "timeout 50 $W fuzz --max-failures 1 --time 40s --json | grep -c fuzz-finding/1");
  CHECK(one.out == "1\n");
}

TEST_CASE("bad input to fuzz is one line and exit code 2") {
  const auto refuses = [](const std::string& arguments, const std::string& reason) {
    const Outcome outcome = shell("$W fuzz " + arguments);
    INFO(arguments << "\n" << outcome.out << outcome.err);
    CHECK(outcome.code == 2);
    CHECK(outcome.out.empty());
    CHECK(mentions(outcome.err, reason));
  };
  refuses("--seeds 0", "--seeds");
  refuses("--seeds -1", "--seeds");
  refuses("--time 0", "expected a time above 0");
  refuses("--time soon", "expected a time above 0");
  refuses("--fix colour", "--fix colour: no such field");
  refuses("--vary replicsa", "did you mean \"replicas\"?");
  refuses("--set replicas=1000", "replicas");
  refuses("--baseline /nowhere/at/all", "cannot be read");
  refuses("one.json two.json", "one scenario is expected at most");
  refuses("nowhere.json", "no such file");
  refuses("--out ''", "the name of a folder is expected");
  refuses("--fuzzy", "--fuzzy");
  const Folder folder;
  (void)folder.with("bad.json", "{\"failure\": 3}");
  refuses("--baseline " + folder.file(""), "bad.json");
  refuses("--corpus " + folder.file(""), "bad.json");
}

TEST_CASE("two runs that differ are named, with a file and the line that shows it again") {
  const Folder folder;
  const Outcome found = shell("cd " + folder.file("") + " && LONERS=fickle $W fuzz --seed 7 --seeds 400");
  INFO(found.out << found.err);
  CHECK(found.code == 4);
  CHECK(mentions(found.err, "two runs of seed "));
  const std::size_t line = found.err.find("Reproduce: loners_main run failures/nondeterminism-");
  REQUIRE(line != std::string::npos);
  const std::size_t words = line + std::string("Reproduce: loners_main").size();
  const std::string command = "$W" + found.err.substr(words, found.err.find('\n', words) - words);
  // Both runs may be equal by chance.
  const Outcome again = shell("cd " + folder.file("") + " && export LONERS=fickle; for i in $(seq 50); do " + command +
                              " && continue; [ $? = 4 ] && exit 4; done");
  INFO(again.out << again.err);
  CHECK(again.code == 4);
}

TEST_CASE("the lines of JSON are what their schema says, and each kind of line comes") {
  const Result<json::Value> schema = json::parse(file_text("docs/fuzz-report.schema.json"));
  REQUIRE(schema.ok());
  const JsonSchema judge(schema.value());
  const Folder folder;
  const std::string fuzz = "cd " + folder.file("") + " && $W fuzz --seed 7 --seeds 200 --json";
  std::string lines = shell(fuzz + " --out known").out;
  lines += shell(fuzz + " --out again --baseline known").out;
  std::map<std::string, int> seen;
  for (std::size_t at = 0, end; (end = lines.find('\n', at)) != std::string::npos; at = end + 1) {
    const Result<json::Value> line = json::parse(lines.substr(at, end - at));
    REQUIRE(line.ok());
    const std::string name(line.value().find("schema")->as_string());
    ++seen[name];
    for (const json::Value& kind : schema.value().find("oneOf")->elements()) {
      const json::Value& rule = judge.definition(*kind.find("$ref"));
      INFO(name << "\n" << line.value().find("schema")->as_string());
      const std::string wrong = judge.complaint(line.value(), rule);
      if (rule.find("properties")->find("schema")->find("const")->as_string() == name)
        CHECK(wrong == "");
      else
        CHECK(wrong != "");
    }
  }
  CHECK(seen["whitewater.fuzz/1"] == 2);
  CHECK(seen["whitewater.fuzz-finding/1"] > 2);
  CHECK(seen["whitewater.fuzz-baseline/1"] > 1);
}

// The results of runs for the program that shows the results of a build, from outside.
#include "tests/tools/shell.hpp"

using namespace whitewater::tools::testing;

namespace {

std::string scenario_in(const Folder& folder) {
  return folder.with("ring.json",
                     R"({"system": "loners", "workload": "registers", "replicas": 5, "keys": 1, "lifetime": "4s"})");
}

// Without times, which alone differ from run to run.
std::string timeless(std::string text) {
  for (std::size_t at = 0; (at = text.find(" time=\"", at)) != std::string::npos;)
    text.erase(at, text.find('"', at + 7) + 1 - at);
  return text;
}

}  // namespace

TEST_CASE("a sweep gives one test case for all runs and one for each kind, with names that hold no seed") {
  const Folder folder;
  const std::string run = "$W run " + scenario_in(folder) + " --seeds ";
  const Outcome first = shell(run + "1-30 --github --junit " + folder.file("a.xml"));
  INFO(first.err);
  CHECK(first.code == 1);
  const std::string xml = file_text(folder.file("a.xml"));
  CHECK(xml.rfind("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"whitewater\">\n", 0) == 0);
  CHECK(count(xml, "<testsuite name=\"ring\"") == 1);
  CHECK(count(xml, "name=\"all runs\"") == 1);
  CHECK(count(xml, "name=\"linearizability: key #: ") >= 2);
  CHECK(count(xml, "<failure type=\"linearizability\" message=\"key k0: ") == count(xml, "name=\"linearizability: "));
  CHECK(mentions(xml, " of 30 runs&#10;Reproduce: loners_main run "));
  CHECK(count(xml, "<testcase") == count(xml, "</testcase>"));
  // One annotation for each kind, on standard error.
  CHECK(count(first.err, "::error file=") == count(xml, "name=\"linearizability: "));
  CHECK(mentions(first.err, ",title=ring%3A linearizability%3A key #%3A "));
  CHECK(mentions(first.err, " of 30 runs%0AReproduce: loners_main run "));
  CHECK_FALSE(mentions(first.out, "::error"));

  // Names stay when seeds and threads change.
  shell(run + "1-30 -j3 --junit " + folder.file("b.xml"));
  CHECK(timeless(file_text(folder.file("b.xml"))) == timeless(xml));
  shell(run + "1001-1030 --junit " + folder.file("c.xml"));
  for (const char* const name :
       {"name=\"all runs\"", "name=\"linearizability: key #: a read returned the initial value"})
    CHECK(count(file_text(folder.file("c.xml")), name) == count(xml, name));
}

TEST_CASE("a run that passes is a test case that passes, and annotates nothing") {
  const Folder folder;
  const Outcome run =
      shell("LONERS=mended $W run " + scenario_in(folder) + " --github --junit " + folder.file("a.xml"));
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  const std::string xml = timeless(file_text(folder.file("a.xml")));
  CHECK(mentions(xml,
                 "  <testsuite name=\"ring\" tests=\"1\" failures=\"0\" errors=\"0\">\n"
                 "    <testcase classname=\"ring\" name=\"all runs\"/>\n  </testsuite>\n"));
}

TEST_CASE("with --out the failure names its file, and a replay of it is a result, too") {
  const Folder folder;
  const std::string file = folder.file("found.json");
  shell("$W run " + scenario_in(folder) + " --out " + file + " --junit " + folder.file("a.xml"));
  CHECK(mentions(file_text(folder.file("a.xml")), "1 of 1 run&#10;Reproduce: loners_main replay " + file));
  const Outcome replay = shell("$W replay " + file + " --github --junit " + folder.file("b.xml"));
  CHECK(replay.code == 1);
  CHECK(mentions(replay.err, "::error file=" + file + ",title=found%3A linearizability"));
  CHECK(mentions(file_text(folder.file("b.xml")), "<testsuite name=\"found\" tests=\"2\" failures=\"2\""));
}

TEST_CASE("a campaign gives a test case for each finding") {
  const Folder folder;
  const std::string fuzz = "$W fuzz " + scenario_in(folder) + " --seeds 256 --seed 1 --out " + folder.file("out");
  const Outcome run = shell(fuzz + " --github --junit " + folder.file("a.xml"));
  INFO(run.out << run.err);
  CHECK(run.code == 1);
  const std::string xml = file_text(folder.file("a.xml"));
  CHECK(count(xml, "<testsuite name=\"fuzz\"") == 1);
  CHECK(count(xml, "<failure type=\"linearizability\"") > 0);
  CHECK(count(xml, "<testcase") == count(run.err, "::error title=fuzz%3A ") + 1);
  CHECK(mentions(xml, "Reproduce: loners_main replay " + folder.file("out")));
}

TEST_CASE("a file that cannot be written is refused before anything is run") {
  const Folder folder;
  const Outcome run = shell("$W run " + scenario_in(folder) + " --junit /nowhere/at/all.xml");
  CHECK(run.code == 2);
  CHECK(run.out.empty());
  CHECK(mentions(run.err, "/nowhere/at/all.xml: cannot be written"));
}

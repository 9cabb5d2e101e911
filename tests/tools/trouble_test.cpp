// Whose fault it is: code that a program hands in through its toolbox is named when it fails, and the program exits
// with 70. A failure of the system's actor is a run that failed, and nothing else.
#include "tests/tools/shell.hpp"

using namespace whitewater::tools::testing;

namespace {

Outcome run(const std::string& where, const std::string& more = "") {
  return shell("echo '{\"replicas\": 2}' | $W run - --set fails=" + where + " " + more);
}

void names(const std::string& where, const std::string& sentence, const std::string& more = "") {
  const Outcome outcome = run(where, more);
  INFO(where << " " << more << "\n" << outcome.out << outcome.err);
  CHECK(outcome.code == 70);
  CHECK(mentions(outcome.err, "trouble_main: standard input seed 1: " + sentence));
  CHECK_FALSE(mentions(outcome.err, "internal error"));
  CHECK(lines(outcome.err) == 1);
}

}  // namespace

TEST_CASE("a program whose parts are in order runs") {
  CHECK(run("nowhere").code == 0);
  CHECK(run("nowhere", "--liveness --history -").code == 0);
}

TEST_CASE("what fails in an actor of the system is a violation") {
  const Outcome check = run("actor");
  CHECK(check.code == 1);
  CHECK(mentions(check.out, "assertion: this part never fails"));
  CHECK(mentions(check.out, "checked at tests/tools/trouble_main.cpp:"));
  CHECK(check.err.empty());
  const Outcome still = run("standstill");
  CHECK(still.code == 1);
  CHECK(mentions(still.out, "time_advances: node 0000 "));
}

TEST_CASE("what fails in a checker is named as the system's") {
  names("checker",
        "the checker of fragile failed: this should be true: this part never fails (tests/tools/trouble_main");
  names("system", "the system fragile failed: this should be true: ");
  names("rest", "the system fragile failed: something that is no std::exception was thrown", "--liveness");
}

TEST_CASE("what fails in a workload is named as the workload's") {
  names("client", "the client at node 0012 of the workload clumsy failed: this should be true: ");
  names("observer", "the workload clumsy failed: this should be true: ");
  names("workload", "the workload clumsy failed: this should be true: ");
  names("report", "the workload clumsy failed: this should be true: ");
  names("requests", "the workload clumsy failed: no such request", "--history -");
}

TEST_CASE("a sweep ends in the same way") {
  const Outcome sweep = run("report", "--seeds 1-20 -j2");
  CHECK(sweep.code == 70);
  CHECK(mentions(sweep.err, "the workload clumsy failed"));
}

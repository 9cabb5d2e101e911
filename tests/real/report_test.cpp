// Reports of real runs, with a replica that goes wrong in one way each: the likely cause stands first, and is right.
#include <algorithm>

#include "tests/catch.hpp"
#include "tests/real/process_runs.hpp"

using namespace whitewater;
using namespace whitewater::tools::real::testing;

namespace {

std::string brief(const std::string& behaviour, const std::string& more = "") {
  return "$FIXTURES/brief.json --no-bounce $PY --replica-arg=--behaviour --replica-arg=" + behaviour + " " + more;
}

std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

// The first likely cause, or what is worth a look: one line.
std::string first_cause(const std::string& text) {
  const std::size_t at = text.find("\n  1. ");
  if (at == std::string::npos) return "";
  return text.substr(at + 6, text.find('\n', at + 6) - at - 6);
}

bool has(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

// What a run must show; cause: words of the first cause, empty: there is none.
struct Wanted {
  std::string name;
  std::string arguments;
  int code = 0;
  std::string verdict;
  std::string cause;
  std::size_t lines_max = 0;
};

}  // namespace

TEST_CASE("the verdict and its likely cause stand first, and a clean PASS fits on a screen") {
  const std::vector<Wanted> wanted = {
      {"honest", brief("honest"), 0, "PASS", "", 32},
      {"early", brief("early"), 1, "FAIL", "0000 acknowledged puts too early: ", 100},
      {"off by one", brief("off-by-one", "--set replicas=5"), 1, "FAIL", "0000 acknowledged puts too early: ", 100},
      {"right with five", brief("honest", "--set replicas=5"), 0, "PASS", "", 34},
      {"hangs", brief("hangs"), 0, "PASS", "0001 sent nothing after ", 40},
      {"restless", brief("restless"), 0, "PASS", "times a replica left a leader that lived", 60},
      {"crashes", brief("crashes"), 1, "FAIL", "RuntimeError: this replica has a bug", 100},
      {"never resends", brief("honest", "--set drops=0.5 --set replicas=5"), 1, "FAIL", "never answered because ", 110},
      {"early, delayed", brief("early", "--set delay=20ms"), 1, "FAIL", "0000 acknowledged puts too early: ", 100},
      {"honest, delayed", brief("honest", "--set delay=20ms"), 0, "PASS", "", 36},
      {"late hello", brief("late-hello"), 0, "PASS", "0002 said hello only after the first message for it", 60},
  };
  std::vector<ProcessRun> runs;
  for (const Wanted& each : wanted) runs.push_back({each.name, each.arguments});
  run_all(runs, static_cast<unsigned>(runs.size()));
  for (std::size_t i = 0; i < runs.size(); ++i) {
    INFO(runs[i].name << "\n" << runs[i].out << runs[i].err);
    CHECK(runs[i].code == wanted[i].code);
    CHECK(has(first_line(runs[i].out), wanted[i].verdict));
    CHECK(lines(runs[i].out) <= wanted[i].lines_max);
    if (wanted[i].cause.empty())
      CHECK(first_cause(runs[i].out).empty());
    else
      CHECK(has(first_cause(runs[i].out), wanted[i].cause));
  }
  CHECK(has(runs[1].out, "majority_heard: 0000 acknowledged the put "));
  CHECK(has(runs[1].out, "but only 1 of 3 replicas can have heard of it: 0000; a majority is 2"));
  CHECK(has(runs[2].out, "but only 2 of 5 replicas can have heard of it"));
  CHECK(has(runs.back().out, "PASS, but the course's simulator would have failed this run"));
}

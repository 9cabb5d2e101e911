// The driver from outside: logs of killed replicas, hints for beginners, a scenario in a hurry, an interrupted run, and
// what several runs print. The runs go on beside each other.
#include <unistd.h>

#include <functional>

#include "tests/catch.hpp"
#include "tests/real/process_runs.hpp"

using namespace whitewater;
using namespace whitewater::tools::real::testing;

namespace {

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string honest = " $PY --replica-arg=--behaviour --replica-arg=honest";

struct Shown {
  std::string name;
  std::string command;
  std::function<void(const ProcessRun&)> check;
};

std::vector<Shown> about_logs() {
  const std::string run =
      "D=$(mktemp -d); $W real $FIXTURES/faults.json --no-bounce $PY --replica-arg=--behaviour --replica-arg=prints "
      "--logs $D; ";
  return {
      {"what a killed replica printed is kept",
       "unset PYTHONUNBUFFERED; " + run + "grep -c handles $D/0001.stdout; rm -r $D",
       [](const ProcessRun& seen) {
         CHECK_FALSE(mentions(seen.out, "nothing that it printed had arrived"));
         CHECK_FALSE(seen.out.ends_with("\n0\n"));
       }},
      // Whoever sets the variable decides. Empty, it lets Python keep what it prints.
      {"an empty log is noticed", "export PYTHONUNBUFFERED=; " + run + "rm -r $D",
       [](const ProcessRun& seen) {
         CHECK(mentions(seen.out, "0001 was killed, and nothing that it printed had arrived"));
       }},
  };
}

std::vector<Shown> about_hints() {
  return {
      {"a program for another transport is told so", "$W real $FIXTURES/quick.json --no-bounce --replica sleep",
       [](const ProcessRun& seen) {
         CHECK(mentions(seen.out,
                        "no replica could be reached in the whole run: nobody said hello; replicas for UNIX sockets "
                        "need --variant stream or --variant seqpacket"));
       }},
      {"--quick says that the scenario is not the course's",
       "$W real crash-4 --quick --no-bounce --set start_wait=3 --set end_wait=0.5" + honest,
       [](const ProcessRun& seen) {
         CHECK(seen.code == 1);
         CHECK(mentions(seen.out, "FAIL  crash-4-quick  seed 1"));
         CHECK(mentions(seen.out, "\nAgain: "));
         CHECK(mentions(seen.out, "a good chance, not a replay\n"));
         CHECK(mentions(seen.out, "(--quick: not the course's scenario)"));
         CHECK(mentions(seen.out, "kill_leader at t=5."));
       }},
  };
}

// A run that a signal ends must end at once, and leave nothing behind. The shell counts the processes that stay; the
// brackets keep it from counting itself.
Shown interrupted(const std::string& signal) {
  const std::string tag = signal + "-" + std::to_string(getpid());
  return {"interrupted by " + signal,
          "$W real $FIXTURES/quick.json $FIXTURES/kill.json -j 2 $PY --replica-arg=--tag --replica-arg=interrupted-" +
              tag + " & sleep 2; kill -" + signal + " $!; wait $!; code=$?; sleep 0.3; " + "grep -lzx 'interrupte[d]-" +
              tag + "' /proc/[0-9]*/cmdline 2>/dev/null | wc -l; exit $code",
          [signal](const ProcessRun& seen) {
            CHECK(seen.code == (signal == "KILL" ? 137 : 130));
            CHECK((seen.out == "0\n" || seen.out.ends_with("\n0\n")));
            if (signal != "KILL") CHECK(mentions(seen.err, "interrupted after 0 of 2 runs; all replicas were ended"));
          }};
}

std::vector<Shown> about_several() {
  const std::vector<std::string> lines{"quick  seed 1 ",
                                       "quick  seed 2 ",
                                       "quick  2 runs",
                                       "messages between replicas",
                                       "Reproduce: whitewater real ",
                                       " --seed 2",
                                       "quick-1.jsonl",
                                       "1.trace",
                                       "quick-2\n",
                                       "\"schema\":\"whitewater.history/1\"",
                                       "\"type\":\"end\""};
  return {
      {"several runs are told in lines",
       "D=$(mktemp -d); $W real $FIXTURES/quick.json --replica $SOLO --repeat 2 -j 2 --no-bounce "
       "--history $D/{scenario}-{run}.jsonl --trace $D/{run}.trace --logs $D/logs; code=$?; "
       "ls $D $D/logs; head -n 1 $D/quick-2.jsonl; tail -n 1 $D/quick-2.jsonl; rm -r $D; exit $code",
       [lines](const ProcessRun& seen) {
         CHECK(seen.code == 1);
         for (const std::string& line : lines) CHECK(mentions(seen.out, line));
       }},
      {"virtual and real time are told side by side", "$W real $FIXTURES/quick.json $PY --compare",
       [](const ProcessRun& seen) {
         CHECK(seen.code == 0);
         for (const char* const part :
              {"quick: virtual and real time, medians of 21 and 1 run", "one bounce on this machine", "real - virtual"})
           CHECK(mentions(seen.out, part));
       }},
  };
}

}  // namespace

TEST_CASE("what the program shows of runs, logs and mistakes") {
  std::vector<Shown> all{interrupted("INT"), interrupted("TERM"), interrupted("KILL")};
  for (const auto& more : {about_logs(), about_hints(), about_several()})
    all.insert(all.end(), more.begin(), more.end());
  std::vector<ProcessRun> runs;
  for (const Shown& each : all) runs.push_back({each.name, each.command, true});
  run_all(runs, static_cast<unsigned>(runs.size()));
  for (std::size_t i = 0; i < runs.size(); ++i) {
    INFO(runs[i].name << "\n" << runs[i].out << runs[i].err);
    all[i].check(runs[i]);
  }
}

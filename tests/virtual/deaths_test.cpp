// A replica that ends by itself is told of with all that it printed, how it ended, and what to try.
#include <unistd.h>

#include <string>

#include "tests/tools/shell.hpp"

namespace whitewater::tools::testing {
namespace {

const std::string scenario =
    R"({"lifetime": 5, "start_wait": 1, "end_wait": 1, "replicas": 3, "requests": 10, "mix": 0})";

// Of a script, which is told whose replica it is: $1 is the port, $2 the id.
Outcome run_script(const std::string& script, const std::string& more = "") {
  const Folder folder;
  folder.with("short.json", scenario);
  folder.with("replica.sh", "#!/bin/sh\n" + script);
  return shell("cd " + folder.file("") + "; chmod +x replica.sh; $W run short.json --seed 7 --replica ./replica.sh " +
               more);
}

TEST_CASE("A program that dies at its start shows what it printed, how it ended, and how to try it by hand") {
  const Outcome outcome = run_script(
      "echo useless; sleep 0.5; for each in 1 2 3 4 5; do echo traceback line $each >&2; done\n"
      "echo 'ModuleNotFoundError: no x' >&2\nexit 3\n");
  INFO(outcome.out << outcome.err);
  CHECK(outcome.code == 1);
  CHECK(mentions(outcome.out, "FAILED  3 of 3 replicas died by themselves"));
  CHECK(mentions(outcome.out, "died: 0000 exited with status 3, by itself, at 0.5"));
  // Lines have times; of replicas that print the same the first tells it.
  CHECK(count(outcome.out, "traceback line 1\n") == 1);
  CHECK(count(outcome.out, "  traceback line 5\n") == 1);
  CHECK(mentions(outcome.out, "\n            0.5"));
  CHECK(count(outcome.out, "it printed the same as 0000 before its end") == 2);
  CHECK(!mentions(outcome.out, "useless"));
  CHECK(count(outcome.out, "try: PYTHONPATH and virtual environments are not passed on") == 1);
  CHECK(mentions(outcome.out, "try it by hand: cd /"));
  CHECK(mentions(outcome.out, "/replica.sh 30000 0000 0001 0002\n"));
}

TEST_CASE("What was printed right before an end is told from its beginning, and bounded") {
  const Outcome outcome = run_script(
      "[ $2 = 0000 ] || exec sleep 1000\nfor each in $(seq 20); do echo early $each >&2; done\nsleep 1\n"
      "echo panic: it is over >&2; for each in $(seq 100); do echo frame $each >&2; done\nkill -SEGV $$\n");
  INFO(outcome.out << outcome.err);
  CHECK(outcome.code == 1);
  CHECK(mentions(outcome.out, "was ended by signal 11"));
  CHECK(mentions(outcome.out, "  panic: it is over\n"));
  CHECK(mentions(outcome.out, "  frame 11\n"));
  CHECK(!mentions(outcome.out, "  frame 12\n"));
  CHECK(mentions(outcome.out, "  frame 100\n"));
  CHECK(!mentions(outcome.out, "early"));
  CHECK(mentions(outcome.out, "more lines: --logs DIR keeps all"));
}

TEST_CASE("What a dead replica printed is in the report's JSON") {
  const Outcome outcome = run_script("echo one >&2; echo two >&2; exit 4\n", "--json");
  INFO(outcome.out << outcome.err);
  CHECK(mentions(outcome.out, R"("printed":["0.)"));
  CHECK(mentions(outcome.out, R"(  two"],"try":["try it by hand: )"));
}

TEST_CASE("A program whose file is gone when it is started again could not be started") {
  const Folder folder;
  folder.with("short.json",
              R"({"lifetime": 5, "start_wait": 1, "end_wait": 1, "replicas": 3, "requests": 10, "mix": 0, "faults":
                 [{"type": "kill", "replicas": ["0001"], "at": "2s", "for": "1s"}]})");
  const Outcome outcome = shell("cd " + folder.file("") +
                                "; cp " WHITEWATER_VIRTUAL_MISBEHAVES
                                " mine; $W run short.json --seed 7 "
                                "--replica ./mine --replica-arg deletes-itself");
  INFO(outcome.out << outcome.err);
  CHECK(outcome.code == 4);  // for a run that is repeated finds no program at all
  CHECK(mentions(outcome.out, "died: 0001 could not be started, by itself, at 3.0"));
  CHECK(mentions(outcome.out, "No such file or directory"));
}

TEST_CASE("A replica that somebody else kills leaves the run without a verdict") {
  for (const std::string tracer : {"notify", "ptrace"}) {
    const Folder folder;
    folder.with("long.json", R"({"lifetime": 100000, "replicas": 3, "requests": 10000, "mix": 0})");
    // Its command line is another one than the simulator's, and it has two threads.
    const Outcome outcome =
        shell("cd " + folder.file("") + "; cp " WHITEWATER_VIRTUAL_REPLICA " victim-" + tracer +
              "; timeout 60 $W run long.json --seed 7 --set program.tracer=" + tracer + " --replica ./victim-" +
              tracer + " & run=$!; for i in $(seq 300); do sleep 0.05; pkill -9 -ofx '" +
              folder.file("victim-" + tracer) + " 3.*' && break; done; wait $run");
    INFO(outcome.out << outcome.err);
    CHECK(outcome.code == 3);
    CHECK(mentions(outcome.out, "was killed from outside of the run: by a person, or by the system for want"));
  }
}

TEST_CASE("A simulator that is killed leaves no replica behind, whichever tracer it has") {
  for (const std::string tracer : {"notify", "ptrace"}) {
    const Folder folder;
    folder.with("long.json",
                R"({"lifetime": 100000, "replicas": 3, "requests": 10000, "mix": 0, "max_packets": 900000})");
    const std::string mine = "mine-" + tracer;
    const Outcome outcome = shell(
        "cd " + folder.file("") + "; cp " WHITEWATER_VIRTUAL_REPLICA " " + mine +
        "; left() { for each in /proc/[0-9]*/exe; do readlink $each; done 2>/dev/null | grep -c " + folder.file(mine) +
        "; }; $W run long.json --seed 7 --set program.tracer=" + tracer + " --replica ./" + mine +
        " & run=$!; for i in $(seq 300); do sleep 0.05; [ $(left) -ge 3 ] && break; done; echo before $(left); "
        "kill -9 $run; for i in $(seq 100); do sleep 0.05; [ $(left) = 0 ] && break; done; echo after $(left)");
    INFO(outcome.out << outcome.err);
    CHECK(mentions(outcome.out, "before 3"));
    CHECK(mentions(outcome.out, "after 0"));
  }
}

TEST_CASE("A program with the bit of another user runs as the user that everybody is here") {
  if (geteuid() != 0) {
    WARN("skipped: only root can give a file to another user");
    return;
  }
  const Folder folder;
  folder.with("short.json", scenario);
  folder.with("secret", "only root reads this\n");
  // Outside of a run the bit makes the program nobody, who may not read the file.
  const std::string mine =
      "cd " + folder.file("") +
      "; chmod 711 .; chmod 600 secret; cp \"$(command -v cat)\" own; cp " WHITEWATER_VIRTUAL_REPLICA
      " replica; chown nobody own replica; chmod 4755 own replica; ";
  if (shell(mine + "./own secret").code == 0) {
    WARN("skipped: the bit of a user is not honoured in " + folder.file(""));
    return;
  }
  for (const std::string tracer : {"notify", "ptrace"}) {
    INFO(tracer);
    const std::string run = "$W run short.json --seed 7 --set program.tracer=" + tracer;
    const Outcome read = shell(mine + run + " --logs logs --replica ./own --replica-arg secret");
    INFO(read.out << read.err);
    CHECK(mentions(shell(mine + "cat logs/seed-7/0000.stdout").out, "only root reads this"));
    const Outcome both = shell(mine + "for each in ./replica " WHITEWATER_VIRTUAL_REPLICA "; do " + run +
                               " --replica $each | grep -o 'digest [0-9a-f]*' || echo none $each; done");
    INFO(both.out << both.err);
    REQUIRE(lines(both.out) == 2);
    CHECK(!mentions(both.out, "none"));
    const std::size_t end = both.out.find('\n') + 1;
    CHECK(both.out.substr(0, end) == both.out.substr(end));
  }
}

}  // namespace
}  // namespace whitewater::tools::testing

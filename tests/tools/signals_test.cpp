// Signals to the verbs that search: Ctrl-C and SIGTERM end them in order with what there is so far, and kill -9 leaves
// no half of a file.
#include "tests/tools/shell.hpp"

using namespace whitewater::tools::testing;

namespace {

// Runs a command that takes long, sends it the signal as soon as it listens to signals and `after` is over, and ends
// with its exit code.
Outcome signalled(const Folder& folder, const std::string& signal, const std::string& command,
                  const std::string& after = "0.2") {
  return shell(
      "cd " + folder.file("") + "; { " + command + "; } & pid=$!; " +
      // The lowest digit of the caught signals holds SIGINT.
      "for i in $(seq 200); do grep -q '^SigCgt:.*[2367abef]$' /proc/$pid/status && break; sleep 0.05; done; " +
      "sleep " + after + "; kill -" + signal + " $pid; wait $pid");
}

// A failure that takes seconds to shrink, as d.json.
void record(const Folder& folder) {
  const Outcome run = shell("cd " + folder.file("") + " && $W run crash-4 --set drops=1 --out d.json");
  INFO(run.out << run.err);
  REQUIRE(run.code == 1);
}

std::size_t files_in(const Folder& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder.file("")), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("an interrupted shrink writes the best so far, which fails again") {
  const Folder folder;
  record(folder);
  for (const std::string signal : {"INT", "TERM"}) {
    const Outcome shrink = signalled(folder, signal, "exec $W shrink d.json --time 3600s");
    INFO(signal << "\n" << shrink.out << shrink.err);
    CHECK(shrink.code == 130);
    CHECK(mentions(shrink.out, "It was interrupted."));
    CHECK(mentions(shrink.out, "Reproduce: whitewater replay d.min.json"));
    CHECK(shell("cd " + folder.file("") + " && $W replay d.min.json").code == 1);
    CHECK(files_in(folder) == 2);
    fs::remove(folder.file("d.min.json"));
  }
}

TEST_CASE("a shrink that is killed leaves no half of a file") {
  const Folder folder;
  record(folder);
  CHECK(signalled(folder, "KILL", "exec $W shrink d.json --time 3600s").code == 137);
  CHECK(files_in(folder) == 1);
  CHECK(shell("cd " + folder.file("") + " && $W replay d.json").code == 1);
}

TEST_CASE("an interrupted explanation, check of a fix and sweep say what they know") {
  const Folder folder;
  record(folder);
  for (const std::string signal : {"INT", "TERM"}) {
    const Outcome explain = signalled(folder, signal, "exec $W explain d.json --curve");
    INFO(signal << "\n" << explain.out << explain.err);
    CHECK(explain.code == 130);
    CHECK(mentions(explain.out, "No put was acknowledged"));

    shell("cd " + folder.file("") + " && sed 's/\"drops\": 1,/\"drops\": 0,/' d.json > mended.json");
    const Outcome fixed = signalled(folder, signal, "exec $W replay --fixed mended.json --seeds 100000000");
    INFO(fixed.out << fixed.err);
    CHECK(fixed.code == 130);

    const Outcome sweep = signalled(folder, signal, "exec $W run crash-3 --seeds 1-100000000 --out sweep");
    INFO(sweep.out << sweep.err);
    CHECK(sweep.code == 130);
    CHECK(mentions(sweep.out, "passed"));
    CHECK(mentions(sweep.err, "interrupted after "));
  }
}

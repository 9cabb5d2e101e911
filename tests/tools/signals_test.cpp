// Signals to the verbs that search: Ctrl-C and SIGTERM end them in order with what there is so far, and kill -9 leaves
// no half of a file.
#include "tests/tools/shell.hpp"

using namespace whitewater::tools::testing;

namespace {

// A failure that takes seconds to shrink, as d.json.
void record(const Folder& folder) {
  const Outcome run =
      shell("cd " + folder.file("") + " && $W run crash-4 --set drops=1 --set requests=20000 --out d.json");
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
    const Outcome shrink = signalled(folder, signal, "$W shrink d.json --time 3600s");
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
  CHECK(signalled(folder, "KILL", "$W shrink d.json --time 3600s").code == 137);
  CHECK(files_in(folder) == 1);
  CHECK(shell("cd " + folder.file("") + " && $W replay d.json").code == 1);
}

TEST_CASE("an interrupted explanation, check of a fix and sweep say what they know") {
  const Folder folder;
  record(folder);
  for (const std::string signal : {"INT", "TERM"}) {
    const Outcome explain = signalled(folder, signal, "$W explain d.json --curve");
    INFO(signal << "\n" << explain.out << explain.err);
    CHECK(explain.code == 130);
    shell("cd " + folder.file("") +
          " && $W run crash-4 --set drops=1 --out e.json; "
          "sed 's/\"drops\": 1,/\"drops\": 0,/' e.json > mended.json");
    const Outcome fixed = signalled(folder, signal, "$W replay --fixed mended.json --seeds 1000000");
    INFO(fixed.out << fixed.err);
    CHECK(fixed.code == 130);

    const Outcome sweep = signalled(folder, signal, "$W run crash-3 --seeds 1-1000000 --out sweep");
    INFO(sweep.out << sweep.err);
    CHECK(sweep.code == 130);
    CHECK(mentions(sweep.out, "passed"));
    CHECK(mentions(sweep.err, "interrupted after "));
  }
}

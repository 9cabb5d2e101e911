// The files of a campaign's findings: which replace which.
#include "scenarios/search/fuzz/frame.hpp"
#include "tests/search/needle.hpp"
#include "tests/tools/shell.hpp"
#include "tools/runs/fuzz/fuzz_files.hpp"

using namespace whitewater;
using namespace whitewater::tools;
using namespace whitewater::tools::testing;
using scenarios::fuzz::Finding;

namespace {

Finding finding_of(const std::string& signature, bool half) {
  Finding finding;
  finding.failure.scenario = scenarios::fuzz::base_scenario(scenarios::needle::toolbox());
  finding.failure.kind = {"needle", "0000 took N steps"};
  finding.signature = signature;
  finding.shrunk = true;
  finding.half = half;
  return finding;
}

std::size_t files_in(const Folder& folder) {
  std::size_t count = 0;
  for (const auto& file : fs::directory_iterator(folder.file("found"))) count += file.is_regular_file() ? 1u : 0u;
  return count;
}

}  // namespace

TEST_CASE("the file of a failure that was half shrunk goes when another one of its kind is kept") {
  const Folder folder;
  Console console("test");
  const Program program{console, scenarios::needle::toolbox(), "test"};
  FindingFiles files(program, folder.file("found"));
  const Finding first = finding_of("a", true), second = finding_of("b", true), whole = finding_of("c", false);
  CHECK_FALSE(files.record(first.failure));
  CHECK(files_in(folder) == 1);
  for (const Finding* const kept : {&first, &second, &whole}) {
    CHECK_FALSE(files.keep(*kept));
    CHECK(files_in(folder) == 1);
    CHECK(fs::exists(files.file_of(*kept)));
  }
  // What is whole stays beside others, and a failure of another kind has a file of its own.
  CHECK_FALSE(files.keep(finding_of("d", false)));
  CHECK(files_in(folder) == 2);
  // The same file written again, now whole.
  Finding other = finding_of("e", true);
  other.failure.kind.shape = "another";
  CHECK_FALSE(files.keep(other));
  other.half = false;
  CHECK_FALSE(files.keep(other));
  CHECK(files_in(folder) == 3);
  CHECK(fs::exists(files.file_of(other)));
}

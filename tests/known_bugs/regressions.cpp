// Reads, judges and writes the files.
#include "tests/known_bugs/regressions.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "scenarios/search/trial.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/known_bugs/planted.hpp"

namespace whitewater::known_bugs {

namespace fs = std::filesystem;

Result<std::vector<Regression>> read_regressions(const std::string& folder) {
  std::vector<Regression> regressions;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    Result<scenarios::Failure> read =
        scenarios::read_failure(text.str(), entry.path().string(), scenarios::standard_toolbox());
    if (!read) return read.error();
    regressions.push_back({entry.path().stem().string(), std::move(read.value())});
  }
  if (error) return Error{folder, error.message()};
  std::sort(regressions.begin(), regressions.end(),
            [](const Regression& a, const Regression& b) { return a.name < b.name; });
  return regressions;
}

RegressionVerdict verdict_of(const Regression& regression, Mutation bug) {
  const scenarios::Failure& failure = regression.failure;
  scenarios::Trials trials(failure.wire);
  RegressionVerdict verdict;
  verdict.passes_without = !trials.run(failure.scenario).kind;
  const Planted planted(bug);
  if (const std::optional<scenarios::FailureKind> kind = trials.run(failure.scenario).kind) {
    verdict.fails_with = *kind == failure.kind;
    verdict.found = kind_text(*kind);
  }
  return verdict;
}

Result<RewrittenRegressions> rewrite_regressions(const ShrinkPlan& plan, const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  const Result<std::vector<Regression>> known = read_regressions(folder);
  if (!known) return known.error();
  RewrittenRegressions done;
  ShrinkPlan again = plan;
  again.bugs.clear();
  for (const Bug* const bug : plan.bugs) {
    const auto one = std::find_if(known.value().begin(), known.value().end(),
                                  [&](const Regression& regression) { return regression.name == bug->name; });
    if (one != known.value().end() && verdict_of(*one, bug->mutation).holds())
      done.kept.emplace_back(bug->name);
    else
      again.bugs.push_back(bug);
  }
  for (Shrinkage& row : shrink_all(again)) {
    // A lease under clocks that are set back fails without any mistake, too.
    std::erase_if(row.seeds, [](const ShrunkSeed& seed) { return !seed.passes_without_bug; });
    const ShrunkSeed* const smallest = row.smallest();
    if (smallest == nullptr) {
      done.missing.emplace_back(row.bug->name);
      continue;
    }
    scenarios::Failure failure = smallest->shrunk.failure;
    // The file is the same whoever writes it, and last events are those of this core.
    failure.program = "scoreboard";
    failure.last_events.clear();
    const fs::path path = fs::path(folder) / (std::string(row.bug->name) + ".json");
    std::ofstream file(path, std::ios::binary);
    file << scenarios::write_failure(failure);
    if (!file.flush()) return Error{path.string(), "cannot be written"};
    done.rewritten.emplace_back(row.bug->name);
  }
  return done;
}

}  // namespace whitewater::known_bugs

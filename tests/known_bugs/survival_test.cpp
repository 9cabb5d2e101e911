// Survival: how many recorded failures outlive changes of the core that are no mistakes. Each change makes other runs
// of at least half of the drawn scenarios, and breaks none of them. The regressions then run with the change and with
// their mistake: as they are, small and open to chance, and pinned, with all that their runs drew written out. The aim
// is nine of ten. Where fewer survive, what was measured is what must stay.
#include <cstdio>
#include <string>
#include <vector>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/search/pin.hpp"
#include "scenarios/search/trial.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tests/known_bugs/planted.hpp"
#include "tests/known_bugs/regressions.hpp"

using namespace whitewater;
using namespace whitewater::known_bugs;

namespace {

constexpr std::size_t aim = 90;  // percent

struct Change {
  Mutation mutation;
  const char* name;
  std::size_t small_least;   // percent of the files as they are
  std::size_t pinned_least;  // and pinned
};

// A shrunk file keeps the seed's election timeouts and delays, so a change that draws them anew makes another run of
// it. Pinned, both are data. The election timeouts then are those of the file whatever the core would draw.
constexpr Change changes[] = {
    {Mutation::change_draw, "change-draw", 38, aim},           {Mutation::change_timeout, "change-timeout", 61, aim},
    {Mutation::change_heartbeat, "change-heartbeat", aim, 88}, {Mutation::change_message, "change-message", aim, 89},
    {Mutation::change_notice, "change-notice", aim, aim},      {Mutation::change_type, "change-type", 66, aim},
};

constexpr std::uint64_t seeds = 60;

// The same run, with nothing left to chance.
scenarios::Scenario pinned_run(const scenarios::Failure& failure) {
  scenarios::Runner runner;
  scenarios::RunOptions options;
  options.wire = failure.wire;
  return scenarios::pinned(scenarios::record(runner, failure.scenario, failure.scenario.seed.value_or(1), options),
                           scenarios::all_fates);
}

struct Survival {
  std::size_t survive = 0;
  std::string lost;  // names

  void add(const Regression& regression, bool fails) {
    if (fails)
      ++survive;
    else
      lost += " " + regression.name;
  }
  // Prints the share, and holds it against what is expected.
  void judge(const Change& change, const char* form, std::size_t all, std::size_t least) const {
    std::printf("%-16s %-6s files: %zu of %zu (%.1f %%) fail in the recorded way%s; lost:%s\n", change.name, form,
                survive, all, 100.0 * static_cast<double>(survive) / static_cast<double>(all),
                survive * 100 < all * aim ? ", BELOW the aim of 90 %" : "", lost.empty() ? " none" : lost.c_str());
    INFO(change.name << ", " << form << ": " << survive << " of " << all << ", lost:" << lost);
    CHECK(survive * 100 >= all * least);
  }
};

}  // namespace

TEST_CASE("each change makes other runs of at least half of the drawn scenarios, and none of them fails") {
  scenarios::Runner runner;
  for (const Change& change : changes) {
    std::uint64_t differ = 0;
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
      const scenarios::Scenario scenario = scenarios::random_raft_scenario(seed);
      const std::uint64_t before = runner.run(scenario, seed).digest;
      const Changed changed(change.mutation);
      const scenarios::RunReport report = runner.run(scenario, seed);
      INFO(change.name << " seed " << seed);
      CHECK_FALSE(report.violation.has_value());
      differ += report.digest != before ? 1 : 0;
    }
    std::printf("%-16s changes %d of %d digests\n", change.name, static_cast<int>(differ), static_cast<int>(seeds));
    INFO(change.name);
    CHECK(differ * 2 >= seeds);
  }
}

TEST_CASE("recorded failures outlive each change") {
  const Result<std::vector<Regression>> all = read_regressions("scenarios/regressions");
  REQUIRE(all.ok());
  REQUIRE_FALSE(all.value().empty());
  for (const Change& change : changes) {
    Survival small, pinned;
    for (const Regression& regression : all.value()) {
      const Bug* const bug = find_bug(regression.name);
      REQUIRE(bug != nullptr);
      const scenarios::Failure& failure = regression.failure;
      scenarios::Trials trials(failure.wire);
      const Planted planted(bug->mutation);
      const scenarios::Scenario written_out = pinned_run(failure);
      INFO(regression.name);
      CHECK(trials.fails_as(failure.kind, written_out));
      const Changed changed(change.mutation);
      small.add(regression, trials.fails_as(failure.kind, failure.scenario));
      pinned.add(regression, trials.fails_as(failure.kind, written_out));
    }
    small.judge(change, "small", all.value().size(), change.small_least);
    pinned.judge(change, "pinned", all.value().size(), change.pinned_least);
  }
}

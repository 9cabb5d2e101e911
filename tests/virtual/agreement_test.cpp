// The project's own replica is both an actor of the simulated world and a program. As a program in virtual time it must
// do what it does as an actor, and what it does in real time: about as many messages, and as little that goes wrong.
#include <cmath>
#include <map>
#include <sstream>
#include <string>

#include "core/wire/json.hpp"
#include "tests/tools/shell.hpp"

namespace whitewater::tools::virtual_time {
namespace {

using testing::Outcome;
using testing::shell;

// The means over the seeds of a scenario.
struct Figures {
  unsigned runs = 0;
  double messages = 0, failures = 0, duplicates = 0;

  void add(const json::Value& statistics) {
    const auto mix = [&](double& mean, const char* name) {
      mean += (std::stod(statistics.find(name)->number_text()) - mean) / runs;
    };
    ++runs;
    mix(messages, "total_msgs");
    mix(failures, "failures");
    mix(duplicates, "duplicates");
  }
};
using Scenarios = std::map<std::string, Figures>;

// command: prints a line of JSON for each run.
Scenarios figures_of(const std::string& command) {
  const Outcome outcome = shell(command);
  INFO(command << "\n" << outcome.err.substr(0, 2'000));
  REQUIRE(outcome.code == 0);
  Scenarios scenarios;
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) {
    const Result<json::Value> run = json::parse(line);
    REQUIRE(run.ok());
    scenarios[run.value().find("scenario")->as_string()].add(*run.value().find("statistics"));
  }
  return scenarios;
}

void agree(const Scenarios& one, const Scenarios& other, double of_messages) {
  REQUIRE(one.size() == other.size());
  for (const auto& [name, figures] : one) {
    REQUIRE(other.count(name) == 1);
    const Figures& theirs = other.at(name);
    CAPTURE(name, figures.messages, theirs.messages, figures.failures, theirs.failures, figures.duplicates,
            theirs.duplicates);
    CHECK(figures.runs == theirs.runs);
    CHECK(std::abs(figures.messages - theirs.messages) <= of_messages * figures.messages);
    CHECK(std::abs(figures.failures - theirs.failures) <= 2);
    CHECK(std::abs(figures.duplicates - theirs.duplicates) <= 2);
  }
}

TEST_CASE("As a program in virtual time the replica does what it does as an actor, in all scenarios of the course") {
  const Scenarios actors = figures_of("$W run all --seeds 1-3 --json");
  REQUIRE(actors.size() == 17);
  agree(actors, figures_of("$W run all --seeds 1-3 --json --replica '" WHITEWATER_KVSTORE "'"), 0.1);
}

// Four minutes of real time, on a machine that does nothing else: the same seed plans the same requests and faults. Two
// runs of one seed in real time differ by up to a tenth in their messages, so means are compared. The course's loop
// sends together what is due while it sleeps, which loop_wait imitates.
TEST_CASE("As a program in virtual time the replica does what it does in real time", "[.long]") {
  const std::string all = "all --json --replica '" WHITEWATER_KVSTORE "'";
  agree(figures_of("for seed in 1 2 3 4; do $W real -j 17 " + all + " --seed $seed || exit; done"),
        figures_of("$W run --seeds 1-4 --set loop_wait=100ms " + all), 0.1);
}

}  // namespace
}  // namespace whitewater::tools::virtual_time

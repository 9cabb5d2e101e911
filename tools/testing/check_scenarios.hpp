// For users' own tests: runs scenarios that a generator draws, and makes the first one that fails small, with the
// shrinker that `shrink` uses. The small failure is a file, and the text names the line that replays it. Knows neither
// RapidCheck (rapidcheck.hpp beside it) nor a test framework.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "scenarios/format/scenario.hpp"

namespace whitewater::testing {

struct ScenarioCheck {
  std::string name = "scenario";       // the file of a failure is failing-NAME.json
  std::string folder = ".";            // where it is written
  std::string program = "whitewater";  // that knows the same systems and workloads: it replays the file
  int cases = 100;                     // unless the generator's own settings say otherwise
  bool wire = false;                   // messages go through their codec
  bool twice = true;                   // every run is made twice, not only one that fails: is it the same?
  std::uint32_t shrink_seconds = 30;   // 0: the failure stays as it was found
};

struct CheckedScenarios {
  bool passed = false;
  std::uint64_t runs = 0;
  std::uint64_t undecided = 0;  // runs without a verdict
  std::string file;             // of the failure
  std::string text;             // why it did not pass; several lines, the last one to paste
};

// The runs of one check. A generator hands in one scenario after the other, until one fails.
class ScenarioRuns {
 public:
  explicit ScenarioRuns(ScenarioCheck check);
  ~ScenarioRuns();
  ScenarioRuns(const ScenarioRuns&) = delete;
  ScenarioRuns& operator=(const ScenarioRuns&) = delete;

  // False: it failed, and the file is written. The scenario has a seed.
  bool run(const scenarios::Scenario& scenario);

  // complaint: what the generator has to say if it gave up; nothing: all cases were run.
  CheckedScenarios result(const std::string& complaint = "") const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace whitewater::testing

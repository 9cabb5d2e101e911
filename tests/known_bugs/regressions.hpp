// Regressions: a small failure of each mistake that can be planted, as a file (scenarios/regressions/NAME.json). With
// the mistake planted the file's run fails in the recorded way, and without it the run passes. When a change of the
// core moves what must coincide, the scoreboard hunts again and writes the file anew.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "scenarios/search/failure.hpp"
#include "tests/known_bugs/catalogue.hpp"
#include "tests/known_bugs/shrinkage.hpp"

namespace whitewater::known_bugs {

struct Regression {
  std::string name;  // of the bug
  scenarios::Failure failure;
};

// In the order of their names. An Error: a file is no failure.
Result<std::vector<Regression>> read_regressions(const std::string& folder);

struct RegressionVerdict {
  bool fails_with = false;      // the mistake, in the recorded way
  bool passes_without = false;  // it
  std::string found;            // the kind of failure with the mistake; empty: there was none

  bool holds() const { return fails_with && passes_without; }
};
RegressionVerdict verdict_of(const Regression& regression, Mutation bug);

struct RewrittenRegressions {
  std::vector<std::string> kept, rewritten, missing;  // names; missing: no failing seed was found
};
// Of the plan's bugs: those whose file does not hold get a new one.
Result<RewrittenRegressions> rewrite_regressions(const ShrinkPlan& plan, const std::string& folder);

}  // namespace whitewater::known_bugs

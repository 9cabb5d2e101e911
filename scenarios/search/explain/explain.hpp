// Explains a failure: which of its pieces it needs, when each fault may strike, which messages lead to the violation,
// and where the nearest run that passes goes another way. All of it by running again, exactly: nothing is guessed.
#pragma once

#include <functional>
#include <string>

#include "core/base/error.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/search/explain/explanation.hpp"

namespace whitewater::scenarios {

struct ExplainOptions {
  bool curve = false;                                 // draw the curve of when it became inevitable
  std::function<bool()> go_on = [] { return true; };  // asked between runs; false: with what is known so far
  const StopFlag* stop = nullptr;
  std::function<void(std::string_view)> say = [](std::string_view) {};  // what is being done, for a progress line
};

// An Error: the failure does not happen any more (replay says more).
Result<Explanation> explain(const Failure& failure, const ExplainOptions& options = {});

}  // namespace whitewater::scenarios

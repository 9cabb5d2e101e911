// The second judges of a failure: the system's, the workload's, and the one of histories, which every workload has that
// reports gets and puts. The first of them that knows the property is heard.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/experiment/second_judge.hpp"

namespace whitewater::scenarios {

class SecondJudges {
 public:
  explicit SecondJudges(const Scenario& scenario);

  // What watches the run for them.
  std::vector<simnet::Observer*> witnesses() const;
  // After that run, which is the runner's latest. Nobody knows the property: there is no opinion, and no judge.
  SecondOpinion opinion(const Runner& runner, const Scenario& scenario, const RunReport& report,
                        const std::string& property) const;

 private:
  std::vector<std::unique_ptr<SecondJudge>> judges_;
};

}  // namespace whitewater::scenarios

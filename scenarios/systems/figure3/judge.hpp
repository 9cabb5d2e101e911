// The second judge of Raft's properties: an independent, plain and slow reading of Figures 2 and 3 of the Raft paper,
// made after the run from its record. It shares nothing with core/check.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "scenarios/experiment/second_judge.hpp"

namespace whitewater::scenarios {

std::unique_ptr<SecondJudge> make_raft_second_judge(const Scenario& scenario);

// The properties on which this judge has an opinion.
std::vector<std::string_view> raft_second_judge_knows();

}  // namespace whitewater::scenarios

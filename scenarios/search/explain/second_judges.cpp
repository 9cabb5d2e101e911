// Asks one after the other.
#include "scenarios/search/explain/second_judges.hpp"

#include <utility>

#include "scenarios/search/explain/second_opinion.hpp"

namespace whitewater::scenarios {

namespace {

// Of operations that contradict each other, whatever the property is called.
class HistoryJudge final : public SecondJudge {
 public:
  std::optional<SecondOpinion> judge(const JudgedRun& run) override {
    if (!run.report.violation || run.report.violation->operations.empty() || run.requests.empty()) return std::nullopt;
    SecondOpinion opinion;
    opinion.judge = "every order of the operations of a key, tried one by one";
    switch (second_opinion(run.requests, run.initial)) {
      case Opinion::agrees:
        opinion.says = SecondOpinion::Says::agrees;
        opinion.text = "no order explains all answers";
        break;
      case Opinion::differs:
        opinion.says = SecondOpinion::Says::does_not_agree;
        opinion.text = "every key has an order that explains all its answers";
        break;
      case Opinion::unknown:
        opinion.text = "a key has too many operations";
        break;
    }
    return opinion;
  }
};

}  // namespace

SecondJudges::SecondJudges(const Scenario& scenario) {
  if (scenario.system->second_judge != nullptr) judges_.push_back(scenario.system->second_judge(scenario));
  if (scenario.workload->second_judge != nullptr) judges_.push_back(scenario.workload->second_judge(scenario));
  judges_.push_back(std::make_unique<HistoryJudge>());
}

std::vector<simnet::Observer*> SecondJudges::witnesses() const {
  std::vector<simnet::Observer*> watching;
  for (const auto& judge : judges_)
    if (simnet::Observer* const witness = judge->witness()) watching.push_back(witness);
  return watching;
}

SecondOpinion SecondJudges::opinion(const Runner& runner, const Scenario& scenario, const RunReport& report,
                                    const std::string& property) const {
  const std::vector<ReportedRequest> requests = runner.requests().value_or(std::vector<ReportedRequest>{});
  const std::string initial = runner.initial_value();
  for (const auto& judge : judges_)
    if (std::optional<SecondOpinion> opinion = judge->judge({scenario, report, property, requests, initial}))
      return std::move(*opinion);
  return {};
}

}  // namespace whitewater::scenarios

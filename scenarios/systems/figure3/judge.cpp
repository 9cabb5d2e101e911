// A row a rule.
#include "scenarios/systems/figure3/judge.hpp"

#include <algorithm>
#include <utility>

#include "core/text/concat.hpp"
#include "scenarios/systems/figure3/recorder.hpp"
#include "scenarios/systems/figure3/rules.hpp"

namespace whitewater::scenarios {

namespace {

struct RuleRow {
  std::string_view property;
  figure3::Finding (*broken)(const figure3::Record& record);
};

constexpr RuleRow rules[] = {
    {"election_safety", figure3::election_safety},
    {"one_vote", figure3::one_vote},
    {"elected_by_majority", figure3::elected_by_majority},
    {"vote_is_durable", figure3::vote_is_durable},
    {"vote_kept", figure3::vote_kept},
    {"vote_for_newer_log", figure3::vote_for_newer_log},
    {"votes_are_answered", figure3::votes_are_answered},
    {"term_begun_by_candidate", figure3::term_begun_by_candidate},
    {"term_monotonic", figure3::term_monotonic},
    {"term_of_messages", figure3::term_of_messages},
    {"leader_append_only", figure3::leader_append_only},
    {"log_matching", figure3::log_matching},
    {"log_terms", figure3::log_terms},
    {"term_before_entries", figure3::term_before_entries},
    {"entry_made_by_leader", figure3::entry_made_by_leader},
    {"acknowledged_is_durable", figure3::acknowledged_is_durable},
    {"acknowledged_in_full", figure3::acknowledged_in_full},
    {"leader_completeness", figure3::leader_completeness},
    {"state_machine_safety", figure3::state_machine_safety},
    {"committed_kept", figure3::committed_kept},
    {"committed_is_durable", figure3::committed_is_durable},
    {"commit_by_leader", figure3::commit_by_leader},
    {"commit_of_own_term", figure3::commit_of_own_term},
    {"commit_within_log", figure3::commit_within_log},
    {"answered_is_committed", figure3::answered_is_committed},
    {"answered_as_asked", figure3::answered_as_asked},
    {"read_is_fresh", figure3::read_is_fresh},
};

// A shrunk failure has some hundred facts. Whole logs are compared for each of them.
constexpr std::size_t facts_max = 20'000;

class RaftSecondJudge final : public SecondJudge {
 public:
  explicit RaftSecondJudge(unsigned replicas) : recorder_(replicas) {}

  simnet::Observer* witness() override { return &recorder_; }

  std::optional<SecondOpinion> judge(const JudgedRun& run) override {
    const auto rule = std::find_if(std::begin(rules), std::end(rules),
                                   [&](const RuleRow& row) { return row.property == run.property; });
    if (rule == std::end(rules)) return std::nullopt;
    SecondOpinion opinion;
    opinion.judge = "Figures 2 and 3 of the Raft paper, read from the messages, writes and answers of the run";
    if (recorder_.record().facts.size() > facts_max) {
      opinion.text = "the run is too long for it; shrink the failure first";
      return opinion;
    }
    figure3::Finding found = rule->broken(recorder_.record());
    opinion.says = found ? SecondOpinion::Says::agrees : SecondOpinion::Says::does_not_agree;
    opinion.text = found ? std::move(*found) : concat({"nothing in the run breaks ", run.property});
    return opinion;
  }

 private:
  figure3::Recorder recorder_;
};

}  // namespace

std::unique_ptr<SecondJudge> make_raft_second_judge(const Scenario& scenario) {
  return std::make_unique<RaftSecondJudge>(scenario.replicas);
}

std::vector<std::string_view> raft_second_judge_knows() {
  std::vector<std::string_view> known;
  for (const RuleRow& row : rules) known.push_back(row.property);
  return known;
}

}  // namespace whitewater::scenarios

#include "tests/campaign/campaign.hpp"

#include <array>
#include <thread>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/workloads/course_clients.hpp"
#include "scenarios/workloads/course_options.hpp"

namespace whitewater::tests {

namespace {

// Remembers who was killed and when.
class Deaths final : public simnet::Observer {
 public:
  void on_episode(const simnet::EpisodeRecord& record) override {
    for (const NodeId node : record.died) {
      killed_.insert(node);
      at_[node.value] = record.time;
    }
  }
  bool killed(NodeId node) const { return killed_.contains(node); }
  Time at(NodeId node) const { return at_[node.value]; }
  void clear() { killed_ = {}; }

 private:
  NodeSet killed_;
  std::array<Time, NodeSet::nodes_max> at_{};
};

// The request went to a replica that was killed soon afterwards: it died with it, whether it was on its way,
// held there, or in a log that nobody else had. Held or unreplicated requests wait for an election at most.
bool lost_with_a_replica(const course::RequestRecord& request, const Deaths& deaths) {
  constexpr Duration wait_max = seconds(3);
  return deaths.killed(request.to) && request.sent <= deaths.at(request.to) &&
         deaths.at(request.to) - request.sent <= wait_max;
}

CampaignRun run_one(scenarios::Runner& runner, const scenarios::Scenario& scenario, std::uint64_t seed) {
  Deaths deaths;
  scenarios::RunOptions options;
  options.observers = {&deaths};
  CampaignRun run;
  run.report = runner.run(scenario, seed, options);
  for (const course::RequestRecord& request : course_of(runner).requests()) {
    if (request.state != course::RequestRecord::State::outstanding || lost_with_a_replica(request, deaths)) continue;
    run.unexplained.push_back("seed " + std::to_string(seed) + ": " + std::string(request.mid()) + " to replica " +
                              std::to_string(request.to.value));
  }
  for (const course::TimedEvent& event : exercise(scenario).events)
    if (event.type == course::EventType::kill_leader || event.type == course::EventType::part_easy ||
        event.type == course::EventType::part_hard)
      ++run.leaders_lost_max;
  return run;
}

}  // namespace

std::vector<CampaignRun> run_campaign(const scenarios::Scenario& scenario, unsigned seeds) {
  std::vector<CampaignRun> runs(seeds);
  auto work = [&](unsigned first) {
    scenarios::Runner runner;
    for (unsigned i = first; i < seeds; i += 2) runs[i] = run_one(runner, scenario, i + 1);
  };
  std::thread other([&] { work(1); });
  work(0);
  other.join();
  return runs;
}

}  // namespace whitewater::tests

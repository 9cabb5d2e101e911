// Watch: sees one run for a campaign: the words of its states and the cells of its faults. Words are taken when a
// replica notes something and when a fault strikes or ends: between these, states hardly change. Of a system without
// notes they are taken after every event. Watcher: makes the runs of a campaign's drafts, one Watcher a thread.
#pragma once

#include <cstdint>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/search/fuzz/draft.hpp"
#include "scenarios/search/fuzz/frame.hpp"
#include "scenarios/search/fuzz/observation.hpp"
#include "scenarios/search/fuzz/word_table.hpp"
#include "scenarios/search/trial.hpp"

namespace whitewater::scenarios::fuzz {

class Watch final : public simnet::Observer {
 public:
  Watch(const Runner& runner, WordSource source) : runner_(runner), source_(source) {}

  // Before each run.
  void begin(const Scenario& scenario);

  const std::vector<std::uint64_t>& words() const { return words_.words(); }
  const Cells& cells() const { return cells_; }
  bool knows_leaders() const { return knows_leaders_; }

 private:
  Watches watches() const override;
  void on_event(const simnet::EventRecord&) override { take_word(); }
  void on_noted(const simnet::EventRecord&) override { take_word(); }
  void on_sends(const simnet::SendBatch& batch) override;
  void on_episode(const simnet::EpisodeRecord& record) override;
  void take_word();
  Phase phase(NodeSet died);

  const Runner& runner_;
  WordSource source_;
  bool noted_ = false;
  unsigned replicas_ = 0;
  WordSet words_;
  Cells cells_;
  bool knows_leaders_ = false;
};

class Watcher {
 public:
  // stop: as for Trials.
  Watcher(const Facts& facts, const StopFlag* stop);

  // twice: the run is made again, and its digest compared.
  Observation run(const Draft& draft, bool twice);

 private:
  void count_faults(Observation& seen) const;
  void count_checks(const Scenario& scenario, Observation& seen) const;

  Facts facts_;
  Runner runner_;
  Watch watch_;
  const StopFlag* stop_;
};

}  // namespace whitewater::scenarios::fuzz

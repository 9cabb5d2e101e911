// FaultLog: which faults struck a simulated run and which ended, when and whom.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "simnet/faults/episode.hpp"
#include "simnet/faults/words.hpp"
#include "simnet/observer.hpp"

namespace whitewater::scenarios {

// A fault of a run, or the end of one.
struct FaultStrike {
  Time time;
  std::string_view name;  // "kill_leader"; a constant
  NodeSet targets;
  std::uint64_t number = 0;  // of the fault that begins or ends; 0: it has none
  bool ends = false;
};

class FaultLog final : public simnet::Observer {
 public:
  void reset() { strikes_.clear(); }
  std::span<const FaultStrike> strikes() const { return strikes_; }

  Watches watches() const override { return {.sends = false, .events = false, .notes = false, .writes = false}; }
  // What does nothing is there only to end another one, whose end is told.
  void on_episode(const simnet::EpisodeRecord& record) override {
    if (record.episode != nullptr && simnet::faults::idle(record.episode->what)) return;
    strikes_.push_back({record.time, simnet::faults::fault_word(record), record.targets, number_of(record),
                        record.what == simnet::EpisodeRecord::What::ends});
  }

 private:
  static std::uint64_t number_of(const simnet::EpisodeRecord& record) {
    return record.episode != nullptr ? simnet::faults::shown_number(*record.episode) : 0;
  }

  std::vector<FaultStrike> strikes_;
};

}  // namespace whitewater::scenarios

// FaultLog: which faults struck a simulated run, when and whom.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "simnet/observer.hpp"

namespace whitewater::scenarios {

// A fault of a run, or the end of one.
struct FaultStrike {
  Time time;
  std::string_view name;  // "kill_leader"; a constant
  NodeSet targets;
};

class FaultLog final : public simnet::Observer {
 public:
  void reset() { strikes_.clear(); }
  std::span<const FaultStrike> strikes() const { return strikes_; }

  Watches watches() const override { return {.sends = false, .events = false, .notes = false}; }
  void on_fault(Time time, const simnet::Fault& fault, NodeSet targets) override {
    strikes_.push_back({time, name_of(fault), targets});
  }

 private:
  // What is set to nothing ends.
  static std::string_view name_of(const simnet::Fault& fault) {
    const auto* const loss = std::get_if<simnet::SetLoss>(&fault);
    const auto* const duplication = std::get_if<simnet::SetDuplication>(&fault);
    if (loss != nullptr && loss->loss.never()) return "end_set_loss";
    if (duplication != nullptr && duplication->duplication.never()) return "end_set_duplication";
    return simnet::fault_name(fault);
  }

  std::vector<FaultStrike> strikes_;
};

}  // namespace whitewater::scenarios

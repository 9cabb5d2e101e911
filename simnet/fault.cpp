// The names of faults.
#include "simnet/fault.hpp"

namespace whitewater::simnet {

namespace {

struct Name {
  const char* operator()(const Kill&) const { return "kill"; }
  const char* operator()(const Restart&) const { return "restart"; }
  const char* operator()(const Partition&) const { return "partition"; }
  const char* operator()(const HealPartition&) const { return "heal_partition"; }
  const char* operator()(const Cut&) const { return "cut"; }
  const char* operator()(const HealCut&) const { return "heal_cut"; }
  const char* operator()(const SetLoss&) const { return "set_loss"; }
  const char* operator()(const SetDuplication&) const { return "set_duplication"; }
  const char* operator()(const SetDelay&) const { return "set_delay"; }
};

}  // namespace

const char* fault_name(const Fault& fault) {
  return std::visit(Name{}, fault);
}

}  // namespace whitewater::simnet

// Fault: one thing that goes wrong (or heals) at one time, as plain data. A fault plan is a list of
// them made before the run, never dice thrown during it: so a plan can be stored, replayed and shrunk.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "core/actor/effects.hpp"
#include "core/base/ids.hpp"
#include "core/base/random.hpp"
#include "core/base/time.hpp"
#include "simnet/delay.hpp"
#include "simnet/faults/target.hpp"

namespace whitewater::simnet {

// Crash-stop: nothing sent to it arrives, its timers are void. What it had sent goes on its way.
struct Kill {
  Target target;
  friend bool operator==(const Kill&, const Kill&) = default;
};
// Starts a killed node again with what was durable, in the next incarnation.
struct Restart {
  Target target;
  friend bool operator==(const Restart&, const Restart&) = default;
};
// Cuts every link of the message plane between the target and the other replicas, in both directions.
// Replaces an earlier partition.
struct Partition {
  Target side;
  friend bool operator==(const Partition&, const Partition&) = default;
};
// Ends the partition. Cuts stay.
struct HealPartition {
  friend bool operator==(const HealPartition&, const HealPartition&) = default;
};
// One-way: messages from → to are cut.
struct Cut {
  Target from;
  Target to;
  friend bool operator==(const Cut&, const Cut&) = default;
};
struct HealCut {
  Target from;
  Target to;
  friend bool operator==(const HealCut&, const HealCut&) = default;
};
// The links from → to of the message plane lose, duplicate or delay from now on.
struct SetLoss {
  Target from;
  Target to;
  Probability loss;
  friend bool operator==(const SetLoss&, const SetLoss&) = default;
};
struct SetDuplication {
  Target from;
  Target to;
  Probability duplication;
  friend bool operator==(const SetDuplication&, const SetDuplication&) = default;
};
struct SetDelay {
  Target from;
  Target to;
  DelayModel delay;
  friend bool operator==(const SetDelay&, const SetDelay&) = default;
};

using Fault = std::variant<Kill, Restart, Partition, HealPartition, Cut, HealCut, SetLoss, SetDuplication, SetDelay>;

struct TimedFault {
  Time at;
  Fault fault;
  friend bool operator==(const TimedFault&, const TimedFault&) = default;
};

// "partition" …; for traces and messages.
const char* fault_name(const Fault&);

}  // namespace whitewater::simnet

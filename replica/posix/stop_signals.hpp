// StopSignals: SIGTERM and SIGINT as a readable descriptor, for a loop that sleeps until one of its descriptors is
// readable. So a signal ends a run between two events, never within one.
#pragma once

#include "replica/posix/descriptor.hpp"

namespace whitewater::replica {

class StopSignals {
 public:
  // Blocks both signals, for this thread and the threads that it starts, until the program ends. Ignores SIGPIPE and
  // SIGXFSZ.
  StopSignals();

  int descriptor() const { return signals_.get(); }
  // The signal that arrived; 0 if no signal arrived.
  int taken();

 private:
  Descriptor signals_;
};

}  // namespace whitewater::replica

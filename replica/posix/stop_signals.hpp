// StopSignals: SIGTERM and SIGINT as something to read, so that they end a run between two events and never within one.
#pragma once

#include "replica/posix/descriptor.hpp"

namespace whitewater::replica {

class StopSignals {
 public:
  // Blocks both, for this thread and those that it starts, until the end of the program; and ignores SIGPIPE and
  // SIGXFSZ.
  StopSignals();

  int descriptor() const { return signals_.get(); }
  // The signal that came; 0 when none did.
  int taken();

 private:
  Descriptor signals_;
};

}  // namespace whitewater::replica

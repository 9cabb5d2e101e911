// StopSignals: notices Ctrl-C, SIGTERM and SIGHUP without a signal handler, so that the program can end its processes
// first. The signals stay in the queue until poll() asks for them; a second signal ends the program at once. Create the
// object before any thread: threads inherit the blocked signals.
#pragma once

#include <atomic>
#include <csignal>

namespace whitewater::tools::real {

class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  // True after the first signal, for good.
  bool poll();
  // The same, for other threads to read.
  const std::atomic<bool>& stopped() const { return stopped_; }

 private:
  sigset_t watched_{};
  sigset_t before_{};
  std::atomic<bool> stopped_{false};
};

}  // namespace whitewater::tools::real

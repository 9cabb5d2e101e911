// StopSignals: notices Ctrl-C, SIGTERM and SIGHUP without a signal handler, so that processes can be ended before the
// program ends. While it lives they wait in the queue until they are asked for; the second one ends the program at
// once. Make it before any thread is started: threads inherit what is blocked.
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

  // Has there been one? Stays true.
  bool poll();
  // The same, for other threads.
  const std::atomic<bool>& stopped() const { return stopped_; }

 private:
  sigset_t watched_{};
  sigset_t before_{};
  std::atomic<bool> stopped_{false};
};

}  // namespace whitewater::tools::real

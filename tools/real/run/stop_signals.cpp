// The signals are blocked; sigtimedwait asks for them.
#include "tools/real/run/stop_signals.hpp"

#include <ctime>

namespace whitewater::tools::real {

StopSignals::StopSignals() {
  sigemptyset(&watched_);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&watched_, signal);
  pthread_sigmask(SIG_BLOCK, &watched_, &before_);
}

StopSignals::~StopSignals() {
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

bool StopSignals::poll() {
  if (stopped_) return true;
  const timespec no_time{};
  if (sigtimedwait(&watched_, nullptr, &no_time) < 0) return false;
  stopped_ = true;
  pthread_sigmask(SIG_UNBLOCK, &watched_, nullptr);
  return true;
}

}  // namespace whitewater::tools::real

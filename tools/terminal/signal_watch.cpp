// The signals are blocked; sigtimedwait asks for them.
#include "tools/terminal/signal_watch.hpp"

#include <ctime>

namespace whitewater::tools {

SignalWatch::SignalWatch(std::initializer_list<int> signals) {
  sigemptyset(&watched_);
  for (const int signal : signals) sigaddset(&watched_, signal);
  pthread_sigmask(SIG_BLOCK, &watched_, &before_);
}

SignalWatch::~SignalWatch() {
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

bool SignalWatch::poll() {
  if (arrived_) return true;
  const timespec no_time{};
  if (sigtimedwait(&watched_, nullptr, &no_time) < 0) return false;
  arrived_ = true;
  pthread_sigmask(SIG_UNBLOCK, &watched_, nullptr);
  return true;
}

}  // namespace whitewater::tools

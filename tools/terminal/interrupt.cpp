// SIGINT is blocked; sigtimedwait asks for it.
#include "tools/terminal/interrupt.hpp"

#include <ctime>

namespace whitewater::tools {

InterruptWatch::InterruptWatch() {
  sigemptyset(&interrupt_);
  sigaddset(&interrupt_, SIGINT);
  pthread_sigmask(SIG_BLOCK, &interrupt_, &before_);
}

InterruptWatch::~InterruptWatch() {
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

bool InterruptWatch::interrupted() {
  if (interrupted_) return true;
  const timespec no_time{};
  if (sigtimedwait(&interrupt_, nullptr, &no_time) != SIGINT) return false;
  interrupted_ = true;
  pthread_sigmask(SIG_UNBLOCK, &interrupt_, nullptr);
  return true;
}

}  // namespace whitewater::tools

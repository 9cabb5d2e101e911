// Uses signalfd.
#include "replica/posix/stop_signals.hpp"

#include <signal.h>
#include <sys/signalfd.h>

namespace whitewater::replica {

StopSignals::StopSignals() {
  // A broken pipe and a file that is too large are then reported as errors of the system call.
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signals_ = Descriptor(signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
}

int StopSignals::taken() {
  signalfd_siginfo info{};
  if (read(signals_.get(), &info, sizeof(info)) != sizeof(info)) return 0;
  return static_cast<int>(info.ssi_signo);
}

}  // namespace whitewater::replica

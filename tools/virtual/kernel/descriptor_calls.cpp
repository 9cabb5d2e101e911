// Calls that close, copy and ask about descriptors. See close(2), dup(2), fcntl(2), ioctl(2).
#include <fcntl.h>
#include <linux/close_range.h>
#include <net/if.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <termios.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>

#include "tools/virtual/kernel/handlers.hpp"

namespace whitewater::tools::virtual_time {

namespace {

Outcome close(Process& process, Thread& thread) {
  process.descriptors.forget(thread.call.as_int(0));
  return Outcome::native();
}
Outcome dup_onto(Process& process, Thread& thread) {
  process.descriptors.forget(thread.call.as_int(1));
  return Outcome::native();
}
Outcome close_range(Process& process, Thread& thread) {
  if ((thread.call.as_unsigned(2) & CLOSE_RANGE_CLOEXEC) != 0) return Outcome::native();  // they stay open
  process.descriptors.forget_range(thread.call.as_unsigned(0), thread.call.as_unsigned(1));
  return Outcome::native();
}

Outcome fcntl(Process& process, Thread& thread) {
  constexpr std::array known{F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD,      F_SETFD,     F_GETFL,     F_SETFL, F_GETLK,
                             F_SETLK, F_GETPIPE_SZ,    F_SETPIPE_SZ, F_OFD_GETLK, F_OFD_SETLK, F_GETOWN};
  const int command = thread.call.as_int(1);
  if (command == F_SETFL) process.machine.sockets.forget_modes();
  if (command == F_SETLKW || command == F_OFD_SETLKW) return lock_record(process, thread);
  if (std::find(known.begin(), known.end(), command) != known.end()) return Outcome::native();
  return Outcome::refuse("with the command " + std::to_string(command));
}

// No program learns which networks this machine has, or a card's address.
Outcome no_interfaces(const Process& process, const Thread& thread) {
  std::optional<ifconf> asked = process.memory.value<ifconf>(thread.call[2]);
  if (!asked) return Outcome::result(-EFAULT);
  asked->ifc_len = 0;
  return Outcome::result(process.memory.put(thread.call[2], *asked) ? 0 : -EFAULT);
}

Outcome ioctl(Process& process, Thread& thread) {
  const auto request = static_cast<unsigned long>(thread.call.as_unsigned(1));
  switch (request) {
    case FIONREAD:
      process.machine.sockets.top_up();
      return Outcome::native();
    case FIONBIO:
      process.machine.sockets.forget_modes();
      return Outcome::native();
    case FIOCLEX:
    case FIONCLEX:
    case TCGETS:
    case TIOCGWINSZ:
    case TIOCGPGRP:
    case TIOCSPGRP:
    case TIOCNOTTY:
    case TCSETS:
    case TCSETSW:
    case TCSETSF:
      return Outcome::native();
    case SIOCGIFCONF:
      return no_interfaces(process, thread);
    case SIOCGIFADDR:
    case SIOCGIFFLAGS:
    case SIOCGIFHWADDR:
    case SIOCGIFINDEX:
    case SIOCGIFNETMASK:
      return Outcome::result(-ENODEV);
    default:
      return Outcome::refuse("with the request " + std::to_string(request));
  }
}

}  // namespace

std::span<const Handler> descriptor_handlers() {
  static constexpr std::array rows{
      Handler{SYS_close, "close", close},  Handler{SYS_close_range, "close_range", close_range},
      Handler{SYS_dup2, "dup2", dup_onto}, Handler{SYS_dup3, "dup3", dup_onto},
      Handler{SYS_fcntl, "fcntl", fcntl},  Handler{SYS_ioctl, "ioctl", ioctl},
  };
  return rows;
}

}  // namespace whitewater::tools::virtual_time

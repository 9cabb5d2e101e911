// Calls that make, close, copy and ask about descriptors. See open(2), close(2), dup(2), fcntl(2), ioctl(2).
#include <fcntl.h>
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
#include "tools/virtual/kernel/machine_view.hpp"

namespace whitewater::tools::virtual_time {

namespace {

Outcome open_path(Process& process, const std::optional<std::string>& path) {
  if (!path) return Outcome::result(-EFAULT);
  if (*path == "/dev/urandom" || *path == "/dev/random")
    return Outcome::give({NewDescriptor::Kind::file, 0, false, true, process.machine.random_file()});
  if (*path == "/dev/hwrng") return Outcome::result(-ENOENT);
  if (const SeenFile* const seen = seen_file(*path)) {
    if (seen->content.empty()) return Outcome::result(-ENOENT);
    return Outcome::give({NewDescriptor::Kind::file, 0, false, true, process.machine.file_of(*seen)});
  }
  process.machine.note_opened(*path);
  return Outcome::native();
}
Outcome open(Process& process, Thread& thread) {
  return open_path(process, process.memory.text(thread.call[0]));
}
Outcome openat(Process& process, Thread& thread) {
  return open_path(process, process.memory.text(thread.call[1]));
}

Outcome close(Process& process, Thread& thread) {
  process.descriptors.forget(thread.call.as_int(0));
  return Outcome::native();
}
Outcome dup_onto(Process& process, Thread& thread) {
  process.descriptors.forget(thread.call.as_int(1));
  return Outcome::native();
}
Outcome close_range(Process& process, Thread& thread) {
  process.descriptors.forget_range(thread.call.as_unsigned(0), thread.call.as_unsigned(1));
  return Outcome::native();
}

Outcome fcntl(Process& process, Thread& thread) {
  constexpr std::array known{F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD,      F_SETFD,     F_GETFL,     F_SETFL, F_GETLK,
                             F_SETLK, F_GETPIPE_SZ,    F_SETPIPE_SZ, F_OFD_GETLK, F_OFD_SETLK, F_GETOWN};
  const int command = thread.call.as_int(1);
  if (command == F_SETFL) process.machine.sockets.forget_modes();
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
      Handler{SYS_open, "open", open},
      Handler{SYS_openat, "openat", openat},
      Handler{SYS_openat2, "openat2", absent},
      // Programs copy by read and write instead.
      Handler{SYS_sendfile, "sendfile", absent},
      Handler{SYS_splice, "splice", absent},
      // Nobody tells of changed files.
      Handler{SYS_inotify_init, "inotify_init", absent},
      Handler{SYS_inotify_init1, "inotify_init1", absent},
      Handler{SYS_close, "close", close},
      Handler{SYS_close_range, "close_range", close_range},
      Handler{SYS_dup2, "dup2", dup_onto},
      Handler{SYS_dup3, "dup3", dup_onto},
      Handler{SYS_fcntl, "fcntl", fcntl},
      Handler{SYS_ioctl, "ioctl", ioctl},
  };
  return rows;
}

}  // namespace whitewater::tools::virtual_time

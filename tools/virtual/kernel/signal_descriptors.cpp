// Descriptors that tell of signals. A real one would tell the supervisor, which polls it, of the supervisor's own
// signals: so there is a datagram socket behind each, and a signal is one datagram. See signalfd(2).
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>

#include "tools/virtual/kernel/handlers.hpp"
#include "tools/virtual/kernel/signals.hpp"

namespace whitewater::tools::virtual_time {

namespace {

signalfd_siginfo record_of(const siginfo_t& information) {
  signalfd_siginfo record{};
  record.ssi_signo = static_cast<std::uint32_t>(information.si_signo);
  record.ssi_errno = information.si_errno;
  record.ssi_code = information.si_code;
  if (information.si_code == SI_TIMER) {
    record.ssi_tid = static_cast<std::uint32_t>(information.si_timerid);
    record.ssi_overrun = static_cast<std::uint32_t>(information.si_overrun);
  } else {
    record.ssi_pid = static_cast<std::uint32_t>(information.si_pid);
    record.ssi_uid = information.si_uid;
  }
  if (information.si_signo == SIGCHLD) {
    record.ssi_status = information.si_status;
  } else {
    record.ssi_int = information.si_value.sival_int;
    record.ssi_ptr = reinterpret_cast<std::uint64_t>(information.si_value.sival_ptr);
  }
  return record;
}

// As the kernel does with what is pending, it keeps one of a signal that is no real-time signal.
bool keeps_one(SignalDescriptor& descriptor, const VirtualSocket& socket, int signal) {
  const std::size_t unread = std::min(descriptor.sent.size(), socket.fed + socket.backlog.size());
  descriptor.sent.erase(descriptor.sent.begin(), descriptor.sent.end() - static_cast<std::ptrdiff_t>(unread));
  return signal < first_real_time &&
         std::find(descriptor.sent.begin(), descriptor.sent.end(), signal) != descriptor.sent.end();
}

// flags: of signalfd4; signalfd has none.
Outcome signal_descriptor(Process& process, const Call& call, int flags) {
  const std::optional<SignalSet> signals = process.memory.value<SignalSet>(call[1]);
  if (call[2] != sizeof(SignalSet)) return Outcome::result(-EINVAL);
  if (!signals) return Outcome::result(-EFAULT);
  if (call.as_int(0) == -1)
    return Outcome::give(
        {NewDescriptor::Kind::socket, SOCK_DGRAM, (flags & SFD_NONBLOCK) != 0, (flags & SFD_CLOEXEC) != 0});
  const Descriptors::Entry* const entry = process.descriptors.find(call.as_int(0));
  if (entry == nullptr) return Outcome::result(-EBADF);
  for (SignalDescriptor& each : process.signal_descriptors) {
    if (each.socket != entry->inode) continue;
    each.signals = *signals;
    return Outcome::result(call.as_int(0));
  }
  return Outcome::result(-EINVAL);
}
Outcome signalfd(Process& process, Thread& thread) {
  return signal_descriptor(process, thread.call, 0);
}
Outcome signalfd4(Process& process, Thread& thread) {
  return signal_descriptor(process, thread.call, thread.call.as_int(3));
}

void given(Process& process, Thread& thread, int descriptor) {
  const std::optional<SignalSet> signals = process.memory.value<SignalSet>(thread.call[1]);
  if (!signals || !process.descriptors.add_socket(descriptor)) return;
  process.signal_descriptors.push_back({process.descriptors.find(descriptor)->inode, *signals});
}

}  // namespace

bool tell_descriptor(Process& process, const siginfo_t& information) {
  Sockets& sockets = process.machine.sockets;
  for (SignalDescriptor& each : process.signal_descriptors) {
    VirtualSocket* const socket = sockets.find(each.socket);
    if ((each.signals & only(information.si_signo)) == 0 || !sockets.is_open(*socket)) continue;
    if (keeps_one(each, *socket, information.si_signo)) return true;
    const signalfd_siginfo record = record_of(information);
    sockets.deliver(each.socket, {reinterpret_cast<const char*>(&record), sizeof record});
    each.sent.push_back(information.si_signo);
    return true;
  }
  return false;
}

std::span<const Handler> signal_descriptor_handlers() {
  static constexpr std::array rows{
      Handler{SYS_signalfd, "signalfd", signalfd, given},
      Handler{SYS_signalfd4, "signalfd4", signalfd4, given},
  };
  return rows;
}

}  // namespace whitewater::tools::virtual_time

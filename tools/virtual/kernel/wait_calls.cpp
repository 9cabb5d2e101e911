// Calls that wait for descriptors, and for nothing. What is ready now is told by the kernel itself: the native call
// returns at once. What is not ready waits before the call, with a virtual deadline, and is tried again. So does a call
// that must not block: its deadline is now, and it fails when the world has handed over what arrives until now. So a
// busy program finds what arrived meanwhile. See poll(2), select(2), epoll_wait(2).
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>
#include <vector>

#include "tools/virtual/kernel/cost_model.hpp"
#include "tools/virtual/kernel/handlers.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::uint64_t polled_max = 65'536;
constexpr unsigned bits_of_word = 64;

// A timeout; nothing: for ever.
using Timeout = std::optional<Duration>;

// Reads the list into the thread. False: it cannot be read. While the call waits, only another thread of the program
// could change the list: alone, the thread need not read it again.
bool read_polled(const Process& process, Thread& thread) {
  if (thread.polled_known && process.threads().size() == 1) return true;
  const Call& call = thread.call;
  if (call[1] > polled_max) return false;
  thread.polled.resize(call[1]);
  thread.polled_known = process.memory.read(call[0], thread.polled.data(), thread.polled.size() * sizeof(pollfd));
  return thread.polled_known;
}

// One of the three sets of select(2): its words.
std::vector<std::uint64_t> set_of(const Process& process, const Call& call, unsigned argument) {
  const auto count = static_cast<unsigned>(std::clamp(call.as_int(0), 0, FD_SETSIZE));
  std::vector<std::uint64_t> words((count + bits_of_word - 1) / bits_of_word);
  if (call[argument] == 0 || !process.memory.read(call[argument], words.data(), words.size() * sizeof(words[0])))
    return {};
  if (count % bits_of_word != 0) words.back() &= (std::uint64_t{1} << (count % bits_of_word)) - 1;
  return words;
}

bool ready(Process& process, int descriptor, short events) {
  const Descriptors::Entry* const entry = process.descriptors.find(descriptor);
  return entry == nullptr || Descriptors::ready(*entry, events);  // the kernel has an error for what is not open
}

bool poll_finds(Process& process, Thread& thread) {
  if (!read_polled(process, thread)) return true;
  return std::any_of(thread.polled.begin(), thread.polled.end(),
                     [&](const pollfd& each) { return each.fd >= 0 && ready(process, each.fd, each.events); });
}

bool select_finds(Process& process, const Call& call) {
  constexpr std::array<std::pair<unsigned, short>, 3> sets{{{1, POLLIN}, {2, POLLOUT}, {3, POLLPRI}}};
  for (const auto& [argument, events] : sets) {
    const std::vector<std::uint64_t> words = set_of(process, call, argument);
    for (unsigned i = 0; i < words.size() * bits_of_word; ++i)
      if ((words[i / bits_of_word] >> (i % bits_of_word) & 1) != 0 && ready(process, static_cast<int>(i), events))
        return true;
  }
  return false;
}

bool is_select(long number) {
  return number == SYS_select || number == SYS_pselect6;
}
bool writes(long number) {
  return number == SYS_write || number == SYS_writev || number == SYS_sendto || number == SYS_sendmsg;
}
bool receives(long number) {
  return number == SYS_read || number == SYS_readv || number == SYS_recvfrom || number == SYS_recvmsg ||
         number == SYS_recvmmsg;
}
// A socket is asked once, until the program may have changed its mind.
bool nonblocking(Process& process, int descriptor) {
  const Descriptors::Entry& entry = *process.descriptors.find(descriptor);
  VirtualSocket* const socket = process.descriptors.socket(descriptor);
  if (socket == nullptr) return entry.nonblocking();
  if (!socket->nonblocking) socket->nonblocking = entry.nonblocking();
  return *socket->nonblocking;
}
bool is_poll(long number) {
  return number == SYS_poll || number == SYS_ppoll;
}

// Nothing was found in time: the result is 0, and sets and results are empty.
Outcome nothing_found(Process& process, const Call& call) {
  bool written = true;
  if (is_poll(call.number)) {
    for (std::uint64_t i = 0; i < call[1]; ++i)
      written &= process.memory.put(call[0] + i * sizeof(pollfd) + offsetof(pollfd, revents), short{0});
  } else if (is_select(call.number)) {
    for (const unsigned argument : {1u, 2u, 3u}) {
      std::vector<std::uint64_t> words = set_of(process, call, argument);
      std::fill(words.begin(), words.end(), 0);
      written &= process.memory.write(call[argument], words.data(), words.size() * sizeof(words[0]));
    }
  }
  return Outcome::result(written ? 0 : -EFAULT);
}

Outcome wait_for_any(Process& process, Thread& thread, Timeout timeout) {
  if (finds_ready(process, thread)) {
    process.productive();
    thread.polls_idly = false;
    return Outcome::native();
  }
  if (!thread.deadline_set) {
    if (timeout == Duration{} && process.polls_without_end()) {
      thread.polls_idly = process.machine.polls = true;
      ++process.machine.idle_waits;
      timeout = cost::idle_wait;
    }
    thread.deadline = timeout ? process.now + *timeout : time_never;
    thread.deadline_set = true;
  }
  if (process.machine.heard_until < thread.deadline) {
    process.wait(thread, WaitsFor::descriptors);
    return Outcome::wait();
  }
  if (timeout == Duration{} || thread.polls_idly)
    process.idle();
  else
    process.productive();
  thread.polls_idly = false;
  return nothing_found(process, thread.call);
}

Timeout of_milliseconds(int count) {
  return count < 0 ? Timeout{} : milliseconds(count);
}

// timeout: the argument that points to a timespec.
Outcome wait_timespec(Process& process, Thread& thread, unsigned argument) {
  if (thread.call[argument] == 0) return wait_for_any(process, thread, std::nullopt);
  const Timeout timeout = timespec_at(process, thread.call[argument]);
  if (!timeout) return Outcome::result(-EFAULT);
  if (*timeout < Duration{}) return Outcome::result(-EINVAL);
  return wait_for_any(process, thread, timeout);
}

Outcome poll(Process& process, Thread& thread) {
  return wait_for_any(process, thread, of_milliseconds(thread.call.as_int(2)));
}
Outcome ppoll(Process& process, Thread& thread) {
  return wait_timespec(process, thread, 2);
}
Outcome pselect6(Process& process, Thread& thread) {
  return wait_timespec(process, thread, 4);
}
Outcome select(Process& process, Thread& thread) {
  if (thread.call[4] == 0) return wait_for_any(process, thread, std::nullopt);
  const Timeout timeout = timeval_at(process, thread.call[4]);
  return timeout ? wait_for_any(process, thread, timeout) : Outcome::result(-EFAULT);
}
Outcome epoll_wait(Process& process, Thread& thread) {
  return wait_for_any(process, thread, of_milliseconds(thread.call.as_int(3)));
}
Outcome epoll_pwait2(Process& process, Thread& thread) {
  return wait_timespec(process, thread, 3);
}

Outcome sched_yield(Process& process, Thread&) {
  process.idle();
  return {Outcome::Kind::yield, 0, {}, {}};
}

}  // namespace

bool finds_ready(Process& process, Thread& thread) {
  const Call& call = thread.call;
  if (receives(call.number)) {
    const VirtualSocket* const socket = process.descriptors.socket(call.as_int(0));
    if (socket != nullptr && !socket->connected()) return socket->holds();
  }
  process.machine.sockets.top_up();
  if (is_poll(call.number)) return poll_finds(process, thread);
  if (is_select(call.number)) return select_finds(process, call);
  if (writes(call.number)) return ready(process, call.as_int(0), POLLOUT);
  return ready(process, call.as_int(0), POLLIN);  // of an epoll, too: it is readable when it has events
}

std::optional<Outcome> unless_readable(Process& process, Thread& thread, bool dontwait) {
  const int descriptor = thread.call.as_int(0);
  if (finds_ready(process, thread)) {
    thread.polls_idly = false;
    return std::nullopt;
  }
  const bool at_once = dontwait || nonblocking(process, descriptor);
  if (!thread.deadline_set) {
    const VirtualSocket* const socket = process.descriptors.socket(descriptor);
    const bool limited = socket != nullptr && socket->receive_timeout > Duration{};
    thread.deadline = at_once ? process.now : limited ? process.now + socket->receive_timeout : time_never;
    if (at_once && process.polls_without_end()) {
      thread.polls_idly = process.machine.polls = true;
      ++process.machine.idle_waits;
      thread.deadline = process.now + cost::idle_wait;
    }
    thread.deadline_set = true;
  }
  if (process.machine.heard_until < thread.deadline) {
    process.wait(thread, WaitsFor::descriptors);
    return Outcome::wait();
  }
  thread.polls_idly = false;
  if (at_once) process.idle();
  return Outcome::result(-EAGAIN);
}

std::span<const Handler> wait_handlers() {
  static constexpr std::array rows{
      Handler{SYS_poll, "poll", poll},
      Handler{SYS_ppoll, "ppoll", ppoll},
      Handler{SYS_select, "select", select},
      Handler{SYS_pselect6, "pselect6", pselect6},
      Handler{SYS_epoll_wait, "epoll_wait", epoll_wait},
      Handler{SYS_epoll_pwait, "epoll_pwait", epoll_wait},
      Handler{SYS_epoll_pwait2, "epoll_pwait2", epoll_pwait2},
      Handler{SYS_sched_yield, "sched_yield", sched_yield},
  };
  return rows;
}

}  // namespace whitewater::tools::virtual_time

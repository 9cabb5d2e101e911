// See seccomp_unotify(2). A wait has to end for a notification, and for a stop of ptrace, which nothing but a signal
// tells: ChildSignal knows how. A limit of the wait would cost more than all the rest: a timer is set outside a virtual
// machine. The watchdog ends a wait that is too long.
#include "tools/virtual/trace/notify_tracer.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <utility>

#include "tools/virtual/trace/stops.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr long errors_max = 4095;

Call call_of(const seccomp_data& data) {
  Call call{data.nr, {}};
  std::copy(std::begin(data.args), std::end(data.args), call.arguments.begin());
  return call;
}

replica::Descriptor make(const NewDescriptor& wanted) {
  switch (wanted.kind) {
    case NewDescriptor::Kind::socket:
      return replica::Descriptor(
          socket(AF_UNIX, wanted.type | SOCK_CLOEXEC | (wanted.nonblocking ? SOCK_NONBLOCK : 0), 0));
    case NewDescriptor::Kind::event:
      return replica::Descriptor(eventfd(0, EFD_CLOEXEC | (wanted.nonblocking ? EFD_NONBLOCK : 0)));
    case NewDescriptor::Kind::file:
      break;
  }
  return replica::Descriptor(open(wanted.path.c_str(), O_RDONLY | O_CLOEXEC));
}

}  // namespace

NotifyTracer::NotifyTracer(replica::Descriptor listener, Watchdog& watchdog)
    : listener_(std::move(listener)), watchdog_(watchdog), waiter_(static_cast<pid_t>(syscall(SYS_gettid))) {}

Stop NotifyTracer::run(pid_t thread, int signal) {
  watchdog_.runs(thread, waiter_);
  const Stop stop = go_on(thread, signal) ? await(thread) : event(thread, true).value_or(Stop{});
  watchdog_.rests();
  return stop;
}

// False: it is dying.
bool NotifyTracer::go_on(pid_t thread, int signal) {
  Standing* const found = standing(thread);
  if (found == nullptr) return ptrace(PTRACE_CONT, thread, nullptr, static_cast<long>(signal)) == 0;
  seccomp_notif_resp answer = found->answer;
  std::swap(*found, standing_.back());
  standing_.pop_back();
  return ioctl(listener_.get(), SECCOMP_IOCTL_NOTIF_SEND, &answer) == 0;
}

Stop NotifyTracer::await(pid_t thread) {
  for (bool for_sure = false;;) {
    if (signal_.came() || for_sure)
      if (const std::optional<Stop> stop = event(thread, for_sure)) return *stop;
    seccomp_notif notification{};
    const long received = signal_.receive(listener_.get(), notification);
    if (received == 0) {
      if (const std::optional<Stop> stop = note(thread, notification)) return *stop;
    } else if (received == -EINTR) {
      signal_.came();
      if (const std::optional<Stop> stop = event(thread, false)) return *stop;
    } else {
      for_sure = all_dying();
    }
  }
}

// Nobody has the filter any more.
bool NotifyTracer::all_dying() const {
  pollfd one{listener_.get(), POLLIN, 0};
  return poll(&one, 1, 0) > 0 && (one.revents & POLLIN) == 0;
}

// Nothing: its thread has died.
std::optional<Stop> NotifyTracer::notification(pid_t thread) {
  seccomp_notif notification{};
  if (ioctl(listener_.get(), SECCOMP_IOCTL_NOTIF_RECV, &notification) != 0) return std::nullopt;
  return note(thread, notification);
}

// Nothing: it is another thread's.
std::optional<Stop> NotifyTracer::note(pid_t thread, const seccomp_notif& notification) {
  const auto caller = static_cast<pid_t>(notification.pid);
  seccomp_notif_resp answer{};
  answer.id = notification.id;
  answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
  standing_.push_back({caller, answer});
  if (caller != thread) return std::nullopt;
  return Stop{.kind = Stop::Kind::call, .call = call_of(notification.data)};
}

std::optional<Stop> NotifyTracer::event(pid_t thread, bool for_sure) {
  int status = 0;
  const pid_t got = waitpid(thread, &status, __WALL | (for_sure ? 0 : WNOHANG));
  if (got == 0 || (got < 0 && errno == EINTR)) return std::nullopt;
  return got == thread ? stop_of(thread, status, watchdog_) : Stop{};
}

NotifyTracer::Standing* NotifyTracer::standing(pid_t thread) {
  const auto found =
      std::find_if(standing_.begin(), standing_.end(), [&](const Standing& each) { return each.thread == thread; });
  return found == standing_.end() ? nullptr : &*found;
}

void NotifyTracer::answer(pid_t thread, long result) {
  Standing* const found = standing(thread);
  if (found == nullptr) return;
  const bool error = result < 0 && result >= -errors_max;
  found->answer.flags = 0;
  found->answer.error = error ? static_cast<int>(result) : 0;
  found->answer.val = error ? 0 : result;
}

long NotifyTracer::give(pid_t thread, const NewDescriptor& descriptor) {
  const Standing* const found = standing(thread);
  if (found == nullptr) return -EIO;
  const replica::Descriptor made = make(descriptor);
  seccomp_notif_addfd add{};
  add.id = found->answer.id;
  add.srcfd = static_cast<std::uint32_t>(made.get());
  add.newfd_flags = descriptor.close_on_exec || descriptor.kind == NewDescriptor::Kind::file ? O_CLOEXEC : 0;
  long result = -errno;
  if (made.valid()) {
    const int number = ioctl(listener_.get(), SECCOMP_IOCTL_NOTIF_ADDFD, &add);
    result = number < 0 ? -errno : number;
  }
  answer(thread, result);
  return result;
}

bool NotifyTracer::prepare(pid_t thread, const ProgramStart& start) {
  return prepare_program(thread, start, [this, thread] {
    pollfd one{listener_.get(), POLLIN, 0};
    constexpr int moment_ms = 5'000;
    int ready = 0;
    do ready = poll(&one, 1, moment_ms);
    while (ready < 0 && errno == EINTR);
    if (ready > 0 && notification(thread)) go_on(thread, 0);
  });
}

void NotifyTracer::interrupt(pid_t thread, bool restarts) {
  answer(thread, restarts ? restart_if_asked : restart_without_handler);
}

}  // namespace whitewater::tools::virtual_time

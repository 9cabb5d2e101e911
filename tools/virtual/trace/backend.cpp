// See seccomp(2). Waiting only for signals that kill needs Linux 5.19: without it a signal would end the wait of a
// thread that stands at a call, at a moment of real time.
#include "tools/virtual/trace/backend.hpp"

#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "tools/virtual/trace/notify_tracer.hpp"
#include "tools/virtual/trace/ptrace_tracer.hpp"
#include "tools/virtual/trace/trial.hpp"

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

namespace whitewater::tools::virtual_time {

namespace {

// The kernel writes structures of its own size: a later one may have larger ones than this source knows.
int try_sizes() {
  seccomp_notif_sizes sizes{};
  if (syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes) != 0) return errno;
  const bool known =
      sizes.seccomp_notif == sizeof(seccomp_notif) && sizes.seccomp_notif_resp == sizeof(seccomp_notif_resp);
  return known ? 0 : EOVERFLOW;
}

}  // namespace

int install_notifying_filter(const sock_fprog& filter) {
  constexpr unsigned long flags = SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV;
  return static_cast<int>(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &filter));
}

int try_notification() {
  if (const int wrong = try_sizes(); wrong != 0) return wrong;
  sock_filter allow{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW};
  const bool works = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && install_notifying_filter({1, &allow}) >= 0;
  return works ? 0 : errno;
}

bool notification_works() {
  return attempt(try_notification) == 0;
}

Backend best_backend() {
  static const Backend best = notification_works() ? Backend::notify : Backend::ptrace;
  return best;
}

std::unique_ptr<Tracer> make_tracer(Backend backend, replica::Descriptor listener, Watchdog& watchdog) {
  if (backend == Backend::notify) return std::make_unique<NotifyTracer>(std::move(listener), watchdog);
  return std::make_unique<PtraceTracer>(watchdog);
}

}  // namespace whitewater::tools::virtual_time

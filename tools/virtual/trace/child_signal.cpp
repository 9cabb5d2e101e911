// The handler may run in any thread, and calls only what a signal handler may. A sign that comes between the look for
// one and the wait would be slept through: so a thread that is interrupted there does not begin to wait.
#include "tools/virtual/trace/child_signal.hpp"

#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/ucontext.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>

// rdi: the sign; then the arguments of ioctl(2). The result is in rax. A signal that comes while the call waits finds
// the thread at the call, to begin it anew, or behind it.
asm(R"(
  .pushsection .text
  .globl whitewater_receive
  .hidden whitewater_receive
  .type whitewater_receive, @function
whitewater_receive:
    movq %rdi, %r8
    movl %esi, %edi
    movq %rdx, %rsi
    movq %rcx, %rdx
    movl $16, %eax
  .globl whitewater_receive_look
  .hidden whitewater_receive_look
whitewater_receive_look:
    cmpb $0, (%r8)
    jne whitewater_receive_not
    syscall
  .globl whitewater_receive_end
  .hidden whitewater_receive_end
whitewater_receive_end:
    ret
  .globl whitewater_receive_not
  .hidden whitewater_receive_not
whitewater_receive_not:
    movq $-4, %rax
    ret
  .size whitewater_receive, . - whitewater_receive
  .popsection
)");

extern "C" {
long whitewater_receive(const void* sign, int listener, unsigned long request, void* into);
extern const char whitewater_receive_look[];
extern const char whitewater_receive_end[];
extern const char whitewater_receive_not[];
}

namespace whitewater::tools::virtual_time {

namespace {

static_assert(SYS_ioctl == 16 && EINTR == 4);
static_assert(sizeof(std::atomic<bool>) == 1 && std::atomic<bool>::is_always_lock_free);

constexpr int places_max = 1024;
std::array<std::atomic<pid_t>, places_max> waiters;  // 0: nobody
std::array<std::atomic<bool>, places_max> signs;
std::atomic<int> places_used;

int wake_up() {
  return SIGRTMAX - 2;
}

pid_t this_thread() {
  return static_cast<pid_t>(syscall(SYS_gettid));
}

void do_not_wait(void* context) {
  auto& at = static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_RIP];
  const auto place = reinterpret_cast<const char*>(at);
  if (place >= whitewater_receive_look && place < whitewater_receive_end)
    at = reinterpret_cast<greg_t>(whitewater_receive_not);
}

void woken(int, siginfo_t*, void* context) {
  do_not_wait(context);
}

void tell_all(int, siginfo_t*, void* context) {
  const int error = errno;
  const pid_t self = this_thread(), process = getpid();
  pid_t told = 0;
  for (int i = 0; i < places_used.load(std::memory_order_acquire); ++i) {
    const auto place = static_cast<std::size_t>(i);
    const pid_t waiter = waiters[place].load(std::memory_order_acquire);
    if (waiter == 0) continue;
    signs[place].store(true, std::memory_order_release);
    if (waiter == self || waiter == told) continue;
    syscall(SYS_tgkill, process, waiter, wake_up());
    told = waiter;
  }
  do_not_wait(context);
  errno = error;
}

// Whoever needs the signal has set a handler already: then stops are told late, by the watchdog.
void handle(int signal, void (*handler)(int, siginfo_t*, void*)) {
  struct sigaction current {};
  if (sigaction(signal, nullptr, &current) != 0 || current.sa_handler != SIG_DFL) return;
  current = {};
  current.sa_sigaction = handler;
  current.sa_flags = SA_RESTART | SA_SIGINFO;
  sigaction(signal, &current, nullptr);
}

sigset_t both() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigaddset(&set, wake_up());
  return set;
}

}  // namespace

ChildSignal::ChildSignal() {
  handle(wake_up(), woken);
  handle(SIGCHLD, tell_all);
  for (int i = 0; i < places_max && place_ < 0; ++i) {
    pid_t nobody = 0;
    if (!waiters[static_cast<std::size_t>(i)].compare_exchange_strong(nobody, this_thread())) continue;
    place_ = i;
    int used = places_used.load();
    while (used <= i && !places_used.compare_exchange_weak(used, i + 1)) {
    }
  }
  const sigset_t set = both();
  pthread_sigmask(SIG_UNBLOCK, &set, &before_);
}

ChildSignal::~ChildSignal() {
  if (place_ >= 0) waiters[static_cast<std::size_t>(place_)].store(0);
  sigset_t blocked;
  sigemptyset(&blocked);
  for (const int signal : {SIGCHLD, wake_up()})
    if (sigismember(&before_, signal) != 0) sigaddset(&blocked, signal);
  pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
}

bool ChildSignal::came() {
  if (place_ < 0) return true;
  std::atomic<bool>& sign = signs[static_cast<std::size_t>(place_)];
  return sign.load(std::memory_order_acquire) && sign.exchange(false, std::memory_order_acq_rel);
}

long ChildSignal::receive(int listener, seccomp_notif& notification) {
  static const std::atomic<bool> no_sign{false};
  const std::atomic<bool>& sign = place_ < 0 ? no_sign : signs[static_cast<std::size_t>(place_)];
  return whitewater_receive(&sign, listener, SECCOMP_IOCTL_NOTIF_RECV, &notification);
}

void ChildSignal::wake(pid_t thread) {
  for (int i = 0; i < places_used.load(std::memory_order_acquire); ++i)
    if (waiters[static_cast<std::size_t>(i)].load(std::memory_order_acquire) == thread)
      signs[static_cast<std::size_t>(i)].store(true, std::memory_order_release);
  syscall(SYS_tgkill, getpid(), thread, wake_up());
}

}  // namespace whitewater::tools::virtual_time

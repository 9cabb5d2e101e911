// Locks of files. The kernel would block a thread that asks for a lock which somebody else has, so such a thread asks
// again and again, in virtual time. See flock(2), fcntl_locking(2).
#include <fcntl.h>
#include <sys/file.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>

#include "tools/virtual/kernel/cost_model.hpp"
#include "tools/virtual/kernel/handlers.hpp"

namespace whitewater::tools::virtual_time {

namespace {

Outcome ask_again(Process& process, Thread& thread) {
  thread.deadline = process.now + cost::lock_wait;
  process.wait(thread, WaitsFor::time);
  return Outcome::wait();
}

// A lock of an open file is its duplicate's, too: the supervisor can take it for the program, without waiting.
Outcome lock_open_file(Process& process, Thread& thread, int taken) {
  if (taken != 0 && (errno == EWOULDBLOCK || errno == EACCES)) return ask_again(process, thread);
  const long result = taken == 0 ? 0 : -errno;
  process.productive();
  return Outcome::result(result);
}

Outcome flock(Process& process, Thread& thread) {
  const int operation = thread.call.as_int(1);
  const Descriptors::Entry* const entry = process.descriptors.find(thread.call.as_int(0));
  if (entry == nullptr || (operation & LOCK_NB) != 0 || operation == LOCK_UN) return Outcome::native();
  return lock_open_file(process, thread, ::flock(entry->duplicate.get(), operation | LOCK_NB));
}

}  // namespace

// A lock that belongs to a process can be asked about, and then be taken by the process alone. In between nothing of
// this run does anything.
Outcome lock_record(Process& process, Thread& thread) {
  const Descriptors::Entry* const entry = process.descriptors.find(thread.call.as_int(0));
  if (entry == nullptr) return Outcome::native();
  std::optional<struct flock> asked = process.memory.value<struct flock>(thread.call[2]);
  if (!asked) return Outcome::result(-EFAULT);
  if (thread.call.as_int(1) == F_OFD_SETLKW)
    return lock_open_file(process, thread, ::fcntl(entry->duplicate.get(), F_OFD_SETLK, &*asked));
  const short wanted = asked->l_type;
  asked->l_pid = 0;
  const bool told = asked->l_type != F_UNLCK && ::fcntl(entry->duplicate.get(), F_OFD_GETLK, &*asked) == 0;
  if (told && asked->l_type != F_UNLCK && asked->l_pid != process.id()) return ask_again(process, thread);
  // The kernel tells one lock of several: behind the process's own shared one another process may have one, too.
  if (told && asked->l_type == F_RDLCK && wanted == F_WRLCK)
    return Outcome::refuse("to make its shared lock of a file exclusive (F_SETLKW)");
  process.productive();
  return Outcome::native();
}

std::span<const Handler> lock_handlers() {
  static constexpr std::array rows{Handler{SYS_flock, "flock", flock}};
  return rows;
}

}  // namespace whitewater::tools::virtual_time

// Who and where a program is. See getuid(2), uname(2).
#include <sys/syscall.h>
#include <sys/utsname.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "tools/virtual/kernel/handlers.hpp"
#include "tools/virtual/kernel/machine_view.hpp"

namespace whitewater::tools::virtual_time {

namespace {

Outcome one_id(Process&, Thread&) {
  return Outcome::result(user);
}
Outcome three_ids(Process& process, Thread& thread) {
  for (const unsigned argument : {0u, 1u, 2u})
    if (!process.memory.put(thread.call[argument], user)) return Outcome::result(-EFAULT);
  return Outcome::result(0);
}
Outcome no_groups(Process&, Thread&) {
  return Outcome::result(0);
}

Outcome uname(Process& process, Thread& thread) {
  utsname seen{};
  std::strcpy(seen.sysname, "Linux");
  std::strcpy(seen.nodename, "localhost");
  std::strcpy(seen.release, "5.15.0");
  std::strcpy(seen.version, "#1 SMP");
  std::strcpy(seen.machine, "x86_64");
  return Outcome::result(process.memory.put(thread.call[0], seen) ? 0 : -EFAULT);
}

}  // namespace

std::span<const Handler> identity_handlers() {
  static constexpr std::array rows{
      Handler{SYS_getuid, "getuid", one_id},          Handler{SYS_geteuid, "geteuid", one_id},
      Handler{SYS_getgid, "getgid", one_id},          Handler{SYS_getegid, "getegid", one_id},
      Handler{SYS_getresuid, "getresuid", three_ids}, Handler{SYS_getresgid, "getresgid", three_ids},
      Handler{SYS_getgroups, "getgroups", no_groups}, Handler{SYS_uname, "uname", uname},
  };
  return rows;
}

}  // namespace whitewater::tools::virtual_time

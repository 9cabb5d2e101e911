// A core is claimed by a name in the abstract namespace of UNIX sockets: nobody else can bind it, and it is free again
// when its owner ends, however it ends.
#include "tools/virtual/trace/core_pin.hpp"

#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <string>
#include <utility>

namespace whitewater::tools::virtual_time {

namespace {

constexpr int places_max = 64;  // simulators on one core, evenly spread

// Not valid: somebody else has that place on the core.
replica::Descriptor claim(int core, int place) {
  replica::Descriptor made(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const std::string name = "whitewater-core-" + std::to_string(core) + "-" + std::to_string(place);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path + 1, name.data(), name.size());
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  if (bind(made.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0) made.reset();
  return made;
}

}  // namespace

CorePin::CorePin() : thread_(static_cast<pid_t>(syscall(SYS_gettid))) {
  if (sched_getaffinity(thread_, sizeof before_, &before_) != 0 || CPU_COUNT(&before_) < 2) return;
  const int here = sched_getcpu();  // as good as any, if it has a place
  for (int place = 0; place < places_max && here >= 0 && core_ < 0; ++place)
    for (int i = 0; i < CPU_SETSIZE && core_ < 0; ++i) {
      const int core = (here + i) % CPU_SETSIZE;
      if (!CPU_ISSET(static_cast<unsigned>(core), &before_)) continue;
      claim_ = claim(core, place);
      if (!claim_.valid()) continue;
      core_ = core;
      place_ = place;
    }
  if (core_ < 0) return;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(static_cast<unsigned>(core_), &one);
  if (sched_setaffinity(thread_, sizeof one, &one) != 0) core_ = -1;
}

CorePin::~CorePin() {
  if (core_ >= 0) sched_setaffinity(thread_, sizeof before_, &before_);
}

}  // namespace whitewater::tools::virtual_time

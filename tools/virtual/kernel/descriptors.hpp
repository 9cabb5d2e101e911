// Descriptors: the supervisor's duplicates of a process's open descriptors, and which of them are timers. A timerfd is
// an eventfd that is written at the virtual deadline.
#pragma once

#include <sys/types.h>

#include <map>
#include <memory>

#include "replica/posix/descriptor.hpp"
#include "tools/virtual/kernel/interval_timer.hpp"
#include "tools/virtual/kernel/sockets.hpp"

namespace whitewater::tools::virtual_time {

struct VirtualTimer : IntervalTimer {
  replica::Descriptor event;
};

class Descriptors {
 public:
  struct Entry {
    replica::Descriptor duplicate;
    ino_t inode = 0;
    bool file = false;  // regular, a folder or a device: never waits
    bool socket = false;
    bool pipe = false;

    bool nonblocking() const;  // O_NONBLOCK
  };

  // process: alive. sockets: outlive this.
  Descriptors(pid_t process, Sockets& sockets);

  // Null: the process has no such descriptor.
  Entry* find(int number);
  // A descriptor is closed, or becomes another one.
  void forget(int number);
  void forget_range(unsigned first, unsigned last);
  // The process runs another program now: what was not inherited is closed.
  void replaced();
  // The process has what that one has, as after fork(2).
  void inherit(const Descriptors& other) { timers_ = other.timers_; }
  void close_all();

  // The descriptor was just given to the process. False: it cannot be used.
  bool add_socket(int number);
  bool add_timer(int number, int clock);
  VirtualSocket* socket(int number);
  VirtualTimer* timer(int number);

  // Whether poll(2) finds one of the events, on the duplicate, now.
  static bool ready(const Entry& entry, short events);

  // Processes may share a timer.
  const std::map<int, std::shared_ptr<VirtualTimer>>& timers() const { return timers_; }

 private:
  replica::Descriptor process_;
  Sockets& sockets_;
  std::map<int, Entry> entries_;
  std::map<int, std::shared_ptr<VirtualTimer>> timers_;
};

}  // namespace whitewater::tools::virtual_time

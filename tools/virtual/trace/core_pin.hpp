// CorePin: keeps a thread, and the processes that it starts meanwhile, on one core. Handing a call over costs four
// times as much between two cores. Another simulator on this machine takes another core, as long as there is one.
#pragma once

#include <sched.h>
#include <sys/types.h>

#include "replica/posix/descriptor.hpp"

namespace whitewater::tools::virtual_time {

class CorePin {
 public:
  // Of the calling thread. Where the kernel refuses, nothing happens.
  CorePin();
  // Gives the thread the cores back that it might use before.
  ~CorePin();
  CorePin(const CorePin&) = delete;
  CorePin& operator=(const CorePin&) = delete;

  int core() const { return core_; }    // -1: any
  int place() const { return place_; }  // 0: it has the core for itself; else so many others were there first

 private:
  pid_t thread_;
  cpu_set_t before_{};
  replica::Descriptor claim_;
  int core_ = -1;
  int place_ = 0;
};

}  // namespace whitewater::tools::virtual_time

// ProcessGuard: a small process that waits for the driver's end. If the driver is killed without a chance to clean up,
// the guard kills the process groups that it was told of.
#pragma once

#include <sys/types.h>

#include <optional>

#include "core/base/error.hpp"
#include "replica/posix/descriptor.hpp"

namespace whitewater::tools::real {

class ProcessGuard {
 public:
  ProcessGuard() = default;
  ProcessGuard(const ProcessGuard&) = delete;
  ProcessGuard& operator=(const ProcessGuard&) = delete;
  ~ProcessGuard();  // precondition: all these groups have ended

  std::optional<Error> start();
  void entrust(pid_t group);
  // The group has ended: its number may be somebody else's soon.
  void release(pid_t group) { write_word(-group); }

 private:
  void write_word(pid_t word);

  replica::Descriptor pipe_;
  pid_t pid_ = 0;
};

}  // namespace whitewater::tools::real

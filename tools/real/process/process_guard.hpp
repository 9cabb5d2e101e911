// ProcessGuard: a small process beside the driver that does nothing but wait for the driver's end. Should the driver be
// killed in a way that it cannot notice, the guard kills the process groups that were entrusted to it.
#pragma once

#include <sys/types.h>

#include <optional>

#include "core/base/error.hpp"
#include "tools/real/process/file_descriptor.hpp"

namespace whitewater::tools::real {

class ProcessGuard {
 public:
  ProcessGuard() = default;
  ProcessGuard(const ProcessGuard&) = delete;
  ProcessGuard& operator=(const ProcessGuard&) = delete;
  ~ProcessGuard();  // everything entrusted to it has ended by then

  std::optional<Error> start();
  void entrust(pid_t group);

 private:
  FileDescriptor pipe_;
  pid_t pid_ = 0;
};

}  // namespace whitewater::tools::real

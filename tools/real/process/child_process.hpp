// ChildProcess: one replica as a process, in a process group of its own. The kernel kills it when the thread
// that started it ends. When the process has ended, the rest of its group is killed. Knows nothing of
// replicas.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "replica/posix/descriptor.hpp"

namespace whitewater::tools::real {

struct Command {
  std::string program;  // a path
  std::vector<std::string> arguments;
  std::string folder;                    // the working directory; empty: that of this process
  std::vector<std::string> environment;  // NAME=VALUE, in addition to the environment of this process
};

struct ExitStatus {
  int code = 0;    // valid if signal is 0
  int signal = 0;  // the signal that ended it; 0: none

  // "exited with status 3", "was ended by signal 11 (Segmentation fault)".
  std::string words() const;
  friend bool operator==(const ExitStatus&, const ExitStatus&) = default;
};

class ChildProcess {
 public:
  // out and err become its standard output and error; its standard input is empty. An Error if it could not be
  // executed.
  static Result<ChildProcess> start(const Command& command, int out, int err);

  ChildProcess() = default;
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  ~ChildProcess();  // kills the group and waits

  pid_t pid() const { return pid_; }
  bool running() const { return pid_ > 0 && !status_; }
  void signal_group(int signal) const;
  // How the process ended, or nothing while it runs. After its end, kills the rest of its group.
  const std::optional<ExitStatus>& poll();
  // The processor time of the ended process, and of the children that it waited for.
  Duration cpu() const { return cpu_; }
  // Readable once the process has ended; -1: the system has no such descriptor.
  int end_descriptor() const { return end_.get(); }

 private:
  explicit ChildProcess(pid_t pid);
  void end();

  pid_t pid_ = 0;
  replica::Descriptor end_;
  std::optional<ExitStatus> status_;
  Duration cpu_;
};

}  // namespace whitewater::tools::real

// ChildProcess: one replica as a process in a process group of its own. It cannot outlive the thread that started
// it (the kernel kills it then), and whatever it leaves behind in its group is killed when it has ended.
// Knows nothing of replicas.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "core/base/error.hpp"

namespace whitewater::tools::real {

struct Command {
  std::string program;  // a path
  std::vector<std::string> arguments;
  std::string folder;                    // to start in; empty: where this process is
  std::vector<std::string> environment;  // NAME=VALUE, added to this process's
};

struct ExitStatus {
  int code = 0;    // meaningful when there is no signal
  int signal = 0;  // that ended it; 0: none

  // "exited with status 3", "was ended by signal 11 (Segmentation fault)".
  std::string words() const;
  friend bool operator==(const ExitStatus&, const ExitStatus&) = default;
};

class ChildProcess {
 public:
  // out and err become its standard output and error; it reads nothing. An Error when it could not be executed.
  static Result<ChildProcess> start(const Command& command, int out, int err);

  ChildProcess() = default;
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  ~ChildProcess();  // kills the group and waits

  pid_t pid() const { return pid_; }
  bool running() const { return pid_ > 0 && !status_; }
  void signal_group(int signal) const;
  // How it ended, once it has; kills what is left of its group then.
  const std::optional<ExitStatus>& poll();

 private:
  explicit ChildProcess(pid_t pid) : pid_(pid) {}
  void end();

  pid_t pid_ = 0;
  std::optional<ExitStatus> status_;
};

}  // namespace whitewater::tools::real

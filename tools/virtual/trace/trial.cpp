// A signal may interrupt the wait for the child.
#include "tools/virtual/trace/trial.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace whitewater::tools::virtual_time {

int attempt(int (*probe)()) {
  const pid_t child = fork();
  if (child < 0) return errno;
  if (child == 0) _exit(probe());
  int status = 0;
  pid_t ended = 0;
  do {
    ended = waitpid(child, &status, 0);
  } while (ended < 0 && errno == EINTR);
  return ended == child && WIFEXITED(status) ? WEXITSTATUS(status) : did_not_end;
}

}  // namespace whitewater::tools::virtual_time

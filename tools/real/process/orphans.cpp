// Finds children in /proc. On a kernel without that list, it finds none.
#include "tools/real/process/orphans.hpp"

#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

namespace whitewater::tools::real {

namespace {

std::vector<pid_t> children() {
  std::vector<pid_t> pids;
  std::error_code error;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", error)) {
    std::ifstream list(task.path() / "children");
    for (pid_t pid; list >> pid;) pids.push_back(pid);
  }
  return pids;
}

bool has_variable(pid_t pid, const std::string& variable) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/environ", std::ios::binary);
  for (std::string entry; std::getline(file, entry, '\0');)
    if (entry == variable) return true;
  return false;
}

}  // namespace

void adopt_orphans() {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
}

void kill_orphans(const std::string& variable) {
  // When a process is killed, its own children become ours: repeat until there are none.
  for (int round = 0; round < 100; ++round) {
    bool found = false;
    for (const pid_t pid : children()) {
      if (!has_variable(pid, variable)) continue;
      found = true;
      kill(pid, SIGKILL);
      waitpid(pid, nullptr, 0);
    }
    if (!found) return;
  }
}

}  // namespace whitewater::tools::real

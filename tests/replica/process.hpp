// A program under test as a child process, and a folder of its own for it to run in.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"

namespace whitewater::replica::test {

// Removed with everything in it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  std::string text(const std::string& name) const;

 private:
  std::string path_;
};

class Process {
 public:
  // Standard output and error go to files <name>.out and <name>.err in the folder. environment: "NAME=value".
  Process(const Folder& folder, const std::string& name, const std::vector<std::string>& command,
          const std::vector<std::string>& environment = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  void signal(int number) const;
  bool running();
  // Waits at most so long; the exit status, or 128 + the signal's number. Nothing: it still runs.
  std::optional<int> wait(Duration limit);
  // Resident memory, in KiB.
  long resident_kib() const;
  // Processor time used so far.
  Duration processor_time() const;

 private:
  pid_t pid_ = -1;
  std::optional<int> status_;
};

Time now();
void sleep_for(Duration duration);

}  // namespace whitewater::replica::test

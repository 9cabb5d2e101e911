// fork, exec, waitpid, /proc.
#include "tests/replica/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "replica/posix/clock.hpp"

namespace whitewater::replica::test {

namespace {

void redirect(const std::string& path, int descriptor) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0 || dup2(file, descriptor) < 0) _exit(127);
}

}  // namespace

Folder::Folder() {
  path_ = (std::filesystem::temp_directory_path() / "whitewater-replica-XXXXXX").string();
  if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no temporary folder");
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Folder::text(const std::string& name) const {
  std::ifstream in(file(name), std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

Process::Process(const Folder& folder, const std::string& name, const std::vector<std::string>& command,
                 const std::vector<std::string>& environment) {
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  const std::string out = folder.file(name + ".out");
  const std::string err = folder.file(name + ".err");
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("no process");
  if (pid_ > 0) return;
  if (chdir(folder.path().c_str()) != 0) _exit(127);
  redirect(out, STDOUT_FILENO);
  redirect(err, STDERR_FILENO);
  for (const std::string& variable : environment) putenv(const_cast<char*>(variable.c_str()));
  execv(words[0], words.data());
  _exit(127);
}

Process::~Process() {
  if (!running()) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void Process::signal(int number) const {
  kill(pid_, number);
}

bool Process::running() {
  return !wait(Duration{});
}

std::optional<int> Process::wait(Duration limit) {
  const Time end = now() + limit;
  while (!status_) {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_)
      status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    else if (now() >= end)
      break;
    else
      sleep_for(microseconds(200));
  }
  return status_;
}

long Process::resident_kib() const {
  std::ifstream statm("/proc/" + std::to_string(pid_) + "/statm");
  long total = 0;
  long resident = 0;
  statm >> total >> resident;
  return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

Duration Process::processor_time() const {
  clockid_t clock{};
  timespec used{};
  if (clock_getcpuclockid(pid_, &clock) != 0 || clock_gettime(clock, &used) != 0) return {};
  return Duration{std::int64_t{used.tv_sec} * 1'000'000'000 + used.tv_nsec};
}

Time now() {
  return monotonic_now();
}

void sleep_for(Duration duration) {
  const timespec time{duration.ns / 1'000'000'000, duration.ns % 1'000'000'000};
  nanosleep(&time, nullptr);
}

}  // namespace whitewater::replica::test

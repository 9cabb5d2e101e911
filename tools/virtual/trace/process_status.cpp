// See proc(5) for the lines of /proc/PID/status.
#include "tools/virtual/trace/process_status.hpp"

#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include "core/text/concat.hpp"
#include "replica/posix/descriptor.hpp"

namespace whitewater::tools::virtual_time {

namespace {

std::string status_of(pid_t thread) {
  const replica::Descriptor file(open(proc_path(thread, "status").c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 4096> bytes;
  const ssize_t size = read(file.get(), bytes.data(), bytes.size());
  return size < 0 ? std::string() : std::string(bytes.data(), static_cast<std::size_t>(size));
}

std::string_view line_of(std::string_view status, std::string_view name) {
  std::size_t begin = status.find(name);
  if (begin == std::string_view::npos) return {};
  begin += name.size();
  return status.substr(begin, status.find('\n', begin) - begin);
}

SignalSet set_of(std::string_view status, std::string_view name) {
  const std::string_view line = line_of(status, name);
  SignalSet set = 0;
  std::from_chars(line.data(), line.data() + line.size(), set, 16);
  return set;
}

// One number for each namespace; the innermost is the last.
pid_t innermost(std::string_view numbers) {
  const std::string_view last = numbers.substr(numbers.rfind('\t') + 1);
  pid_t number = 0;
  std::from_chars(last.data(), last.data() + last.size(), number);
  return number;
}

}  // namespace

std::string proc_path(pid_t process, std::string_view name) {
  return concat({"/proc/", std::to_string(process), "/", name});
}

std::optional<SignalSets> signal_sets(pid_t thread) {
  const std::string status = status_of(thread);
  if (status.empty()) return std::nullopt;
  SignalSets sets;
  sets.blocked = set_of(status, "\nSigBlk:\t");
  sets.pending = set_of(status, "\nSigPnd:\t");
  sets.shared_pending = set_of(status, "\nShdPnd:\t");
  sets.ignored = set_of(status, "\nSigIgn:\t");
  sets.caught = set_of(status, "\nSigCgt:\t");
  sets.number = innermost(line_of(status, "\nNSpid:\t"));
  return sets;
}

pid_t group_number(pid_t process) {
  const std::string status = status_of(process);
  return innermost(line_of(status, "\nNSpgid:\t"));
}

std::uint64_t most_memory(pid_t process) {
  const std::string status = status_of(process);
  std::string_view line = line_of(status, "\nVmHWM:\t");
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  std::uint64_t kibibytes = 0;
  std::from_chars(line.data(), line.data() + line.size(), kibibytes);
  return kibibytes << 10;
}

bool queue_signal(pid_t process, pid_t thread, const siginfo_t& information) {
  siginfo_t allowed = information;
  if (allowed.si_code >= 0 || allowed.si_code == SI_TKILL) allowed.si_code = SI_QUEUE;
  const long done = thread == 0 ? syscall(SYS_rt_sigqueueinfo, process, information.si_signo, &allowed)
                                : syscall(SYS_rt_tgsigqueueinfo, process, thread, information.si_signo, &allowed);
  return done == 0;
}

void show_signal(pid_t thread, const siginfo_t& information) {
  ptrace(PTRACE_SETSIGINFO, thread, nullptr, &information);
}

}  // namespace whitewater::tools::virtual_time

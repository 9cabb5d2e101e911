// What the doctor says where something is taken away: in a child process with a filter of its own, as in a container.
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tools/virtual/doctor/probes.hpp"

namespace whitewater::tools::virtual_time {
namespace {

// The call fails as if forbidden; flags: only with one of these bits in its second argument. 0: always.
void forbid(long number, std::uint32_t flags) {
  const auto call = static_cast<std::uint32_t>(number);
  std::vector<sock_filter> filter{
      {BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(seccomp_data, nr)},
      {BPF_JMP | BPF_JEQ | BPF_K, 0, 3, call},
      {BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(seccomp_data, args[1])},
      {BPF_JMP | BPF_JSET | BPF_K, 0, 1, flags},
      {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | EPERM},
      {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
  };
  if (flags == 0) filter[3] = {BPF_JMP | BPF_JA, 0, 0, 0};
  const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

// What a child prints that may not make the call.
std::string examined_without(long number, std::uint32_t flags, std::string (*print)(const Examination&)) {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  const pid_t child = fork();
  if (child == 0) {
    if (number >= 0) forbid(number, flags);
    const std::string text = print(examine());
    _exit(write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()) ? 0 : 1);
  }
  close(ends[1]);
  std::string text;
  std::array<char, 4096> piece;
  for (ssize_t got; (got = read(ends[0], piece.data(), piece.size())) > 0;)
    text.append(piece.data(), static_cast<std::size_t>(got));
  close(ends[0]);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WEXITSTATUS(status) == 0);
  return text;
}

bool says(const std::string& text, const std::string& part) {
  CAPTURE(text, part);
  return text.find(part) != std::string::npos;
}

TEST_CASE("Where programs can be traced, the doctor says so, and by which back end") {
  const Examination found = examine();
  REQUIRE(found.works());  // else no test of programs could run here
  REQUIRE((found.backend() == Backend::notify) == notification_works());
  REQUIRE(says(examination_text(found), "possible, with the back end "));
  REQUIRE(says(examination_json(found), "\"works\": true"));
}

TEST_CASE("Where tracing is forbidden, the doctor says what to do, and what runs all the same") {
  const std::string text = examined_without(SYS_ptrace, 0, examination_text);
  REQUIRE(says(text, "not possible"));
  REQUIRE(says(text, "no   tracing (ptrace): Operation not permitted"));
  REQUIRE(says(text, "--cap-add SYS_PTRACE"));
  REQUIRE(says(text, "`whitewater real`"));
  REQUIRE(says(text, "a filter of system calls, as containers have"));
  const std::string json = examined_without(SYS_ptrace, 0, examination_json);
  REQUIRE(says(json, "\"works\": false"));
  REQUIRE(says(json, "\"backend\": null"));
}

TEST_CASE("Where only notifications are forbidden, the slower back end is named") {
  const std::string text = examined_without(SYS_seccomp, SECCOMP_FILTER_FLAG_NEW_LISTENER, examination_text);
  REQUIRE(says(text, "possible, with the back end ptrace"));
  REQUIRE(says(text, "no   notifications of system calls"));
  REQUIRE(says(text, "so: the back end ptrace is used"));
  REQUIRE(says(text, "--security-opt seccomp=unconfined"));
}

TEST_CASE("Every need that is not met says what was found") {
  const Examination found = examine();
  REQUIRE(says(examined_without(SYS_pidfd_getfd, 0, examination_text), "not possible"));
  for (const Probe& probe : found.probes) {
    CAPTURE(probe.name, probe.found);
    REQUIRE(probe.works == probe.found.empty());
  }
}

}  // namespace
}  // namespace whitewater::tools::virtual_time

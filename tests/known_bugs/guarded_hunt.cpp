// The child counts its runs in memory that it shares with the parent, and writes what it found to a pipe.
#include "tests/known_bugs/guarded_hunt.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <new>
#include <string>
#include <utility>

#include "core/base/check.hpp"
#include "core/base/hash.hpp"

namespace whitewater::known_bugs {

namespace {

// Lives in memory that parent and child share.
struct Progress {
  std::atomic<std::uint64_t> runs{0};  // begun
  std::atomic<std::uint64_t> alarms{0};
};

class Shared {
 public:
  Shared() : at_(mmap(nullptr, sizeof(Progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {
    check(at_ != MAP_FAILED, "there is memory for two numbers");
    new (at_) Progress;
  }
  ~Shared() { munmap(at_, sizeof(Progress)); }
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;
  Progress& get() { return *static_cast<Progress*>(at_); }

 private:
  void* at_;
};

// Writes property and text, with a zero byte behind each, when something is caught. No run begins before the one before
// it was judged: what was caught is not lost to a run that crashes.
[[noreturn]] void hunt_in_child(HuntPlan plan, Mutation bug, std::uint64_t seed, Progress& progress, int pipe) {
  std::atomic<std::uint64_t> judged{0};
  const auto before = std::move(plan.before);
  plan.threads = 1;
  plan.before = [&](std::uint64_t number) {
    for (std::uint64_t seen = judged; seen < number; seen = judged) judged.wait(seen);
    ++progress.runs;
    before(number);
  };
  plan.told = [&](const Hunt& hunt) {
    progress.alarms = hunt.alarms;
    if (hunt.caught) {
      const std::string found = hunt.property + '\0' + hunt.text + '\0';
      _exit(write(pipe, found.data(), found.size()) == static_cast<ssize_t>(found.size()) ? 0 : 1);
    }
    judged = hunt.runs;
    judged.notify_one();
  };
  (void)hunt(plan, bug, seed);
  _exit(0);
}

// What the child wrote until it ended. It is ended when it makes no progress.
std::string read_all(int pipe, pid_t child, Progress& progress, std::chrono::milliseconds patience) {
  std::string all;
  std::array<char, 4096> bytes{};
  for (std::uint64_t seen = 0;;) {
    pollfd waiting{pipe, POLLIN, 0};
    if (poll(&waiting, 1, static_cast<int>(patience.count())) == 0) {
      if (progress.runs == seen) kill(child, SIGKILL);
      seen = progress.runs;
      continue;
    }
    const ssize_t count = read(pipe, bytes.data(), bytes.size());
    if (count <= 0) return all;
    all.append(bytes.data(), static_cast<std::size_t>(count));
  }
}

// One child, until it ends. Returns false if it did not end by itself.
bool hunt_until_it_ends(const HuntPlan& plan, Mutation bug, std::chrono::milliseconds patience, Hunt& hunt) {
  Shared shared;
  std::array<int, 2> pipe{};
  check(::pipe(pipe.data()) == 0, "there is a pipe");
  const pid_t child = fork();
  check(child >= 0, "there is room for a process");
  if (child == 0) {
    close(pipe[0]);
    HuntPlan rest = plan;
    rest.runs -= hunt.runs;
    // The first campaign is that of the seed.
    const std::uint64_t seed = hunt.crashes == 0 ? hunt.seed : hash_words(hunt.seed, hunt.crashes);
    hunt_in_child(std::move(rest), bug, seed, shared.get(), pipe[1]);
  }
  close(pipe[1]);
  const std::string found = read_all(pipe[0], child, shared.get(), patience);
  close(pipe[0]);
  int status = 0;
  waitpid(child, &status, 0);
  hunt.runs += shared.get().runs;
  hunt.alarms += shared.get().alarms;
  if (const std::size_t end = found.find('\0'); end != std::string::npos) {
    hunt.caught = true;
    hunt.property = found.substr(0, end);
    hunt.text = found.substr(end + 1, found.size() - end - 2);
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

Hunt guarded_hunt(const HuntPlan& plan, Mutation bug, std::uint64_t seed, std::chrono::milliseconds patience) {
  Hunt hunt;
  hunt.seed = seed;
  while (!hunt.caught && hunt.runs < plan.runs)
    if (!hunt_until_it_ends(plan, bug, patience, hunt)) ++hunt.crashes;
  return hunt;
}

}  // namespace whitewater::known_bugs

// What a tracer tells of threads, processes and signals.
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "replica/posix/descriptor.hpp"
#include "tests/catch.hpp"
#include "tools/virtual/trace/backend.hpp"
#include "tools/virtual/trace/clock_page.hpp"
#include "tools/virtual/trace/instruction_faults.hpp"
#include "tools/virtual/trace/launch.hpp"

namespace whitewater::tools::virtual_time {
namespace {

// Those that this machine has.
std::vector<Backend> backends() {
  if (!notification_works()) {
    WARN("SKIPPED: this machine has no user notification of seccomp, so only ptrace is tested");
    return {Backend::ptrace};
  }
  return {Backend::ptrace, Backend::notify};
}

// The program `family`, its own calls all native.
class Family {
 public:
  Family(Backend backend, const std::string& how)
      : output_(open("/dev/null", O_WRONLY | O_CLOEXEC)), watchdog_(seconds(5)) {
    auto launched = launch({WHITEWATER_VIRTUAL_FAMILY, {how}, {}, "/", output_.get(), backend});
    REQUIRE(launched.ok());
    first = launched.value().process;
    tracer_ = make_tracer(backend, std::move(launched.value().listener), watchdog_);
    REQUIRE(run_until(first, Stop::Kind::replaced).kind == Stop::Kind::replaced);
  }
  ~Family() {
    kill(first, SIGKILL);
    int status = 0;
    while (waitpid(-1, &status, __WALL) >= 0) {
    }
  }

  // Goes on until that kind of stop, or the end; signals on the way are delivered, and all clocks show 0.
  Stop run_until(pid_t thread, Stop::Kind kind) {
    Stop stop;
    do {
      if (stop.kind == Stop::Kind::fault) answer_clock(thread, Memory(thread), 0);
      stop = tracer_->run(thread, stop.kind == Stop::Kind::signal ? stop.signal : 0);
    } while (stop.kind != kind && stop.kind != Stop::Kind::exited);
    return stop;
  }
  int exit_status(pid_t thread) { return WEXITSTATUS(run_until(thread, Stop::Kind::exited).status); }
  Stop run_until_read() {
    Stop stop;
    do stop = run_until(first, Stop::Kind::call);
    while (stop.kind == Stop::Kind::call && (stop.call.number != SYS_read || stop.call[2] != 1));
    return stop;
  }
  Tracer& tracer() { return *tracer_; }

  pid_t first = 0;

 private:
  replica::Descriptor output_;
  Watchdog watchdog_;
  std::unique_ptr<Tracer> tracer_;
};

bool reads_clock(const Stop& stop) {
  const bool clock =
      stop.call.number == SYS_clock_gettime || stop.call.number == SYS_gettimeofday || stop.call.number == SYS_time;
  return stop.kind == Stop::Kind::call && clock;
}

// The stops of a program that reads clocks 102 times.
unsigned clock_stops(Family& family) {
  unsigned count = 0;
  for (Stop stop; stop.kind != Stop::Kind::call || stop.call.number != SYS_exit_group; count += reads_clock(stop))
    if (stop = family.run_until(family.first, Stop::Kind::call); stop.kind == Stop::Kind::exited) return 0;
  return count;
}

TEST_CASE("A program reads clocks without a stop, and each read is counted and costs its time") {
  const Backend backend = GENERATE(from_range(backends()));
  const std::filesystem::path folder = std::filesystem::temp_directory_path();
  const auto page = ClockPage::make((folder / ("whitewater-clock-" + std::to_string(getpid()))).string());
  REQUIRE(page != nullptr);
  ClockReads& reads = page->reads();
  reads.cost = 1'000;
  reads.until = std::int64_t{1} << 60;
  SECTION("all of them") {
    reads.in_a_row_max = 1'000;
    Family family(backend, "clock");
    REQUIRE_NOTHROW(family.tracer().prepare(family.first, {{1, 2}, page->path()}));
    REQUIRE(clock_stops(family) == 0);
    REQUIRE(family.exit_status(family.first) == 101);
    REQUIRE(reads.counts == std::array<std::uint64_t, 4>{2, 50, 50, 0});
    REQUIRE(reads.now == 102'000);
  }
  SECTION("as many in a row as it may") {
    reads.in_a_row_max = 30;
    Family family(backend, "clock");
    family.tracer().prepare(family.first, {{1, 2}, page->path()});
    REQUIRE(clock_stops(family) == 72);
  }
  SECTION("until the turn ends") {
    reads.in_a_row_max = 1'000;
    reads.until = 41'000;  // the read that gets there is a call
    Family family(backend, "clock");
    family.tracer().prepare(family.first, {{1, 2}, page->path()});
    REQUIRE(clock_stops(family) == 62);
  }
  SECTION("without the page all are stops") {
    Family family(backend, "clock");
    family.tracer().prepare(family.first, {{1, 2}, ""});
    REQUIRE(clock_stops(family) == 102);
  }
  std::filesystem::remove(page->path());
}

TEST_CASE("A tracer tells a new thread from a new process") {
  const Backend backend = GENERATE(from_range(backends()));
  Family threads(backend, "thread");
  const Stop thread = threads.run_until(threads.first, Stop::Kind::created);
  REQUIRE(thread.made == Stop::Child::thread);
  threads.run_until(thread.child, Stop::Kind::exited);
  REQUIRE(threads.exit_status(threads.first) == 3);
}

TEST_CASE("A process that a process made runs when it is told to, and is waited for") {
  const Backend backend = GENERATE(from_range(backends()));
  Family family(backend, "fork");
  const Stop made = family.run_until(family.first, Stop::Kind::created);
  REQUIRE(made.made == Stop::Child::process);
  REQUIRE(made.child != family.first);
  REQUIRE(family.exit_status(made.child) == 4);
  REQUIRE(family.exit_status(family.first) == 4);
}

TEST_CASE("A tracer sees that a child replaces its program") {
  const Backend backend = GENERATE(from_range(backends()));
  for (const char* how : {"exec", "vfork"}) {
    Family family(backend, how);
    const Stop made = family.run_until(family.first, Stop::Kind::created);
    REQUIRE(made.made == (how == std::string("vfork") ? Stop::Child::awaited_process : Stop::Child::process));
    REQUIRE(family.run_until(made.child, Stop::Kind::replaced).kind == Stop::Kind::replaced);
    REQUIRE(family.exit_status(made.child) == 5);
    REQUIRE(family.exit_status(family.first) == 5);
  }
}

// Sends a signal to the thread that stands at its read, and lets its handler run. Returns the stop behind.
Stop signalled(Family& family, bool restarts) {
  REQUIRE(syscall(SYS_tgkill, family.first, family.first, SIGALRM) == 0);
  family.tracer().interrupt(family.first, restarts);
  const Stop signal = family.tracer().run(family.first, 0);
  REQUIRE(signal.kind == Stop::Kind::signal);
  REQUIRE(signal.signal == SIGALRM);
  return family.tracer().run(family.first, SIGALRM);
}

TEST_CASE("A signal ends the wait of a thread") {
  const Backend backend = GENERATE(from_range(backends()));
  Family family(backend, "waits");
  REQUIRE(family.run_until_read().kind == Stop::Kind::call);
  REQUIRE(signalled(family, true).call.number == SYS_exit_group);
  REQUIRE(family.exit_status(family.first) == 7);
}

TEST_CASE("A call begins again when the handler of the signal says so, unless it is one that never does") {
  const Backend backend = GENERATE(from_range(backends()));
  Family family(backend, "waits-again");
  const Stop waits = family.run_until_read();
  REQUIRE(waits.kind == Stop::Kind::call);
  const Stop again = signalled(family, true);
  REQUIRE(again.kind == Stop::Kind::call);
  REQUIRE(again.call.number == SYS_read);
  REQUIRE(again.call.arguments == waits.call.arguments);
  REQUIRE(signalled(family, false).call.number == SYS_exit_group);
  REQUIRE(family.exit_status(family.first) == 2);  // it was handled twice
}

}  // namespace
}  // namespace whitewater::tools::virtual_time

// Dies in a run of a sweep, as it is told to: crash_main segv|abort|fpe|throw|overflow. Prints nothing itself.
#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "tools/runs/crash_report.hpp"
#include "tools/runs/ordered_workers.hpp"

using namespace whitewater::tools;

namespace {

// Deeper than any stack.
int recurse(volatile const char* above, int depth) {
  if (depth == 1'000'000'000) return 0;
  volatile char room[4096];
  room[0] = above == nullptr ? 0 : above[0];
  return recurse(room, depth + 1) + room[0];
}

void die(std::string_view how) {
  if (how == "segv") std::raise(SIGSEGV);
  if (how == "abort") std::abort();
  if (how == "fpe") std::raise(SIGFPE);
  if (how == "overflow") std::printf("%d\n", recurse(nullptr, 0));
  if (how == "throw") std::thread([] { throw std::runtime_error("nobody catches this"); }).join();
}

}  // namespace

int main(int count, char** words) {
  const std::string_view how = count == 2 ? words[1] : "";
  const CrashReport report("whitewater");
  OrderedWorkers<int> workers;
  OrderedWorkers<int>::Plan plan;
  plan.jobs = 8;
  plan.threads = 1;
  plan.make_worker = [how] {
    return [how, witness = std::make_shared<CrashWitness>()](std::uint64_t number) {
      witness->at("fragile-1", 40 + number);
      if (number == 2) die(how);
      return 0;
    };
  };
  plan.consume = [](std::uint64_t, int) {};
  plan.go_on = [] { return true; };
  workers.run(std::move(plan));
  return 0;
}

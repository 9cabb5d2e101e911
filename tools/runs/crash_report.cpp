// The table and the handler. What the handler calls is async-signal-safe: atomics without locks, write(2), raise.
#include "tools/runs/crash_report.hpp"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstring>

namespace whitewater::tools {

namespace {

struct Row {
  std::atomic<bool> taken{false};
  std::atomic<const char*> scenario{nullptr};  // null: between two runs
  std::atomic<std::uint64_t> seed{0};
};
static_assert(std::atomic<const char*>::is_always_lock_free && std::atomic<std::uint64_t>::is_always_lock_free);

std::array<Row, 64> rows;
std::atomic<const char*> name_of_program{"whitewater"};

constexpr std::array signals{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
constexpr std::size_t stack_bytes = std::size_t{64} << 10;

const char* name_of(int signal) {
  switch (signal) {
    case SIGSEGV:
      return "SIGSEGV";
    case SIGBUS:
      return "SIGBUS";
    case SIGFPE:
      return "SIGFPE";
    case SIGILL:
      return "SIGILL";
    default:
      return "SIGABRT";
  }
}

// Nothing can be done about a write that fails.
void say(const char* text) {
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text, std::strlen(text));
}

void say(std::uint64_t number) {
  std::array<char, 21> digits{};
  std::size_t at = digits.size() - 1;
  do {
    digits[--at] = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number > 0);
  say(digits.data() + at);
}

// SA_RESETHAND has put the default back: the signal that is raised takes effect when the handler returns.
void on_crash(int signal) {
  say("\n");
  say(name_of_program.load());
  say(": crashed (");
  say(name_of(signal));
  say(") while these runs were under way:\n");
  for (const Row& row : rows) {
    const char* const scenario = row.scenario.load();
    if (scenario == nullptr) continue;
    say("  ");
    say(scenario);
    say("  seed ");
    say(row.seed.load());
    say("\n");
  }
  raise(signal);
}

}  // namespace

CrashReport::CrashReport(const char* program) {
  name_of_program = program;
  struct sigaction action {};
  action.sa_handler = on_crash;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_ONSTACK);
  sigfillset(&action.sa_mask);
  for (const int signal : signals) sigaction(signal, &action, nullptr);
}

CrashReport::~CrashReport() {
  for (const int number : signals) signal(number, SIG_DFL);
}

CrashWitness::CrashWitness() : place_(rows.size()), stack_(stack_bytes) {
  for (std::size_t i = 0; i < rows.size() && place_ == rows.size(); ++i)
    if (!rows[i].taken.exchange(true)) place_ = i;
  stack_t stack{};
  stack.ss_sp = stack_.data();
  stack.ss_size = stack_.size();
  sigaltstack(&stack, nullptr);
}

CrashWitness::~CrashWitness() {
  stack_t none{};
  none.ss_flags = SS_DISABLE;
  sigaltstack(&none, nullptr);
  if (place_ == rows.size()) return;
  rows[place_].scenario = nullptr;
  rows[place_].taken = false;
}

void CrashWitness::at(const char* scenario, std::uint64_t seed) {
  if (place_ == rows.size()) return;
  rows[place_].scenario = nullptr;
  rows[place_].seed = seed;
  rows[place_].scenario = scenario;
}

}  // namespace whitewater::tools

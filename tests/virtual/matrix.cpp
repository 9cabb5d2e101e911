// Every program of the table in every scenario of the course, again and again and by each tracer: one seed must give
// one digest. Prints a line for each pair and, at the end, a table. Exit code 1: a pair had two digests, or a run that
// failed; 2: the command line is wrong.
#include <getopt.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "scenarios/experiment/runner.hpp"
#include "tests/virtual/course_runs.hpp"
#include "tests/virtual/fixture_programs.hpp"
#include "tools/virtual/host/program.hpp"

namespace whitewater::tools::virtual_time {
namespace {

using scenarios::RunReport;

struct Asked {
  std::set<std::string> programs, scenarios;  // empty: all
  unsigned repeats = 20, jobs = 1;
  std::uint64_t seed = 1;
};

// A program in a scenario.
struct Pair {
  const FixtureProgram* program;
  std::string scenario;
  unsigned runs = 0, failed = 0;
  double seconds = 0;
  std::map<std::uint64_t, unsigned> digests{};  // with how many runs had each
  std::set<std::string> remarks{};
};

class Matrix {
 public:
  explicit Matrix(Asked asked) : asked_(std::move(asked)) {
    for (const FixtureProgram& program : fixture_programs()) {
      if (!asked_.programs.empty() && asked_.programs.count(program.name) == 0) continue;
      if (!program.lacks.empty()) {
        std::printf("SKIPPED: %s: this machine has no %s\n", program.name.c_str(), program.lacks.c_str());
        continue;
      }
      for (const std::string& name : course_names())
        if (asked_.scenarios.empty() || asked_.scenarios.count(name) != 0) pairs_.push_back({&program, name});
    }
    if (!notification_works()) std::printf("SKIPPED: user notification of seccomp does not work here\n");
  }

  // True: every pair had one digest, and no run failed.
  bool run() {
    std::vector<std::thread> workers;
    for (unsigned i = 0; i < asked_.jobs; ++i) workers.emplace_back([this] { work(); });
    for (std::thread& worker : workers) worker.join();
    print_table();
    return !pairs_.empty() && std::all_of(pairs_.begin(), pairs_.end(), [](const Pair& each) { return good(each); });
  }

 private:
  static bool good(const Pair& pair) { return pair.digests.size() == 1 && pair.failed == 0; }

  void work() {
    scenarios::Runner runner;
    while (true) {
      const std::size_t next = next_++;
      if (next >= pairs_.size() * asked_.repeats) return;
      Pair& pair = pairs_[next / asked_.repeats];
      scenarios::Scenario scenario = course_scenario(pair.scenario, *pair.program);
      auto& tracer = scenario.system_options.get<Program>().tracer;
      const bool notify = next % 2 == 0 && notification_works();
      tracer = notify ? Program::Tracer::notify : Program::Tracer::ptrace;
      const auto begin = std::chrono::steady_clock::now();
      const RunReport report = runner.run(scenario, asked_.seed);
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
      note(pair, report, runner.digest(), took.count());
    }
  }
  void note(Pair& pair, const RunReport& report, std::uint64_t digest, double seconds) {
    const std::lock_guard lock(mutex_);
    ++pair.runs;
    pair.seconds += seconds;
    ++pair.digests[digest];
    if (report.outcome != RunReport::Outcome::pass) {
      ++pair.failed;
      pair.remarks.insert(report.reason);
      for (const auto& check : report.failed_checks) pair.remarks.insert(std::string(check));
    }
    if (pair.runs < asked_.repeats) return;
    ++finished_;
    std::printf("[%3zu/%zu] %-15s %-14s %3u runs, %zu digest%s, %u failed, %6.2f s each", finished_, pairs_.size(),
                pair.program->name.c_str(), pair.scenario.c_str(), pair.runs, pair.digests.size(),
                pair.digests.size() == 1 ? "" : "s", pair.failed, pair.seconds / pair.runs);
    for (const auto& [value, runs] : pair.digests) std::printf("  %016lx", value);
    for (const std::string& remark : pair.remarks) std::printf("  %s", remark.c_str());
    std::printf("\n");
    std::fflush(stdout);
  }
  void print_table() const {
    std::printf("\n%-15s %5s %6s %7s %7s %9s\n", "program", "pairs", "runs", "differ", "failed", "seconds");
    for (const FixtureProgram& program : fixture_programs()) {
      unsigned pairs = 0, runs = 0, differ = 0, failed = 0;
      double seconds = 0;
      for (const Pair& pair : pairs_) {
        if (pair.program != &program) continue;
        ++pairs;
        runs += pair.runs;
        differ += pair.digests.size() > 1;
        failed += pair.failed;
        seconds += pair.seconds;
      }
      if (pairs > 0)
        std::printf("%-15s %5u %6u %7u %7u %9.2f\n", program.name.c_str(), pairs, runs, differ, failed, seconds / runs);
    }
  }

  const Asked asked_;
  std::vector<Pair> pairs_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::size_t finished_ = 0;
};

std::set<std::string> words_of(const char* list) {
  std::set<std::string> words;
  std::istringstream text(list);
  for (std::string word; std::getline(text, word, ',');) words.insert(word);
  return words;
}
std::set<std::string> known_words(const char* list, const std::set<std::string>& known) {
  const std::set<std::string> words = words_of(list);
  for (const std::string& word : words) {
    if (known.count(word) != 0) continue;
    std::string all;
    for (const std::string& each : known) all += " " + each;
    std::fprintf(stderr, "virtual_matrix: expected names of%s, found \"%s\"\n", all.c_str(), word.c_str());
    std::exit(2);
  }
  return words;
}
unsigned number_of(const char* text) {
  char* end = nullptr;
  const unsigned long value = std::strtoul(text, &end, 10);
  if (*end == '\0' && value >= 1 && value <= 100'000) return static_cast<unsigned>(value);
  std::fprintf(stderr, "virtual_matrix: expected a number from 1 to 100000, found \"%s\"\n", text);
  std::exit(2);
}

Asked read_arguments(int count, char** words) {
  std::set<std::string> programs;
  for (const FixtureProgram& program : fixture_programs()) programs.insert(program.name);
  const std::vector<std::string> names = course_names();
  Asked asked;
  const option options[] = {{"programs", 1, nullptr, 'p'}, {"scenarios", 1, nullptr, 's'}, {"repeats", 1, nullptr, 'r'},
                            {"jobs", 1, nullptr, 'j'},     {"seed", 1, nullptr, 'e'},      {nullptr, 0, nullptr, 0}};
  for (int found; (found = getopt_long(count, words, "", options, nullptr)) != -1;) {
    if (found == 'p') asked.programs = known_words(optarg, programs);
    if (found == 's') asked.scenarios = known_words(optarg, {names.begin(), names.end()});
    if (found == 'r') asked.repeats = number_of(optarg);
    if (found == 'j') asked.jobs = number_of(optarg);
    if (found == 'e') asked.seed = number_of(optarg);
    if (found == '?') std::exit(2);
  }
  return asked;
}

}  // namespace
}  // namespace whitewater::tools::virtual_time

int main(int count, char** words) {
  using namespace whitewater::tools::virtual_time;
  try {
    return Matrix(read_arguments(count, words)).run() ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "virtual_matrix: %s\n", error.what());
    return 2;
  }
}

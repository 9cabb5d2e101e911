// Measures campaigns of the verb `fuzz`: what guidance brings, what a campaign costs beside its runs and on two
// threads, and whether its memory grows. Prints ratios of processor time, so other programs disturb little; judges none
// of them.
//   fuzz_bench guidance|cost|memory [SCALE]     SCALE: a part of the usual work, for a quick look; 1 unless given
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/check.hpp"
#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/search/needle.hpp"
#include "tools/runs/fuzz/fuzz_workers.hpp"

namespace whitewater::scenarios::fuzz {
namespace {

// Of all threads of this process.
double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double seconds_of(const std::function<void()>& work) {
  const double start = cpu_seconds();
  work();
  return cpu_seconds() - start;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

Frame frame_of(const Toolbox& toolbox, const std::string& text) {
  const Result<ReadScenario> read = read_scenario(text, "bench.json", toolbox);
  if (!read.ok()) std::fprintf(stderr, "%s\n", read.error().text().c_str());
  check(read.ok(), "the scenarios of the benchmark can be read");
  Result<Frame> frame = Frame::make(read.value().scenario, read.value().given, {});
  check(frame.ok(), "the scenarios of the benchmark can be fixed");
  return std::move(frame.value());
}

struct Subject {
  const char* name;
  Frame frame;
};
std::vector<Subject> subjects() {
  const Toolbox& standard = standard_toolbox();
  std::vector<Subject> all;
  all.push_back({"raft", Frame::make(base_scenario(standard), {}, {}).value()});
  all.push_back({"needle", Frame::make(base_scenario(needle::toolbox()), {}, {}).value()});
  return all;
}

Plan plan_of(std::uint64_t seed, bool guided = true) {
  Plan plan;
  plan.seed = seed;
  plan.guided = guided;
  return plan;
}

using Go = tools::FuzzWorkers::Go;

// Different words after so many seconds of processor time.
double words_in(const Frame& frame, bool guided, std::uint64_t seed, double budget) {
  Campaign campaign(frame, plan_of(seed, guided));
  const double start = cpu_seconds();
  tools::FuzzWorkers::Plan work;
  work.runs_max = ~std::uint64_t{0} >> 1;
  work.go_on = [&] { return cpu_seconds() - start < budget ? Go::on : Go::enough; };
  tools::FuzzWorkers(campaign, std::move(work)).run();
  return static_cast<double>(campaign.tally().words());
}

void guidance(double scale) {
  constexpr double budget = 12;  // seconds of a campaign
  constexpr std::uint64_t seeds = 5;
  for (const Subject& subject : subjects()) {
    std::vector<double> guided, unguided;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      guided.push_back(words_in(subject.frame, true, seed, budget * scale));
      unguided.push_back(words_in(subject.frame, false, seed, budget * scale));
      std::printf("%s  seed %d  words guided %.0f, unguided %.0f\n", subject.name, static_cast<int>(seed),
                  guided.back(), unguided.back());
    }
    std::printf("%s  guided / unguided, medians of %d  %.2f\n", subject.name, static_cast<int>(seeds),
                median(guided) / median(unguided));
  }
}

void campaign_on(const Frame& frame, unsigned threads, std::uint64_t seed, std::uint64_t runs) {
  Campaign campaign(frame, plan_of(seed));
  tools::FuzzWorkers::Plan work;
  work.runs_max = runs;
  work.threads = threads;
  tools::FuzzWorkers(campaign, std::move(work)).run();
}

// What a campaign would run, in the order of its runs.
std::vector<Draft> drafts_of(const Frame& frame, std::uint64_t seed, std::uint64_t runs) {
  Campaign campaign(frame, plan_of(seed));
  Watcher watcher(campaign.frame().facts(), nullptr);
  std::vector<Draft> drafts;
  for (std::uint64_t number = 0; number < runs; ++number) {
    drafts.push_back(campaign.round(number / round_size)->draft(number));
    (void)campaign.take(drafts.back(), watcher.run(drafts.back(), false));
  }
  return drafts;
}

void run_alone(const std::vector<Draft>& drafts) {
  Runner runner;
  for (const Draft& draft : drafts) {
    RunOptions options;
    options.wire = draft.wire;
    (void)runner.run(draft.scenario, draft.scenario.seed.value_or(1), options);
  }
}

void cost(double scale) {
  constexpr int rounds = 7;
  const auto runs = std::max<std::uint64_t>(64, static_cast<std::uint64_t>(2'048 * scale));
  const Frame frame = subjects().front().frame;
  std::vector<double> beside, threads;
  for (int round = 1; round <= rounds; ++round) {
    const auto seed = static_cast<std::uint64_t>(round);
    const std::vector<Draft> drafts = drafts_of(frame, seed, runs);
    const double alone = seconds_of([&] { run_alone(drafts); });
    const double one = seconds_of([&] { campaign_on(frame, 1, seed, runs); });
    const double two = seconds_of([&] { campaign_on(frame, 2, seed, runs); });
    beside.push_back(alone / one);
    threads.push_back(one / two);
    std::printf("round %d  runs alone %.3f s, fuzz -j1 %.3f s, fuzz -j2 %.3f s\n", round, alone, one, two);
  }
  std::printf("fuzz / run, runs in the same processor time, median of %d  %.3f\n", rounds, median(beside));
  std::printf("-j2 / -j1, runs in the same processor time, median of %d   %.3f\n", rounds, median(threads));
}

// Of this process, in MiB.
double resident() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t pages = 0;
  file >> pages >> pages;
  return static_cast<double>(pages) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
}

void memory(double scale) {
  // Small runs; all faults are drawn.
  const Frame raft = frame_of(standard_toolbox(), R"({"workload": "registers", "replicas": 3, "clients": 1, "keys": 2,
    "lifetime": "1s", "start_wait": "300ms", "think": "100ms", "heal": "1300ms"})");
  std::vector<Subject> all{{"raft, small", raft}, {"needle", subjects().back().frame}};
  for (const Subject& subject : all) {
    Campaign campaign(subject.frame, plan_of(1));
    tools::FuzzWorkers::Plan work;
    const auto runs = [&](double count) { return static_cast<std::uint64_t>(count * scale); };
    work.runs_max = runs(1'000'000);
    work.taken = [&](const auto&) {
      const std::uint64_t made = campaign.tally().runs;
      for (const double mark : {10'000.0, 100'000.0, 500'000.0, 1'000'000.0})
        if (made == runs(mark))
          std::printf("%s  %s runs  %.1f MiB  %s words\n", subject.name, grouped(made).c_str(), resident(),
                      grouped(campaign.tally().words()).c_str());
    };
    tools::FuzzWorkers(campaign, std::move(work)).run();
  }
}

}  // namespace
}  // namespace whitewater::scenarios::fuzz

int main(int argc, char** argv) {
  using namespace whitewater::scenarios::fuzz;
  const std::string_view part = argc > 1 ? argv[1] : "";
  const double scale = argc > 2 ? std::atof(argv[2]) : 1;
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  if (scale > 0 && part == "guidance") return guidance(scale), 0;
  if (scale > 0 && part == "cost") return cost(scale), 0;
  if (scale > 0 && part == "memory") return memory(scale), 0;
  std::fprintf(stderr, "fuzz_bench guidance|cost|memory [SCALE]\n");
  return 2;
}

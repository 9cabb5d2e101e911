// A failure of the workload's own rules alone shows no mistake: chance fails them too.
#include "tests/known_bugs/hunt.hpp"

#include <atomic>
#include <chrono>
#include <utility>

#include "core/base/check.hpp"
#include "scenarios/search/trial.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/known_bugs/planted.hpp"
#include "tools/bench/cpu_time.hpp"
#include "tools/runs/fuzz/fuzz_run.hpp"
#include "tools/runs/fuzz/fuzz_workers.hpp"

namespace whitewater::known_bugs {

namespace {

namespace fuzz = scenarios::fuzz;
using Clock = std::chrono::steady_clock;
using Go = tools::FuzzWorkers::Go;

Duration since(Clock::time_point start) {
  return Duration{std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count()};
}

bool fails_without_mistake(const scenarios::Failure& failure) {
  return scenarios::Trials(failure.wire).run(failure.scenario).report.violation.has_value();
}

// What the campaign found in its latest run.
void hear(Hunt& hunt, Mutation bug, const fuzz::Campaign::Taken& taken) {
  if (!taken.task || taken.task->failure.kind.shape.empty()) return;
  const scenarios::Failure& failure = taken.task->failure;
  if (bug != Mutation::none && fails_without_mistake(failure)) {
    ++hunt.alarms;
    return;
  }
  hunt.caught = true;
  hunt.property = failure.kind.property;
  hunt.text = failure.sentence;
}

}  // namespace

fuzz::Frame default_frame() {
  Result<fuzz::Frame> frame = fuzz::Frame::make(fuzz::base_scenario(scenarios::standard_toolbox()), {}, {});
  check(frame.ok(), "a frame that fixes nothing is possible");
  return std::move(frame.value());
}

Hunt hunt(const HuntPlan& plan, Mutation bug, std::uint64_t seed) {
  check(planted_mutation == Mutation::none, "the calling thread has planted nothing, so it can tell a false alarm");
  fuzz::Plan of_campaign;
  of_campaign.seed = seed;
  of_campaign.guided = plan.guided;
  fuzz::Campaign campaign(plan.frame, of_campaign);
  const Clock::time_point start = Clock::now();
  std::atomic<std::int64_t> cpu_ns{0};
  Hunt hunt;
  hunt.seed = seed;

  tools::FuzzWorkers::Plan work;
  work.runs_max = plan.runs;
  work.threads = plan.threads;
  work.enter = [&](const std::function<void(const tools::FuzzWorkers::Plan::At&)>& do_work) {
    const Planted planted(bug);
    const std::int64_t begin = tools::bench::cpu_time_ns();
    do_work(plan.before);
    cpu_ns += tools::bench::cpu_time_ns() - begin;
  };
  work.shrink = [](const auto& task, const auto& stop) { return tools::shrink_task(task, stop); };
  work.taken = [&](const fuzz::Campaign::Taken& taken) {
    if (hunt.caught) return;
    hunt.runs = campaign.tally().runs;
    hear(hunt, bug, taken);
    plan.told(hunt);
  };
  work.go_on = [&] { return hunt.caught || (plan.time && since(start).ns >= plan.time->ns) ? Go::stop : Go::on; };
  tools::FuzzWorkers(campaign, std::move(work)).run();
  hunt.time = since(start);
  hunt.cpu_ns = cpu_ns;
  return hunt;
}

}  // namespace whitewater::known_bugs

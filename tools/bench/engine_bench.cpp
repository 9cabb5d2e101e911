// Each chunk of work is timed between two chunks of the pump. The reported values are medians.
#include "tools/bench/engine_bench.hpp"

#include <algorithm>
#include <vector>

#include "core/base/random.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/systems/replica_options.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "scenarios/workloads/course_report.hpp"
#include "simnet/event_queue.hpp"
#include "tools/allocation_counter.hpp"
#include "tools/bench/cpu_time.hpp"
#include "tools/bench/reference_pump.hpp"

namespace whitewater::tools::bench {

namespace {

struct Sample {
  double ns = 0;
  std::uint64_t events = 0;
};

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

template <class Work>
Sample timed(const Work& work) {
  const std::int64_t before = cpu_time_ns();
  Sample sample;
  sample.events = work();
  sample.ns = static_cast<double>(cpu_time_ns() - before);
  return sample;
}

double ns_per_event(const Sample& sample) {
  return sample.ns / static_cast<double>(std::max<std::uint64_t>(1, sample.events));
}

Sample pump_chunk(ReferencePump& pump, std::uint64_t first_seed, unsigned seeds) {
  return timed([&] {
    std::uint64_t events = 0;
    for (unsigned i = 0; i < seeds; ++i) events += pump.run(first_seed + i).events;
    return events;
  });
}

Sample full_chunk(scenarios::Runner& runner, const scenarios::Scenario& scenario, std::uint64_t first_seed,
                  unsigned seeds, const scenarios::RunOptions& options) {
  return timed([&] {
    std::uint64_t events = 0;
    for (unsigned i = 0; i < seeds; ++i) events += runner.run(scenario, first_seed + i, options).events;
    return events;
  });
}

// The event queue alone in the hold model: pop the earliest event, push one with a random delay. The number of pending
// events is the workload's average.
Sample queue_chunk(std::uint64_t events) {
  constexpr unsigned pending = 16;
  simnet::EventQueue queue;
  std::uint64_t sequence = 0;
  for (unsigned i = 0; i < pending; ++i, ++sequence)
    queue.push(Time{} + uniform(mix(sequence), S37::delay_low, S37::delay_high), sequence, i);
  return timed([&] {
    for (std::uint64_t i = 0; i < events; ++i, ++sequence) {
      const auto top = queue.top();
      queue.pop();
      queue.push(top.time() + uniform(mix(sequence), S37::delay_low, S37::delay_high), sequence, top.slot());
    }
    return events;
  });
}

// Records how much has been allocated when the last event of a run is over. Later allocations belong to the report,
// which owns names and lists.
class AllocationObserver final : public simnet::Observer {
 public:
  void on_event(const simnet::EventRecord&) override { at_last_event_ = tools::allocations_so_far(); }
  std::uint64_t at_last_event() const { return at_last_event_; }

 private:
  std::uint64_t at_last_event_ = 0;
};

// The time of a run relative to the pump's: the median over a few chunks, for values that are reported but not gated.
double ratio_of(ReferencePump& pump, scenarios::Runner& runner, const scenarios::Scenario& scenario,
                const scenarios::RunOptions& options, unsigned seeds) {
  std::vector<double> ratios;
  for (unsigned chunk = 0; chunk < 9; ++chunk) {
    const std::uint64_t first = 1 + std::uint64_t{chunk} * seeds;
    const Sample before = pump_chunk(pump, first, seeds);
    const Sample full = full_chunk(runner, scenario, first, seeds, options);
    const Sample after = pump_chunk(pump, first, seeds);
    ratios.push_back((before.ns + after.ns) / 2 / full.ns);
  }
  return median(ratios);
}

void measure_beside(EngineBench& bench, ReferencePump& pump, scenarios::Runner& runner, unsigned seeds) {
  scenarios::RunOptions wire;
  wire.wire = true;
  bench.wire_ratio = ratio_of(pump, runner, s37(), wire, std::max(1u, seeds / 5));

  scenarios::Scenario thrifty = s37();
  replica_options(thrifty).replication = raft::ReplicationPolicy::thrifty;
  replica_options(thrifty).heartbeats = raft::HeartbeatPolicy::suppressed;
  replica_options(thrifty).timing.hedge_after = milliseconds(40);
  bench.thrifty_ratio = ratio_of(pump, runner, thrifty, {}, seeds);

  scenarios::Scenario drops = s37();
  drops.network.loss = Probability{100'000};
  bench.drops_ratio = ratio_of(pump, runner, drops, {}, seeds);

  scenarios::Runner large_runner;
  const scenarios::Scenario large = s37(50'000);
  (void)full_chunk(large_runner, large, 1, 1, {});
  std::vector<double> growth;
  for (unsigned i = 0; i < 5; ++i) {
    const Sample small = full_chunk(runner, s37(), 1, seeds, {});
    const Sample big = full_chunk(large_runner, large, 1, 1, {});
    growth.push_back(ns_per_event(big) / ns_per_event(small));
  }
  bench.large_to_small = median(growth);
}

void measure_counts(EngineBench& bench, ReferencePump& pump, scenarios::Runner& runner, unsigned seeds) {
  const scenarios::Scenario scenario = s37();
  double delivered = 0;
  double pumped = 0;
  bench.answered = exercise(scenario).requests;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    pumped += static_cast<double>(pump.run(seed).messages);
    const scenarios::RunReport report = runner.run(scenario, seed);
    delivered +=
        static_cast<double>(course_report(report).statistics.total_msgs - course_report(report).statistics.total_drops);
    const std::uint64_t open =
        course_report(report).statistics.unanswered_get + course_report(report).statistics.unanswered_put;
    bench.answered = std::min(bench.answered, exercise(scenario).requests - open);
  }
  bench.messages_to_pump = delivered / pumped;

  AllocationObserver observer;
  scenarios::RunOptions options;
  options.observers.push_back(&observer);
  const std::uint64_t events = runner.run(scenario, 1, options).events;
  const std::uint64_t before = tools::allocations_so_far();
  (void)runner.run(scenario, 1, options);
  bench.allocations_per_event =
      static_cast<double>(observer.at_last_event() - before) / static_cast<double>(std::max<std::uint64_t>(1, events));
}

}  // namespace

scenarios::Scenario s37(std::uint32_t requests) {
  scenarios::Scenario scenario = scenarios::standard_scenario();
  scenario.name = "S37";
  exercise(scenario).requests = requests;
  exercise(scenario).mix = Probability{0};
  exercise(scenario).max_packets = UINT64_MAX;
  const simnet::DelayModel hop{simnet::DelayModel::Kind::uniform, S37::delay_low, S37::delay_high, {}, {}, {}, {}};
  scenario.network.delay = hop;
  scenario.network.client_delay = hop;
  replica_options(scenario).timing = {};
  replica_options(scenario).timing.heartbeat_interval = S37::heartbeat;
  replica_options(scenario).timing.election_timeout_min = milliseconds(600);
  replica_options(scenario).timing.election_timeout_max = milliseconds(1200);
  replica_options(scenario).timing.retransmit_after = milliseconds(40);
  replica_options(scenario).timing.hedge_after = milliseconds(10);
  replica_options(scenario).replication = raft::ReplicationPolicy::broadcast;
  replica_options(scenario).reads = raft::ReadPolicy::read_index;
  replica_options(scenario).heartbeats = raft::HeartbeatPolicy::always;
  replica_options(scenario).redirect_freshness = milliseconds(400);
  return scenario;
}

EngineBench run_engine_bench(const EngineBenchOptions& options) {
  pin_to_current_core();
  EngineBench bench;
  ReferencePump pump;
  scenarios::Runner runner;
  const scenarios::Scenario scenario = s37();
  scenarios::RunOptions unchecked;
  unchecked.checks = false;

  std::vector<double> with_checks, without_checks, overheads, to_queue, queue_ns, pump_ns, full_ns, unchecked_ns,
      pump_runs;
  (void)pump_chunk(pump, 1, options.seeds);
  (void)full_chunk(runner, scenario, 1, options.seeds, {});
  for (unsigned chunk = 0; chunk < options.ratios; ++chunk) {
    const std::uint64_t first = 1 + std::uint64_t{chunk} * options.seeds;
    const Sample before = pump_chunk(pump, first, options.seeds);
    const Sample full = full_chunk(runner, scenario, first, options.seeds, {});
    const Sample between = pump_chunk(pump, first, options.seeds);
    const Sample plain = full_chunk(runner, scenario, first, options.seeds, unchecked);
    const Sample after = pump_chunk(pump, first, options.seeds);
    const Sample queue = queue_chunk(before.events);
    with_checks.push_back((before.ns + between.ns) / 2 / full.ns);
    without_checks.push_back((between.ns + after.ns) / 2 / plain.ns);
    overheads.push_back(full.ns / plain.ns - 1);
    to_queue.push_back(ns_per_event(after) / ns_per_event(queue));
    queue_ns.push_back(ns_per_event(queue));
    pump_ns.push_back(ns_per_event(after));
    full_ns.push_back(ns_per_event(full));
    unchecked_ns.push_back(ns_per_event(plain));
    pump_runs.push_back(after.ns / options.seeds);
    if (options.progress) options.progress(chunk + 1, options.ratios);
  }
  bench.ratio_to_pump = median(with_checks);
  bench.ratio_to_pump_unchecked = median(without_checks);
  bench.checks_overhead = median(overheads);
  bench.pump_to_queue = median(to_queue);
  bench.queue_ns_per_event = median(queue_ns);
  bench.pump_ns_per_event = median(pump_ns);
  bench.full_ns_per_event = median(full_ns);
  bench.unchecked_ns_per_event = median(unchecked_ns);
  bench.pump_runs_per_second = 1e9 / median(pump_runs);
  bench.runs_per_second = bench.pump_runs_per_second * bench.ratio_to_pump;
  measure_counts(bench, pump, runner, options.seeds);
  measure_beside(bench, pump, runner, options.seeds);
  return bench;
}

std::uint64_t run_engine_part(const std::string& part, unsigned runs) {
  std::uint64_t events = 0;
  if (part == "pump") {
    ReferencePump pump;
    for (unsigned i = 0; i < runs; ++i) events += pump.run(1 + i).events;
    return events;
  }
  scenarios::Runner runner;
  scenarios::RunOptions options;
  options.checks = part != "unchecked";
  for (unsigned i = 0; i < runs; ++i) events += runner.run(s37(), 1 + i, options).events;
  return events;
}

}  // namespace whitewater::tools::bench

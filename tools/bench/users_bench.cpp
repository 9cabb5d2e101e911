// Every run is timed in its four parts: an observer sees where the first event begins, and the runner says when the
// last event is over.
#include "tools/bench/users_bench.hpp"

#include <algorithm>
#include <cstdio>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/report/report_json.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/registers_options.hpp"
#include "tools/bench/cpu_time.hpp"

namespace whitewater::tools::bench {

namespace {

using scenarios::KindId;
using scenarios::ReplicaRole;
using scenarios::ReplicaSet;
using scenarios::Scenario;

// Reads the time at the first send of a run, which is one of the first events.
class FirstSend final : public simnet::Observer {
 public:
  void begin_run() { time_ = 0; }
  std::int64_t time() const { return time_; }

  Watches watches() const override { return {.sends = true, .events = false, .notes = false, .writes = false}; }
  void on_sends(const simnet::SendBatch&) override {
    if (time_ == 0) [[unlikely]]
      time_ = cpu_time_ns();
  }

 private:
  std::int64_t time_ = 0;
};

class UsersBench {
 public:
  template <class MakeScenario>
  UsersRow row(std::string name, unsigned runs, const MakeScenario& make) {
    UsersRow row;
    row.name = std::move(name);
    run(row, make, 1);  // warm-up
    row.parts = {};
    row.virtual_ns = 0;
    row.runs = 0;
    for (std::uint64_t seed = 1; seed <= runs; ++seed) run(row, make, seed);
    return row;
  }

 private:
  template <class MakeScenario>
  void run(UsersRow& row, const MakeScenario& make, std::uint64_t seed) {
    first_send_.begin_run();
    std::int64_t events_end = 0;
    scenarios::RunOptions options;
    options.observers.push_back(&first_send_);
    options.at_end = [&](Duration) { events_end = cpu_time_ns(); };

    const std::int64_t begin = cpu_time_ns();
    const Scenario& scenario = make(seed);
    const scenarios::RunReport report = runner_.run(scenario, seed, options);
    const std::int64_t judged = cpu_time_ns();
    bytes_ += scenarios::report_json(report).size();
    const std::int64_t end = cpu_time_ns();

    const std::int64_t events_begin = first_send_.time() == 0 ? events_end : first_send_.time();
    row.parts.set_up += events_begin - begin;
    row.parts.events += events_end - events_begin;
    row.parts.history += judged - events_end;
    row.parts.report += end - judged;
    row.virtual_ns += report.virtual_time.ns;
    ++row.runs;
  }

  scenarios::Runner runner_;
  FirstSend first_send_;
  std::uint64_t bytes_ = 0;
};

// 60 simulated seconds of 3 clients on 8 keys, one operation each at a time; the leader crashes and restarts, and the
// network is partitioned.
Scenario minute_of_faults(unsigned replicas) {
  const scenarios::Toolbox& toolbox = scenarios::standard_toolbox();
  Scenario scenario = make_scenario(toolbox, toolbox.systems[0], toolbox.workloads[1]);
  scenario.name = std::to_string(replicas) + " replicas, 60 s, faults";
  scenario.replicas = replicas;
  registers(scenario).lifetime = seconds(60);
  registers(scenario).end_wait = Duration{};
  const simnet::DelayModel hop{simnet::DelayModel::Kind::uniform, milliseconds(1), milliseconds(3), {}, {}, {}, {}};
  scenario.network.delay = hop;
  scenario.network.client_delay = hop;
  for (int round = 0; round < 5; ++round) {
    const Duration start = seconds(5 + 10 * round);
    const ReplicaSet leader = ReplicaSet::of(ReplicaRole::leader);
    scenario.faults.push_back(scenarios::node_fault(KindId::kill, start, leader));
    scenario.faults.push_back(scenarios::fault_ending(
        scenarios::node_fault(KindId::kill, start + seconds(2), ReplicaSet::of(ReplicaRole::dead))));
    scenario.faults.push_back(scenarios::node_fault(KindId::partition, start + seconds(4), leader));
    scenario.faults.push_back(
        scenarios::fault_ending(scenarios::node_fault(KindId::partition, start + seconds(6), {})));
  }
  return scenario;
}

double share(std::int64_t part, const RunParts& parts) {
  return 100 * static_cast<double>(part) / static_cast<double>(std::max<std::int64_t>(1, parts.sum()));
}

}  // namespace

double UsersRow::runs_per_second() const {
  return 1e9 * runs / static_cast<double>(std::max<std::int64_t>(1, parts.sum()));
}

double UsersRow::times_real() const {
  return static_cast<double>(virtual_ns) / static_cast<double>(std::max<std::int64_t>(1, parts.sum()));
}

std::vector<UsersRow> run_users_bench(const UsersBenchOptions& options) {
  pin_to_current_core();
  UsersBench bench;
  std::vector<UsersRow> rows;
  const std::size_t all = options.scenarios.size() + 3;
  const auto add = [&](UsersRow row) {
    rows.push_back(std::move(row));
    if (options.progress) options.progress(rows.size(), all);
  };
  for (const Scenario& scenario : options.scenarios)
    add(bench.row(scenario.name, options.runs, [&](std::uint64_t) -> const Scenario& { return scenario; }));
  Scenario drawn;
  add(bench.row("drawn scenarios", options.runs, [&](std::uint64_t seed) -> const Scenario& {
    drawn = scenarios::random_raft_scenario(seed);
    return drawn;
  }));
  for (const unsigned replicas : {3u, 5u}) {
    const Scenario scenario = minute_of_faults(replicas);
    add(bench.row(scenario.name, options.runs, [&](std::uint64_t) -> const Scenario& { return scenario; }));
  }
  return rows;
}

std::string users_bench_text(const std::vector<UsersRow>& rows) {
  std::string text =
      "Whole runs with all checks, one core, CPU time\n\n"
      "                                                              share of a run in %\n"
      "  scenario                        runs/s  x real time   set-up  events history report\n";
  for (const UsersRow& row : rows) {
    char buffer[200];
    std::snprintf(buffer, sizeof buffer, "  %-28s %9.0f %12.0f   %6.1f  %6.1f %7.1f %6.1f\n", row.name.c_str(),
                  row.runs_per_second(), row.times_real(), share(row.parts.set_up, row.parts),
                  share(row.parts.events, row.parts), share(row.parts.history, row.parts),
                  share(row.parts.report, row.parts));
    text += buffer;
  }
  return text;
}

std::string users_bench_json(const std::vector<UsersRow>& rows) {
  std::string text = "{\"schema\":\"whitewater.bench-users/1\",\"rows\":[";
  for (const UsersRow& row : rows) {
    char buffer[320];
    std::snprintf(
        buffer, sizeof buffer,
        "%s{\"scenario\":\"%s\",\"runs\":%u,\"runs_per_second\":%.6g,\"times_real\":%.6g,\"set_up_percent\":%.4g,"
        "\"events_percent\":%.4g,\"history_percent\":%.4g,\"report_percent\":%.4g}",
        &row == rows.data() ? "" : ",", row.name.c_str(), row.runs, row.runs_per_second(), row.times_real(),
        share(row.parts.set_up, row.parts), share(row.parts.events, row.parts), share(row.parts.history, row.parts),
        share(row.parts.report, row.parts));
    text += buffer;
  }
  return text + "]}\n";
}

}  // namespace whitewater::tools::bench

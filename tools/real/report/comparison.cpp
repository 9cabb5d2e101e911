// Medians over the runs, and the difference between virtual and real time.
#include "tools/real/report/comparison.hpp"

#include <array>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/systems/replica_options.hpp"
#include "scenarios/workloads/course_options.hpp"

namespace whitewater::tools::real {

namespace {

constexpr std::uint64_t virtual_seeds = 21;

struct Row {
  std::string_view figure;
  std::string_view label;
  bool seconds;
};

constexpr std::array<Row, 10> rows{{
    {"total_msgs", "messages between replicas", false},
    {"total_drops", "messages dropped", false},
    {"requests", "client requests", false},
    {"failures", "failures", false},
    {"duplicates", "duplicate answers", false},
    {"redirects", "redirects (and fails)", false},
    {"incorrect", "incorrect answers", false},
    {"median_latency", "median latency", true},
    {"ok_p50", "ok latency, median", true},
    {"ok_p99", "ok latency, p99", true},
}};

std::string value_text(const Row& row, std::uint64_t value) {
  return row.seconds ? microsecond_seconds(Duration{static_cast<std::int64_t>(value)}) + " s" : grouped(value);
}

// "+7 %" for counts of at least 100, otherwise "+2"; for latencies "x 1.3".
std::string difference(const Row& row, std::uint64_t simulated, std::uint64_t real) {
  if (row.seconds) {
    if (simulated == 0) return "";
    const std::uint64_t tenths = real * 10 / simulated;
    return "x " + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
  }
  const bool more = real >= simulated;
  const std::uint64_t gap = more ? real - simulated : simulated - real;
  const std::string sign = gap == 0 ? "" : more ? "+" : "-";
  return simulated >= 100 ? sign + std::to_string(gap * 100 / simulated) + " %" : sign + std::to_string(gap);
}

// Makes the simulated run comparable: the course's loop sends requests in groups (loop_wait), and the real replica
// reads and replicates such a group together.
scenarios::Scenario as_in_real_time(scenarios::Scenario scenario) {
  // No other system knows how to gather puts.
  if (scenario.system->name == "raft") replica_options(scenario).gather_puts = true;
  // What a real message takes without an added delay.
  if (scenario.network.delay.zero()) scenario.network.delay = scenarios::Network{}.delay;
  if (scenario.network.client_delay.zero())
    scenario.network.client_delay = {
        simnet::DelayModel::Kind::constant, microseconds(125), microseconds(125), {}, {}, {}, {}};
  return scenario;
}

}  // namespace

std::string comparison_text(const scenarios::Scenario& scenario, const scenarios::SweepSummary& real,
                            const TextStyle& style) {
  scenarios::SweepSummary simulated(scenario.name);
  scenarios::Runner runner;
  const scenarios::Scenario imitation = as_in_real_time(scenario);
  for (std::uint64_t seed = 1; seed <= virtual_seeds; ++seed) simulated.add(runner.run(imitation, seed));
  using Tone = TextStyle::Tone;
  std::string text =
      style.paint(Tone::strong, scenario.name + ": virtual and real time, medians of " +
                                    std::to_string(simulated.runs()) + " and " + std::to_string(real.runs()) +
                                    (real.runs() == 1 ? " run" : " runs")) +
      "\n";
  text += style.paint(Tone::faint, "  " + pad_right("", 28) + pad_left("virtual", 14) + pad_left("real", 14) +
                                       pad_left("real - virtual", 18)) +
          "\n";
  const auto row_text = [](std::string_view label, const std::string& a, const std::string& b, const std::string& c) {
    return "  " + pad_right(label, 28) + pad_left(a, 14) + pad_left(b, 14) + pad_left(c, 18) + "\n";
  };
  text += row_text("passed", percent_text(simulated.passed(), simulated.runs()),
                   percent_text(real.passed(), real.runs()), "");
  for (const Row& row : rows) {
    const std::uint64_t a = simulated.spread(row.figure).median;
    const std::uint64_t b = real.spread(row.figure).median;
    text += row_text(row.label, value_text(row, a), value_text(row, b), difference(row, a, b));
  }
  return text;
}

}  // namespace whitewater::tools::real

// RealReport: the outcome of one real run: the course's report, and what only the driver of processes knows. Plain
// data. real_report_text.hpp and real_report_json.hpp print it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/course/statistics.hpp"
#include "scenarios/report/report.hpp"
#include "tools/real/process/output_lines.hpp"
#include "tools/real/report/finding.hpp"
#include "tools/real/run/run_events.hpp"
#include "tools/real/transport/variant.hpp"

namespace whitewater::tools::real {

// The latencies of one kind of answers.
struct LatencySamples {
  std::uint64_t count = 0;
  course::LatencySummary summary;
};

// An event of the scenario, and its effect.
struct FaultReport {
  FaultSeen seen;
  std::uint64_t stopped = 0;        // for a partition: messages that it stopped
  std::uint64_t lost_requests = 0;  // for a kill: requests to the victim that were never answered
};

struct ReplicaReport {
  NodeId replica;
  std::string end;  // "killed by kill_leader", "exited with status 1 by itself", "alive at the end"
  bool by_itself = false;
  Time ended = time_never;  // time_never: the replica ran to the end
  std::uint64_t out_bytes = 0, err_bytes = 0;
  std::vector<OutputLines::Line> last_lines;  // if it ended by itself: the end of its standard error or output
};

struct RealReport {
  scenarios::RunReport run;  // digest and events are empty
  Variant variant = Variant::udp;
  bool compat = false;
  bool interrupted = false;
  std::string why_unknown;  // if the outcome is unknown: the reason in one sentence

  LatencySamples ok_gets, ok_puts, refusals;      // refusals: redirect and fail answers
  std::vector<std::vector<std::uint64_t>> links;  // number of messages, by sender and receiver
  std::uint64_t lost_by_drops = 0;
  std::uint64_t cut_by_partitions = 0;
  std::uint64_t sent_to_dead = 0;
  std::vector<FaultReport> faults;
  std::vector<ReplicaReport> replicas;
  std::vector<Finding> findings;
  std::vector<std::string> stories;  // the stories of requests that went wrong, as text
  std::vector<std::string> story_mids;
  std::uint64_t stories_untold = 0;  // the number of stories that were left out

  std::optional<Duration> bounce;  // the median; nothing if it was not measured
  Duration driver_cpu;             // CPU time of the driver's threads during the run
  Duration duration;               // real time from T0 to the end of the loop

  unsigned replica_count() const { return static_cast<unsigned>(links.size()); }
};

}  // namespace whitewater::tools::real

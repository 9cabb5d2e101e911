// RunCounters: counts messages by type and link, and the effect of each fault, during a run.
#pragma once

#include <map>
#include <span>
#include <string>

#include "core/course/request_record.hpp"
#include "scenarios/workloads/course_report.hpp"
#include "tools/real/report/real_report.hpp"

namespace whitewater::tools::real {

class RunCounters final : public RunWatcher {
 public:
  explicit RunCounters(unsigned replicas) : links_(replicas, std::vector<std::uint64_t>(replicas)) {}

  void on_message(const MessageSeen& seen) override;
  void on_request(const RequestSeen& seen) override;
  void on_fault(const FaultSeen& seen) override;
  void on_episode(const EpisodeSeen& seen) override;

  // requests: all requests of the run.
  void fill(RealReport& report, std::span<const course::RequestRecord> requests) const;
  // Messages between replicas, by name of type, ascending.
  std::vector<scenarios::MessageCount> messages_by_type() const;

 private:
  static constexpr std::size_t types_max = 200;  // a replica that invents types gets "(other types)" then

  std::vector<std::vector<std::uint64_t>> links_;
  std::map<std::string, std::uint64_t, std::less<>> types_;
  std::vector<FaultReport> faults_;
  std::vector<EpisodeReport> episodes_;
  std::uint64_t lost_ = 0, cut_ = 0, dead_ = 0;
};

// The nearest-rank percentiles of the samples.
LatencySamples summarize(std::vector<std::int64_t> samples);

}  // namespace whitewater::tools::real

// RegistersReport: the section of the workload registers in a report: operations, answers, latencies and messages, and
// the rules that the run kept or broke.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/report/report.hpp"
#include "scenarios/report/section.hpp"
#include "scenarios/workloads/message_counts.hpp"
#include "scenarios/workloads/registers_book.hpp"

namespace whitewater::scenarios {

class RegistersReport final : public ReportSection {
 public:
  // Nearest rank: the smallest latency such that so many percent of all are not larger.
  struct Latencies {
    Duration p50, p90, p99, max;
    friend bool operator==(const Latencies&, const Latencies&) = default;
  };

  Registers options;
  RegistersCounts counts;
  Latencies ok_latency;     // of operations, from their beginning to the ok
  client::Silence silence;  // the longest time without an ok
  std::uint64_t messages = 0;
  std::uint64_t drops = 0;    // lost, or stopped by a cut or a partition
  std::uint64_t leaders = 0;  // how often a message named another leader than the one before
  std::vector<MessageCount> messages_by_type;
  std::optional<std::uint64_t> cluster_states;  // different words of Cluster::coverage(); nothing: it has none

  bool fits() const { return counts.incorrect == 0; }
  bool accounted() const { return counts.unaccounted == 0; }
  // Compared as fractions.
  bool answered_enough() const;

  void add_statistics(std::string& text, const TextStyle& style) const override;
  void add_checks(std::string& text, const TextStyle& style) const override;
  void write_json(json::Writer& writer) const override;
  bool same_as(const ReportSection& other) const override;
};

RegistersReport::Latencies latencies_of(std::vector<std::int64_t> samples);

// Makes it the section of the report, and fills in what follows from it: failed_checks and figures.
void set_registers_report(RunReport& report, RegistersReport section);
// Of the report of a run of this workload.
const RegistersReport& registers_report(const RunReport& report);

}  // namespace whitewater::scenarios

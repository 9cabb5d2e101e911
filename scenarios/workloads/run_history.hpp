// RunHistory: the history of a run's clients, from the records of the judge, and whether it is linearizable. For runs
// in virtual and in real time. Keeps memory from run to run.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/check/linearizability/linearizability.hpp"
#include "core/course/course.hpp"
#include "scenarios/experiment/fault_log.hpp"
#include "scenarios/report/report.hpp"
#include "scenarios/report/reported_request.hpp"

namespace whitewater::scenarios {

class RunHistory {
 public:
  // Fills in report.linearizability, and report.violation if the history is not linearizable. A put that was answered
  // redirect or fail may still take effect, so it stays open. more: gets of one client that the course does not know.
  void judge(const course::Course& course, std::span<const FaultStrike> faults, RunReport& report,
             std::span<const ReportedRequest> more = {});

 private:
  void gather(const course::Course& course, std::span<const ReportedRequest> more);
  void find_keys(const course::Course& course, std::span<const ReportedRequest> more);

  static constexpr std::uint32_t unread = 0xFFFF'FFFF;

  checks::History history_;
  std::vector<std::uint32_t>
      record_of_;  // by operation of the history: the course's record, or one of more, after these
  std::vector<std::uint32_t> key_of_number_;  // by the course's number of the key; unread: nobody read it
  checks::LinearizabilityChecker checker_;
};

}  // namespace whitewater::scenarios

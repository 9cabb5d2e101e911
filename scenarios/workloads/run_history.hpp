// RunHistory: what the clients of a run saw, as the judge kept it, and whether it is linearizable. The same for runs in
// virtual and in real time. Keeps memory from run to run.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/check/linearizability/linearizability.hpp"
#include "core/course/course.hpp"
#include "scenarios/experiment/fault_log.hpp"
#include "scenarios/report/report.hpp"

namespace whitewater::scenarios {

class RunHistory {
 public:
  // Fills in report.linearizability, and report.violation when the history is not linearizable. What the course was
  // told was not done, a put that was redirected or failed, may have been done all the same: it stays open.
  void judge(const course::Course& course, std::span<const FaultStrike> faults, RunReport& report);

 private:
  void gather(const course::Course& course);
  void find_keys(const course::Course& course);

  static constexpr std::uint32_t unread = 0xFFFF'FFFF;

  checks::History history_;
  std::vector<std::uint32_t> key_of_number_;  // by the course's number of the key; unread: nobody read it
  checks::LinearizabilityChecker checker_;
};

}  // namespace whitewater::scenarios

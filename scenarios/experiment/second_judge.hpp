// SecondJudge: judges a violation once more, after the run and from what was recorded of it, with code of its own. A
// checker's word is believed when a second judge agrees; if it does not, one of the two judges is wrong. A system or a
// workload brings one as a member of its row (System::second_judge, Workload::second_judge). It may be slow: it judges
// one run.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "scenarios/format/scenario.hpp"
#include "scenarios/report/report.hpp"
#include "scenarios/report/reported_request.hpp"
#include "simnet/observer.hpp"

namespace whitewater::scenarios {

struct SecondOpinion {
  enum class Says : std::uint8_t { agrees, does_not_agree, no_opinion };

  Says says = Says::no_opinion;
  std::string judge;  // who judged and from what, in a few words
  // What the judge found, in one clause: what is wrong; that nothing is; or why there is no opinion.
  std::string text;
};

// What is judged: a run that stopped at its violation.
struct JudgedRun {
  const Scenario& scenario;
  const RunReport& report;
  const std::string& property;                // that failed
  std::span<const ReportedRequest> requests;  // what clients asked; empty: the workload does not say
  const std::string& initial;                 // what every key holds before its first put
};

class SecondJudge {
 public:
  virtual ~SecondJudge() = default;
  // Watches the run. Null: the requests are enough.
  virtual simnet::Observer* witness() { return nullptr; }
  // After that run. Nothing: this judge does not know the property.
  virtual std::optional<SecondOpinion> judge(const JudgedRun& run) = 0;
};

}  // namespace whitewater::scenarios

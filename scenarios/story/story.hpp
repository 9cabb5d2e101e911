// What happened to one request, in order, in words that a student understands: who was asked, who logged it, who was
// killed or cut off meanwhile, who answered. A retry is told together with what it repeats. A story is a function of
// the run log and of the judge's requests, for simulated and real runs alike.
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/report/reported_request.hpp"
#include "scenarios/story/story_events.hpp"

namespace whitewater::scenarios {

inline constexpr std::string_view all_unanswered = "all-unanswered";

struct StoryForm {
  TextStyle style;
  // The log was kept by somebody between the nodes, who sees messages and no node from inside: the ending says what
  // follows from that.
  bool from_outside = false;
  Time end = time_never;  // of the run; needed from outside
  // Of a longer story only the first and the last lines are told.
  std::size_t lines_first = std::numeric_limits<std::size_t>::max() / 2;
  std::size_t lines_last = 0;
};

class StoryTeller {
 public:
  // requests: of the same run, in the order of sending. Both outlive the teller.
  StoryTeller(const RunLog& log, std::span<const ReportedRequest> requests, const StoryForm& form);

  // Of the planned request with that number; empty: there is none.
  std::string tell(std::uint32_t number) const;
  // subject: a MID, of any attempt, or all_unanswered. An Error when there is no such request.
  Result<std::string> tell(std::string_view subject) const;

 private:
  const RunLog& log_;
  std::span<const ReportedRequest> requests_;
  StoryForm form_;
  std::vector<StoryEvent> events_;
};

}  // namespace whitewater::scenarios

// The story of one request, in order, in words that a student understands: who was asked, who logged the request, who
// was killed or cut off meanwhile, who answered. A request is told together with its retries. A story is made from the
// run log and the requests that the course knows, for simulated and real runs alike.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/report/reported_request.hpp"
#include "scenarios/story/missed_put.hpp"
#include "scenarios/story/story_events.hpp"

namespace whitewater::scenarios {

inline constexpr std::string_view all_unanswered = "all-unanswered";
inline constexpr std::string_view all_wrong = "all-wrong";

struct StoryForm {
  TextStyle style;
  // True for a log of a real run: the driver sees messages, but does not see into a node. The ending says what follows
  // from the messages.
  bool from_outside = false;
  Time end = time_never;  // the end of the run; needed if from_outside
  // If a story is longer than this, only its first and last lines are told.
  std::size_t lines_first = std::numeric_limits<std::size_t>::max() / 2;
  std::size_t lines_last = 0;
  WrongGets wrong{};  // their stories tell the life of the put that they missed
};

class StoryTeller {
 public:
  // requests: those of the same run, in the order of sending. log and requests must outlive the teller.
  StoryTeller(const RunLog& log, std::span<const ReportedRequest> requests, const StoryForm& form);

  // The story of request `number` of the plan. Empty if there is no such request.
  std::string tell(std::uint32_t number) const;
  // subject: the MID of any attempt, a number of the plan, all_unanswered, or all_wrong (the requests that were judged
  // incorrect). An Error if there is no such request.
  Result<std::string> tell(std::string_view subject) const;

 private:
  using Wanted = std::function<bool(const ReportedRequest&)>;
  std::string tell_all(const Wanted& wanted, std::string_view none) const;

  const RunLog& log_;
  std::span<const ReportedRequest> requests_;
  StoryForm form_;
  std::vector<StoryEvent> events_;
};

}  // namespace whitewater::scenarios

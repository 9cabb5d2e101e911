// Which requests of a real run get a story, and these stories.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/course/course.hpp"
#include "scenarios/report/report.hpp"
#include "scenarios/story/run_log.hpp"
#include "scenarios/story/story.hpp"

namespace whitewater::tools::real {

class RealStories {
 public:
  // violation: of this run, after it was judged. end: the end of the run. log must outlive the stories.
  RealStories(const scenarios::RunLog& log, const course::Course& course,
              const std::optional<scenarios::Violation>& violation, Time end);
  RealStories(const RealStories&) = delete;
  RealStories& operator=(const RealStories&) = delete;

  // Numbers in the plan: first requests with incorrect answers and gets that contradict other operations, then requests
  // without an answer, then those with duplicates.
  std::vector<std::uint32_t> troubled() const;
  std::string tell(std::uint32_t number) const { return teller_.tell(number); }
  // subject: what --story names. What this run does not have is said so.
  std::string tell(std::string_view subject) const;

 private:
  std::vector<scenarios::ReportedRequest> requests_;
  scenarios::StoryForm form_;
  scenarios::StoryTeller teller_;
};

// An Error if --story cannot mean a request of a real run: neither a MID ("r12", "r12.1"), nor a number, nor a word for
// several requests.
std::optional<Error> wrong_story(const std::string& subject);
// An Error if a run with so many planned requests never has this request.
std::optional<Error> story_beyond_plan(std::string_view subject, std::uint64_t planned);

}  // namespace whitewater::tools::real

// Selects the requests; scenarios/story makes the stories.
#include "tools/real/report/real_stories.hpp"

#include <algorithm>
#include <map>

#include "scenarios/story/story.hpp"
#include "scenarios/workloads/course_requests.hpp"

namespace whitewater::tools::real {

using course::RequestRecord;

std::vector<std::uint32_t> troubled(std::span<const RequestRecord> requests) {
  std::map<std::uint32_t, int> found;  // number of a request to its gravity; 0 is the gravest
  for (const RequestRecord& record : requests) {
    const int grave = record.judged_incorrect()                           ? 0
                      : record.state == RequestRecord::State::outstanding ? 1
                      : record.duplicates > 0                             ? 2
                                                                          : 3;
    if (grave == 3) continue;
    const auto [place, fresh] = found.emplace(record.number, grave);
    if (!fresh) place->second = std::min(place->second, grave);
  }
  std::vector<std::uint32_t> numbers;
  for (int grave = 0; grave < 3; ++grave)
    for (const auto& [number, how] : found)
      if (how == grave) numbers.push_back(number);
  return numbers;
}

std::vector<std::string> real_stories(const scenarios::RunLog& log, std::span<const RequestRecord> requests,
                                      std::span<const std::uint32_t> numbers, Time end) {
  const std::vector<scenarios::ReportedRequest> wanted = scenarios::reported_requests(requests);
  scenarios::StoryForm form;
  form.from_outside = true;
  form.end = end;
  // A request that is redirected for ever has a long story: only its beginning and its end are printed.
  form.lines_first = 30;
  form.lines_last = 10;
  const scenarios::StoryTeller teller(log, wanted, form);
  std::vector<std::string> stories;
  for (const std::uint32_t number : numbers) stories.push_back(teller.tell(number));
  return stories;
}

}  // namespace whitewater::tools::real

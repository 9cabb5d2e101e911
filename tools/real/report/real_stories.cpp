// Selects the requests; scenarios/story makes the stories.
#include "tools/real/report/real_stories.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/workloads/course_requests.hpp"

namespace whitewater::tools::real {

namespace {

using scenarios::ReportedRequest;

scenarios::StoryForm form_of(std::span<const ReportedRequest> requests,
                             const std::optional<scenarios::Violation>& violation, Time end) {
  scenarios::StoryForm form;
  form.from_outside = true;
  form.end = end;
  form.lines_first = 30;
  form.lines_last = 10;
  form.wrong = scenarios::wrong_gets(requests, violation);
  return form;
}

bool for_several(std::string_view subject) {
  return subject == scenarios::all_unanswered || subject == scenarios::all_wrong;
}

struct Subject {
  std::uint64_t number = 0;
  std::uint64_t attempt = 0;
};

// "r12", "r12.1", "12".
std::optional<Subject> parse(std::string_view text) {
  Subject subject;
  if (text.starts_with('r')) text.remove_prefix(1);
  const auto take = [&](std::uint64_t& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
  };
  if (!take(subject.number)) return std::nullopt;
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    if (!take(subject.attempt)) return std::nullopt;
  }
  return text.empty() ? std::optional(subject) : std::nullopt;
}

}  // namespace

RealStories::RealStories(const scenarios::RunLog& log, const course::Course& course,
                         const std::optional<scenarios::Violation>& violation, Time end)
    : requests_(scenarios::reported_requests(course)),
      form_(form_of(requests_, violation, end)),
      teller_(log, requests_, form_) {}

std::vector<std::uint32_t> RealStories::troubled() const {
  std::map<std::uint32_t, int> found;  // number of a request to its gravity; 0 is the gravest
  for (const ReportedRequest& request : requests_) {
    const bool wrong = request.judged_incorrect() || form_.wrong.contains(request);
    const int grave = wrong                                                  ? 0
                      : request.state == ReportedRequest::State::outstanding ? 1
                      : request.duplicates > 0                               ? 2
                                                                             : 3;
    if (grave == 3) continue;
    const auto [place, fresh] = found.emplace(request.number, grave);
    if (!fresh) place->second = std::min(place->second, grave);
  }
  std::vector<std::uint32_t> numbers;
  for (int grave = 0; grave < 3; ++grave)
    for (const auto& [number, how] : found)
      if (how == grave) numbers.push_back(number);
  return numbers;
}

std::string RealStories::tell(std::string_view subject) const {
  if (for_several(subject)) return teller_.tell(subject).value();
  const Result<std::string> story = teller_.tell(subject);
  if (story) return story.value();
  const Subject wanted = parse(subject).value_or(Subject{});
  const std::string text = teller_.tell(static_cast<std::uint32_t>(wanted.number));
  if (text.empty()) return concat({subject, ": was never asked, for the run ended before its time\n"});
  return concat(
      {subject, ": there was no such attempt; this is the story of r", std::to_string(wanted.number), "\n", text});
}

std::optional<Error> wrong_story(const std::string& subject) {
  if (for_several(subject) || parse(subject)) return std::nullopt;
  return Error{"", concat({"expected a MID such as r12, a number, ", scenarios::all_unanswered, " or ",
                           scenarios::all_wrong, ", found '", subject, "'"})};
}

std::optional<Error> story_beyond_plan(std::string_view subject, std::uint64_t planned) {
  const std::optional<Subject> wanted = parse(subject);
  if (!wanted || wanted->number < planned) return std::nullopt;
  return Error{"", concat({"--story ", subject, ": expected a request from r0 to r",
                           std::to_string(planned == 0 ? 0 : planned - 1), ", for ", grouped(planned),
                           planned == 1 ? " request is planned" : " requests are planned"})};
}

}  // namespace whitewater::tools::real

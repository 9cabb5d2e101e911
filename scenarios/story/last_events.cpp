// The log keeps records and no text: only the few records that are told become lines.
#include "scenarios/story/last_events.hpp"

#include <algorithm>

#include "scenarios/story/trace_text.hpp"

namespace whitewater::scenarios {

namespace {

// More records than lines, because a trace leaves out some records.
constexpr std::size_t records_kept = 8 * last_events_max;

}  // namespace

LastEvents::LastEvents(unsigned replicas, const Vocabulary& vocabulary)
    : log_(replicas, vocabulary, records_kept), recorder_(log_) {}

std::vector<std::string> LastEvents::lines() const {
  std::vector<std::string> lines;
  for (auto record = log_.records().rbegin(); record != log_.records().rend() && lines.size() < last_events_max;
       ++record) {
    std::string line = trace_line(log_, *record);
    if (line.empty()) continue;
    line.pop_back();  // its line feed
    lines.push_back(std::move(line));
  }
  std::reverse(lines.begin(), lines.end());
  return lines;
}

}  // namespace whitewater::scenarios

// Runs are compared by the lines of their traces.
#include "scenarios/search/explain/nearest_pass.hpp"

#include <algorithm>

#include "scenarios/story/trace_text.hpp"

namespace whitewater::scenarios {

namespace {

constexpr std::size_t lines_shown = 6;  // of each run

// Faults are left out: that there is one more or less is the change itself.
struct TracedLine {
  Time time;
  std::string text;
};

std::vector<TracedLine> lines_of(const RunLog& log) {
  std::vector<TracedLine> lines;
  for (const RunRecord& record : log.records()) {
    if (record.kind == RunRecord::Kind::fault) continue;
    std::string text = trace_line(log, record);
    if (text.empty()) continue;
    text.pop_back();
    lines.push_back({record.time, std::move(text)});
  }
  return lines;
}

std::vector<std::string> shown(std::span<const TracedLine> lines, std::size_t from) {
  std::vector<std::string> texts;
  for (std::size_t i = from; i < std::min(lines.size(), from + lines_shown); ++i) texts.push_back(lines[i].text);
  return texts;
}

}  // namespace

std::optional<NearestPass> nearest_pass(Trials& trials, const RecordedRun& failing,
                                        std::span<const Neighbour> neighbours, const std::function<bool()>& go_on) {
  std::optional<NearestPass> nearest;
  const std::vector<TracedLine> here = lines_of(failing.log());
  std::size_t longest = 0;
  for (const Neighbour& neighbour : neighbours) {
    if (!go_on()) break;
    const RecordedRun other(trials, *neighbour.scenario);
    const std::vector<TracedLine> there = lines_of(other.log());
    std::size_t equal = 0;
    while (equal < here.size() && equal < there.size() && here[equal].text == there[equal].text) ++equal;
    if (nearest && equal <= longest) continue;
    longest = equal;
    const Time time = equal < here.size() ? here[equal].time : equal < there.size() ? there[equal].time : Time{};
    nearest = NearestPass{neighbour.change, time, shown(here, equal), shown(there, equal)};
  }
  return nearest;
}

}  // namespace whitewater::scenarios

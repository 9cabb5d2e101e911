// The lines of a story. Each event is a line, but many bounces of a request are one line that counts them, and so are
// many changes of the leader's name, and many messages of one replica that mention the request.
#pragma once

#include <string>
#include <vector>

#include "scenarios/report/reported_request.hpp"
#include "scenarios/story/story_events.hpp"
#include "scenarios/story/story_time.hpp"

namespace whitewater::scenarios {

// An event that is told, with its sentence.
struct StoryEntry {
  const StoryEvent* event = nullptr;
  const ReportedRequest* request = nullptr;  // the attempt that the event belongs to; null: an event of the cluster
  std::string sentence;
};

struct StoryLine {
  Time time;
  std::string text;
};

// As many of a kind in a row become one line.
inline constexpr std::size_t collapsed_min = 3;

// entries: in the order of the log.
std::vector<StoryLine> story_lines(const RunLog& log, std::vector<StoryEntry> entries, const StoryClock& clock);

}  // namespace whitewater::scenarios

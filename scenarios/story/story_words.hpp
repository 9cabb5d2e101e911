// StoryWords: one sentence for each event of a request or of the cluster. The sentences of notes come from the system's
// vocabulary (core/base/note_words.hpp).
#pragma once

#include <string>
#include <string_view>

#include "scenarios/report/reported_request.hpp"
#include "scenarios/story/story_events.hpp"

namespace whitewater::scenarios {

class StoryWords {
 public:
  explicit StoryWords(const RunLog& log) : log_(log) {}

  // request: the attempt that the event belongs to; null for an event of the cluster. peers: the peers of all events
  // that share the line.
  std::string sentence(const StoryEvent& event, const ReportedRequest* request, NodeSet peers) const;

  // True if the two events become one line: one message to several followers at once.
  bool share_a_line(const StoryEvent& a, const StoryEvent& b) const;

  // "0000, 0001 | 0002, 0003, 0004"
  std::string sides(NodeSet one) const;
  std::string names(NodeSet nodes) const;
  std::string name(NodeId node) const;

 private:
  std::string who(NodeId id, bool leads = false) const;
  std::string of_request(const StoryEvent& event, const ReportedRequest& request, NodeSet peers) const;
  std::string of_note(const StoryEvent& event, std::string_view mid) const;
  std::string of_cluster(const StoryEvent& event) const;
  std::string fault(const RunRecord& record) const;

  const RunLog& log_;
};

}  // namespace whitewater::scenarios

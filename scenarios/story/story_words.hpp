// StoryWords: one sentence for each thing that can happen to a request or to the cluster.
#pragma once

#include <string>

#include "core/course/request_record.hpp"
#include "scenarios/story/story_recorder.hpp"

namespace whitewater::scenarios {

class StoryWords {
 public:
  explicit StoryWords(unsigned replicas) : replicas_(replicas) {}

  // record: the attempt that the event belongs to; null for an event of the cluster. peers: of all events
  // that share the line.
  std::string sentence(const StoryEvent& event, const course::RequestRecord* record, NodeSet peers) const;

  // One entry sent to several followers at once is one line.
  bool share_a_line(const StoryEvent& a, const StoryEvent& b) const;

  // "0000, 0001 | 0002, 0003, 0004"
  std::string sides(NodeSet one) const;

 private:
  std::string node(NodeId id, bool leads = false) const;
  std::string of_request(const StoryEvent& event, const course::RequestRecord& record, NodeSet peers) const;
  std::string of_log(const StoryEvent& event, const std::string& mid, NodeSet peers) const;
  std::string of_cluster(const StoryEvent& event) const;

  unsigned replicas_;
};

}  // namespace whitewater::scenarios

// Reads a run log once, and says which request, or the cluster, each record is about. It tracks who leads, and which
// log entries hold which request. story_words.hpp has the words.
#pragma once

#include <cstdint>
#include <vector>

#include "scenarios/story/run_log.hpp"

namespace whitewater::scenarios {

struct StoryEvent {
  enum class Kind : std::uint8_t {
    // of one request
    sent,
    arrived,
    remarked,  // a note with a sentence
    appended,
    carried,  // inside a message between replicas
    removed,  // its log was truncated
    answered,
    has_answer,
    // of the cluster
    led,  // a note that changes who leads
    killed,
    restarted,
    parted,
    healed,
    changed,  // any other fault
    ended,
    reachable,
    leader,
  };

  const RunRecord* record = nullptr;  // a record of the log
  Kind kind = Kind::sent;
  NodeId node;              // if a fault struck several nodes: one event for each
  bool node_leads = false;  // at the time of the event
  bool peer_leads = false;
  bool only_named = false;    // carried: the message only mentions the request; its meaning is unknown
  std::uint64_t request = 0;  // client::Request::name(); 0: an event of the cluster
  std::uint64_t index = 0;
  std::uint64_t term = 0;

  bool dies() const { return kind == Kind::killed || kind == Kind::ended; }
};

// In the order of the log. The events point into the log.
std::vector<StoryEvent> story_events(const RunLog& log);

}  // namespace whitewater::scenarios

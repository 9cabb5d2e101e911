// Reads a run log once and says what each record means for which request, or for the cluster. It knows what leads, and
// which entries of a log carry which request; the words are story_words.hpp's.
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
    disturbed,
  };

  const RunRecord* record = nullptr;  // of the log
  Kind kind = Kind::sent;
  NodeId node;              // one of record->nodes, of a fault that strikes each
  bool node_leads = false;  // at that time
  bool peer_leads = false;
  bool only_named = false;    // of carried: nobody knows what the message says of it
  std::uint64_t request = 0;  // client::Request::name(); 0: of the cluster
  std::uint64_t index = 0;
  std::uint64_t term = 0;
};

// In the order of the log, which they point into.
std::vector<StoryEvent> story_events(const RunLog& log);

}  // namespace whitewater::scenarios

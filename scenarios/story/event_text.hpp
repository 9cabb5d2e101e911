// An event that a node handled, in words: for traces, and for the report of a violation. Payloads are described by
// payload_text.hpp.
#pragma once

#include <string>
#include <string_view>

#include "core/actor/event.hpp"
#include "core/base/ids.hpp"
#include "scenarios/story/vocabulary.hpp"

namespace whitewater::scenarios {

// The columns of a trace. Points into the event.
struct EventWords {
  std::string_view what;  // "receives"
  NodeId peer;            // no_node: the event has no peer
  const PayloadRef* payload = nullptr;
  std::string details;  // used if there is no payload
};
EventWords event_words(const Event& event);

// "receives append_entries from 0001: term 2, after 119 of term 2, 1 entry, commit 119"; "timer: timer 0"; "starts: 3
// records recovered".
std::string event_text(const Event& event, unsigned replicas, const Vocabulary& vocabulary);

}  // namespace whitewater::scenarios

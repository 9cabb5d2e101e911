// One visitor makes the parts; the sentence is made of the parts.
#include "scenarios/story/event_text.hpp"

#include <string_view>
#include <variant>

#include "core/text/node_text.hpp"
#include "scenarios/story/payload_text.hpp"

namespace whitewater::scenarios {

namespace {

// Points into the event.
struct EventWords {
  std::string_view what;  // "receives"
  NodeId peer;            // no_node: the event has no peer
  const PayloadRef* payload = nullptr;
  std::string details;  // used if there is no payload
};

EventWords event_words(const Event& event) {
  struct Visitor {
    EventWords operator()(const Started& e) const {
      return {"starts", no_node, nullptr, std::to_string(e.recovered.log.size()) + " records recovered"};
    }
    EventWords operator()(const MessageArrived& e) const { return {"receives", e.from, &e.payload, {}}; }
    EventWords operator()(const TimerFired& e) const {
      return {"timer", no_node, nullptr, "timer " + std::to_string(e.timer.value)};
    }
    EventWords operator()(const RequestArrived& e) const { return {"receives", e.from, &e.payload, {}}; }
    EventWords operator()(const ReplyArrived& e) const { return {"receives", e.from, &e.payload, {}}; }
  };
  return std::visit(Visitor{}, event);
}

}  // namespace

std::string event_text(const Event& event, unsigned replicas, const Vocabulary& vocabulary) {
  const EventWords words = event_words(event);
  std::string text(words.what);
  if (words.payload == nullptr) return text + ": " + words.details;
  return text + " " + std::string(payload_type(*words.payload, vocabulary)) + " from " +
         node_text(words.peer, replicas) + ": " + payload_details(*words.payload, replicas, vocabulary);
}

}  // namespace whitewater::scenarios

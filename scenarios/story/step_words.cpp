// One branch for each kind of step.
#include "scenarios/story/step_words.hpp"

#include <string_view>

#include "core/text/node_text.hpp"
#include "scenarios/story/payload_text.hpp"
#include "simnet/event_words.hpp"

namespace whitewater::scenarios {

namespace {

// Indexed by Aspect.
constexpr std::array<std::string_view, simnet::aspects> aspect_names{"time",    "node",  "kind",    "peer",
                                                                     "content", "state", "effects", "order"};

}  // namespace

StepInWords step_in_words(const simnet::Step& step, unsigned replicas, const Vocabulary& vocabulary) {
  StepInWords words;
  words.time = step.time;
  words.event = step.event;
  if (step.kind >= simnet::heal_kind) {
    words.what = step.fault_ends ? "fault ends" : "fault";
    words.type = step.fault;
    words.details = nodes_text(NodeSet{step.content}, replicas);
    return words;
  }
  words.node = node_text(step.node, replicas);
  switch (static_cast<EventKind>(step.kind)) {
    case EventKind::started:
      words.what = "starts";
      break;
    case EventKind::timer_fired:
      words.what = "is woken by";
      words.type = "timer " + std::to_string(step.peer.value);
      break;
    case EventKind::message_arrived:
    case EventKind::request_arrived:
    case EventKind::reply_arrived:
      words.what = "receives";
      words.type = payload_type(step.payload, vocabulary);
      words.peer = node_text(step.peer, replicas);
      words.details = payload_details(step.payload, replicas, vocabulary);
      break;
  }
  return words;
}

Parting parting_in_words(const simnet::Step* one, const simnet::Step* other, unsigned replicas,
                         const Vocabulary& vocabulary) {
  Parting parting;
  if (one != nullptr) parting.steps[0] = step_in_words(*one, replicas, vocabulary);
  if (other != nullptr) parting.steps[1] = step_in_words(*other, replicas, vocabulary);
  if (one == nullptr || other == nullptr) return parting;
  const std::array<bool, simnet::aspects> differ = simnet::differences(*one, *other);
  for (std::size_t i = 0; i < simnet::aspects; ++i)
    if (differ[i]) parting.differs.emplace_back(aspect_names[i]);
  return parting;
}

}  // namespace whitewater::scenarios

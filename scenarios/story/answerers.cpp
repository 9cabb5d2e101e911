// A client takes the first ok that reaches it. Which event made that answer, the event says that delivers it: it names
// its sender's latest event when the answer left.
#include "scenarios/story/answerers.hpp"

#include <algorithm>

#include "scenarios/story/payload_text.hpp"

namespace whitewater::scenarios {

Answerers::Answerers(const Violation& violation, const Vocabulary& vocabulary) : vocabulary_(vocabulary) {
  for (const Violation::Operation& operation : violation.operations)
    if (operation.answered_by.valid()) operations_[operation.request];
}

template <class Found>
void Answerers::for_each_answered(const PayloadRef& payload, NodeId client, Found&& found) {
  const auto answered = [&](std::uint64_t name) {
    const auto operation = operations_.find(name);
    if (operation != operations_.end()) found(operation->second);
  };
  if (const auto* const reply = payload.get_if<client::Reply>()) {
    if (reply->outcome == client::Reply::Outcome::ok) answered(client::request_name(client, reply->mid()));
    return;
  }
  carried_requests(payload, vocabulary_, [&](const CarriedRequest& carried) { answered(carried.request); });
}

void Answerers::on_event(const simnet::EventRecord& record) {
  ++events_;
  if (const auto* const arrived = std::get_if<ReplyArrived>(&record.event))
    for_each_answered(arrived->payload, record.node,
                      [&](Operation& operation) { accept(operation, arrived->from, record.sent_after); });
  for (const Effects::Send& send : record.effects.sends) {
    if (send.kind != SendKind::reply) continue;
    for_each_answered(send.payload, send.to, [&](Operation& operation) {
      operation.made.push_back({events_, record.node, describe_ ? describe_(record.node) : ""});
    });
  }
}

void Answerers::accept(Operation& operation, NodeId from, std::uint32_t sent_after) {
  if (operation.accepted) return;
  operation.accepted = true;
  operation.by = from;
  const auto made = std::find_if(operation.made.rbegin(), operation.made.rend(),
                                 [&](const Answer& answer) { return answer.by == from && answer.event <= sent_after; });
  if (made != operation.made.rend()) operation.state = made->state;
}

void Answerers::tell(Violation& violation) const {
  for (Violation::Operation& operation : violation.operations) {
    const auto found = operations_.find(operation.request);
    if (found != operations_.end() && found->second.accepted && found->second.by == operation.answered_by)
      operation.answerer = found->second.state;
  }
}

}  // namespace whitewater::scenarios

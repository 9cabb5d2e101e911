// An acknowledgement is judged when it is made. A message carries what its sender had heard when the message left: if
// it waited for a disk, that is more than when it was made, so the judge may miss a violation, and never invents one.
#include "scenarios/experiment/early_acknowledgements.hpp"

#include <string>

#include "core/client/request.hpp"
#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"

namespace whitewater::scenarios {

Violation early_acknowledgement(std::string_view mid, NodeId client, const checks::AcknowledgedPuts::Early& early,
                                Time answered, unsigned replicas) {
  Violation violation;
  violation.property = "majority_heard";
  violation.text =
      concat({node_text(early.by, replicas), " acknowledged the put ", mid, " of client ", node_text(client, replicas),
              ", but only ", std::to_string(early.heard.size()), " of ", std::to_string(replicas),
              " replicas can have heard of it: ", nodes_text(early.heard, replicas), "; a majority is ",
              std::to_string(early.needed)});
  violation.time = answered;
  violation.node = early.by;
  violation.put = client::request_name(client, mid);
  return violation;
}

void EarlyAcknowledgements::reset(simnet::World& world, unsigned replicas) {
  world_ = &world;
  replicas_ = replicas;
  puts_.reset(replicas, replicas / 2 + 1);
  violation_.reset();
}

// Events have the world's numbers, so those of clients count too; they carry nothing. Few events are a request or make
// an answer: the others need no frame.
void EarlyAcknowledgements::on_event(const simnet::EventRecord& record) {
  const auto kind = static_cast<EventKind>(record.event.index());
  puts_.happened(record.node, kind == EventKind::message_arrived ? record.sent_after : 0);
  if (kind == EventKind::request_arrived) [[unlikely]]
    return judge_apart(record);
  for (const Effects::Send& send : record.effects.sends)
    if (send.kind == SendKind::reply) [[unlikely]]
      return judge_apart(record);
  puts_.make_room();
}

void EarlyAcknowledgements::judge_apart(const simnet::EventRecord& record) {
  puts_.make_room();
  if (const auto* const asked = std::get_if<RequestArrived>(&record.event)) saw_request(asked->payload);
  for (const Effects::Send& send : record.effects.sends)
    if (send.kind == SendKind::reply) judge(record.node, send, record.time);
}

void EarlyAcknowledgements::saw_request(const PayloadRef& asked) {
  const auto* const request = asked.get_if<client::Request>();
  if (request != nullptr && request->operation == client::Request::Operation::put) puts_.put_delivered(request->name());
}

void EarlyAcknowledgements::judge(NodeId from, const Effects::Send& send, Time now) {
  const auto* const reply = send.payload.get_if<client::Reply>();
  if (reply == nullptr || reply->outcome != client::Reply::Outcome::ok || violation_) return;
  const auto early = puts_.acknowledged(client::request_name(send.to, reply->mid()), from);
  if (!early) return;
  violation_ = early_acknowledgement(reply->mid(), send.to, *early, now, replicas_);
  violation_->event = world_->events();
  world_->stop();
}

}  // namespace whitewater::scenarios

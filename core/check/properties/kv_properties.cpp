// Requests as a replica handles them: arrived, committed, answered.
#include "core/check/properties/kv_properties.hpp"

#include "core/client/request.hpp"
#include "core/kv/sessions.hpp"

namespace whitewater::checks {

namespace {

std::string of_client(NodeId client, const client::Reply& reply, unsigned replicas) {
  return std::string(reply.mid()) + " of client " + node_text(client, replicas);
}

std::string times(std::uint64_t count) {
  return count == 1 ? "once" : number(count) + " times";
}

}  // namespace

void KvProperties::reset(const kv::ReplicaConfig& config, bool instant_disks) {
  violation_.reset();
  replicas_ = config.raft.replicas;
  raft_.reset(config.raft, instant_disks);
  requests_.reset(config.session_window);
  compacts_ = config.snapshot_every > 0;
  values_.clear();
}

// The event is no message of a replica.
bool KvProperties::no_message(Time now, NodeId node, const Event& event, const Effects& effects,
                              const raft::Node& raft) {
  if (const auto* request = std::get_if<RequestArrived>(&event)) arrived(node, *request);
  if (std::holds_alternative<TimerFired>(event)) return raft_.conduct().timer_fired(node, now, effects);
  const auto* start = std::get_if<Started>(&event);
  return start == nullptr || raft_.started(node, *start, raft);
}

void KvProperties::arrived(NodeId node, const RequestArrived& event) {
  const auto* request = event.payload.get_if<client::Request>();
  if (request == nullptr) return;
  if (request->operation == client::Request::Operation::get)
    requests_.get_arrived(node, request->name(), request->key_hash(), raft_.committed());
  else
    requests_.put_arrived(request->name());
}

// The replica that committed new entries first holds them, so its log is read.
void KvProperties::note_commits(const raft::Node& committer) {
  for (std::uint64_t index = requests_.committed() + 1; index <= raft_.committed(); ++index) {
    const PayloadRef& command = committer.entry(raft::Index{index}).command;
    const auto* request = command.get_if<client::Request>();
    if (request != nullptr && request->operation == client::Request::Operation::put)
      requests_.committed_put({request->name(), request->client, request->key_hash(), command.fold()});
    else
      requests_.committed_other();
    if (compacts_) note_value(command);
  }
}

void KvProperties::note_value(const PayloadRef& command) {
  const auto* request = command.get_if<client::Request>();
  values_.push_back(request != nullptr ? hash_bytes(request->value()) : 0);
}

bool KvProperties::other_content(NodeId node, std::uint64_t applied) {
  return violation_.add(Property::effect_at_most_once, node,
                        who(node) + " has applied up to index " + number(applied) +
                            ", and its store holds something else than the puts up to that index give, each put once");
}

bool KvProperties::all_may_leave(Time now, NodeId node, const raft::PeerMessage* handled, const Effects& effects,
                                 const kv::ReplicaActor& replica) {
  for (const Effects::Send& send : effects.sends) {
    const auto* peer = send.payload.get_if<raft::PeerMessage>();
    if (send.kind == SendKind::message && peer != nullptr &&
        !raft_.may_leave(node, now, send, peer->message, handled != nullptr ? &handled->message : nullptr,
                         replica.raft()))
      return false;
    if (send.kind == SendKind::reply && !may_answer(node, send, replica)) return false;
  }
  return true;
}

bool KvProperties::may_answer(NodeId node, const Effects::Send& send, const kv::ReplicaActor& replica) {
  const auto* reply = send.payload.get_if<client::Reply>();
  if (reply == nullptr || reply->outcome != client::Reply::Outcome::ok) return true;
  if (!reply->has_value) return may_answer_put(node, send, *reply);
  const RequestGhost::Get* get = requests_.get(node, client::request_name(send.to, reply->mid()));
  return get == nullptr || may_answer_get(node, send, *reply, *get, replica.raft());
}

bool KvProperties::may_answer_put(NodeId node, const Effects::Send& send, const client::Reply& reply) {
  const std::uint64_t name = client::request_name(send.to, reply.mid());
  if (!requests_.is_committed(name))
    return violation_.add(
        Property::answered_is_committed, node,
        who(node) + " answers put " + of_client(send.to, reply, replicas_) + ", which no replica has committed");
  const RequestGhost::Answers& answers = requests_.put_answered(name, raft_.written_term(node));
  if (answers.in_term == 1 || answers.in_term <= answers.arrivals) [[likely]]
    return true;
  return violation_.add(Property::answered_as_asked, node,
                        who(node) + " answers put " + of_client(send.to, reply, replicas_) + ", which arrived " +
                            times(answers.arrivals) + " and is now answered " + times(answers.in_term) + " in term " +
                            number(answers.term));
}

// The answer shows nothing that the replica does not hold, and says what the key's value was at some index. The value
// of a put is read in the replica's log, which was just compared with the committed log; of what a snapshot stands for,
// the hash that was noted when it was committed.
bool KvProperties::may_answer_get(NodeId node, const Effects::Send& send, const client::Reply& reply,
                                  const RequestGhost::Get& get, const raft::Node& raft) {
  const auto wrote_it = [&](std::uint64_t index) {
    if (index == 0) return reply.value().empty();
    if (!raft_.holds_committed(node, index)) return false;
    if (index < raft.first_index().value) return values_[index - 1] == hash_bytes(reply.value());
    return raft.entry(raft::Index{index}).command.get_if<client::Request>()->value() == reply.value();
  };
  const bool holds = raft_.holds_committed(node, get.committed);
  if (holds && requests_.store().had(get.key, get.committed, wrote_it)) [[likely]]
    return true;
  std::string found = who(node) + " answers get " + of_client(send.to, reply, replicas_);
  std::uint64_t written = 0;
  if (!holds)
    found += " without the committed entries up to index " + number(get.committed) + " in its log";
  else if (requests_.store().had(get.key, 0, [&](std::uint64_t index) { return wrote_it(written = index); }))
    found += written == 0 ? " with no value, although a put had written one by then"
                          : " with the value of the put at index " + number(written) +
                                ", which a later put had replaced by then";
  else
    found += " with a value that the committed log never gave the key";
  return violation_.add(
      Property::read_is_fresh, node,
      found + "; when the get arrived, entries up to index " + number(get.committed) + " were committed");
}

}  // namespace whitewater::checks

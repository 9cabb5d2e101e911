// Requests as a replica handles them: arrived, committed, answered.
#include "core/check/properties/kv_properties.hpp"

#include "core/client/request.hpp"
#include "core/kv/sessions.hpp"

namespace whitewater::checks {

namespace {

std::string of_client(NodeId client, const client::Reply& reply, unsigned replicas) {
  return std::string(reply.mid()) + " of client " + node_text(client, replicas);
}

}  // namespace

void KvProperties::reset(unsigned replicas, bool instant_disks) {
  violation_.reset();
  replicas_ = replicas;
  raft_.reset(replicas, instant_disks);
  requests_.reset(kv::Sessions::window);
}

bool KvProperties::before_all(NodeId node, const Event& event, const kv::ReplicaActor& replica) {
  if (const auto* request = std::get_if<RequestArrived>(&event)) arrived(node, *request);
  const auto* start = std::get_if<Started>(&event);
  return start == nullptr || raft_.started(node, *start, replica.raft());
}

void KvProperties::arrived(NodeId node, const RequestArrived& event) {
  const auto* request = event.payload.get_if<client::Request>();
  if (request != nullptr && request->operation == client::Request::Operation::get)
    requests_.get_arrived(node, request->name(), raft_.committed());
}

// The replica that committed new entries first holds them, so its log is read.
void KvProperties::note_commits(const raft::Node& committer) {
  for (std::uint64_t index = requests_.committed() + 1; index <= raft_.committed(); ++index) {
    const auto* request = committer.entry(raft::Index{index}).command.get_if<client::Request>();
    if (request != nullptr && request->operation == client::Request::Operation::put)
      requests_.committed_put(request->name(), request->client);
    else
      requests_.committed_other();
  }
}

bool KvProperties::too_many_effects(NodeId node, const kv::ReplicaActor& replica) {
  const std::uint64_t applied = replica.applied().value;
  return violation_.add(Property::effect_at_most_once, node,
                        who(node) + " has applied up to index " + number(applied) + "; up to that index " +
                            number(requests_.effects_at(applied)) + " different puts are committed, and " +
                            number(replica.store().puts()) + " puts have taken effect");
}

bool KvProperties::all_may_leave(NodeId node, const Effects& effects, const kv::ReplicaActor& replica) {
  for (const Effects::Send& send : effects.sends) {
    const auto* peer = send.payload.get_if<raft::PeerMessage>();
    if (send.kind == SendKind::message && peer != nullptr &&
        !raft_.may_leave(node, send, peer->message, replica.raft()))
      return false;
    if (send.kind == SendKind::reply && !may_answer(node, send, replica.applied().value)) return false;
  }
  return true;
}

bool KvProperties::may_answer(NodeId node, const Effects::Send& send, std::uint64_t applied) {
  const auto* reply = send.payload.get_if<client::Reply>();
  if (reply == nullptr || reply->outcome != client::Reply::Outcome::ok) return true;
  const std::uint64_t name = client::request_name(send.to, reply->mid());
  if (!reply->has_value) {
    if (requests_.is_committed(name)) [[likely]]
      return true;
    return violation_.add(
        Property::answered_is_committed, node,
        who(node) + " answers put " + of_client(send.to, *reply, replicas_) + ", which no replica has committed");
  }
  const std::optional<std::uint64_t> committed = requests_.committed_when_arrived(node, name);
  if (!committed || *committed <= applied) return true;
  return violation_.add(Property::read_is_fresh, node,
                        who(node) + " answers get " + of_client(send.to, *reply, replicas_) +
                            " from its state at applied index " + number(applied) +
                            "; when the get arrived, entries up to index " + number(*committed) + " were committed");
}

}  // namespace whitewater::checks

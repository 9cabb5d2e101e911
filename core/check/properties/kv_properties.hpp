// All properties of a cluster of kv::ReplicaActors, checked after every event: the properties of Raft, and the promises
// to clients: a put takes effect once, is answered only after it is committed, and no more often than it was asked; and
// a get is never older than what was committed when the get arrived. Puts and gets are judged by a store of the checks'
// own, which replays the committed log. This adapter knows the clients' requests. It is told of hosts and faults by its
// caller.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/actor/effects.hpp"
#include "core/actor/event.hpp"
#include "core/check/properties/property.hpp"
#include "core/check/properties/raft_local_properties.hpp"
#include "core/check/properties/raft_properties.hpp"
#include "core/check/properties/request_ghost.hpp"
#include "core/kv/replica_actor.hpp"

namespace whitewater::checks {

class KvProperties {
 public:
  KvProperties() = default;
  KvProperties(const KvProperties&) = delete;
  KvProperties& operator=(const KvProperties&) = delete;

  // As RaftProperties::judges.
  static constexpr bool judges(unsigned replicas, bool instant_disks) {
    return RaftProperties::judges(replicas, instant_disks);
  }
  // config: as the replicas were given it, whatever their `self`.
  void reset(const kv::ReplicaConfig& config, bool instant_disks);
  void durable_up_to(NodeId node, WriteNumber number) { raft_.durable_up_to(node, number); }
  void crashed(NodeId node) { raft_.crashed(node); }

  // node, whose actor is `replica`, has handled `event` when its clock showed now, as the host knows and not as the
  // node says, and appended `effects`; no effect has been performed yet. Returns false if there is a violation. Inline
  // in its one caller: the frame of a call costs a tenth of the checks.
  [[gnu::always_inline]] bool after_event(Time now, NodeId node, const Event& event, const Effects& effects,
                                          const kv::ReplicaActor& replica) {
    const raft::Node& raft = replica.raft();
    const auto* arrived = std::get_if<MessageArrived>(&event);
    const auto* peer = arrived != nullptr ? arrived->payload.get_if<raft::PeerMessage>() : nullptr;
    if (peer != nullptr) [[likely]]
      raft_.conduct().handed(node, now, arrived->from, peer->message);
    else if (!no_message(now, node, event, effects, raft))
      return false;
    if (!effects.writes.empty() && !raft_.writes(node, effects)) return false;
    const std::uint64_t applied = replica.applied().value;
    const std::uint64_t content = replica.store().content_hash();
    if (raft_.changed(node, raft, applied, content)) {
      if (!raft_.after_change(node, raft, applied, content)) return false;
      if (raft_.committed() != requests_.committed()) note_commits(raft);
      if (content != requests_.content_at(applied)) [[unlikely]]
        return other_content(node, applied);
    }
    if (raft.leading() && !raft_.leads_on(node, arrived, raft)) return false;
    return may_leave(now, node, peer, effects, replica) &&
           (peer == nullptr || local_.after_message(now, node, arrived->from, peer->message, effects, raft));
  }

  const std::optional<PropertyViolation>& violation() const { return violation_.get(); }
  // True if a put took effect twice as the rules have it: its client's session had forgotten it.
  bool forgot_a_put() const { return requests_.forgot(); }
  // For reports: the node's log is on its disk up to this index.
  std::uint64_t durable(NodeId node) const { return raft_.durable(node); }

 private:
  bool no_message(Time now, NodeId node, const Event& event, const Effects& effects, const raft::Node& raft);
  void arrived(NodeId node, const RequestArrived& event);
  void note_commits(const raft::Node& committer);
  void note_value(const PayloadRef& command);
  bool other_content(NodeId node, std::uint64_t applied);
  // Fast path: most events send only plain messages. A message to several replicas is one object, and is judged once.
  bool may_leave(Time now, NodeId node, const raft::PeerMessage* handled, const Effects& effects,
                 const kv::ReplicaActor& replica) {
    const Effects::Send* judged = nullptr;
    for (const Effects::Send& send : effects.sends) {
      if (judged != nullptr && same_object(judged->payload, send.payload) && judged->after_write == send.after_write)
        continue;
      const auto* peer = send.payload.get_if<raft::PeerMessage>();
      if (peer == nullptr || !raft_.plainly_leaves(node, now, send, peer->message, replica.raft())) [[unlikely]]
        return all_may_leave(now, node, handled, effects, replica);
      judged = &send;
    }
    return true;
  }
  bool all_may_leave(Time now, NodeId node, const raft::PeerMessage* handled, const Effects& effects,
                     const kv::ReplicaActor& replica);
  bool may_answer(NodeId node, const Effects::Send& send, const kv::ReplicaActor& replica);
  bool may_answer_put(NodeId node, const Effects::Send& send, const client::Reply& reply);
  bool may_answer_get(NodeId node, const Effects::Send& send, const client::Reply& reply, const RequestGhost::Get& get,
                      const raft::Node& raft);

  FirstViolation violation_;
  RaftProperties raft_{violation_};
  LocalProperties local_{raft_.conduct(), violation_};
  RequestGhost requests_;
  bool compacts_ = false;              // a replica may forget the beginning of its log
  std::vector<std::uint64_t> values_;  // if so, by index - 1 of the committed log: the hash of the value that was put
  unsigned replicas_ = 0;
};

}  // namespace whitewater::checks

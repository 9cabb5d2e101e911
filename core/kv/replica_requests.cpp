// Where a request goes: into the log or a read (leader), to the leader (follower), or on hold.
#include "core/base/check.hpp"
#include "core/kv/replica_actor.hpp"
#include "core/raft/peer_message.hpp"

namespace whitewater::kv {

// Returns false if the request cannot go anywhere now.
bool ReplicaActor::place(const PayloadRef& request, const client::Request& what, Turn& turn) {
  if (node_.leading())
    return what.operation == client::Request::Operation::put ? place_put(request, what, turn)
                                                             : place_get(request, turn);
  if (!may_redirect(what.client, turn.now)) return false;
  redirect(what, turn);
  return true;
}

bool ReplicaActor::place_put(const PayloadRef& request, const client::Request& put, Turn& turn) {
  if (config_.gather_puts) {
    gather(request, put, turn);
    return true;
  }
  const std::uint64_t name = put.name();
  if (taken_before(put, name, turn)) return true;
  const std::optional<raft::Index> index = node_.propose(turn.now, request, output_);
  if (index) received(request, name, *index, turn);
  perform(turn);
  return index.has_value();
}

// True if the put was applied before (then it is answered again), or if it is in the log and not applied yet.
bool ReplicaActor::taken_before(const client::Request& put, std::uint64_t name, Turn& turn) {
  if (sessions_.applied(name, put)) {
    note(NoteCode::put_duplicate, name, 0, turn);
    note(NoteCode::put_answered, name, 0, turn);
    answer(put, client::make_ok(turn.effects.pool(), node_.leader(), put.mid()), turn);
    return true;
  }
  const auto pending = received_names_.find(name, [&](std::uint32_t position) {
    const auto* other = received_[position].request.get_if<client::Request>();
    return other->client == put.client && other->mid() == put.mid();
  });
  return pending != HashIndex::none;
}

void ReplicaActor::received(const PayloadRef& request, std::uint64_t name, raft::Index index, Turn& turn) {
  const std::uint64_t position = received_.push_back({index, node_.current_term(), name, request});
  received_names_.insert(name, static_cast<std::uint32_t>(position));
  note(NoteCode::put_proposed, name, index.value, turn);
}

void ReplicaActor::gather(const PayloadRef& request, const client::Request& put, Turn& turn) {
  if (gathered_.empty()) gathered_at_ = turn.now;
  gathered_.push_back(request);
  trail_ = combine(trail_, put.name());
}

void ReplicaActor::propose_gathered(Turn& turn) {
  raft::Index index = node_.last_index();
  for (PayloadRef& request : gathered_) {
    const auto& put = *request.get_if<client::Request>();
    if (!node_.leading()) {
      held_.push_back(std::move(request));  // this node leads no more: as if the put arrived now
      held_anew_ = true;
    } else if (!taken_before(put, put.name(), turn)) {
      index = index.next();
      received(request, put.name(), index, turn);
      commands_.push_back(std::move(request));
    }
  }
  gathered_.clear();
  node_.propose(turn.now, commands_, output_);
  commands_.clear();
  perform(turn);
}

bool ReplicaActor::place_get(const PayloadRef& request, Turn& turn) {
  const std::uint64_t token = reads_.push_back({request, false, {}});
  const bool taken = node_.read(turn.now, token, output_);
  if (!taken) reads_[token].request.reset();
  perform(turn);
  return taken;
}

// If we have heard nothing from the leader since we redirected this client to it, the client came back because the
// leader does not answer. To redirect the client there again would start a storm of redirects.
bool ReplicaActor::may_redirect(NodeId client, Time now) const {
  const NodeId leader = known_leader();
  if (!leader.valid() || leader == config_.raft.self) return false;
  const Time contact = leader_known_at();
  if (now - contact > config_.redirect_freshness) return false;
  if (client.value >= redirected_.size()) return true;
  const Redirected& last = redirected_[client.value];
  return last.leader != leader || last.at < contact;
}

void ReplicaActor::redirect(const client::Request& what, Turn& turn) {
  const NodeId leader = known_leader();
  if (what.client.value >= redirected_.size()) redirected_.resize(what.client.value + 1u);
  redirected_[what.client.value] = {leader, turn.now};
  note(NoteCode::request_redirected, what.name(), leader.value, turn);
  answer(what, client::make_redirect(turn.effects.pool(), leader, what.mid()), turn);
}

void ReplicaActor::hold(const PayloadRef& request, const client::Request& what, Turn& turn) {
  if (held_.size() >= config_.held_max) {
    note(NoteCode::request_refused, what.client.value, what.name(), turn);
    answer(what, client::make_fail(turn.effects.pool(), node_.leader(), what.mid()), turn);
    return;
  }
  note(NoteCode::request_held, what.client.value, what.name(), turn);
  held_.push_back(request);
}

// While requests are held, the word of others counts, too.
void ReplicaActor::hear_of_leader(const Event& event, Turn& turn) {
  const auto* message = std::get_if<MessageArrived>(&event);
  if (message == nullptr || node_.leader() != no_node) return;
  const auto* peer = message->payload.get_if<raft::PeerMessage>();
  if (peer != nullptr) told_.hear(*peer, node_.leader_heard_in(), turn.now);
}

// Tries to place every held request, in the order of arrival, as long as something changed that may let it go.
void ReplicaActor::place_held(Turn& turn) {
  while (!held_.empty() && (held_anew_ || view() != held_view_)) {
    held_anew_ = false;
    held_view_ = view();
    for (std::size_t rest = held_.size(); rest != 0; --rest) {
      PayloadRef request = held_.pop_front();
      if (!place(request, *request.get_if<client::Request>(), turn)) held_.push_back(std::move(request));
    }
  }
}

}  // namespace whitewater::kv

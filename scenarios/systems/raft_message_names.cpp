// An identity is a hash, so the ordinal in it is found by trying. What a message does not hold itself (the term of a
// voter that grants a pre-vote) is tried as well, near the value that it has as a rule.
#include "scenarios/systems/raft_message_names.hpp"

#include <array>
#include <variant>

#include "core/raft/identity.hpp"
#include "core/raft/peer_message.hpp"
#include "core/raft/snapshots/snapshot.hpp"

namespace whitewater::scenarios {

namespace {

using raft::MessageKind;

constexpr std::array<MessageWord, 13> words{{{"pre_vote_request"},
                                             {"pre_vote_granted"},
                                             {"pre_vote_denied"},
                                             {"vote_request"},
                                             {"vote_granted"},
                                             {"vote_denied"},
                                             {"append_entries", true},
                                             {"append_accepted", true},
                                             {"append_rejected", true},
                                             {"commit_notice", true},
                                             {"heartbeat", true},
                                             {"install_snapshot", true},
                                             {"snapshot_accepted", true}}};
static_assert(static_cast<std::size_t>(MessageKind::snapshot_accepted) + 1 == words.size());

constexpr std::uint64_t ordinals_tried = 256;
constexpr std::uint64_t terms_tried = 16;

const raft::Message& message_in(const PayloadRef& payload) {
  return payload.get_if<raft::PeerMessage>()->message;
}

std::uint32_t type_of(const PayloadRef& payload) {
  return static_cast<std::uint32_t>(raft::kind_of(message_in(payload)));
}

std::uint64_t identity_of(std::uint32_t type, const MessagePlace& place) {
  return raft::message_identity(static_cast<MessageKind>(type), raft::Term{place.term}, raft::Index{place.index},
                                place.ordinal);
}

// The index that the identity holds.
struct IndexOf {
  std::uint64_t operator()(const raft::AppendEntries& m) const { return m.prev_log_index.value + (m.entries ? 1 : 0); }
  std::uint64_t operator()(const raft::AppendAccepted& m) const { return m.match_index.value; }
  std::uint64_t operator()(const raft::AppendRejected& m) const { return m.prev_log_index.value; }
  std::uint64_t operator()(const raft::CommitNotice& m) const { return m.leader_commit.value; }
  std::uint64_t operator()(const raft::InstallSnapshot& m) const {
    return m.chunk.get_if<raft::SnapshotChunk>()->head.last.index.value;
  }
  std::uint64_t operator()(const raft::SnapshotAccepted& m) const { return m.match_index.value; }
  template <class Vote>
  std::uint64_t operator()(const Vote&) const {
    return 0;
  }
};

// The least ordinal that the identity may hold.
std::uint64_t first_ordinal(const raft::Message& message) {
  const auto* install = std::get_if<raft::InstallSnapshot>(&message);
  return install != nullptr ? install->chunk.get_if<raft::SnapshotChunk>()->offset << 16 : 0;
}

std::optional<MessagePlace> place_of(const PayloadRef& payload, std::uint64_t identity) {
  const raft::Message& message = message_in(payload);
  const std::uint32_t type = type_of(payload);
  const std::uint64_t index = std::visit(IndexOf{}, message);
  const std::uint64_t term = std::visit([](const auto& m) { return m.term.value; }, message);
  // A voter that grants a pre-vote is in an earlier term than the one that it is asked for.
  const bool granted = std::holds_alternative<raft::PreVoteGranted>(message);
  for (std::uint64_t back = 0; back <= (granted ? terms_tried : 0) && back <= term; ++back)
    for (std::uint64_t tried = 0; tried < ordinals_tried; ++tried)
      if (const MessagePlace place{term - back, index, first_ordinal(message) + tried};
          identity_of(type, place) == identity)
        return place;
  return std::nullopt;
}

}  // namespace

constexpr MessageNames raft_message_names{words, type_of, identity_of, place_of};

}  // namespace whitewater::scenarios

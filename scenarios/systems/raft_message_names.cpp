// An identity is a hash, so the ordinal in it is found by trying. What a message does not hold itself (the term of a
// voter that grants a pre-vote) is tried as well, near the value that it has as a rule.
#include "scenarios/systems/raft_message_names.hpp"

#include <array>
#include <variant>

#include "core/raft/identity.hpp"
#include "core/raft/peer_message.hpp"

namespace whitewater::scenarios {

namespace {

using raft::MessageKind;

constexpr std::array<MessageWord, 11> words{{{"pre_vote_request"},
                                             {"pre_vote_granted"},
                                             {"pre_vote_denied"},
                                             {"vote_request"},
                                             {"vote_granted"},
                                             {"vote_denied"},
                                             {"append_entries", true},
                                             {"append_accepted", true},
                                             {"append_rejected", true},
                                             {"commit_notice", true},
                                             {"heartbeat", true}}};
static_assert(static_cast<std::size_t>(MessageKind::heartbeat) + 1 == words.size());

constexpr std::uint64_t ordinals_tried = 256;
constexpr std::uint64_t terms_tried = 16;

const raft::Message& message_in(const PayloadRef& payload) {
  return payload.get_if<raft::PeerMessage>()->message;
}

std::uint32_t type_of(const PayloadRef& payload) {
  const raft::Message& message = message_in(payload);
  const auto* append = std::get_if<raft::AppendEntries>(&message);
  const bool heartbeat = append != nullptr && !append->entries;
  return heartbeat ? static_cast<std::uint32_t>(MessageKind::heartbeat) : static_cast<std::uint32_t>(message.index());
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
  template <class Vote>
  std::uint64_t operator()(const Vote&) const {
    return 0;
  }
};

std::optional<MessagePlace> place_of(const PayloadRef& payload, std::uint64_t identity) {
  const raft::Message& message = message_in(payload);
  const std::uint32_t type = type_of(payload);
  const std::uint64_t index = std::visit(IndexOf{}, message);
  const std::uint64_t term = std::visit([](const auto& m) { return m.term.value; }, message);
  // A voter that grants a pre-vote is in an earlier term than the one that it is asked for.
  const bool granted = std::holds_alternative<raft::PreVoteGranted>(message);
  for (std::uint64_t back = 0; back <= (granted ? terms_tried : 0) && back <= term; ++back)
    for (std::uint64_t ordinal = 0; ordinal < ordinals_tried; ++ordinal)
      if (const MessagePlace place{term - back, index, ordinal}; identity_of(type, place) == identity) return place;
  return std::nullopt;
}

}  // namespace

constexpr MessageNames raft_message_names{words, type_of, identity_of, place_of};

}  // namespace whitewater::scenarios

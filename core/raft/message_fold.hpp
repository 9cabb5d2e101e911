// The fold of each message (one word for digests) and the size of its binary form. Both are overloaded functions, so a
// new message without them does not compile. Both are inline, because they are computed for every message that is sent,
// where the type of the message is known.
#pragma once

#include <cstdint>
#include <type_traits>
#include <variant>

#include "core/raft/identity.hpp"
#include "core/raft/message.hpp"

namespace whitewater::raft {

template <class... Words>
constexpr std::uint64_t fold_as(MessageKind kind, Term term, Words... words) {
  return mix_words(static_cast<std::uint64_t>(kind) + 1, term.value, words...);
}

inline std::uint64_t fold_of(const PreVoteRequest& m) {
  return fold_as(MessageKind::pre_vote_request, m.term, m.last_log_index.value, m.last_log_term.value);
}
inline std::uint64_t fold_of(const PreVoteGranted& m) {
  return fold_as(MessageKind::pre_vote_granted, m.term, m.commit_index.value);
}
inline std::uint64_t fold_of(const PreVoteDenied& m) {
  return fold_as(MessageKind::pre_vote_denied, m.term, m.commit_index.value);
}
inline std::uint64_t fold_of(const VoteRequest& m) {
  return fold_as(MessageKind::vote_request, m.term, m.last_log_index.value, m.last_log_term.value);
}
inline std::uint64_t fold_of(const VoteGranted& m) {
  return fold_as(MessageKind::vote_granted, m.term, m.commit_index.value);
}
inline std::uint64_t fold_of(const VoteDenied& m) {
  return fold_as(MessageKind::vote_denied, m.term, m.commit_index.value);
}
inline std::uint64_t fold_of(const AppendEntries& m) {
  return fold_as(MessageKind::append_entries, m.term, m.prev_log_index.value, m.prev_log_term.value,
                 m.leader_commit.value, m.round, m.entries.fold());
}
inline std::uint64_t fold_of(const AppendAccepted& m) {
  return fold_as(MessageKind::append_accepted, m.term, m.match_index.value, m.round);
}
inline std::uint64_t fold_of(const AppendRejected& m) {
  return fold_as(MessageKind::append_rejected, m.term, m.prev_log_index.value, m.conflict_term.value,
                 m.conflict_index.value, m.round);
}
inline std::uint64_t fold_of(const CommitNotice& m) {
  return fold_as(MessageKind::commit_notice, m.term, m.leader_commit.value);
}
inline std::uint64_t fold_of(const InstallSnapshot& m) {
  return fold_as(MessageKind::install_snapshot, m.term, m.round, m.chunk.fold());
}
inline std::uint64_t fold_of(const SnapshotAccepted& m) {
  return fold_as(MessageKind::snapshot_accepted, m.term, m.match_index.value, m.snapshot, m.bytes, m.round);
}

// The binary form (codec.hpp): version and kind, words of eight bytes, then the entries or the chunk.
template <class Body>
constexpr std::uint32_t wire_words = 0;
template <>
inline constexpr std::uint32_t wire_words<PreVoteRequest> = 3;
template <>
inline constexpr std::uint32_t wire_words<PreVoteGranted> = 2;
template <>
inline constexpr std::uint32_t wire_words<PreVoteDenied> = 2;
template <>
inline constexpr std::uint32_t wire_words<VoteRequest> = 3;
template <>
inline constexpr std::uint32_t wire_words<VoteGranted> = 2;
template <>
inline constexpr std::uint32_t wire_words<VoteDenied> = 2;
template <>
inline constexpr std::uint32_t wire_words<AppendEntries> = 5;
template <>
inline constexpr std::uint32_t wire_words<AppendAccepted> = 3;
template <>
inline constexpr std::uint32_t wire_words<AppendRejected> = 5;
template <>
inline constexpr std::uint32_t wire_words<CommitNotice> = 2;
template <>
inline constexpr std::uint32_t wire_words<InstallSnapshot> = 2;
template <>
inline constexpr std::uint32_t wire_words<SnapshotAccepted> = 5;

template <class Body>
std::uint32_t wire_bytes_of(const Body& body) {
  static_assert(wire_words<Body> != 0, "every message has a size");
  constexpr std::uint32_t bytes = 2 + 8 * wire_words<Body>;
  if constexpr (std::is_same_v<Body, AppendEntries>)
    return bytes + (body.entries ? body.entries.wire_bytes() : EntryBatch::wire_bytes_empty);
  else if constexpr (std::is_same_v<Body, InstallSnapshot>)
    return bytes + body.chunk.wire_bytes();
  else
    return bytes;
}

// Nearly all messages are appends and their answers. They need no jump through a table, which is what std::visit makes
// of a dozen alternatives.
template <class Visitor>
[[gnu::always_inline]] inline auto visit_message(Visitor visitor, const Message& message) {
  if (const auto* append = std::get_if<AppendEntries>(&message)) return visitor(*append);
  if (const auto* accepted = std::get_if<AppendAccepted>(&message)) return visitor(*accepted);
  return std::visit(visitor, message);
}

inline std::uint64_t message_fold(const Message& message) {
  return visit_message([](const auto& body) { return fold_of(body); }, message);
}

inline std::uint32_t message_wire_bytes(const Message& message) {
  return visit_message([](const auto& body) { return wire_bytes_of(body); }, message);
}

}  // namespace whitewater::raft

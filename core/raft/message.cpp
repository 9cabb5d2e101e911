// Names, folds and sizes of messages; each by overload, so that a new message without one does not compile.
#include "core/raft/message.hpp"

#include <type_traits>

#include "core/base/check.hpp"
#include "core/raft/identity.hpp"

namespace whitewater::raft {

namespace {

// The binary form: version and kind, words of eight bytes, then the entries.
constexpr std::uint32_t head_bytes = 2;

constexpr std::uint32_t words_of(const PreVoteRequest&) {
  return 3;
}
constexpr std::uint32_t words_of(const PreVoteGranted&) {
  return 2;
}
constexpr std::uint32_t words_of(const PreVoteDenied&) {
  return 2;
}
constexpr std::uint32_t words_of(const VoteRequest&) {
  return 3;
}
constexpr std::uint32_t words_of(const VoteGranted&) {
  return 2;
}
constexpr std::uint32_t words_of(const VoteDenied&) {
  return 2;
}
constexpr std::uint32_t words_of(const AppendEntries&) {
  return 5;
}
constexpr std::uint32_t words_of(const AppendAccepted&) {
  return 3;
}
constexpr std::uint32_t words_of(const AppendRejected&) {
  return 5;
}
constexpr std::uint32_t words_of(const CommitNotice&) {
  return 2;
}

// Products that do not wait for each other: the one mix at the end spreads their sum.
constexpr std::uint64_t word(std::uint64_t value, std::uint64_t odd) {
  return (value + (odd >> 7)) * odd;
}
constexpr std::uint64_t k1 = 0x9E3779B97F4A7C15ull;
constexpr std::uint64_t k2 = 0xC2B2AE3D27D4EB4Full;
constexpr std::uint64_t k3 = 0x165667B19E3779F9ull;
constexpr std::uint64_t k4 = 0xD6E8FEB86659FD93ull;
constexpr std::uint64_t k5 = 0xBF58476D1CE4E5B9ull;

std::uint64_t fields(const PreVoteRequest& m) {
  return word(m.last_log_index.value, k2) + word(m.last_log_term.value, k3);
}
std::uint64_t fields(const VoteRequest& m) {
  return word(m.last_log_index.value, k2) + word(m.last_log_term.value, k3);
}
std::uint64_t fields(const PreVoteGranted& m) {
  return word(m.commit_index.value, k2);
}
std::uint64_t fields(const PreVoteDenied& m) {
  return word(m.commit_index.value, k2);
}
std::uint64_t fields(const VoteGranted& m) {
  return word(m.commit_index.value, k2);
}
std::uint64_t fields(const VoteDenied& m) {
  return word(m.commit_index.value, k2);
}
std::uint64_t fields(const AppendEntries& m) {
  return word(m.prev_log_index.value, k2) + word(m.prev_log_term.value, k3) + word(m.leader_commit.value, k4) +
         word(m.round, k5) + mix(m.entries.fold());
}
std::uint64_t fields(const AppendAccepted& m) {
  return word(m.match_index.value, k2) + word(m.round, k5);
}
std::uint64_t fields(const AppendRejected& m) {
  return word(m.prev_log_index.value, k2) + word(m.conflict_term.value, k3) + word(m.conflict_index.value, k4) +
         word(m.round, k5);
}
std::uint64_t fields(const CommitNotice& m) {
  return word(m.leader_commit.value, k2);
}

}  // namespace

const char* message_name(const Message& message) {
  const auto* append = std::get_if<AppendEntries>(&message);
  const MessageKind kind =
      append != nullptr && !append->entries ? MessageKind::heartbeat : static_cast<MessageKind>(message.index());
  switch (kind) {
    case MessageKind::pre_vote_request:
      return "pre_vote_request";
    case MessageKind::pre_vote_granted:
      return "pre_vote_granted";
    case MessageKind::pre_vote_denied:
      return "pre_vote_denied";
    case MessageKind::vote_request:
      return "vote_request";
    case MessageKind::vote_granted:
      return "vote_granted";
    case MessageKind::vote_denied:
      return "vote_denied";
    case MessageKind::append_entries:
      return "append_entries";
    case MessageKind::append_accepted:
      return "append_accepted";
    case MessageKind::append_rejected:
      return "append_rejected";
    case MessageKind::commit_notice:
      return "commit_notice";
    case MessageKind::heartbeat:
      return "heartbeat";
  }
  fail_check("every kind of message has a name");
}

std::uint64_t message_fold(const Message& message) {
  return std::visit(
      [&](const auto& body) { return mix((message.index() + 1) * k4 + word(body.term.value, k1) + fields(body)); },
      message);
}

std::uint32_t message_wire_bytes(const Message& message) {
  return std::visit(
      [](const auto& body) {
        std::uint32_t bytes = head_bytes + 8 * words_of(body);
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(body)>, AppendEntries>)
          bytes += body.entries ? body.entries.wire_bytes() : EntryBatch::wire_bytes_empty;
        return bytes;
      },
      message);
}

}  // namespace whitewater::raft

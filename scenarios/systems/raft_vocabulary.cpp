// A visitor over the messages: a new message without words does not compile.
#include "scenarios/systems/raft_vocabulary.hpp"

#include <variant>

#include "core/kv/note_words.hpp"
#include "core/raft/note_words.hpp"
#include "core/raft/peer_message.hpp"
#include "core/raft/snapshots/snapshot.hpp"

namespace whitewater::scenarios {

namespace {

std::string number(std::uint64_t n) {
  return std::to_string(n);
}

std::string place(std::string_view word, raft::Index index, raft::Term term) {
  return std::string(word) + " " + number(index.value) + " of term " + number(term.value);
}

struct MessageWords {
  std::string operator()(const raft::PreVoteRequest& m) const {
    return asks(m.term, m.last_log_index, m.last_log_term);
  }
  std::string operator()(const raft::VoteRequest& m) const { return asks(m.term, m.last_log_index, m.last_log_term); }
  std::string operator()(const raft::PreVoteGranted& m) const { return answers(m.term, m.commit_index); }
  std::string operator()(const raft::PreVoteDenied& m) const { return answers(m.term, m.commit_index); }
  std::string operator()(const raft::VoteGranted& m) const { return answers(m.term, m.commit_index); }
  std::string operator()(const raft::VoteDenied& m) const { return answers(m.term, m.commit_index); }
  std::string operator()(const raft::AppendEntries& m) const {
    const auto* batch = m.entries.get_if<raft::EntryBatch>();
    const std::uint32_t count = batch == nullptr ? 0 : batch->count;
    return "term " + number(m.term.value) + place(", after", m.prev_log_index, m.prev_log_term) + ", " + number(count) +
           (count == 1 ? " entry" : " entries") + ", commit " + number(m.leader_commit.value);
  }
  std::string operator()(const raft::AppendAccepted& m) const {
    return "term " + number(m.term.value) + ", match " + number(m.match_index.value);
  }
  std::string operator()(const raft::AppendRejected& m) const {
    return "term " + number(m.term.value) + ", no match at " + number(m.prev_log_index.value) +
           place(", conflict", m.conflict_index, m.conflict_term);
  }
  std::string operator()(const raft::CommitNotice& m) const {
    return "term " + number(m.term.value) + ", commit " + number(m.leader_commit.value);
  }
  std::string operator()(const raft::InstallSnapshot& m) const {
    const auto& chunk = *m.chunk.get_if<raft::SnapshotChunk>();
    return "term " + number(m.term.value) + place(", snapshot up to", chunk.head.last.index, chunk.head.last.term) +
           ", bytes " + number(chunk.offset) + " to " + number(chunk.end()) + " of " + number(chunk.head.bytes);
  }
  std::string operator()(const raft::SnapshotAccepted& m) const {
    return "term " + number(m.term.value) + ", match " + number(m.match_index.value) + ", holds " + number(m.bytes) +
           " bytes";
  }

 private:
  static std::string asks(raft::Term term, raft::Index last, raft::Term last_term) {
    return "term " + number(term.value) + place(", log ends at", last, last_term);
  }
  static std::string answers(raft::Term term, raft::Index commit) {
    return "term " + number(term.value) + ", commit " + number(commit.value);
  }
};

void requests_of_batch(const PayloadRef& payload, std::uint64_t first, const CarriedSink& sink) {
  const auto* batch = payload.get_if<raft::EntryBatch>();
  for (std::uint32_t i = 0; batch != nullptr && i < batch->count; ++i)
    if (const auto* put = (*batch)[i].command.get_if<client::Request>())
      sink({put->name(), i, first + i, (*batch)[i].term.value});
}

constexpr PayloadWords payloads[] = {
    {raft::PeerMessage::payload_kind.number,
     [](const PayloadRef& payload) -> std::string_view {
       return raft::message_name(payload.get_if<raft::PeerMessage>()->message);
     },
     [](const PayloadRef& payload, unsigned) {
       return std::visit(MessageWords{}, payload.get_if<raft::PeerMessage>()->message);
     },
     [](const PayloadRef& payload, const CarriedSink& sink) {
       const auto& message = payload.get_if<raft::PeerMessage>()->message;
       if (const auto* append = std::get_if<raft::AppendEntries>(&message))
         requests_of_batch(append->entries, append->prev_log_index.value + 1, sink);
     }},
    {raft::EntryBatch::payload_kind.number, nullptr, nullptr,
     [](const PayloadRef& payload, const CarriedSink& sink) { requests_of_batch(payload, 0, sink); }},
};

// Those of snapshots stand behind the others: what is drawn from the front stays the same.
constexpr auto first_of_snapshots = static_cast<std::size_t>(raft::NoteCode::snapshot_taken) - 1;
constexpr std::span<const NoteWords> notes[] = {std::span(raft::note_words).first(first_of_snapshots), kv::note_words,
                                                std::span(raft::note_words).subspan(first_of_snapshots)};

}  // namespace

constexpr Vocabulary raft_vocabulary{payloads, notes};

}  // namespace whitewater::scenarios

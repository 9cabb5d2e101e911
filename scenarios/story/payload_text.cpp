// Tables and visitors that put payloads and notes into words; a new Raft message without words does not compile.
#include "scenarios/story/payload_text.hpp"

#include <array>
#include <variant>

#include "core/client/request.hpp"
#include "core/kv/notes.hpp"
#include "core/raft/output.hpp"
#include "core/raft/peer_message.hpp"
#include "scenarios/story/node_text.hpp"

namespace whitewater::scenarios {

namespace {

constexpr std::size_t shown_bytes_max = 40;

// Bytes of a key, a value or a MID: whatever they are, one line of ASCII.
std::string shown(std::string_view bytes) {
  std::string text(bytes.substr(0, shown_bytes_max));
  for (char& c : text)
    if (c <= ' ' || c > '~') c = '?';
  if (bytes.size() > shown_bytes_max) text += "...";
  return text;
}

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

 private:
  static std::string asks(raft::Term term, raft::Index last, raft::Term last_term) {
    return "term " + number(term.value) + place(", log ends at", last, last_term);
  }
  static std::string answers(raft::Term term, raft::Index commit) {
    return "term " + number(term.value) + ", commit " + number(commit.value);
  }
};

enum class Word : std::uint8_t { none, term, index, node, name, count };

struct NoteRow {
  std::uint32_t code;
  std::string_view name;
  std::string_view a_label;
  Word a;
  std::string_view b_label;
  Word b;
};

constexpr std::uint32_t code(raft::NoteCode c) {
  return static_cast<std::uint32_t>(c);
}
constexpr std::uint32_t code(kv::NoteCode c) {
  return static_cast<std::uint32_t>(c);
}

constexpr std::array note_rows{
    NoteRow{code(raft::NoteCode::became_follower), "became_follower", "term", Word::term, "leader", Word::node},
    NoteRow{code(raft::NoteCode::became_pre_candidate), "became_pre_candidate", "term", Word::term, "", Word::none},
    NoteRow{code(raft::NoteCode::became_candidate), "became_candidate", "term", Word::term, "", Word::none},
    NoteRow{code(raft::NoteCode::became_leader), "became_leader", "term", Word::term, "last index", Word::index},
    NoteRow{code(raft::NoteCode::quorum_lost), "quorum_lost", "term", Word::term, "", Word::none},
    NoteRow{code(raft::NoteCode::vote_granted), "vote_granted", "term", Word::term, "to", Word::node},
    NoteRow{code(raft::NoteCode::vote_denied), "vote_denied", "term", Word::term, "to", Word::node},
    NoteRow{code(raft::NoteCode::log_truncated), "log_truncated", "from", Word::index, "", Word::none},
    NoteRow{code(raft::NoteCode::commit_advanced), "commit_advanced", "to", Word::index, "", Word::none},
    NoteRow{code(raft::NoteCode::append_retransmitted), "append_retransmitted", "to", Word::node, "from", Word::index},
    NoteRow{code(raft::NoteCode::append_hedged), "append_hedged", "followers", Word::count, "from", Word::index},
    NoteRow{code(raft::NoteCode::append_rejected), "append_rejected", "by", Word::node, "conflict", Word::index},
    NoteRow{code(kv::NoteCode::request_held), "request_held", "of", Word::node, "", Word::name},
    NoteRow{code(kv::NoteCode::request_redirected), "request_redirected", "", Word::name, "to", Word::node},
    NoteRow{code(kv::NoteCode::request_refused), "request_refused", "of", Word::node, "", Word::name},
    NoteRow{code(kv::NoteCode::put_proposed), "put_proposed", "", Word::name, "index", Word::index},
    NoteRow{code(kv::NoteCode::put_displaced), "put_displaced", "", Word::name, "index", Word::index},
    NoteRow{code(kv::NoteCode::put_applied), "put_applied", "", Word::name, "index", Word::index},
    NoteRow{code(kv::NoteCode::put_duplicate), "put_duplicate", "", Word::name, "index", Word::index},
    NoteRow{code(kv::NoteCode::put_answered), "put_answered", "", Word::name, "index", Word::index},
    NoteRow{code(kv::NoteCode::get_answered), "get_answered", "", Word::name, "index", Word::index},
};

void add_word(std::string& text, std::string_view label, Word word, std::uint64_t value, unsigned replicas) {
  // A name is a hash: the line of the request that came before says which request it is.
  if (word == Word::none || word == Word::name) return;
  text += (text.find(' ') == std::string::npos ? " " : ", ") + std::string(label) + " ";
  text += word == Word::node ? course::id_text(NodeId{static_cast<std::uint16_t>(value)}, replicas) : number(value);
}

}  // namespace

std::string_view payload_type(const PayloadRef& payload) {
  if (const auto* peer = payload.get_if<raft::PeerMessage>()) return raft::message_name(peer->message);
  if (const auto* request = payload.get_if<client::Request>())
    return request->operation == client::Request::Operation::get ? "get" : "put";
  if (const auto* reply = payload.get_if<client::Reply>()) {
    switch (reply->outcome) {
      case client::Reply::Outcome::ok:
        return "ok";
      case client::Reply::Outcome::redirect:
        return "redirect";
      case client::Reply::Outcome::fail:
        return "fail";
    }
  }
  return payload.name();
}

std::string payload_details(const PayloadRef& payload, unsigned replicas) {
  if (const auto* peer = payload.get_if<raft::PeerMessage>()) return std::visit(MessageWords{}, peer->message);
  if (const auto* request = payload.get_if<client::Request>()) {
    std::string text = shown(request->mid()) + " key " + shown(request->key());
    if (request->operation == client::Request::Operation::put) text += " value " + shown(request->value());
    return text;
  }
  if (const auto* reply = payload.get_if<client::Reply>()) {
    std::string text = shown(reply->mid()) + " leader " + course::id_text(reply->leader, replicas);
    if (reply->has_value) text += " value " + shown(reply->value());
    return text;
  }
  return number(payload.wire_bytes()) + " bytes";
}

std::string note_text(const Effects::Note& note, unsigned replicas) {
  for (const NoteRow& row : note_rows) {
    if (row.code != note.code) continue;
    std::string text(row.name);
    add_word(text, row.a_label, row.a, note.a, replicas);
    add_word(text, row.b_label, row.b, note.b, replicas);
    return text;
  }
  return "note " + number(note.code) + " " + number(note.a) + " " + number(note.b);
}

}  // namespace whitewater::scenarios

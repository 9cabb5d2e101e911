// A table of both vocabularies: a name, and what a and b are.
#include "replica/note_words.hpp"

#include "core/course/message_json.hpp"
#include "core/kv/notes.hpp"
#include "core/raft/output.hpp"

namespace whitewater::replica {

namespace {

enum class Word : unsigned char { none, number, node, name };

struct Row {
  std::uint32_t code;
  const char* text;
  const char* a_text;
  Word a;
  const char* b_text;
  Word b;
};

template <class Code>
constexpr Row row(Code code, const char* text, const char* a_text, Word a, const char* b_text = "",
                  Word b = Word::none) {
  return {static_cast<std::uint32_t>(code), text, a_text, a, b_text, b};
}

using raft::NoteCode;
using Kv = kv::NoteCode;

constexpr Row table[] = {
    row(NoteCode::became_follower, "became_follower", "term", Word::number, "leader", Word::node),
    row(NoteCode::became_pre_candidate, "became_pre_candidate", "term", Word::number),
    row(NoteCode::became_candidate, "became_candidate", "term", Word::number),
    row(NoteCode::became_leader, "became_leader", "term", Word::number, "last_index", Word::number),
    row(NoteCode::quorum_lost, "quorum_lost", "term", Word::number),
    row(NoteCode::vote_granted, "vote_granted", "term", Word::number, "candidate", Word::node),
    row(NoteCode::vote_denied, "vote_denied", "term", Word::number, "candidate", Word::node),
    row(NoteCode::log_truncated, "log_truncated", "index", Word::number),
    row(NoteCode::commit_advanced, "commit_advanced", "index", Word::number),
    row(NoteCode::append_retransmitted, "append_retransmitted", "follower", Word::node, "index", Word::number),
    row(NoteCode::append_hedged, "append_hedged", "followers", Word::number, "index", Word::number),
    row(NoteCode::append_rejected, "append_rejected", "follower", Word::node, "index", Word::number),
    row(Kv::request_held, "request_held", "client", Word::node, "name", Word::name),
    row(Kv::request_redirected, "request_redirected", "name", Word::name, "leader", Word::node),
    row(Kv::request_refused, "request_refused", "client", Word::node, "name", Word::name),
    row(Kv::put_proposed, "put_proposed", "name", Word::name, "index", Word::number),
    row(Kv::put_displaced, "put_displaced", "name", Word::name, "index", Word::number),
    row(Kv::put_applied, "put_applied", "name", Word::name, "index", Word::number),
    row(Kv::put_duplicate, "put_duplicate", "name", Word::name, "index", Word::number),
    row(Kv::put_answered, "put_answered", "name", Word::name, "index", Word::number),
    row(Kv::get_answered, "get_answered", "name", Word::name, "index", Word::number),
};

void append_word(std::string& out, const char* text, Word word, std::uint64_t value, unsigned replicas) {
  constexpr std::string_view hex = "0123456789abcdef";
  if (word == Word::none) return;
  out.append(" ").append(text).append("=");
  if (word == Word::number) out += std::to_string(value);
  if (word == Word::node) course::append_id(out, NodeId{static_cast<std::uint16_t>(value)}, replicas);
  if (word == Word::name)
    for (int shift = 60; shift >= 0; shift -= 4) out += hex[(value >> shift) & 15];
}

}  // namespace

bool is_milestone(const Effects::Note& note) {
  switch (static_cast<NoteCode>(note.code)) {
    case NoteCode::became_follower:
    case NoteCode::became_candidate:
    case NoteCode::became_leader:
    case NoteCode::quorum_lost:
      return true;
    default:
      return false;
  }
}

std::string note_text(const Effects::Note& note, unsigned replicas) {
  for (const Row& known : table) {
    if (known.code != note.code) continue;
    std::string text = known.text;
    append_word(text, known.a_text, known.a, note.a, replicas);
    append_word(text, known.b_text, known.b, note.b, replicas);
    return text;
  }
  return "note " + std::to_string(note.code);
}

}  // namespace whitewater::replica

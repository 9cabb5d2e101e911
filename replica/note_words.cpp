// The rows of Raft and of the key-value replica, as fields.
#include "replica/note_words.hpp"

#include "core/kv/note_words.hpp"
#include "core/raft/note_words.hpp"
#include "core/text/note_text.hpp"

namespace whitewater::replica {

bool is_milestone(const Effects::Note& note) {
  switch (static_cast<raft::NoteCode>(note.code)) {
    case raft::NoteCode::became_follower:
    case raft::NoteCode::became_candidate:
    case raft::NoteCode::became_leader:
    case raft::NoteCode::quorum_lost:
      return true;
    default:
      return false;
  }
}

std::string note_text(const Effects::Note& note, unsigned replicas) {
  for (const std::span<const NoteWords> table :
       {std::span<const NoteWords>(raft::note_words), std::span<const NoteWords>(kv::note_words)})
    if (const NoteWords* words = find_note(table, note.code)) return note_in_fields(*words, note.a, note.b, replicas);
  return "note " + std::to_string(note.code);
}

}  // namespace whitewater::replica

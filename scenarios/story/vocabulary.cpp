// A system without a vocabulary has no rows.
#include "scenarios/story/vocabulary.hpp"

namespace whitewater::scenarios {

const NoteWords* Vocabulary::note(std::uint32_t code) const {
  for (const std::span<const NoteWords> table : notes)
    if (const NoteWords* words = find_note(table, code)) return words;
  return nullptr;
}

const Vocabulary& client_vocabulary() {
  static constexpr Vocabulary vocabulary;
  return vocabulary;
}

}  // namespace whitewater::scenarios

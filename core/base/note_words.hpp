// NoteWords: what a note is called, what its two numbers mean, and the sentence that tells it in a story. A table of
// rows stands beside each enum of notes. Traces, stories, a replica's log and triggers read these tables, so a new
// note is an enumerator and a row. Words are data here: nothing in this file makes text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace whitewater {

struct NoteWords {
  enum class Number : std::uint8_t {
    none,     // says nothing
    plain,    // a count, a term, an index
    node,     // NodeId::value
    request,  // client::Request::name(), a hash
  };
  // What the note says about who leads. Who stands asks for votes, and does not lead. Where a replica begins or stands,
  // `a` is the term.
  enum class Leads : std::uint8_t { unchanged, begins, ends, stands };

  std::uint32_t code = 0;
  std::string_view name = {};  // "became_leader"
  Number a = Number::none;
  std::string_view a_label = {};  // "term"
  Number b = Number::none;
  std::string_view b_label = {};
  Leads leads = Leads::unchanged;
  // Places: {node}, {who} (the node, and whether it leads), {request}, {a}, {b}. Empty: no story tells this note.
  std::string_view sentence = {};
};

// The row of a note with at most one number.
constexpr NoteWords note_row(std::uint32_t code, std::string_view name, NoteWords::Number a, std::string_view a_label,
                             std::string_view sentence) {
  return {code, name, a, a_label, NoteWords::Number::none, {}, NoteWords::Leads::unchanged, sentence};
}

// Null if no row has this code.
constexpr const NoteWords* find_note(std::span<const NoteWords> rows, std::uint32_t code) {
  for (const NoteWords& row : rows)
    if (row.code == code) return &row;
  return nullptr;
}
constexpr const NoteWords* find_note(std::span<const NoteWords> rows, std::string_view name) {
  for (const NoteWords& row : rows)
    if (row.name == name) return &row;
  return nullptr;
}

// For static_assert: true if the rows have the codes from first to last, in order, each with a name.
constexpr bool covers(std::span<const NoteWords> rows, std::uint32_t first, std::uint32_t last) {
  if (rows.size() != last - first + 1) return false;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].code != first + i || rows[i].name.empty()) return false;
  return true;
}

}  // namespace whitewater

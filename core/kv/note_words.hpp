// The words of the key-value replica's notes, one row for each NoteCode. The rows of Raft's notes are in
// core/raft/note_words.hpp.
#pragma once

#include "core/base/note_words.hpp"
#include "core/kv/notes.hpp"

namespace whitewater::kv {

namespace note_rows {

using Number = NoteWords::Number;

// A row whose numbers are a client and a request.
constexpr NoteWords of_client(NoteCode code, std::string_view name, std::string_view sentence) {
  return {static_cast<std::uint32_t>(code), name,    Number::node, "client", Number::request, "name",
          NoteWords::Leads::unchanged,      sentence};
}
// A row whose numbers are a request and an index.
constexpr NoteWords of_entry(NoteCode code, std::string_view name, std::string_view sentence = "") {
  return {static_cast<std::uint32_t>(code), name,    Number::request, "name", Number::plain, "index",
          NoteWords::Leads::unchanged,      sentence};
}

}  // namespace note_rows

// In the order of the codes. Rows without a sentence are told in a story by the write or by the reply that belongs to
// them.
inline constexpr NoteWords note_words[] = {
    note_rows::of_client(NoteCode::request_held, "request_held", "{node} hears from no leader, so it holds {request}"),
    {static_cast<std::uint32_t>(NoteCode::request_redirected), "request_redirected", NoteWords::Number::request, "name",
     NoteWords::Number::node, "leader", NoteWords::Leads::unchanged, "{node} redirects the client of {request} to {b}"},
    note_rows::of_client(NoteCode::request_refused, "request_refused",
                         "{node} holds too many requests, so it answers {request} with fail"),
    note_rows::of_entry(NoteCode::put_proposed, "put_proposed"),
    note_rows::of_entry(NoteCode::put_displaced, "put_displaced",
                        "{who} sees another entry committed at index {b}, so it treats {request} as new"),
    note_rows::of_entry(NoteCode::put_applied, "put_applied",
                        "{request} is committed on {who} and applied (index {b})"),
    note_rows::of_entry(NoteCode::put_duplicate, "put_duplicate",
                        "{who} had applied {request} before, and does not apply it again"),
    note_rows::of_entry(NoteCode::put_answered, "put_answered"),
    note_rows::of_entry(NoteCode::get_answered, "get_answered"),
};

static_assert(covers(note_words, static_cast<std::uint32_t>(NoteCode::request_held),
                     static_cast<std::uint32_t>(NoteCode::get_answered)),
              "every note of the replica has a row, in the order of the codes");

}  // namespace whitewater::kv

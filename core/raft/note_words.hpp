// The words of Raft's notes, one row for each NoteCode. Raft emits codes; it never reads this table.
#pragma once

#include "core/base/note_words.hpp"
#include "core/raft/output.hpp"

namespace whitewater::raft {

namespace note_rows {

using Number = NoteWords::Number;
using Leads = NoteWords::Leads;

constexpr NoteWords row(NoteCode code, std::string_view name, Number a, std::string_view a_label,
                        Number b = Number::none, std::string_view b_label = "", Leads leads = Leads::unchanged,
                        std::string_view sentence = "") {
  return {static_cast<std::uint32_t>(code), name, a, a_label, b, b_label, leads, sentence};
}

// Told only of a node that was the leader.
inline constexpr std::string_view no_leader = "{node} is no longer the leader (term {a})";

}  // namespace note_rows

// In the order of the codes.
inline constexpr NoteWords note_words[] = {
    note_rows::row(NoteCode::became_follower, "became_follower", NoteWords::Number::plain, "term",
                   NoteWords::Number::node, "leader", NoteWords::Leads::ends, note_rows::no_leader),
    note_rows::row(NoteCode::became_pre_candidate, "became_pre_candidate", NoteWords::Number::plain, "term",
                   NoteWords::Number::none, "", NoteWords::Leads::ends, note_rows::no_leader),
    note_rows::row(NoteCode::became_candidate, "became_candidate", NoteWords::Number::plain, "term",
                   NoteWords::Number::none, "", NoteWords::Leads::stands, note_rows::no_leader),
    note_rows::row(NoteCode::became_leader, "became_leader", NoteWords::Number::plain, "term", NoteWords::Number::plain,
                   "last index", NoteWords::Leads::begins, "{node} became leader of term {a}"),
    note_rows::row(NoteCode::quorum_lost, "quorum_lost", NoteWords::Number::plain, "term"),
    note_rows::row(NoteCode::vote_granted, "vote_granted", NoteWords::Number::plain, "term", NoteWords::Number::node,
                   "candidate"),
    note_rows::row(NoteCode::vote_denied, "vote_denied", NoteWords::Number::plain, "term", NoteWords::Number::node,
                   "candidate"),
    note_rows::row(NoteCode::log_truncated, "log_truncated", NoteWords::Number::plain, "from"),
    note_rows::row(NoteCode::commit_advanced, "commit_advanced", NoteWords::Number::plain, "index"),
    note_rows::row(NoteCode::append_retransmitted, "append_retransmitted", NoteWords::Number::node, "follower",
                   NoteWords::Number::plain, "index"),
    note_rows::row(NoteCode::append_hedged, "append_hedged", NoteWords::Number::plain, "followers",
                   NoteWords::Number::plain, "index"),
    note_rows::row(NoteCode::append_rejected, "append_rejected", NoteWords::Number::node, "follower",
                   NoteWords::Number::plain, "conflict"),
    note_rows::row(NoteCode::snapshot_taken, "snapshot_taken", NoteWords::Number::plain, "index",
                   NoteWords::Number::plain, "bytes"),
    note_rows::row(NoteCode::snapshot_sent, "snapshot_sent", NoteWords::Number::node, "follower",
                   NoteWords::Number::plain, "index"),
    note_rows::row(NoteCode::snapshot_installed, "snapshot_installed", NoteWords::Number::plain, "index",
                   NoteWords::Number::plain, "bytes"),
};

static_assert(covers(note_words, static_cast<std::uint32_t>(NoteCode::became_follower),
                     static_cast<std::uint32_t>(NoteCode::snapshot_installed)),
              "every note of Raft has a row, in the order of the codes");

}  // namespace whitewater::raft

// LeaderWatch: which node began to lead last, and which node led before it, from the notes that mark a new leader in
// the system's vocabulary. Watches a run only if one of its faults needs this.
#pragma once

#include <span>

#include "core/base/note_words.hpp"
#include "simnet/observer.hpp"

namespace whitewater::scenarios {

class LeaderWatch final : public simnet::Observer {
 public:
  using Notes = std::span<const std::span<const NoteWords>>;

  void reset(Notes notes) {
    notes_ = notes;
    latest_ = previous_ = no_node;
  }
  NodeId previous() const { return previous_; }

  Watches watches() const override { return {.sends = false, .events = true, .notes = true, .writes = false}; }
  void on_event(const simnet::EventRecord& record) override {
    for (const Effects::Note& note : record.effects.notes) {
      if (!begins(note.code) || record.node == latest_) continue;
      previous_ = latest_;
      latest_ = record.node;
    }
  }

 private:
  bool begins(std::uint32_t code) const {
    for (const std::span<const NoteWords> table : notes_)
      if (const NoteWords* const words = find_note(table, code)) return words->leads == NoteWords::Leads::begins;
    return false;
  }

  Notes notes_;
  NodeId latest_;
  NodeId previous_;
};

}  // namespace whitewater::scenarios

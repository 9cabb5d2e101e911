// Leadership: watches who leads, by the notes that mark it in the system's vocabulary, and by who dies. It is told of
// no other event. Keeps memory from run to run.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/note_words.hpp"
#include "scenarios/report/leadership_report.hpp"
#include "simnet/observer.hpp"

namespace whitewater::scenarios {

class Leadership final : public simnet::Observer {
 public:
  using Notes = std::span<const std::span<const NoteWords>>;

  void reset(Notes notes);
  // The replica that led before the one that began to lead last.
  NodeId previous() const { return previous_; }
  // Nothing: the system has no notes that say who leads. from: the first request.
  std::optional<LeadershipReport> report(Time from, Time until) const;

  Watches watches() const override {
    return {.sends = false, .events = false, .notes = false, .writes = false, .marks = marks_};
  }
  void on_noted(const simnet::EventRecord& record) override;
  void on_episode(const simnet::EpisodeRecord& record) override;

 private:
  void begins(NodeId node, std::uint64_t term, Time now);
  void ends(NodeId node, Time now);

  std::vector<const NoteWords*> words_;  // of the notes that say something about it
  NoteFilter marks_;
  std::vector<LeadershipReport::Reign> reigns_;  // the end of one that lasts is time_never
  NodeSet leading_;
  NodeId latest_;
  NodeId previous_;
  std::uint64_t elections_ = 0;
  std::uint64_t highest_term_ = 0;
};

}  // namespace whitewater::scenarios

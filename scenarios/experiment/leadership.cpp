// A few notes in a run are all that it sees.
#include "scenarios/experiment/leadership.hpp"

#include <algorithm>

namespace whitewater::scenarios {

void Leadership::reset(Notes notes) {
  words_.clear();
  marks_ = {};
  for (const std::span<const NoteWords> table : notes)
    for (const NoteWords& words : table) {
      if (words.leads == NoteWords::Leads::unchanged) continue;
      words_.push_back(&words);
      marks_ = marks_ | NoteFilter::of(words.code);
    }
  reigns_.clear();
  leading_ = {};
  latest_ = previous_ = no_node;
  elections_ = highest_term_ = 0;
}

void Leadership::on_noted(const simnet::EventRecord& record) {
  using Leads = NoteWords::Leads;
  for (const Effects::Note& note : record.effects.notes) {
    const auto found =
        std::find_if(words_.begin(), words_.end(), [&](const NoteWords* words) { return words->code == note.code; });
    if (found == words_.end()) continue;
    const Leads leads = (*found)->leads;
    if (leads != Leads::ends) highest_term_ = std::max(highest_term_, note.a);
    if (leads == Leads::stands) ++elections_;
    if (leads == Leads::begins)
      begins(record.node, note.a, record.time);
    else
      ends(record.node, record.time);
  }
}

void Leadership::on_episode(const simnet::EpisodeRecord& record) {
  for (const NodeId node : record.died& leading_) ends(node, record.time);
}

void Leadership::begins(NodeId node, std::uint64_t term, Time now) {
  ends(node, now);
  leading_.insert(node);
  reigns_.push_back({node, term, now, time_never});
  if (node == latest_) return;
  previous_ = latest_;
  latest_ = node;
}

void Leadership::ends(NodeId node, Time now) {
  if (!leading_.contains(node)) return;
  leading_.erase(node);
  const auto reign = std::find_if(reigns_.rbegin(), reigns_.rend(), [&](const auto& one) { return one.node == node; });
  reign->end = now;
}

std::optional<LeadershipReport> Leadership::report(Time from, Time until) const {
  if (words_.empty()) return std::nullopt;
  LeadershipReport report;
  report.reigns = reigns_;
  for (LeadershipReport::Reign& reign : report.reigns) reign.end = std::min(reign.end, until);
  report.elections = elections_;
  report.highest_term = highest_term_;
  report.leaderless = longest_leaderless(report.reigns, from, until);
  return report;
}

}  // namespace whitewater::scenarios

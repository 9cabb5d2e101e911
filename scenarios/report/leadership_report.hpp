// LeadershipReport: who led in a run, from when to when, and how often replicas stood for election. It tells what
// replicas were, by their own notes; the course's "leaders" counts how often messages named another leader.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/text/number_text.hpp"
#include "core/wire/json_writer.hpp"
#include "scenarios/report/section.hpp"

namespace whitewater::scenarios {

struct LeadershipReport {
  // One replica leads. Several may lead at a time: one that is cut off does not know yet that it is deposed.
  struct Reign {
    NodeId node;
    std::uint64_t term = 0;
    Time begin;
    Time end;  // of the run, if it still leads
    friend bool operator==(const Reign&, const Reign&) = default;
  };
  struct Span {
    Time from;
    Duration length;
    Time until() const { return from + length; }
    friend bool operator==(const Span&, const Span&) = default;
  };

  std::vector<Reign> reigns;       // in the order of their beginnings
  std::uint64_t elections = 0;     // how often a replica asked for votes
  std::uint64_t highest_term = 0;  // of any reign or election
  Span leaderless;                 // the longest time without a leader, from the first request on

  std::uint64_t terms() const;    // different terms that had a leader
  std::uint64_t changes() const;  // how often another replica than the last one began to lead
  friend bool operator==(const LeadershipReport&, const LeadershipReport&) = default;

  void add_text(std::string& text, unsigned replicas, const TextStyle& style) const;
  void write_json(json::Writer& writer) const;
  void add_figures(std::vector<Figure>& figures) const;
};

// The longest part of [from, until] in which no reign lasts.
LeadershipReport::Span longest_leaderless(const std::vector<LeadershipReport::Reign>& reigns, Time from, Time until);

}  // namespace whitewater::scenarios

// DurableGhost: what each node's disk holds, kept beside the cluster for the checks: how far its log in memory is
// durable, and the term and vote written last. Told of every write when it is issued, and of how many are
// durable; a crash loses the rest. Knows nothing of a log's content: that is compared elsewhere, by prefix hashes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/actor/effects.hpp"
#include "core/base/ids.hpp"
#include "core/base/lane.hpp"

namespace whitewater::checks {

class DurableGhost {
 public:
  // Term and vote as written, or recovered by a start (number 0).
  struct TermAndVote {
    WriteNumber number = 0;
    std::uint64_t term = 0;
    NodeId vote;
  };
  // A vote that is on its node's disk.
  struct DurableVote {
    std::uint64_t term = 0;
    NodeId voter;
    NodeId candidate;
  };

  // As new, keeping memory. instant: a write is durable before anything else happens.
  void reset(unsigned nodes, bool instant);

  // --- the writes of a node, in order ---------------------------------------------------------------
  void appended(NodeId node, WriteNumber number, std::uint64_t last_index) {
    Disk& disk = disks_[node.value];
    disk.written = last_index;
    disk.log_write = number;
    if (instant_) [[likely]]
      disk.durable = last_index;
    else
      disk.under_way.push_back({number, last_index, 0, no_node, false});
  }
  void truncated(NodeId node, WriteNumber number, std::uint64_t first);
  void wrote(NodeId node, const TermAndVote& what);

  // Writes up to this one are durable. Only where they take time.
  void durable_up_to(NodeId node, WriteNumber number) {
    Disk& disk = disks_[node.value];
    if (disk.first_under_way < disk.under_way.size() && disk.under_way[disk.first_under_way].number <= number)
      complete(node, number);
  }
  void crashed(NodeId node);
  // It was given this log and these term and vote.
  void started(NodeId node, std::uint64_t last_index, std::uint64_t term, NodeId vote);

  // --- what it knows --------------------------------------------------------------------------------
  // The node's disk holds the log that the node has in memory, up to here.
  std::uint64_t durable(NodeId node) const { return disks_[node.value].durable; }
  // … will hold it when this write is done.
  std::uint64_t durable_after(NodeId node, WriteNumber number) const {
    const Disk& disk = disks_[node.value];
    return number >= disk.log_write ? disk.written : searched_after(disk, number);
  }
  const TermAndVote& term_and_vote(NodeId node) const { return disks_[node.value].term_and_vote; }

  // Votes that have become durable and were not forgotten yet.
  std::span<const DurableVote> new_votes() const { return {new_votes_.begin(), new_votes_.size()}; }
  void forget_new_votes() { new_votes_.clear(); }

 private:
  struct UnderWay {
    WriteNumber number = 0;
    std::uint64_t last_index = 0;  // of a write to the log: how far it is durable then
    std::uint64_t term = 0;
    NodeId vote;
    bool is_term_and_vote = false;
  };
  struct Disk {
    std::uint64_t written = 0;
    std::uint64_t durable = 0;
    WriteNumber log_write = 0;  // the latest to the log, in this life
    TermAndVote term_and_vote;
    Lane<UnderWay> under_way;  // those before first_under_way are done
    std::size_t first_under_way = 0;
  };

  void complete(NodeId node, WriteNumber number);
  void note_vote(NodeId node, std::uint64_t term, NodeId vote) {
    if (vote.valid()) new_votes_.push_back({term, node, vote});
  }
  static std::uint64_t searched_after(const Disk& disk, WriteNumber number);

  std::vector<Disk> disks_;
  Lane<DurableVote> new_votes_;
  bool instant_ = true;
};

}  // namespace whitewater::checks

// DurableGhost: a record of what each node's disk holds, kept for the checks: how much of the node's in-memory log is
// durable, and the term and vote that were written last. It is told of every write when the write is issued, and of how
// many writes are durable; a crash loses the rest. It knows nothing of a log's content: prefix hashes compare that.
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
  // Term and vote as written, or as recovered by a start (number 0).
  struct TermAndVote {
    WriteNumber number = 0;
    std::uint64_t term = 0;
    NodeId vote;
  };
  // A vote that is on the voter's disk.
  struct DurableVote {
    std::uint64_t term = 0;
    NodeId voter;
    NodeId candidate;
  };

  // Resets to the initial state, keeping memory. instant: every write is durable before the next event.
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
  // The snapshot that the disk has written before takes the place of a log of which only the entries up to kept are
  // also in it: it stands for those up to last.
  void replaced(NodeId node, WriteNumber number, std::uint64_t kept, std::uint64_t last);
  // The log begins at first; a snapshot, which the disk has written before, stands for what is missing.
  void trimmed(NodeId node, WriteNumber number, std::uint64_t first) {
    if (first > disks_[node.value].written + 1) appended(node, number, first - 1);
  }
  void wrote(NodeId node, const TermAndVote& what);

  // All writes up to this one are durable. Needed only if writes take time.
  void durable_up_to(NodeId node, WriteNumber number) {
    Disk& disk = disks_[node.value];
    if (disk.first_under_way < disk.under_way.size() && disk.under_way[disk.first_under_way].number <= number)
      complete(node, number);
  }
  void crashed(NodeId node);
  // The node started with this log, this term and this vote.
  void started(NodeId node, std::uint64_t last_index, std::uint64_t term, NodeId vote);

  // --- queries --------------------------------------------------------------------------------------
  // The disk holds the node's in-memory log up to this index.
  std::uint64_t durable(NodeId node) const { return disks_[node.value].durable; }
  // The disk will hold the in-memory log up to this index when this write is done.
  std::uint64_t durable_after(NodeId node, WriteNumber number) const {
    const Disk& disk = disks_[node.value];
    return number >= disk.log_write ? disk.written : searched_after(disk, number);
  }
  const TermAndVote& term_and_vote(NodeId node) const { return disks_[node.value].term_and_vote; }

  // Votes that became durable since the last forget_new_votes().
  std::span<const DurableVote> new_votes() const { return {new_votes_.begin(), new_votes_.size()}; }
  void forget_new_votes() { new_votes_.clear(); }

 private:
  struct UnderWay {
    WriteNumber number = 0;
    std::uint64_t last_index = 0;  // for a write to the log: the index up to which the log is durable after it
    std::uint64_t term = 0;
    NodeId vote;
    bool is_term_and_vote = false;
  };
  struct Disk {
    std::uint64_t written = 0;
    std::uint64_t durable = 0;
    WriteNumber log_write = 0;  // the latest write to the log in this life
    TermAndVote term_and_vote;
    Lane<UnderWay> under_way;  // the writes before first_under_way are done
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

// The queue of writes in progress: truncations shorten it, completions and crashes empty it.
#include "core/check/properties/durable_ghost.hpp"

namespace whitewater::checks {

void DurableGhost::reset(unsigned nodes, bool instant) {
  if (disks_.size() < nodes) disks_.resize(nodes);
  for (Disk& disk : disks_) {
    disk.written = disk.durable = disk.log_write = 0;
    disk.term_and_vote = {};
    disk.under_way.clear();
    disk.first_under_way = 0;
  }
  new_votes_.clear();
  instant_ = instant;
}

void DurableGhost::replaced(NodeId node, WriteNumber number, std::uint64_t kept, std::uint64_t last) {
  truncated(node, number, kept + 1);
  if (last > kept) appended(node, number, last);
}

// After a truncate the disk's tail no longer matches memory, even if the truncate itself is not durable yet.
void DurableGhost::truncated(NodeId node, WriteNumber number, std::uint64_t first) {
  Disk& disk = disks_[node.value];
  const std::uint64_t last_index = first == 0 ? 0 : first - 1;
  disk.written = last_index;
  disk.durable = std::min(disk.durable, last_index);
  disk.log_write = number;
  if (instant_) return;
  for (std::size_t i = disk.first_under_way; i < disk.under_way.size(); ++i)
    disk.under_way[i].last_index = std::min(disk.under_way[i].last_index, last_index);
  disk.under_way.push_back({number, last_index, 0, no_node, false});
}

void DurableGhost::wrote(NodeId node, const TermAndVote& what) {
  Disk& disk = disks_[node.value];
  disk.term_and_vote = what;
  if (instant_)
    note_vote(node, what.term, what.vote);
  else
    disk.under_way.push_back({what.number, 0, what.term, what.vote, true});
}

void DurableGhost::complete(NodeId node, WriteNumber number) {
  Disk& disk = disks_[node.value];
  for (; disk.first_under_way < disk.under_way.size(); ++disk.first_under_way) {
    const UnderWay& write = disk.under_way[disk.first_under_way];
    if (write.number > number) break;
    if (write.is_term_and_vote)
      note_vote(node, write.term, write.vote);
    else
      disk.durable = std::max(disk.durable, write.last_index);
  }
  if (disk.first_under_way * 2 < disk.under_way.size()) return;
  // Removes the completed entries when they are the larger part, so that the queue of a busy disk does not grow for
  // ever.
  std::copy(disk.under_way.begin() + disk.first_under_way, disk.under_way.end(), disk.under_way.begin());
  disk.under_way.shrink(disk.under_way.size() - disk.first_under_way);
  disk.first_under_way = 0;
}

void DurableGhost::crashed(NodeId node) {
  Disk& disk = disks_[node.value];
  disk.under_way.clear();
  disk.first_under_way = 0;
}

void DurableGhost::started(NodeId node, std::uint64_t last_index, std::uint64_t term, NodeId vote) {
  crashed(node);
  Disk& disk = disks_[node.value];
  disk.written = disk.durable = last_index;
  disk.log_write = 0;
  disk.term_and_vote = {0, term, vote};
  note_vote(node, term, vote);
}

std::uint64_t DurableGhost::searched_after(const Disk& disk, WriteNumber number) {
  std::uint64_t last_index = disk.durable;
  for (std::size_t i = disk.first_under_way; i < disk.under_way.size(); ++i)
    if (disk.under_way[i].number <= number) last_index = std::max(last_index, disk.under_way[i].last_index);
  return last_index;
}

}  // namespace whitewater::checks

// Taking a snapshot, and starting with one.
#include "core/raft/snapshots/compaction.hpp"

#include "core/base/check.hpp"

namespace whitewater::raft {

// The snapshot is written before the log is trimmed. The disk does both in this order.
void take_snapshot(NodeState& node, Index index, std::string_view state, Output& out) {
  check(index <= node.commit_index, "a snapshot holds only what is committed");
  check(index > node.snapshot_end(), "a snapshot holds more than the one before");
  using Kind = Output::Write::Kind;
  node.snapshot = make_snapshot(*out.pool, node.log.point_at(index), node.configuration.voters(), state,
                                node.config.snapshot_chunk_bytes);
  out.writes.emplace_back(Kind::snapshot, index, node.snapshot);
  node.note(out, NoteCode::snapshot_taken, index.value, state.size());
  const Index before = node.log.compacted().index;
  if (index - before <= node.config.snapshot_keeps) return;
  const Index last{index.value - node.config.snapshot_keeps};
  node.log.compact(last);
  out.writes.emplace_back(Kind::trim, last.next(), PayloadRef{});
}

void recover(NodeState& node, const Durable& durable, Output& out) {
  const auto* snapshot = durable.snapshot.get_if<Snapshot>();
  if (snapshot == nullptr) {
    check(durable.first == Index{1}, "a log without a snapshot starts with its first entry");
    return node.log.assign(durable.log);
  }
  const Log::Point last = snapshot->head.last;
  check(durable.first <= last.index.next(), "no entry is missing between the snapshot and the log");
  check(snapshot->head.voters == node.configuration.voters(),
        "a snapshot names the configuration that the cluster has");
  node.snapshot = durable.snapshot;
  node.commit_index = last.index;
  node.log.restart_behind(last);
  const std::uint64_t covered = last.index.next() - durable.first;
  const bool goes_on = covered == 0 || (covered <= durable.log.size() && durable.log[covered - 1].term == last.term);
  if (goes_on) {
    for (const Entry& entry : durable.log.subspan(covered)) node.log.append(entry);
    return;
  }
  using Kind = Output::Write::Kind;
  // An installed snapshot replaces a log that is shorter, or another leader's.
  if (!durable.log.empty()) out.writes.emplace_back(Kind::truncate, durable.first, PayloadRef{});
  out.writes.emplace_back(Kind::trim, last.index.next(), PayloadRef{});
}

}  // namespace whitewater::raft

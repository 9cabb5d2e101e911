// What logs hold, and what is acknowledged of them.
#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "core/text/concat.hpp"
#include "scenarios/systems/figure3/replay.hpp"
#include "scenarios/systems/figure3/rules.hpp"

namespace whitewater::scenarios::figure3 {

namespace {

// The highest index at which both logs hold an entry of the same term. 0: none.
std::size_t last_agreement(const Log& a, const Log& b) {
  std::size_t index = std::min(a.size(), b.size());
  while (index > 0 && a[index - 1].term != b[index - 1].term) --index;
  return index;
}

bool acknowledges(const Message& message) {
  return message.type == MessageType::append_accepted || message.type == MessageType::snapshot_accepted;
}

std::uint64_t end_of(const Message& append) {
  return append.index + append.entries;
}

}  // namespace

// Figure 3: a leader never overwrites or deletes entries in its log; it only appends new entries.
Finding leader_append_only(const Record& record) {
  std::map<NodeId, std::uint64_t> leads;  // the term that each node leads
  for (Replay replay(record); replay.next();) {
    const Contents& before = replay.written_before();
    for (const Fact& fact : replay.group()) {
      if (fact.kind == Fact::Kind::started || (fact.kind == Fact::Kind::term_vote && fact.term != before.term))
        leads.erase(fact.node);
      const bool removes = fact.kind == Fact::Kind::truncated || fact.kind == Fact::Kind::appended;
      const auto led = leads.find(fact.node);
      if (led != leads.end() && removes && fact.index <= before.last_index())
        return concat({name_of(fact.node), " leads ", of_term(led->second), " and removes its entries from ",
                       of_index(fact.index), " on"});
    }
    if (const std::uint64_t term = leads_in_group(replay); term != 0) leads[replay.node()] = term;
  }
  return std::nullopt;
}

// Figure 3: if two logs contain an entry with the same index and term, then the logs are identical in all entries up
// through the given index. Of all logs that any node ever had.
Finding log_matching(const Record& record) {
  std::vector<std::pair<NodeId, Log>> logs;
  for (Replay replay(record); replay.next();) {
    const Log& log = replay.written(replay.node()).log;
    if (log == replay.written_before().log && !logs.empty()) continue;
    for (const auto& [other_node, other] : logs) {
      const std::size_t same = last_agreement(log, other);
      for (std::size_t index = 1; index <= same; ++index)
        if (log[index - 1] != other[index - 1])
          return concat({"the logs of ", name_of(replay.node()), " and ", name_of(other_node),
                         " both hold an entry of ", of_term(log[same - 1].term), " at ", of_index(same),
                         ", and differ at ", of_index(index)});
    }
    logs.emplace_back(replay.node(), log);
  }
  return std::nullopt;
}

Finding log_terms(const Record& record) {
  for (Replay replay(record); replay.next();) {
    const Contents& written = replay.written(replay.node());
    std::uint64_t term = 0;
    for (std::size_t i = 0; i < written.log.size(); ++i) {
      if (written.log[i].term < term || written.log[i].term > written.term)
        return concat({"in the log of ", name_of(replay.node()), ", which is in ", of_term(written.term), ", ",
                       of_term(written.log[i].term), " stands at ", of_index(i + 1), " behind ", of_term(term)});
      term = written.log[i].term;
    }
  }
  return std::nullopt;
}

Finding term_before_entries(const Record& record) {
  for (Replay replay(record); replay.next();) {
    std::uint64_t term = replay.written_before().term;
    for (const Fact& fact : replay.group()) {
      if (fact.kind == Fact::Kind::started || fact.kind == Fact::Kind::term_vote) term = fact.term;
      if (fact.kind == Fact::Kind::appended && !fact.log.empty() && fact.log.back().term > term)
        return concat({name_of(fact.node), " writes an entry of ", of_term(fact.log.back().term), " at ",
                       of_index(fact.index), " before it writes that term"});
    }
  }
  return std::nullopt;
}

// §5.3: the leader appends the command to its log as a new entry; followers take entries from appends.
Finding entry_made_by_leader(const Record& record) {
  std::set<std::pair<NodeId, std::uint64_t>> leaders;
  std::set<std::pair<std::uint64_t, std::uint64_t>> seen;  // index, term
  for (Replay replay(record); replay.next();) {
    if (const std::uint64_t term = leads_in_group(replay); term != 0) leaders.emplace(replay.node(), term);
    for (const Fact& fact : replay.group()) {
      if (fact.kind != Fact::Kind::appended) continue;
      for (std::size_t i = 0; i < fact.log.size(); ++i)
        if (seen.emplace(fact.index + i, fact.log[i].term).second && !leaders.contains({fact.node, fact.log[i].term}))
          return concat({name_of(fact.node), " writes an entry of ", of_term(fact.log[i].term), " at ",
                         of_index(fact.index + i), ", which no log held before, and does not lead that term"});
    }
  }
  return std::nullopt;
}

// Figure 2: state is updated on stable storage before an RPC is answered.
Finding acknowledged_is_durable(const Record& record) {
  for (Replay replay(record); replay.next();)
    for (const Fact& fact : replay.group()) {
      if (fact.kind != Fact::Kind::sent || !acknowledges(fact.message)) continue;
      const Contents disk = replay.disk_after(fact.number);
      const Log& log = replay.written(fact.node).log;
      const std::uint64_t match = fact.message.index;
      const bool holds = disk.log.size() >= match && log.size() >= match &&
                         std::equal(log.begin(), log.begin() + static_cast<std::ptrdiff_t>(match), disk.log.begin());
      if (!holds || disk.term < fact.message.term)
        return concat({name_of(fact.node), " acknowledges ", of_index(match), " in ", of_term(fact.message.term),
                       " to ", name_of(fact.peer), "; its disk holds ", of_term(disk.term), " and entries up to ",
                       of_index(disk.log.size()), " by then"});
    }
  return std::nullopt;
}

Finding acknowledged_in_full(const Record& record) {
  for (Replay replay(record); replay.next();) {
    const Fact& cause = replay.group().front();
    if (cause.kind != Fact::Kind::received || cause.message.type != MessageType::append) continue;
    for (const Fact& fact : replay.group())
      if (fact.kind == Fact::Kind::sent && fact.peer == cause.peer &&
          fact.message.type == MessageType::append_accepted && fact.message.index < end_of(cause.message) &&
          end_of(cause.message) <= replay.written(fact.node).last_index())
        return concat({name_of(fact.node), " accepts an append up to ", of_index(end_of(cause.message)),
                       ", and acknowledges ", of_index(fact.message.index)});
  }
  return std::nullopt;
}

}  // namespace whitewater::scenarios::figure3

// What is committed, who may commit it, and what clients are told.
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

using Kind = Fact::Kind;

// An entry when it was first committed.
struct Committed {
  Entry entry;
  NodeId by;
  std::uint64_t term = 0;  // that the node was in
};

// All that was ever committed, and who leads.
struct Ledger {
  std::map<std::uint64_t, Committed> entries;      // by index
  std::map<NodeId, std::uint64_t> leads;           // the term that each node leads
  std::map<NodeId, std::uint64_t> commit_indexes;  // of each node's life

  // Before the group's facts are judged.
  void note_leader(const Replay& replay) {
    for (const Fact& fact : replay.group())
      if (fact.kind == Kind::started || fact.kind == Kind::term_vote) leads.erase(fact.node);
    if (const std::uint64_t term = leads_in_group(replay); term != 0) leads[replay.node()] = term;
  }
  // The entries that the fact commits for the first time.
  void note_commit(const Replay& replay, const Fact& fact) {
    const Contents& written = replay.written(fact.node);
    for (std::uint64_t index = 1; index <= std::min(fact.index, written.last_index()); ++index)
      entries.emplace(index, Committed{written.log[index - 1], fact.node, written.term});
    commit_indexes[fact.node] = fact.index;
  }
  bool leader(NodeId node) const { return leads.contains(node); }
  std::uint64_t last() const { return entries.empty() ? 0 : entries.rbegin()->first; }
};

// Calls judge(ledger, replay, fact) for every fact before the ledger takes it; the first finding counts.
template <class Judge>
Finding each_fact(const Record& record, Judge judge) {
  Ledger ledger;
  for (Replay replay(record); replay.next();) {
    ledger.note_leader(replay);
    for (const Fact& fact : replay.group()) {
      if (fact.kind == Kind::started) ledger.commit_indexes.erase(fact.node);
      if (const Finding finding = judge(ledger, replay, fact)) return finding;
      if (fact.kind == Kind::committed) ledger.note_commit(replay, fact);
    }
  }
  return std::nullopt;
}

// The values of a key after each index of the committed log. A put that is there twice takes effect once.
std::vector<std::string> values_of(const Ledger& ledger, std::uint64_t key) {
  std::vector<std::string> values{""};
  std::set<std::uint64_t> done;
  for (const auto& [index, committed] : ledger.entries) {
    const Entry& entry = committed.entry;
    const bool puts = entry.request != 0 && done.insert(entry.request).second && entry.key == key;
    values.push_back(puts ? entry.value : values.back());
  }
  return values;
}

}  // namespace

// Figure 3: if a log entry is committed in a given term, then that entry will be present in the logs of the leaders for
// all higher-numbered terms.
Finding leader_completeness(const Record& record) {
  return each_fact(record, [](const Ledger& ledger, const Replay& replay, const Fact& fact) -> Finding {
    const auto led = ledger.leads.find(fact.node);
    if (led == ledger.leads.end()) return std::nullopt;
    const Log& log = replay.written(fact.node).log;
    for (const auto& [index, committed] : ledger.entries)
      if (committed.term < led->second && (index > log.size() || log[index - 1] != committed.entry))
        return concat({name_of(fact.node), " leads ", of_term(led->second), " without the entry at ", of_index(index),
                       ", which ", name_of(committed.by), " committed in ", of_term(committed.term)});
    return std::nullopt;
  });
}

// Figure 3: if a server has applied a log entry at a given index to its state machine, no other server will ever apply
// a different log entry for the same index.
Finding state_machine_safety(const Record& record) {
  return each_fact(record, [](const Ledger& ledger, const Replay& replay, const Fact& fact) -> Finding {
    if (fact.kind != Kind::committed) return std::nullopt;
    const Log& log = replay.written(fact.node).log;
    for (const auto& [index, committed] : ledger.entries)
      if (index <= fact.index && index <= log.size() && log[index - 1] != committed.entry)
        return concat({name_of(committed.by), " and ", name_of(fact.node), " commit different entries at ",
                       of_index(index), ", of ", of_term(committed.entry.term), " and of ",
                       of_term(log[index - 1].term)});
    return std::nullopt;
  });
}

Finding committed_kept(const Record& record) {
  return each_fact(record, [](const Ledger& ledger, const Replay& replay, const Fact& fact) -> Finding {
    const auto known = ledger.commit_indexes.find(fact.node);
    if (fact.kind != Kind::truncated || known == ledger.commit_indexes.end() || fact.index > known->second)
      return std::nullopt;
    for (const Fact& other : replay.group())  // a snapshot takes the place of what goes
      if (other.kind == Kind::trimmed && other.index > known->second) return std::nullopt;
    return concat({name_of(fact.node), " has committed up to ", of_index(known->second),
                   ", and removes its entries from ", of_index(fact.index), " on"});
  });
}

// §5.3: a log entry is committed once the leader that created the entry has replicated it on a majority of the servers.
Finding committed_is_durable(const Record& record) {
  return each_fact(record, [&](const Ledger& ledger, const Replay& replay, const Fact& fact) -> Finding {
    const Log& log = replay.written(fact.node).log;
    if (fact.kind != Kind::committed || !ledger.leader(fact.node) || fact.index > log.size() || fact.index == 0)
      return std::nullopt;
    unsigned disks = 0;
    for (const NodeId node : NodeSet::first(record.replicas)) {
      const Log& disk = replay.disk(node).log;
      if (disk.size() >= fact.index && disk[fact.index - 1] == log[fact.index - 1]) ++disks;
    }
    if (2 * disks > record.replicas) return std::nullopt;
    return concat({name_of(fact.node), " leads and commits ", of_index(fact.index), ", which ", std::to_string(disks),
                   " of ", std::to_string(record.replicas), " disks hold"});
  });
}

Finding commit_by_leader(const Record& record) {
  return each_fact(record, [](const Ledger& ledger, const Replay&, const Fact& fact) -> Finding {
    if (fact.kind != Kind::committed || fact.index <= ledger.last() || ledger.leader(fact.node)) return std::nullopt;
    return concat({name_of(fact.node), " is the first to commit ", of_index(fact.index), ", and does not lead"});
  });
}

// §5.4.2: only log entries from the leader's current term are committed by counting replicas.
Finding commit_of_own_term(const Record& record) {
  return each_fact(record, [](const Ledger& ledger, const Replay& replay, const Fact& fact) -> Finding {
    const Log& log = replay.written(fact.node).log;
    const auto led = ledger.leads.find(fact.node);
    if (fact.kind != Kind::committed || led == ledger.leads.end() || fact.index == 0 || fact.index > log.size() ||
        log[fact.index - 1].term == led->second)
      return std::nullopt;
    return concat({name_of(fact.node), " leads ", of_term(led->second), " and commits up to ", of_index(fact.index),
                   ", an entry of ", of_term(log[fact.index - 1].term)});
  });
}

Finding commit_within_log(const Record& record) {
  return each_fact(record, [](const Ledger&, const Replay& replay, const Fact& fact) -> Finding {
    const std::uint64_t last = replay.written(fact.node).last_index();
    if (fact.kind != Kind::committed || fact.index <= last) return std::nullopt;
    return concat(
        {name_of(fact.node), " commits up to ", of_index(fact.index), ", and its log ends at ", of_index(last)});
  });
}

// §8: the leader answers a client after the entry is committed.
Finding answered_is_committed(const Record& record) {
  return each_fact(record, [](const Ledger& ledger, const Replay&, const Fact& fact) -> Finding {
    if (fact.kind != Kind::put_answered) return std::nullopt;
    for (const auto& [index, committed] : ledger.entries)
      if (committed.entry.request == fact.request) return std::nullopt;
    return concat({name_of(fact.node), " answers a put, which is no committed entry by then"});
  });
}

Finding answered_as_asked(const Record& record) {
  std::map<std::uint64_t, unsigned> asked;
  std::map<std::pair<std::uint64_t, std::uint64_t>, unsigned> answered;  // by request and term
  return each_fact(record, [&](const Ledger&, const Replay& replay, const Fact& fact) -> Finding {
    if (fact.kind == Kind::asked) ++asked[fact.request];
    if (fact.kind != Kind::put_answered) return std::nullopt;
    const std::uint64_t term = replay.written(fact.node).term;
    const unsigned times = ++answered[{fact.request, term}];
    if (times == 1 || times <= asked[fact.request]) return std::nullopt;
    return concat({"a put arrived ", std::to_string(asked[fact.request]), " times and is answered ",
                   std::to_string(times), " times in ", of_term(term)});
  });
}

// §8: a read must not return stale data: its value stood in the committed log when the get arrived, or later.
Finding read_is_fresh(const Record& record) {
  struct Get {
    std::uint64_t committed = 0;
    std::uint64_t key = 0;
  };
  std::map<std::pair<NodeId, std::uint64_t>, Get> gets;  // by replica and request
  return each_fact(record, [&](const Ledger& ledger, const Replay& replay, const Fact& fact) -> Finding {
    if (fact.kind == Kind::asked) gets[{fact.node, fact.request}] = {ledger.last(), fact.key};
    const auto get = gets.find({fact.node, fact.request});
    if (fact.kind != Kind::get_answered || get == gets.end()) return std::nullopt;
    const std::string who = concat({name_of(fact.node), " answers a get"});
    const std::uint64_t from = get->second.committed;
    const Log& log = replay.written(fact.node).log;
    for (const auto& [index, committed] : ledger.entries)
      if (index <= from && (index > log.size() || log[index - 1] != committed.entry))
        return concat({who, " without the entry at ", of_index(index), ", which was committed when the get arrived"});
    const std::vector<std::string> values = values_of(ledger, get->second.key);
    for (std::uint64_t index = from; index < values.size(); ++index)
      if (values[index] == fact.value) return std::nullopt;
    return concat({who, " with a value that the key had neither at ", of_index(from), " nor later"});
  });
}

}  // namespace whitewater::scenarios::figure3

#include "tests/raft/cluster.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include "core/base/check.hpp"

namespace whitewater::raft {

Cluster::Cluster(const ClusterOptions& options)
    : options_(options), hosts_(options.replicas), cut_(options.replicas), sent_(std::variant_size_v<Message>) {
  for (std::uint16_t i = 0; i < options.replicas; ++i) restart(NodeId{i});
}

NodeId Cluster::leader() const {
  NodeId best = no_node;
  for (std::uint16_t i = 0; i < size(); ++i) {
    const Host& host = hosts_[i];
    if (!host.alive || !host.node->leading()) continue;
    if (best == no_node || host.node->current_term() > node(best).current_term()) best = NodeId{i};
  }
  return best;
}

// --- clocks and the queue --------------------------------------------------------------------------

Time Cluster::local(NodeId id, Time t) const {
  const std::int64_t drift = id.value % 2 == 0 ? options_.drift_ppm : -options_.drift_ppm;
  return {t.ns + t.ns / 1'000'000 * drift};
}

// The first moment, not in the past, at which the node's clock shows its deadline.
Time Cluster::due(NodeId id) const {
  const Host& host = hosts_[id.value];
  if (!host.alive || host.node->next_deadline() == time_never) return time_never;
  const Time deadline = host.node->next_deadline();
  Time t = std::max(now_, Time{deadline.ns - (local(id, deadline).ns - deadline.ns) - 10'000'000});
  if (local(id, t) >= deadline) t = now_;
  while (local(id, t) < deadline) t = t + std::max(deadline - local(id, t), Duration{1}) / 2 + nanoseconds(1);
  return t;
}

bool Cluster::run_one(Time until, bool timers) {
  Time at = network_.empty() ? time_never : Time{network_.begin()->first.first};
  NodeId timer = no_node;
  NodeId disk = no_node;
  for (std::uint16_t i = 0; i < size(); ++i) {
    const NodeId id{i};
    if (timers && due(id) < at) at = due(id), timer = id, disk = no_node;
    const Host& host = hosts_[i];
    const Time durable = host.writes.empty() ? time_never : host.writes.front().at;
    const Time release = host.sends.empty() ? time_never : host.sends.front().at;
    if (std::min(durable, release) < at) at = std::min(durable, release), timer = no_node, disk = id;
  }
  if (at > until || at == time_never) return false;
  now_ = std::max(now_, at);
  if (disk != no_node) {
    settle_disk(disk);
  } else if (timer != no_node) {
    call(timer, [&](Node& node) { node.tick(local(timer, now_), out_); });
  } else {
    const Envelope envelope = std::move(network_.begin()->second);
    network_.erase(network_.begin());
    if (alive(envelope.to))
      call(envelope.to,
           [&](Node& node) { node.step(local(envelope.to, now_), envelope.from, envelope.message, out_); });
  }
  return true;
}

void Cluster::advance(Duration duration) {
  const Time until = now_ + duration;
  while (run_one(until, true)) {
  }
  now_ = until;
}

bool Cluster::advance_until(const std::function<bool()>& reached, Duration at_most) {
  const Time until = now_ + at_most;
  while (!reached())
    if (!run_one(until, true)) return false;
  return true;
}

void Cluster::elect(NodeId candidate) {
  const auto leads = [&] { return leader() == candidate; };
  for (unsigned attempt = 0; attempt < 50 && !leads(); ++attempt) {
    for (std::uint16_t i = 0; i < size(); ++i)
      for (std::uint16_t j = 0; j < size(); ++j)
        if (i != candidate.value && j != candidate.value) cut(NodeId{i}, NodeId{j});
    // The others neither hear each other nor win: only the candidate can reach a majority.
    advance_until(leads, options_.config.timing.election_timeout_max * 2);
    heal();
    if (!leads()) {
      const NodeId other = leader();
      if (other != no_node) isolate(other), advance(options_.config.timing.election_timeout_max * 2), heal();
    }
  }
  check(leads(), "the node that a test elects leads");
  advance_until([&] { return node(candidate).commit_index() == node(candidate).last_index(); }, seconds(5));
}

// --- messages ----------------------------------------------------------------------------------------

std::vector<Cluster::Envelope> Cluster::in_flight() const {
  std::vector<Envelope> all;
  for (const auto& [key, envelope] : network_) all.push_back(envelope);
  return all;
}

bool Cluster::deliver_one() {
  if (network_.empty()) return false;
  const Time arrives{network_.begin()->first.first};
  return run_one(arrives, false);
}

std::size_t Cluster::drop(const std::function<bool(const Envelope&)>& which) {
  return std::erase_if(network_, [&](const auto& item) { return which(item.second); });
}

void Cluster::inject(NodeId from, NodeId to, const Message& message) {
  call(to, [&](Node& node) { node.step(local(to, now_), from, message, out_); });
}

void Cluster::transmit(NodeId from, const Output::Send& send) {
  for (NodeId to : send.to) {
    ++sent_[send.message().index()];
    const auto draw = [&] { return hash_words(options_.seed, stream("cluster"), ++draws_); };
    unsigned copies = happens(draw(), options_.duplication) ? 2 : 1;
    if (cut_[from.value].contains(to) || happens(draw(), options_.loss)) copies = 0;
    for (unsigned copy = 0; copy < copies; ++copy) {
      const Time arrives = now_ + uniform(draw(), options_.delay_min, options_.delay_max);
      network_.emplace(std::make_pair(arrives.ns, ++sequence_), Envelope{from, to, send.message(), send.identity});
    }
  }
}

std::uint64_t Cluster::sent() const {
  return std::accumulate(sent_.begin(), sent_.end(), std::uint64_t{0});
}

// --- calls and the disk ------------------------------------------------------------------------------

void Cluster::call(NodeId id, const std::function<void(Node&)>& what) {
  check(alive(id), "only a living node is called");
  out_.clear();
  what(*hosts_[id.value].node);
  perform(id);
  if (options_.snapshot_every != 0) take_due_snapshot(id);
}

namespace {

// The state of a test's state machine: the hash of what it applied, often enough for several chunks.
std::string state_of(std::uint64_t hash) {
  std::string state;
  for (unsigned i = 0; i < 8; ++i) state += std::to_string(hash);
  return state;
}

}  // namespace

void Cluster::take_due_snapshot(NodeId id) {
  Node& node = *hosts_[id.value].node;
  const Index index = node.commit_index();
  const Index before = node.snapshot() != nullptr ? node.snapshot()->head.last.index : Index{};
  if (index < before + options_.snapshot_every) return;
  out_.clear();
  node.take_snapshot(local(id, now_), index, state_of(node.chain_hash(index)), out_);
  perform(id);
}

// The snapshot's last entry is committed, and its state is what the committed entries give.
void Cluster::check_installed(const Node& node) {
  ++snapshots_installed_;
  const Log::Point last = node.snapshot()->head.last;
  const auto committed = committed_.find(last.index.value);
  check(committed != committed_.end() && committed->second == std::make_pair(last.term.value, last.hash),
        "a snapshot ends with a committed entry");
  std::string state;
  for (std::uint32_t place = 0; place < node.snapshot()->count; ++place) state += node.snapshot()->chunk(place).state();
  check(state == state_of(last.hash), "a snapshot holds the state of the committed entries");
}

bool Cluster::holds(const Host& host, Index index, Term term) {
  const auto* snapshot = host.snapshot.get_if<Snapshot>();
  if (snapshot != nullptr && snapshot->head.last.index >= index) return true;
  return index.value >= host.log_first && index.value - host.log_first < host.log.size() &&
         host.log[index.value - host.log_first].term == term;
}

void Cluster::perform(NodeId id) {
  Host& host = hosts_[id.value];
  for (const Output::Write& write : out_.writes) {
    host.disk_free = std::max(host.disk_free, now_) + options_.disk_delay;
    host.writes.push_back({host.disk_free, write});
  }
  if (options_.disk_delay == Duration{}) settle_disk(id);
  const Time durable = host.writes.empty() ? now_ : host.writes.back().at;
  for (const Output::Send& send : out_.sends) {
    if (send.claim == Claim::everything && durable > now_)
      host.sends.push_back({durable, send});
    else
      transmit(id, send);
  }
  for (const Output::Note& note : out_.notes) retransmitted_ += note.code == NoteCode::append_retransmitted;
  const std::vector<Output::ReadReady> reads(out_.reads.begin(), out_.reads.end());
  if (out_.snapshot_installed) check_installed(*host.node);
  check_properties(id);
  for (const Output::ReadReady& ready : reads) {
    answers_.push_back({id, ready.token, ready.index});
    for (const Asked& asked : asked_)
      if (asked.token == ready.token)
        check(ready.index >= asked.committed, "a read reflects all that was committed before it was asked");
  }
}

void Cluster::settle_disk(NodeId id) {
  Host& host = hosts_[id.value];
  while (!host.writes.empty() && host.writes.front().at <= now_) {
    const Output::Write& write = host.writes.front().write;
    using Kind = Output::Write::Kind;
    if (const HardState* state = write.payload.get_if<HardState>()) {
      check(state->current_term >= host.hard_state.current_term, "the durable term never decreases");
      host.hard_state = *state;
    } else if (write.kind == Kind::truncate) {
      check(write.index.value >= host.log_first, "a log is truncated behind what was trimmed");
      host.log.resize(write.index.value - host.log_first);
    } else if (write.kind == Kind::snapshot) {
      host.snapshot = write.payload;
    } else if (write.kind == Kind::trim) {
      check(write.index.value >= host.log_first, "a log is trimmed further than before");
      const std::uint64_t gone = std::min<std::uint64_t>(write.index.value - host.log_first, host.log.size());
      host.log.erase(host.log.begin(), host.log.begin() + static_cast<std::ptrdiff_t>(gone));
      host.log_first = write.index.value;
    } else {
      const EntryBatch* batch = write.payload.get_if<EntryBatch>();
      check(batch != nullptr && write.index.value == host.log_first + host.log.size(),
            "an append continues the durable log");
      for (std::uint32_t i = 0; i < batch->count; ++i) {
        check((*batch)[i].term <= host.hard_state.current_term, "a term is durable before its entries");
        host.log.push_back((*batch)[i]);
      }
    }
    host.writes.pop_front();
  }
  while (!host.sends.empty() && host.sends.front().at <= now_) {
    transmit(id, host.sends.front().send);
    host.sends.pop_front();
  }
}

// --- clients and faults --------------------------------------------------------------------------------

std::optional<Index> Cluster::propose(NodeId id) {
  std::optional<Index> index;
  call(id,
       [&](Node& node) { index = node.propose(local(id, now_), make_payload<TestCommand>(pool_, ++commands_), out_); });
  return index;
}

bool Cluster::read(NodeId id, std::uint64_t token) {
  asked_.push_back({token, committed()});
  bool taken = false;
  call(id, [&](Node& node) { taken = node.read(local(id, now_), token, out_); });
  return taken;
}

void Cluster::isolate(NodeId id) {
  for (std::uint16_t i = 0; i < size(); ++i) {
    if (i == id.value) continue;
    cut(NodeId{i}, id);
    cut(id, NodeId{i});
  }
}

void Cluster::crash(NodeId id) {
  Host& host = hosts_[id.value];
  host.alive = false;
  host.led = false;
  host.writes.clear();
  host.sends.clear();
  host.commit_seen = {};
}

void Cluster::restart(NodeId id) {
  Host& host = hosts_[id.value];
  if (host.alive) crash(id);
  Config config = options_.config;
  config.self = id;
  config.replicas = options_.replicas;
  config.seed = options_.seed;
  config.incarnation = host.incarnation++;
  if (host.node == nullptr) host.node = std::make_unique<Node>();
  host.node->reset(config);
  host.alive = true;
  host.disk_free = now_;
  const Durable durable{host.hard_state, host.snapshot, {host.log_first}, host.log};
  call(id, [&](Node& node) { node.start(local(id, now_), durable, out_); });
}

// --- properties ------------------------------------------------------------------------------------------

void Cluster::check_properties(NodeId id) {
  Host& host = hosts_[id.value];
  const Node& node = *host.node;
  if (node.leading()) {
    const auto [leader, inserted] = leaders_.emplace(node.current_term().value, id);
    check(leader->second == id, "Election Safety: at most one leader is elected in a term");
    if (!host.led)
      for (auto c = committed_.rbegin(); c != committed_.rend(); ++c) {
        if (c->second.first >= node.current_term().value) continue;
        if (c->first + 1 < node.first_index().value) break;
        check(node.last_index().value >= c->first && node.chain_hash({c->first}) == c->second.second,
              "Leader Completeness: a leader's log holds every entry committed in earlier terms");
        break;
      }
  }
  host.led = node.leading();
  if (node.last_index() > Index{}) {
    const std::uint64_t hash = node.chain_hash(node.last_index());
    const auto [prefix, inserted] =
        prefixes_.emplace(std::make_pair(node.last_index().value, node.last_term().value), hash);
    check(prefix->second == hash, "Log Matching: index and term determine the log up to there");
  }
  check_commit(id);
}

void Cluster::check_commit(NodeId id) {
  Host& host = hosts_[id.value];
  const Node& node = *host.node;
  const Index known = node.first_index().previous();
  if (known > host.commit_seen) {
    const auto last = committed_.find(known.value);
    check(last != committed_.end() && last->second == std::make_pair(node.term_at(known).value, node.chain_hash(known)),
          "what is compacted is committed");
    host.commit_seen = known;
  }
  for (Index i = host.commit_seen.next(); i <= node.commit_index(); i = i.next()) {
    const std::pair<std::uint64_t, std::uint64_t> entry{node.entry(i).term.value, node.chain_hash(i)};
    const auto [first, inserted] = committed_.emplace(i.value, entry);
    check(first->second == entry, "State Machine Safety: all commit the same entry at an index");
    if (!inserted) continue;
    unsigned durable = 0;
    for (const Host& other : hosts_) durable += holds(other, i, node.entry(i).term);
    check(durable > size() / 2, "what is committed is durable on a majority");
  }
  host.commit_seen = node.commit_index();
}

}  // namespace whitewater::raft

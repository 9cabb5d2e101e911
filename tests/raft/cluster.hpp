// Cluster: raft nodes on a tiny deterministic network with virtual time, for tests of the protocol alone.
// Delays, loss, duplication, cut links, crashes with what was not yet durable lost, clocks that drift. After
// every call it holds the whole cluster to Raft's properties (figure 3 of the paper, and that reads are not
// stale) and throws CheckFailure when one breaks; a test only asks for progress.
//
//   Cluster cluster({.replicas = 3});
//   cluster.elect(NodeId{0});
//   cluster.isolate(NodeId{2});
//   cluster.propose(NodeId{0});
//   cluster.advance(seconds(1));
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/payload_pool.hpp"
#include "core/base/random.hpp"
#include "core/raft/node.hpp"

namespace whitewater::raft {

// The command of a test: a number.
struct TestCommand {
  static constexpr PayloadKind payload_kind{60000, "test_command"};
  std::uint64_t number = 0;
  std::uint64_t fold() const { return mix(number + 1); }
  std::uint32_t wire_bytes() const { return 8; }
};

struct ClusterOptions {
  unsigned replicas = 3;
  std::uint64_t seed = 1;
  Config config = {};  // self, replicas, seed and incarnation are filled in
  Duration delay_min = milliseconds(1);
  Duration delay_max = milliseconds(10);
  Probability loss = {};
  Probability duplication = {};
  Duration disk_delay = {};          // from a write to its durability
  std::uint64_t snapshot_every = 0;  // a node takes a snapshot when it has committed so many more; 0: never
  std::int64_t drift_ppm = 0;        // even nodes run fast by this, odd ones slow
};

class Cluster {
 public:
  struct Envelope {
    NodeId from;
    NodeId to;
    Message message;
    std::uint64_t identity = 0;
  };
  struct Answer {  // to a read
    NodeId node;
    std::uint64_t token = 0;
    Index index;
  };

  explicit Cluster(const ClusterOptions& options);

  Time now() const { return now_; }
  unsigned size() const { return options_.replicas; }
  const Node& node(NodeId id) const { return *hosts_[id.value].node; }
  bool alive(NodeId id) const { return hosts_[id.value].alive; }
  // The living leader of the largest term; no_node when there is none.
  NodeId leader() const;

  // Time.
  void advance(Duration duration);
  bool advance_until(const std::function<bool()>& reached, Duration at_most);
  // Runs until node leads (others that would campaign are kept from it by cutting them off at first). Fails a
  // check if that takes too long.
  void elect(NodeId node);

  // Messages in flight, in the order in which they will arrive.
  std::vector<Envelope> in_flight() const;
  bool deliver_one();  // the next to arrive, and time moves there; timers do not fire meanwhile
  std::size_t drop(const std::function<bool(const Envelope&)>& which);
  // Hands in a message of the test's own making.
  void inject(NodeId from, NodeId to, const Message& message);

  // Clients.
  std::optional<Index> propose(NodeId node);
  bool read(NodeId node, std::uint64_t token);
  const std::vector<Answer>& answers() const { return answers_; }

  // Faults.
  void cut(NodeId from, NodeId to) { cut_[from.value].insert(to); }
  void isolate(NodeId node);
  void heal() { cut_.assign(options_.replicas, {}); }
  void set_loss(Probability loss) { options_.loss = loss; }
  void set_duplication(Probability duplication) { options_.duplication = duplication; }
  void crash(NodeId node);
  void restart(NodeId node);  // with what was durable

  // What was sent, ever: to count messages.
  std::uint64_t sent(std::size_t alternative) const { return sent_[alternative]; }
  std::uint64_t sent() const;
  Index committed() const { return {committed_.empty() ? 0 : committed_.rbegin()->first}; }
  Index durable_last(NodeId id) const { return {hosts_[id.value].log_first - 1 + hosts_[id.value].log.size()}; }
  std::uint64_t snapshots_installed() const { return snapshots_installed_; }
  std::uint64_t retransmitted() const { return retransmitted_; }

 private:
  struct PendingWrite {
    Time at;
    Output::Write write;
  };
  struct PendingSend {
    Time at;
    Output::Send send;
  };
  struct Host {
    std::unique_ptr<Node> node;
    bool alive = false;
    bool led = false;
    std::uint32_t incarnation = 0;
    HardState hard_state;
    std::uint64_t log_first = 1;
    std::vector<Entry> log;  // from log_first on
    PayloadRef snapshot;
    std::deque<PendingWrite> writes;
    std::deque<PendingSend> sends;
    Time disk_free;
    Index commit_seen;
  };
  struct Asked {
    std::uint64_t token;
    Index committed;  // by anybody, when it was asked
  };

  Time local(NodeId id, Time t) const;
  Time due(NodeId id) const;
  bool run_one(Time until, bool timers);
  void call(NodeId id, const std::function<void(Node&)>& what);
  void perform(NodeId id);
  void settle_disk(NodeId id);
  void take_due_snapshot(NodeId id);
  void check_installed(const Node& node);
  static bool holds(const Host& host, Index index, Term term);
  void transmit(NodeId from, const Output::Send& send);
  void check_properties(NodeId id);
  void check_commit(NodeId id);

  ClusterOptions options_;
  PayloadPool pool_;
  Output out_{pool_};
  std::vector<Host> hosts_;
  std::vector<NodeSet> cut_;
  std::multimap<std::pair<std::int64_t, std::uint64_t>, Envelope> network_;
  Time now_;
  std::uint64_t draws_ = 0;
  std::uint64_t sequence_ = 0;
  std::uint64_t commands_ = 0;
  std::uint64_t retransmitted_ = 0;
  std::uint64_t snapshots_installed_ = 0;
  std::vector<std::uint64_t> sent_;
  std::vector<Answer> answers_;
  std::vector<Asked> asked_;

  // What has ever been: ghosts.
  std::map<std::uint64_t, NodeId> leaders_;                                     // by term
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t> prefixes_;   // (index, term) -> hash
  std::map<std::uint64_t, std::pair<std::uint64_t, std::uint64_t>> committed_;  // index -> (term, hash)
};

}  // namespace whitewater::raft

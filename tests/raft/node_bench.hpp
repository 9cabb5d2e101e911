// NodeBench: one node by itself, and a hand for its peers.
#pragma once

#include <cstdint>

#include "core/raft/node.hpp"
#include "tests/catch.hpp"
#include "tests/raft/cluster.hpp"

namespace whitewater::raft {

// Node 0 of a cluster.
struct NodeBench {
  PayloadPool pool;
  Output out{pool};
  Node node;
  Time now{};
  std::uint64_t commands = 0;

  explicit NodeBench(Config config = {}, HardState hard_state = {}) {
    config.self = NodeId{0};
    node.reset(config);
    node.start(now, hard_state, {}, out);
  }
  static NodeId peer(unsigned i) { return NodeId{static_cast<std::uint16_t>(i)}; }

  Output& step(unsigned from, const Message& message) {
    out.clear();
    node.step(now, peer(from), message, out);
    return out;
  }
  Output& tick(Time at) {
    now = at;
    out.clear();
    node.tick(now, out);
    return out;
  }
  Output& propose() {
    out.clear();
    node.propose(now, make_payload<TestCommand>(pool, ++commands), out);
    return out;
  }
  Output& read(std::uint64_t token) {
    out.clear();
    node.read(now, token, out);
    return out;
  }
  void accept(unsigned from, std::uint64_t match) {
    step(from, AppendAccepted{node.current_term(), {match}, static_cast<std::uint64_t>(now.ns)});
  }
  // Elected in term 1, its no-op at index 1 committed by everybody.
  void lead() {
    tick(node.next_deadline());
    for (unsigned i = 1; i <= 2; ++i) step(i, PreVoteGranted{{1}, {0}});
    for (unsigned i = 1; i <= 2; ++i) step(i, VoteGranted{{1}, {0}});
    REQUIRE(node.leading());
    for (unsigned i = 1; i < node.config().replicas; ++i) accept(i, 1);
    REQUIRE(node.commit_index() == Index{1});
  }
};

}  // namespace whitewater::raft

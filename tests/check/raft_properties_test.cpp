// The adapter shows a real Raft node as it is: nothing is wrong with a node by itself, and everything with one that
// is shown as two.
#include "core/check/raft_properties.hpp"

#include <string>

#include "core/client/request.hpp"
#include "tests/catch.hpp"

using namespace whitewater;

namespace {

// A cluster of one: it elects itself and commits alone.
struct Lone {
  Lone() {
    raft::Config config;
    config.self = NodeId{0};
    config.replicas = 1;
    node.reset(config);
    node.start(Time{}, {}, {}, out);
    properties.reset(2);
    show(0);
  }

  void lead() {
    for (int i = 0; i < 10 && !node.leading(); ++i) {
      now = node.next_deadline();
      out.clear();
      node.tick(now, out);
      show(0);
    }
    REQUIRE(node.leading());
  }
  void put(std::string_view value) {
    out.clear();
    REQUIRE(node.propose(now, client::make_put(pool, NodeId{1}, no_node, "M", "k", value), out).has_value());
    show(0);
  }
  void show(std::uint16_t as) {
    const std::uint64_t applied = node.commit_index().value;
    properties.after_event(NodeId{as}, node, applied, 1'000 + applied);
  }

  Time now;
  PayloadPool pool;
  raft::Output out{pool};
  raft::Node node;
  checks::RaftProperties properties;
};

}  // namespace

TEST_CASE_METHOD(Lone, "a node that elects itself and commits violates nothing") {
  lead();
  for (int i = 0; i < 20; ++i) put("v");
  CHECK(node.commit_index().value >= 21);
  CHECK_FALSE(properties.violation().has_value());
}

TEST_CASE_METHOD(Lone, "the same node under another name leads the same term") {
  lead();
  show(1);
  REQUIRE(properties.violation().has_value());
  CHECK(std::string(properties.violation()->property) == "election_safety");
}

TEST_CASE_METHOD(Lone, "a node whose state machine strays is found at the same applied index") {
  lead();
  put("v");
  properties.after_event(NodeId{0}, node, node.commit_index().value, 5);
  REQUIRE(properties.violation().has_value());
  CHECK(std::string(properties.violation()->property) == "same_state");
}

TEST_CASE_METHOD(Lone,
                 "a node that starts anew without its log is found, unless it is announced and may have lost it") {
  lead();
  put("v");
  node.reset(node.config());
  out.clear();
  node.start(now, {}, {}, out);
  SECTION("unannounced") {
    properties.after_event(NodeId{0}, node, 0, 1'000);
    REQUIRE(properties.violation().has_value());
    CHECK(std::string(properties.violation()->property) == "term_monotonic");
  }
  SECTION("announced") {
    properties.restarted(NodeId{0});
    properties.after_event(NodeId{0}, node, 0, 1'000);
    CHECK_FALSE(properties.violation().has_value());
  }
}

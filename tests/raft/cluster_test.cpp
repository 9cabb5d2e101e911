// A cluster of raft nodes under every combination of policies: quiet ones first.
#include "tests/raft/cluster.hpp"

#include "tests/catch.hpp"

using namespace whitewater;
using namespace whitewater::raft;

TEST_CASE("a quiet cluster elects one leader and commits what is proposed") {
  for (unsigned replicas : {1u, 3u, 5u, 7u}) {
    Cluster cluster({.replicas = replicas});
    REQUIRE(cluster.advance_until([&] { return cluster.leader() != no_node; }, seconds(5)));
    const NodeId leader = cluster.leader();
    const std::optional<Index> index = cluster.propose(leader);
    REQUIRE(index.has_value());
    cluster.advance(seconds(1));
    REQUIRE(cluster.leader() == leader);
    for (std::uint16_t i = 0; i < replicas; ++i) CHECK(cluster.node(NodeId{i}).commit_index() == *index);
  }
}

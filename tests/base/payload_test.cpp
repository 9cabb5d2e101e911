#include "core/actor/actor.hpp"
#include "core/actor/codec.hpp"
#include "core/base/digest.hpp"
#include "core/client/request.hpp"
#include "tests/catch.hpp"

using namespace whitewater;

TEST_CASE("a payload gives its block back when the last handle goes") {
  PayloadPool pool;
  {
    PayloadRef put = client::make_put(pool, NodeId{5}, no_node, "m1", "key", "value");
    PayloadRef copy = put;
    REQUIRE(pool.blocks_in_use() == 1);
    REQUIRE(copy.get_if<client::Request>()->value() == "value");
    REQUIRE(copy.get_if<client::Reply>() == nullptr);
  }
  REQUIRE(pool.blocks_in_use() == 0);
}

TEST_CASE("no set of nodes holds nobody") {
  NodeSet set = NodeSet::first(3);
  set.insert(no_node);
  set.erase(no_node);
  REQUIRE(set == NodeSet::first(3));
  REQUIRE(NodeSet::of(no_node).empty());
  REQUIRE_FALSE(set.contains(no_node));
  REQUIRE(NodeSet::of(NodeId{63}).contains(NodeId{63}));
}

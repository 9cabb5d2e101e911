// A quorum is a majority of the voters, however it is asked for; who does not vote does not count.
#include "core/raft/configuration.hpp"

#include <algorithm>
#include <array>

#include "tests/catch.hpp"

using namespace whitewater;
using namespace whitewater::raft;

namespace {

constexpr NodeId node(unsigned value) {
  return NodeId{static_cast<std::uint16_t>(value)};
}

}  // namespace

TEST_CASE("any two quorums share a voter, and one voter less is none") {
  for (unsigned voters = 1; voters <= 7; ++voters) {
    const Configuration configuration(NodeSet::first(voters));
    unsigned smallest = voters;
    for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << voters); ++bits) {
      const NodeSet set(bits);
      const NodeSet rest = configuration.voters() - set;
      CHECK_FALSE((configuration.has_quorum(set) && configuration.has_quorum(rest)));
      CHECK(configuration.quorum_of([&](NodeId voter) { return set.contains(voter); }) ==
            configuration.has_quorum(set));
      for (const NodeId self : set)
        CHECK(configuration.quorum_with(self, [&](NodeId other) { return set.contains(other); }) ==
              configuration.has_quorum(set));
      if (configuration.has_quorum(set)) smallest = std::min(smallest, set.size());
    }
    for (const NodeId voter : configuration.voters()) CHECK(configuration.others_needed(voter) == smallest - 1);
    CHECK(configuration.others_needed(node(20)) == smallest);
    CHECK(configuration.decides_alone(node(0)) == (smallest == 1));
  }
}

TEST_CASE("who does not vote is part of no quorum") {
  const Configuration configuration(NodeSet::of(node(1)) | NodeSet::of(node(3)) | NodeSet::of(node(5)));
  CHECK_FALSE(configuration.has_quorum(NodeSet::of(node(1)) | NodeSet::of(node(2)) | NodeSet::of(node(4))));
  CHECK(configuration.has_quorum(NodeSet::of(node(1)) | NodeSet::of(node(5))));
  CHECK(configuration.voters_but(node(3)) == (NodeSet::of(node(1)) | NodeSet::of(node(5))));
  CHECK(configuration.voters_but(node(2)) == configuration.voters());
  CHECK(configuration.quorum_value(node(0), 9, [](NodeId voter) { return int{voter.value}; }) == 3);
  // One voter among several nodes decides alone; the others never do.
  const Configuration one(NodeSet::of(node(1)));
  CHECK(one.decides_alone(node(1)));
  CHECK_FALSE(one.decides_alone(node(0)));
}

TEST_CASE("the quorum value is the largest that a quorum has reached") {
  std::array<int, 5> values{1, 3, 4, 9, 9};
  do {
    for (unsigned voters = 1; voters <= values.size(); ++voters) {
      const Configuration configuration(NodeSet::first(voters));
      const auto value_of = [&](NodeId voter) { return values[voter.value]; };
      for (const NodeId self : configuration.voters()) {
        const int value = configuration.quorum_value(self, value_of(self), value_of);
        NodeSet as_far;
        NodeSet farther;
        for (const NodeId voter : configuration.voters()) {
          if (value_of(voter) >= value) as_far.insert(voter);
          if (value_of(voter) > value) farther.insert(voter);
        }
        CHECK(configuration.has_quorum(as_far));
        CHECK_FALSE(configuration.has_quorum(farther));
      }
    }
  } while (std::next_permutation(values.begin(), values.end()));
}

TEST_CASE("a configuration has from 1 to 21 voters") {
  CHECK_FALSE(Configuration().valid());
  CHECK(Configuration(NodeSet::first(1)).valid());
  CHECK(Configuration(NodeSet::first(21)).valid());
  CHECK_FALSE(Configuration(NodeSet::first(22)).valid());
}

// The ghosts by themselves: what a disk holds after writes, truncations and crashes; who voted for whom.
#include "core/check/properties/durable_ghost.hpp"
#include "core/check/properties/ghost_tables.hpp"
#include "tests/catch.hpp"

using namespace whitewater;
using namespace whitewater::checks;

namespace {

constexpr NodeId a{0};
constexpr NodeId b{1};
constexpr NodeId c{2};

}  // namespace

TEST_CASE("on an instant disk what is written is durable") {
  DurableGhost disks;
  disks.reset(2, true);
  disks.appended(a, 1, 3);
  CHECK(disks.durable(a) == 3);
  disks.truncated(a, 2, 2);
  CHECK(disks.durable(a) == 1);
  CHECK(disks.durable(b) == 0);
  disks.wrote(a, {3, 7, b});
  REQUIRE(disks.new_votes().size() == 1);
  CHECK(disks.new_votes().front().candidate == b);
}

TEST_CASE("on a slow disk it is durable when the host says so, and lost in a crash before") {
  DurableGhost disks;
  disks.reset(1, false);
  disks.appended(a, 1, 3);
  disks.appended(a, 2, 5);
  disks.wrote(a, {3, 4, b});
  CHECK(disks.durable(a) == 0);
  CHECK(disks.durable_after(a, 1) == 3);
  CHECK(disks.durable_after(a, 3) == 5);
  disks.durable_up_to(a, 1);
  CHECK(disks.durable(a) == 3);
  CHECK(disks.new_votes().empty());
  SECTION("it comes to be") {
    disks.durable_up_to(a, 3);
    CHECK(disks.durable(a) == 5);
    REQUIRE(disks.new_votes().size() == 1);
    CHECK(disks.new_votes().front().term == 4);
    disks.forget_new_votes();
    CHECK(disks.new_votes().empty());
  }
  SECTION("it is lost") {
    disks.crashed(a);
    disks.durable_up_to(a, 3);
    CHECK(disks.durable(a) == 3);
    CHECK(disks.new_votes().empty());
    disks.started(a, 3, 2, no_node);
    CHECK(disks.term_and_vote(a).term == 2);
    CHECK(disks.term_and_vote(a).number == 0);
    disks.appended(a, 1, 4);  // of the next life
    CHECK(disks.durable(a) == 3);
    disks.durable_up_to(a, 1);
    CHECK(disks.durable(a) == 4);
  }
}

TEST_CASE("a truncation that is under way ends what the disk and the memory share") {
  DurableGhost disks;
  disks.reset(1, false);
  disks.appended(a, 1, 6);
  disks.durable_up_to(a, 1);
  disks.appended(a, 2, 8);
  disks.truncated(a, 3, 4);
  CHECK(disks.durable(a) == 3);
  disks.durable_up_to(a, 2);
  CHECK(disks.durable(a) == 3);
  disks.appended(a, 4, 5);
  CHECK(disks.durable_after(a, 3) == 3);
  CHECK(disks.durable_after(a, 4) == 5);
  disks.durable_up_to(a, 4);
  CHECK(disks.durable(a) == 5);
}

TEST_CASE("a disk that is never idle does not grow for ever, and keeps its order") {
  DurableGhost disks;
  disks.reset(1, false);
  for (WriteNumber number = 1; number <= 1'000; ++number) {
    disks.appended(a, number, number * 2);
    if (number > 3) disks.durable_up_to(a, number - 3);
    if (number > 3) CHECK(disks.durable(a) == (number - 3) * 2);
  }
}

TEST_CASE("the first vote of a term stands") {
  VoteTable votes;
  CHECK(votes.first(3, a, b) == b);
  CHECK(votes.first(3, c, b) == b);
  CHECK(votes.first(3, b, a) == a);
  CHECK(votes.first(3, a, c) == b);
  CHECK(votes.first(5, a, c) == c);
  CHECK(votes.first(4, a, a) == a);
  CHECK(votes.voters(3, b) == (NodeSet::of(a) | NodeSet::of(c)));
  CHECK(votes.voters(3, c).empty());
  CHECK(votes.voters(4, a) == NodeSet::of(a));
  CHECK(votes.voters(5, c) == NodeSet::of(a));
  votes.clear();
  CHECK(votes.voters(5, c).empty());
}

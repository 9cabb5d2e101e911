// The ghost of requests by itself: which puts of a committed log take effect, what a key's value was at which index,
// and how often a put was answered.
#include "core/check/properties/request_ghost.hpp"

#include "tests/catch.hpp"

using namespace whitewater;
using namespace whitewater::checks;

namespace {

constexpr NodeId a{0};
constexpr NodeId b{1};
constexpr NodeId c{2};
constexpr std::uint64_t key = 77;

RequestGhost::Put put(std::uint64_t name, NodeId client) {
  return {name, client, key, 1'000 + name};
}

}  // namespace

TEST_CASE("a put that is committed again takes no effect within the window, and does behind it") {
  RequestGhost requests;
  requests.reset(3);
  requests.committed_put(put(10, a));
  requests.committed_put(put(10, a));
  requests.committed_other();
  requests.committed_put(put(20, b));
  CHECK(requests.committed() == 4);
  CHECK(requests.content_at(0) == 0);
  CHECK(requests.content_at(2) == 1'010);
  CHECK(requests.content_at(4) == 1'020);
  requests.committed_put(put(11, a));
  requests.committed_put(put(12, a));
  requests.committed_put(put(10, a));  // still one of the latest three of its client
  CHECK(requests.content_at(7) == 1'012);
  CHECK_FALSE(requests.forgot());
  requests.committed_put(put(13, a));
  requests.committed_put(put(10, a));  // forgotten meanwhile: it counts anew
  CHECK(requests.content_at(9) == 1'010);
  CHECK(requests.forgot());
  requests.committed_put(put(10, a));
  CHECK(requests.content_at(10) == 1'010);
  CHECK(requests.is_committed(12));
  CHECK_FALSE(requests.is_committed(14));
  requests.put_arrived(14);
  CHECK_FALSE(requests.is_committed(14));
  requests.reset(3);
  CHECK(requests.committed() == 0);
  CHECK_FALSE(requests.forgot());
  CHECK_FALSE(requests.is_committed(12));
}

TEST_CASE("the content is that of the latest puts, one for each key") {
  RequestGhost requests;
  requests.reset(3);
  requests.committed_put({1, a, 7, 5});
  requests.committed_put({2, a, 8, 6});
  CHECK(requests.content_at(2) == 11);
  requests.committed_put({3, a, 7, 9});
  CHECK(requests.content_at(3) == 15);
}

TEST_CASE("a put is found from the index on from which it must be seen") {
  RequestGhost requests;
  requests.reset(100);
  const StoreGhost& store = requests.store();
  const auto had = [&](std::uint64_t which, std::uint64_t since, std::uint64_t index) {
    return store.had(which, since, [index](std::uint64_t found) { return found == index; });
  };
  CHECK(had(key, 0, 0));
  requests.committed_put(put(1, a));
  requests.committed_put(put(2, a));
  requests.committed_put(put(2, a));  // takes no effect
  requests.committed_put(put(4, a));
  CHECK(had(key, 0, 0));
  CHECK_FALSE(had(key, 1, 0));
  CHECK(had(key, 1, 1));
  CHECK_FALSE(had(key, 2, 1));
  CHECK(had(key, 3, 2));
  CHECK_FALSE(had(key, 2, 3));
  CHECK(had(key, 3, 4));  // it may reflect more than it must
  CHECK_FALSE(had(key, 4, 2));
  CHECK_FALSE(had(key, 0, 5));
  CHECK(had(key + 1, 4, 0));
}

TEST_CASE("answers to a put are counted in each term anew") {
  RequestGhost requests;
  requests.reset(3);
  requests.put_arrived(10);
  requests.put_arrived(10);
  CHECK(requests.put_answered(10, 1).in_term == 1);
  CHECK(requests.put_answered(10, 1).in_term == 2);
  CHECK(requests.put_answered(10, 1).in_term == 3);
  CHECK(requests.put_answered(10, 2).in_term == 1);
  CHECK(requests.put_answered(10, 2).arrivals == 2);
}

TEST_CASE("a get counts from its first arrival, at each replica by itself") {
  RequestGhost requests;
  requests.reset(3);
  requests.get_arrived(a, 10, key, 5);
  requests.get_arrived(a, 10, key, 9);
  requests.get_arrived(b, 10, key, 7);
  REQUIRE(requests.get(a, 10) != nullptr);
  CHECK(requests.get(a, 10)->committed == 5u);
  CHECK(requests.get(b, 10)->committed == 7u);
  CHECK(requests.get(c, 10) == nullptr);
}

// The log: terms, prefix hashes, and the batches cut from it.
#include "core/raft/log.hpp"

#include <vector>

#include "tests/catch.hpp"
#include "tests/raft/cluster.hpp"

using namespace whitewater;
using namespace whitewater::raft;

namespace {

Log log_of_terms(const std::vector<std::uint64_t>& terms, PayloadPool& pool) {
  Log log;
  for (std::uint64_t term : terms) log.append({{term}, make_payload<TestCommand>(pool, log.last_index().value)});
  return log;
}

}  // namespace

TEST_CASE("an empty log ends at index 0 in term 0") {
  const Log log;
  CHECK(log.last_index() == Index{0});
  CHECK(log.last_term() == Term{0});
  CHECK(log.term_at({0}) == Term{0});
  CHECK(log.chain_hash({0}) == Log::chain_start);
  CHECK_THROWS_AS(log.entry({1}), CheckFailure);
}

TEST_CASE("equal prefixes have equal hashes, and a different term or command changes all behind it") {
  PayloadPool pool;
  const Log log = log_of_terms({1, 1, 2}, pool);
  const Log same = log_of_terms({1, 1, 2, 2}, pool);
  const Log other_term = log_of_terms({1, 2, 2}, pool);
  Log other_command;
  other_command.append({{1}, make_payload<TestCommand>(pool, std::uint64_t{99})});
  CHECK(log.chain_hash({3}) == same.chain_hash({3}));
  CHECK(log.chain_hash({1}) == other_term.chain_hash({1}));
  CHECK(log.chain_hash({2}) != other_term.chain_hash({2}));
  CHECK(log.chain_hash({3}) != other_term.chain_hash({3}));
  CHECK(log.chain_hash({1}) != other_command.chain_hash({1}));
}

TEST_CASE("truncation removes an entry and all behind it") {
  PayloadPool pool;
  Log log = log_of_terms({1, 1, 2, 3}, pool);
  const std::uint64_t hash = log.chain_hash({2});
  log.truncate({3});
  CHECK(log.last_index() == Index{2});
  CHECK(log.last_term() == Term{1});
  CHECK(log.chain_hash(log.last_index()) == hash);
  CHECK_THROWS_AS(log.truncate({3}), CheckFailure);
}

TEST_CASE("terms never decrease along the log") {
  PayloadPool pool;
  Log log = log_of_terms({1, 3}, pool);
  CHECK_THROWS_AS(log.append({{2}, {}}), CheckFailure);
}

TEST_CASE("terms are found by bisection, however long their runs are") {
  PayloadPool pool;
  std::vector<std::uint64_t> terms(200, 2);
  terms.insert(terms.begin(), {1, 1});
  terms.insert(terms.end(), {5, 5});
  const Log log = log_of_terms(terms, pool);
  CHECK(log.first_of_term_at({202}) == Index{3});
  CHECK(log.first_of_term_at({1}) == Index{1});
  CHECK(log.first_of_term_at({204}) == Index{203});
  CHECK(log.last_up_to_term({2}, log.last_index()) == Index{202});
  CHECK(log.last_up_to_term({4}, log.last_index()) == Index{202});
  CHECK(log.last_up_to_term({2}, {100}) == Index{100});
  CHECK(log.last_up_to_term({0}, log.last_index()) == Index{0});
  CHECK(log.last_up_to_term({9}, {1000}) == Index{204});
}

TEST_CASE("a batch keeps to its limit of bytes and of index, and is never empty") {
  PayloadPool pool;
  const Log log = log_of_terms({1, 1, 1, 1}, pool);  // 20 bytes each, and 4 for the count
  CHECK(log.batch_end({1}, {4}, 1) == Index{1});
  CHECK(log.batch_end({1}, {4}, 43) == Index{1});
  CHECK(log.batch_end({1}, {4}, 44) == Index{2});
  CHECK(log.batch_end({1}, {2}, 1000) == Index{2});
  CHECK(log.batch_end({2}, {4}, 1000) == Index{4});
  const PayloadRef batch = log.batch(pool, {2}, {4});
  REQUIRE(batch.get_if<EntryBatch>() != nullptr);
  CHECK(batch.get_if<EntryBatch>()->count == 3);
  CHECK(batch.wire_bytes() == 64);
  CHECK(same_object((*batch.get_if<EntryBatch>())[0].command, log.entry({2}).command));
}

TEST_CASE("a compacted log answers for its last compacted entry, and for all behind it") {
  PayloadPool pool;
  const Log whole = log_of_terms({1, 1, 2, 3, 3}, pool);
  Log log = log_of_terms({1, 1, 2, 3, 3}, pool);
  log.compact({3});
  CHECK(log.compacted() == whole.point_at({3}));
  CHECK(log.first_index() == Index{4});
  CHECK(log.last_index() == Index{5});
  CHECK(log.last_hash() == whole.last_hash());
  CHECK(log.term_at({3}) == Term{2});
  CHECK(log.knows({3}));
  CHECK_FALSE(log.contains({3}));
  CHECK_FALSE(log.knows({2}));
  CHECK_FALSE(log.contains({0}));
  CHECK_THROWS_AS(log.term_at({2}), CheckFailure);
  CHECK_THROWS_AS(log.chain_hash({2}), CheckFailure);
  CHECK_THROWS_AS(log.entry({3}), CheckFailure);
  CHECK_THROWS_AS(log.truncate({3}), CheckFailure);
  CHECK_THROWS_AS(log.compact({2}), CheckFailure);
  log.truncate({4});
  CHECK(log.last_term() == Term{2});
  log.append(whole.entry({4}));
  CHECK(log.last_hash() == whole.chain_hash({4}));
}

TEST_CASE("a log that is compacted whole holds nothing, and goes on behind its prefix") {
  PayloadPool pool;
  const Log whole = log_of_terms({1, 2, 2}, pool);
  Log log = log_of_terms({1, 2}, pool);
  log.compact({2});
  CHECK(log.last_index() == Index{2});
  CHECK(log.last_term() == Term{2});
  CHECK_FALSE(log.contains({2}));
  CHECK(log.last_up_to_term({1}, {2}) == Index{2});
  CHECK(log.first_of_term_at({2}) == Index{2});
  log.append(whole.entry({3}));
  CHECK(log.last_hash() == whole.last_hash());
  CHECK(log.first_of_term_at({3}) == Index{3});
}

TEST_CASE("a log restarts behind a prefix that it never held") {
  PayloadPool pool;
  const Log whole = log_of_terms({1, 2, 2, 4}, pool);
  Log log = log_of_terms({1, 1, 1}, pool);
  log.restart_behind(whole.point_at({3}));
  CHECK(log.compacted() == whole.point_at({3}));
  CHECK(log.last_index() == Index{3});
  log.append(whole.entry({4}));
  CHECK(log.last_hash() == whole.last_hash());
  log.clear();
  CHECK(log.compacted() == Log::Point{});
  CHECK(log.last_index() == Index{0});
}

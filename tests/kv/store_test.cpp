// The store against std::map, and what its content hash promises.
#include "core/kv/store.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using kv::Store;

namespace {

PayloadRef put_of(PayloadPool& pool, const std::string& key, const std::string& value, const std::string& mid = "m") {
  return client::make_put(pool, NodeId{7}, no_node, mid, key, value);
}

}  // namespace

TEST_CASE("a key that was never put is not found, and the empty key and value are ordinary") {
  PayloadPool pool;
  Store store;
  CHECK_FALSE(store.get("").found);
  store.put(put_of(pool, "", ""));
  CHECK(store.get("").found);
  CHECK(store.get("").value.empty());
  store.put(put_of(pool, "", "x"));
  CHECK(store.get("").value == "x");
  CHECK(store.size() == 1);
}

TEST_CASE("only a put changes the store") {
  PayloadPool pool;
  Store store;
  CHECK_THROWS_AS(store.put(client::make_get(pool, NodeId{7}, no_node, "m", "k")), CheckFailure);
  CHECK_THROWS_AS(store.put(PayloadRef{}), CheckFailure);
}

TEST_CASE("the store answers as a map does, before and after a reset") {
  tests::check_property([](const std::vector<std::pair<std::uint8_t, std::string>>& puts) {
    PayloadPool pool;
    Store store;
    for (int round = 0; round < 2; ++round) {
      std::map<std::string, std::string> model;
      for (const auto& [number, value] : puts) {
        const std::string key = "key" + std::to_string(number);
        store.put(put_of(pool, key, value));
        model[key] = value;
      }
      RC_ASSERT(store.size() == model.size());
      for (const auto& [key, value] : model) {
        RC_ASSERT(store.get(key).found);
        RC_ASSERT(store.get(key).value == value);
      }
      RC_ASSERT(!store.get("key").found);
      store.reset();
      RC_ASSERT(store.size() == 0u);
      RC_ASSERT(store.content_hash() == Store{}.content_hash());
    }
    RC_ASSERT(pool.blocks_in_use() == 0u);
  });
}

TEST_CASE("the content hash depends on the last put of every key, not on the order of keys") {
  PayloadPool pool;
  const PayloadRef a = put_of(pool, "a", "1");
  const PayloadRef b = put_of(pool, "b", "2");
  const PayloadRef a_again = put_of(pool, "a", "3");
  const auto hash_after = [](std::initializer_list<PayloadRef> puts) {
    Store store;
    for (const PayloadRef& put : puts) store.put(put);
    return store.content_hash();
  };
  CHECK(hash_after({a, b}) == hash_after({b, a}));
  CHECK(hash_after({a, b, a_again}) == hash_after({a_again, b}));
  CHECK(hash_after({a, a_again}) != hash_after({a_again, a}));
  CHECK(hash_after({a}) != hash_after({a, b}));
  CHECK(hash_after({a}) != hash_after({put_of(pool, "a", "2")}));
}

TEST_CASE("an index finds what is in it while keys with crowded hashes come and go") {
  tests::check_property([](const std::vector<std::pair<bool, std::uint8_t>>& steps) {
    kv::HashIndex index;
    std::map<std::uint32_t, bool> model;
    const auto hash = [](std::uint32_t place) { return std::uint64_t{place % 7} + 13; };  // neighbours and equals
    for (const auto& [erases, number] : steps) {
      const std::uint32_t place = number % 40;
      if (erases && model[place]) {
        index.erase(hash(place), place);
        model[place] = false;
      } else if (!erases && !model[place]) {
        index.insert(hash(place), place);
        model[place] = true;
      }
      std::size_t inside = 0;
      for (std::uint32_t other = 0; other < 40; ++other) {
        const auto found = index.find(hash(other), [&](std::uint32_t at) { return at == other; });
        RC_ASSERT((found == other) == model[other]);
        inside += model[other] ? 1u : 0u;
      }
      RC_ASSERT(index.size() == inside);
    }
  });
}

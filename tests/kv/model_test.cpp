// Store and sessions as a replica uses them, against maps: puts with duplicates, old ones beyond the window of a client
// among them, and gets between them; two replicas that apply the same puts agree, whoever of them was used before.
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/kv/sessions.hpp"
#include "core/kv/store.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using kv::Sessions;
using kv::Store;

namespace {

struct Replica {
  Store store;
  Sessions sessions;

  // Whether it took effect.
  bool apply(const PayloadRef& request) {
    const auto* put = request.get_if<client::Request>();
    if (!sessions.note_applied(put->name(), request)) return false;
    store.put(request);
    return true;
  }
};

struct Model {
  std::map<std::string, std::string> values;
  std::map<unsigned, std::set<std::string>> remembered;
  std::map<unsigned, std::deque<std::string>> in_order;  // the same

  bool apply(unsigned client, const std::string& mid, const std::string& key, const std::string& value) {
    if (!remembered[client].insert(mid).second) return false;
    std::deque<std::string>& mids = in_order[client];
    mids.push_back(mid);
    if (mids.size() > Sessions::window_max) {
      remembered[client].erase(mids.front());
      mids.pop_front();
    }
    values[key] = value;
    return true;
  }
  std::size_t size() const {
    std::size_t sum = 0;
    for (const auto& [client, mids] : remembered) sum += mids.size();
    return sum;
  }
};

// A put of its client: the number says MID, key and value. Numbers come again.
struct Puts {
  std::uint8_t client;
  std::uint16_t first;
  std::uint16_t count;
};

std::ostream& operator<<(std::ostream& out, const Puts& puts) {
  return out << "client " << unsigned{puts.client} << " puts " << puts.first << " and " << puts.count << " more";
}

// Mostly a few; now and then so many that a window turns over, and over again.
rc::Gen<Puts> some_puts() {
  const auto count = rc::gen::weightedOneOf<std::uint16_t>(
      {{9, rc::gen::inRange<std::uint16_t>(0, 4)}, {1, rc::gen::inRange<std::uint16_t>(0, Sessions::window_max + 10)}});
  return rc::gen::construct<Puts>(rc::gen::inRange<std::uint8_t>(0, 2),
                                  rc::gen::inRange<std::uint16_t>(0, 3 * Sessions::window_max), count);
}

}  // namespace

TEST_CASE("store and sessions answer as maps do, with duplicates, and forget what is beyond the window") {
  tests::check_property([] {
    // Of full size from the first case on: small ones turn no window over.
    const auto steps = *rc::gen::resize(100, rc::gen::container<std::vector<Puts>>(some_puts()));
    PayloadPool pool;
    Replica used;
    for (int round = 0; round < 2; ++round) {
      Replica fresh;
      Model model;
      for (const Puts& puts : steps) {
        for (unsigned number = puts.first; number <= unsigned{puts.first} + puts.count; ++number) {
          const std::string mid = "m" + std::to_string(number);
          const std::string key = "k" + std::to_string(number % 7);
          const std::string value = std::to_string(puts.client) + mid;
          const PayloadRef put = client::make_put(pool, NodeId{puts.client}, no_node, mid, key, value);
          const bool expected = model.apply(puts.client, mid, key, value);
          RC_ASSERT(used.apply(put) == expected);
          RC_ASSERT(fresh.apply(put) == expected);
        }
        for (int key = 0; key < 7; ++key) {
          const std::string name = "k" + std::to_string(key);
          const auto expected = model.values.find(name);
          const Store::Found found = used.store.get(name);
          RC_ASSERT(found.found == (expected != model.values.end()));
          if (found.found) RC_ASSERT(found.value == expected->second);
        }
        RC_ASSERT(used.store.size() == model.values.size());
        RC_ASSERT(used.sessions.size() == model.size());
        RC_ASSERT(used.store.content_hash() == fresh.store.content_hash());
      }
      used.store.reset();
      used.sessions.reset();
      RC_ASSERT(used.store.content_hash() == Store{}.content_hash());
    }
    RC_ASSERT(pool.blocks_in_use() == 0u);
  });
}

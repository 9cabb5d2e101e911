// The state of a store as bytes: what comes back, that equal states have equal bytes, and that no other bytes decode.
#include "core/kv/state_codec.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using namespace std::string_literals;
using namespace whitewater::kv;

namespace {

struct Machine {
  Store store;
  Sessions sessions;

  void put(PayloadPool& pool, std::uint16_t client, const std::string& mid, const std::string& key,
           const std::string& value) {
    const PayloadRef request = client::make_put(pool, NodeId{client}, NodeId{1}, mid, key, value);
    if (sessions.note_applied(request.get_if<client::Request>()->name(), request)) store.put(request);
  }
  bool applied(PayloadPool& pool, std::uint16_t client, const std::string& mid) const {
    const PayloadRef request = client::make_get(pool, NodeId{client}, no_node, mid, "");
    return sessions.applied(request.get_if<client::Request>()->name(), *request.get_if<client::Request>());
  }
  std::string bytes() const {
    std::string bytes;
    ByteWriter writer(bytes);
    encode_state(store, sessions, writer);
    return bytes;
  }
};

std::string refusal(std::string_view bytes) {
  PayloadPool pool;
  Machine machine;
  const std::optional<Error> wrong = decode_state(bytes, pool, machine.store, machine.sessions);
  return wrong ? wrong->message : "";
}

// The state of a machine with one key and one client, as its format says.
const std::string put = "\x01\x07\0\x01\0"s + "\x01m"s + "\x01k"s + "\x01v"s;
const std::string session = "\x07\0"s + "\x01"s + "\x01m"s;

}  // namespace

TEST_CASE("an empty state, and one of one put, have these bytes for ever") {
  PayloadPool pool;
  Machine machine;
  CHECK(machine.bytes() == "\x01\0\0"s);
  machine.put(pool, 7, "m", "k", "v");
  CHECK(machine.bytes() == "\x01\x01"s + put + "\x01"s + session);
}

TEST_CASE("a state comes back with its values, its sessions and its bytes") {
  tests::check_property([](const std::vector<std::pair<std::uint8_t, std::string>>& puts) {
    PayloadPool pool;
    Machine machine;
    machine.sessions.reset(5);
    for (std::size_t i = 0; i < puts.size(); ++i)
      machine.put(pool, static_cast<std::uint16_t>(20 + i % 3), "m" + std::to_string(i),
                  "k" + std::to_string(puts[i].first % 8), puts[i].second);
    const std::string bytes = machine.bytes();
    Machine back;
    back.sessions.reset(5);
    RC_ASSERT(!decode_state(bytes, pool, back.store, back.sessions));
    RC_ASSERT(back.bytes() == bytes);
    RC_ASSERT(back.store.content_hash() == machine.store.content_hash());
    for (std::size_t i = 0; i < puts.size(); ++i) {
      const auto client = static_cast<std::uint16_t>(20 + i % 3);
      RC_ASSERT(back.applied(pool, client, "m" + std::to_string(i)) ==
                machine.applied(pool, client, "m" + std::to_string(i)));
    }
    // The oldest request of a full session goes first, as it would have gone before.
    machine.put(pool, 20, "more", "k", "v");
    back.put(pool, 20, "more", "k", "v");
    RC_ASSERT(back.bytes() == machine.bytes());
  });
}

TEST_CASE("bytes that no state has are refused, and say what was expected") {
  const std::string good = "\x01\x01"s + put + "\x01"s + session;
  CHECK(refusal(good).empty());
  for (std::size_t length = 0; length < good.size(); ++length) CHECK_FALSE(refusal(good.substr(0, length)).empty());
  CHECK(refusal(good + "\0"s) == "expected the end, found more bytes");
  CHECK(refusal("\x02\0\0"s) == "expected version 1, found 2");
  CHECK(refusal("\x01\x01\0\x07\0\x01\0\x01m\x01k\0"s) == "expected a put, found a get");
  CHECK(refusal("\x01\x02"s + put + put + "\0"s) == "expected each key once, found one again");
  CHECK(refusal("\x01\0\x01\x07\0\0"s) == "expected a client and its requests, found none");
  CHECK(refusal("\x01\0\x01\xff\xff\x01\x01m"s) == "expected a client and its requests, found none");
  CHECK(refusal("\x01\0\x01\x07\0\x02\x01m\x01m"s) == "expected each MID of a client once, found one again");
}

TEST_CASE("any bytes decode to a state or to an error") {
  tests::check_property([](const std::string& tail, std::uint64_t word) {
    std::string bytes = "\x01\x01"s + put + "\x01"s + session;
    bytes[word % bytes.size()] = static_cast<char>(word >> 8);
    (void)refusal(bytes);
    (void)refusal("\x01"s + tail);
  });
}

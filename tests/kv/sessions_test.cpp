// The sessions against a plain list: the last window requests of each client are remembered, no others.
#include "core/kv/sessions.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using kv::Sessions;

namespace {

PayloadRef put_of(PayloadPool& pool, std::uint16_t client, const std::string& mid) {
  return client::make_put(pool, NodeId{client}, no_node, mid, "k", "v");
}
bool applied(const Sessions& sessions, const PayloadRef& request) {
  const auto* put = request.get_if<client::Request>();
  return sessions.applied(put->name(), *put);
}
void note(Sessions& sessions, const PayloadRef& request) {
  sessions.note_applied(request.get_if<client::Request>()->name(), request);
}

}  // namespace

TEST_CASE("a request is known by its client and its MID together") {
  PayloadPool pool;
  Sessions sessions;
  CHECK_FALSE(applied(sessions, put_of(pool, 5, "a")));
  note(sessions, put_of(pool, 5, "a"));
  CHECK(applied(sessions, put_of(pool, 5, "a")));
  CHECK_FALSE(applied(sessions, put_of(pool, 5, "b")));
  CHECK_FALSE(applied(sessions, put_of(pool, 6, "a")));
}

TEST_CASE("two requests whose names collide are told apart") {
  PayloadPool pool;
  Sessions sessions;
  const PayloadRef first = put_of(pool, 5, "a");
  const PayloadRef other = put_of(pool, 5, "b");
  sessions.note_applied(1, first);
  CHECK(sessions.applied(1, *first.get_if<client::Request>()));
  CHECK_FALSE(sessions.applied(1, *other.get_if<client::Request>()));
}

TEST_CASE("each client's last window of requests is remembered, and not one more") {
  PayloadPool pool;
  Sessions sessions;
  const auto mid = [](std::uint32_t i) { return "mid" + std::to_string(i); };
  note(sessions, put_of(pool, 6, "other"));
  for (std::uint32_t i = 0; i < 3 * Sessions::window_max; ++i) note(sessions, put_of(pool, 5, mid(i)));
  CHECK(sessions.size() == Sessions::window_max + 1);
  CHECK(applied(sessions, put_of(pool, 6, "other")));
  for (std::uint32_t i = 0; i < 3 * Sessions::window_max; ++i)
    if (applied(sessions, put_of(pool, 5, mid(i))) != (i >= 2 * Sessions::window_max)) FAIL("wrong about " + mid(i));
  sessions.reset();
  CHECK(sessions.size() == 0);
  CHECK_FALSE(applied(sessions, put_of(pool, 6, "other")));
  CHECK(pool.blocks_in_use() == 0);
}

TEST_CASE("a smaller window remembers fewer, the oldest is forgotten first") {
  PayloadPool pool;
  Sessions sessions;
  sessions.reset(2);
  const PayloadRef first = put_of(pool, 5, "a");
  const PayloadRef second = put_of(pool, 5, "b");
  const PayloadRef third = put_of(pool, 5, "c");
  note(sessions, first);
  note(sessions, second);
  note(sessions, third);
  CHECK_FALSE(applied(sessions, first));
  CHECK(applied(sessions, second));
  CHECK(applied(sessions, third));
  note(sessions, first);
  CHECK(applied(sessions, first));
  CHECK_FALSE(applied(sessions, second));
  CHECK(sessions.size() == 2);
  sessions.reset();
  for (const PayloadRef& put : {first, second, third}) note(sessions, put);
  CHECK(sessions.size() == 3);
}

TEST_CASE("sessions remember what a list would, before and after a reset") {
  tests::check_property([](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& requests) {
    PayloadPool pool;
    Sessions sessions;
    for (int round = 0; round < 2; ++round) {
      std::map<std::uint16_t, std::deque<std::string>> model;
      for (const auto& [client_number, mid_number] : requests) {
        const auto client = static_cast<std::uint16_t>(client_number % 4);
        const std::string mid = std::to_string(mid_number);
        auto& mids = model[client];
        const bool known = std::find(mids.begin(), mids.end(), mid) != mids.end();
        const PayloadRef put = put_of(pool, client, mid);
        RC_ASSERT(applied(sessions, put) == known);
        if (known) continue;
        note(sessions, put);
        mids.push_back(mid);
      }
      sessions.reset();
    }
  });
}

// The book of the workload registers, played by hand: names, answers of every kind, and the judgement.
#include "scenarios/workloads/registers_book.hpp"

#include "core/base/payload_pool.hpp"
#include "tests/catch.hpp"

namespace whitewater::scenarios {
namespace {

using State = RegistersRequest::State;
constexpr std::uint32_t none = RegistersRequest::none;

// Three replicas, two clients, one key; client 1 only gets, client 0 only puts.
class Play {
 public:
  explicit Play(const RegistersBook::Judging& judging = {.on = true}) {
    options.clients = 2;
    options.read_only_clients = 1;
    options.keys = 1;
    options.gets = 0;
    book.reset(options, 3, 5, judging);
  }
  ~Play() { book.release(); }

  std::uint32_t begin(unsigned client, std::uint32_t number, std::int64_t ms) {
    return book.begin({client, number}, NodeId{0}, Time{} + milliseconds(ms), pool);
  }
  const client::Request& request(std::uint32_t record) const { return book.requests()[record].request(); }
  std::uint32_t answer(unsigned client, PayloadRef reply, std::int64_t ms) {
    return book.answer(book.client_node(client), NodeId{0}, reply, Time{} + milliseconds(ms));
  }
  std::uint32_t ok(std::uint32_t record, std::int64_t ms) {
    const client::Request& asked = request(record);
    return answer(asked.client.value - 3u, client::make_ok(pool, NodeId{0}, asked.mid()), ms);
  }
  std::uint32_t ok(std::uint32_t record, std::string_view value, std::int64_t ms) {
    const client::Request& asked = request(record);
    return answer(asked.client.value - 3u, client::make_ok_value(pool, NodeId{0}, asked.mid(), value), ms);
  }
  std::string value_of(std::uint32_t record) const { return std::string(request(record).value()); }

  Registers options;
  PayloadPool pool;
  RegistersBook book;
};

}  // namespace

TEST_CASE("each attempt has a name and a value of its own") {
  Play play;
  const std::uint32_t first = play.begin(0, 17, 1);
  CHECK(play.request(first).mid() == "c0-17");
  CHECK(play.request(first).key() == "k0");
  CHECK(play.value_of(first) == "c0-17...........");
  play.answer(0, client::make_redirect(play.pool, NodeId{1}, "c0-17"), 2);
  CHECK(play.book.requests()[first].state == State::redirected);
  const std::uint32_t second = play.book.again(first, NodeId{1}, Time{} + milliseconds(2), play.pool);
  CHECK(play.request(second).mid() == "c0-17.1");
  CHECK(play.value_of(second) == "c0-17.1.........");
  CHECK(play.ok(second, 5) == second);
  CHECK(play.book.latencies().size() == 1);
  CHECK(play.book.latencies().front() == milliseconds(4).ns);
  CHECK(play.book.counts().operations == 1);
  CHECK(play.book.counts().requests == 2);
  CHECK(play.book.counts().unanswered() == 0);
  CHECK_THROWS(play.begin(0, 17, 6));
}

TEST_CASE("an answer after the first one is a duplicate, or late") {
  Play play;
  const std::uint32_t put = play.begin(0, 0, 1);
  CHECK(play.ok(put, 2) == put);
  CHECK(play.ok(put, 3) == none);
  CHECK(play.answer(0, client::make_fail(play.pool, NodeId{0}, "c0-0"), 4) == none);
  CHECK(play.book.counts().duplicates == 2);
  const std::uint32_t refused = play.begin(0, 1, 5);
  play.answer(0, client::make_fail(play.pool, NodeId{0}, "c0-1"), 6);
  CHECK(play.ok(refused, 7) == none);
  CHECK(play.book.requests()[refused].late == 1);
  CHECK(play.book.counts().fails == 1);
  CHECK(play.book.counts().incorrect == 0);
}

TEST_CASE("an answer that fits nothing is incorrect, whatever is wrong with it") {
  Play play;
  const std::uint32_t put = play.begin(0, 7, 1);
  const std::uint32_t get = play.begin(1, 7, 1);
  for (const char* const name : {"c0-8", "c0-07", "c0-7.1", "c0-7.", "c0-", "c0-7x", "c1-7", "r7", ""}) {
    INFO(name);
    const std::uint64_t before = play.book.counts().incorrect;
    CHECK(play.answer(0, client::make_ok(play.pool, NodeId{0}, name), 2) == none);
    CHECK(play.book.counts().incorrect == before + 1);
  }
  // A put does not have a value in its answer, and a get has one; and what is no answer at all is none.
  CHECK(play.ok(put, "x", 3) == none);
  CHECK(play.ok(get, 3) == none);
  CHECK(play.answer(0, client::make_get(play.pool, NodeId{3}, no_node, "c0-7", "k0"), 3) == none);
  CHECK(play.book.counts().incorrect == 12);
  CHECK(play.book.requests()[put].state == State::outstanding);
}

TEST_CASE("a request that the book has not made is unaccounted for") {
  Play play;
  const std::uint32_t put = play.begin(0, 0, 1);
  play.book.saw_request(NodeId{3}, play.book.requests()[put].payload);
  CHECK(play.book.counts().unaccounted == 0);
  // Equal, but another object; by another client; and of a node that is no client.
  play.book.saw_request(NodeId{3}, client::make_put(play.pool, NodeId{3}, NodeId{0}, "c0-0", "k0", "c0-0"));
  play.book.saw_request(NodeId{4}, play.book.requests()[put].payload);
  play.book.saw_request(NodeId{60}, play.book.requests()[put].payload);
  CHECK(play.book.counts().unaccounted == 3);
  CHECK(play.book.counts().sent == 4);
}

TEST_CASE("a stale read is found when time goes on, and not before") {
  Play play;
  const std::uint32_t a = play.begin(0, 0, 1);
  play.ok(a, 2);
  const std::uint32_t b = play.begin(0, 1, 3);
  play.ok(b, 4);
  const std::uint32_t read = play.begin(1, 0, 5);
  play.ok(read, play.value_of(a), 6);
  CHECK_FALSE(play.book.contradicted());
  play.begin(1, 1, 7);
  REQUIRE(play.book.contradicted());
  CHECK(play.book.linearizable() == checks::Answer::not_linearizable);
  REQUIRE(play.book.checker().contradictions().size() == 1);
  CHECK(play.book.checker().contradictions().front().operations.size() >= 3);
}

TEST_CASE("what is called in the moment of an answer may come before it") {
  Play play;
  const std::uint32_t a = play.begin(0, 0, 1);
  play.ok(a, 2);
  const std::uint32_t read = play.begin(1, 0, 2);
  play.ok(read, "", 3);
  play.book.finish();
  CHECK(play.book.linearizable() == checks::Answer::linearizable);
}

TEST_CASE("a put that was refused or never answered may take effect at any time") {
  Play play;
  const std::uint32_t refused = play.begin(0, 0, 1);
  play.answer(0, client::make_redirect(play.pool, NodeId{1}, "c0-0"), 2);
  const std::uint32_t lost = play.begin(0, 1, 3);
  std::int64_t ms = 10;
  for (const std::uint32_t put : {lost, refused}) {
    const std::uint32_t read = play.begin(1, static_cast<std::uint32_t>(ms), ms);
    play.ok(read, play.value_of(put), ms + 1);
    ms += 10;
  }
  play.book.finish();
  CHECK(play.book.linearizable() == checks::Answer::linearizable);
  // But not twice.
  Play twice;
  const std::uint32_t a = twice.begin(0, 0, 1);
  const std::uint32_t b = twice.begin(0, 1, 1);
  std::uint32_t number = 0;
  for (const std::uint32_t put : {a, b, a}) {
    const std::uint32_t read = twice.begin(1, number, 10 + number * 10);
    twice.ok(read, twice.value_of(put), 15 + number * 10);
    ++number;
  }
  twice.book.finish();
  CHECK(twice.book.linearizable() == checks::Answer::not_linearizable);
  CHECK(twice.book.contradicted());
}

TEST_CASE("a budget that runs out is said to have, with the key") {
  Play play({.on = true, .steps_max = 3});
  play.options.values = 2;
  play.options.outstanding = 64;
  play.book.reset(play.options, 3, 5, {.on = true, .steps_max = 3});
  std::vector<std::uint32_t> puts;
  for (std::uint32_t i = 0; i < 40; ++i) puts.push_back(play.begin(0, i, 1));
  for (std::uint32_t i = 0; i < 40; ++i) {
    const std::uint32_t read = play.begin(1, i, 10 + i * 10);
    play.ok(read, i % 2 == 0 ? "v0.............." : "v1..............", 15 + i * 10);
  }
  play.book.finish();
  REQUIRE(play.book.linearizable() == checks::Answer::unknown);
  CHECK(
      play.book.why_unknown() ==
      "Whether what clients saw of key k0 is linearizable was not decided within 3 steps: 80 operations, whose values "
      "are not unique.");
  CHECK_FALSE(play.book.contradicted());
}

TEST_CASE("who does not judge counts all the same") {
  Play play({.on = false});
  const std::uint32_t put = play.begin(0, 0, 1);
  play.ok(put, 2);
  const std::uint32_t read = play.begin(1, 0, 3);
  play.ok(read, "never put", 4);
  play.book.finish();
  CHECK(play.book.counts().ok() == 2);
  CHECK(play.book.read_value(play.book.requests()[read]) == "never put");
  CHECK_FALSE(play.book.contradicted());
}

}  // namespace whitewater::scenarios

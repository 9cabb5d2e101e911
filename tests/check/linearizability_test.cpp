// Each kind of contradiction, as small as it gets, and the witness.
#include "core/check/linearizability/linearizability.hpp"

#include <string>

#include "tests/catch.hpp"

using namespace whitewater::checks;
using Kind = Contradiction::Kind;

namespace {

struct Book {
  History history;

  Operation& add(Operation::Kind kind, const char* value, std::int64_t called, std::int64_t returned) {
    Operation operation;
    operation.kind = kind;
    operation.key = history.keys.number("k");
    operation.value = history.values.number(value);
    operation.called = called;
    operation.returned = returned;
    operation.process = static_cast<std::uint32_t>(history.operations.size());
    history.operations.push_back(operation);
    return history.operations.back();
  }
  void put(const char* value, std::int64_t called, std::int64_t returned) {
    add(Operation::Kind::put, value, called, returned);
  }
  void get(const char* value, std::int64_t called, std::int64_t returned) {
    add(Operation::Kind::get, value, called, returned);
  }
  void append(const char* value, std::int64_t called, std::int64_t returned) {
    add(Operation::Kind::append, value, called, returned);
  }
  void cas(const char* from, const char* to, std::int64_t called, std::int64_t returned, bool done = true) {
    Operation& operation = add(Operation::Kind::cas, to, called, returned);
    operation.from = history.values.number(from);
    operation.outcome = done ? Operation::Outcome::ok : Operation::Outcome::failed;
  }
  void lose_last() {
    history.operations.back().outcome = Operation::Outcome::pending;
    history.operations.back().returned = Operation::never;
  }

  Answer answer() const { return check_linearizability(history).answer; }
  Contradiction contradiction() const {
    const LinearizabilityResult result = check_linearizability(history);
    REQUIRE(result.answer == Answer::not_linearizable);
    REQUIRE(result.contradictions.size() == 1);
    return result.contradictions[0];
  }
};

}  // namespace

TEST_CASE("operations that touch in one instant are concurrent") {
  Book book;
  book.put("a", 0, 10);
  book.get("", 10, 20);
  CHECK(book.answer() == Answer::linearizable);
  book.history.operations[1].called = 11;
  CHECK(book.contradiction().kind == Kind::initial_gone);
}

TEST_CASE("a value that nobody wrote, and one that was read before its write") {
  Book nothing;
  nothing.get("a", 0, 1);
  CHECK(nothing.contradiction().kind == Kind::read_of_nothing);
  Book before;
  before.get("a", 0, 1);
  before.put("a", 2, 3);
  CHECK(before.contradiction().kind == Kind::read_before_write);
}

TEST_CASE("two values that each need the other's time, told by four operations") {
  Book book;
  book.put("a", 0, 1);
  book.put("b", 2, 3);
  book.get("a", 4, 5);
  const Contradiction found = book.contradiction();
  CHECK(found.kind == Kind::values_cross);
  CHECK(found.operations.size() == 4);
  const auto lines = explained(book.history, found);
  REQUIRE(lines.size() == 5);
  CHECK(lines[0].find("key k: ") == 0);
  CHECK(lines[1].find("client 0 put k = \"a\", 0.000000 s") == 0);
}

TEST_CASE("a put that was never answered may take effect late, or never") {
  Book book;
  book.put("a", 0, 1);
  book.put("b", 2, 3);
  book.lose_last();
  book.get("a", 10, 11);
  book.get("b", 12, 13);
  CHECK(book.answer() == Answer::linearizable);
  book.get("a", 14, 15);
  CHECK(book.answer() == Answer::not_linearizable);
}

TEST_CASE("with values written twice what is refuted names the write, what came between, and the read") {
  Book book;
  book.put("a", 0, 1);
  book.put("a", 2, 3);
  book.put("b", 4, 5);
  book.get("a", 6, 7);
  CHECK(book.contradiction().kind == Kind::overwritten);
  book.put("a", 5, 20);
  CHECK(book.answer() == Answer::linearizable);
}

TEST_CASE("compare-and-swap is a read and a write at once") {
  Book book;
  book.put("a", 0, 1);
  book.cas("a", "b", 2, 3);
  book.get("b", 4, 5);
  book.cas("a", "c", 6, 7, false);
  CHECK(book.answer() == Answer::linearizable);
  book.cas("a", "d", 8, 9);
  CHECK(book.contradiction().kind == Kind::no_order);
}

TEST_CASE("appends: what was read tells their order") {
  Book book;
  book.append("x", 0, 10);
  book.append("y", 0, 10);
  book.get("yx", 11, 12);
  CHECK(book.answer() == Answer::linearizable);
  Book crossed = book;
  crossed.get("y", 13, 14);
  CHECK(crossed.contradiction().kind == Kind::appends_cross);
  Book lost = book;
  lost.append("z", 0, 1);
  CHECK(lost.contradiction().kind == Kind::lost_append);
  Book strange = book;
  strange.get("x", 0, 20);
  CHECK(strange.contradiction().kind == Kind::not_a_prefix);
}

TEST_CASE("a witness is checked, not trusted") {
  Book book;
  book.put("a", 0, 10);
  book.put("b", 0, 10);
  book.get("a", 11, 12);
  CHECK(is_linearization(book.history, {1, 0, 2}));
  CHECK_FALSE(is_linearization(book.history, {0, 1, 2}));  // b stands when a is read
  CHECK_FALSE(is_linearization(book.history, {1, 2, 0}));  // the read had not begun
  CHECK_FALSE(is_linearization(book.history, {1, 0}));     // one is missing
  CHECK_FALSE(is_linearization(book.history, {1, 0, 2, 2}));
}

TEST_CASE("a witness decides the keys for which it holds, and harms none of the others") {
  Book book;
  book.put("a", 0, 10);
  book.put("b", 0, 10);
  book.get("a", 11, 12);
  book.put("b", 20, 30);
  // No order of the calls explains this read.
  book.get("b", 5, 25);
  const std::vector<std::uint32_t> right{1, 0, 2, 3, 4}, wrong{0, 1, 2, 3, 4};
  LinearizabilityOptions options;
  options.witness = right;
  LinearizabilityResult result = check_linearizability(book.history, options);
  CHECK(result.answer == Answer::linearizable);
  CHECK(result.keys[0].method == Method::witness);
  options.witness = wrong;
  result = check_linearizability(book.history, options);
  CHECK(result.answer == Answer::linearizable);
  CHECK(result.keys[0].method == Method::register_search);
  book.get("", 41, 42);
  CHECK(check_linearizability(book.history, options).answer == Answer::not_linearizable);
}

TEST_CASE("a violation names clients as the history does, and the faults that lasted then") {
  History history;
  history.clients.number("0015");
  history.clients.number("0016");
  history.add(Operation::Kind::put, "k", "a", 0, 1'000'000, 0);
  history.add(Operation::Kind::get, "k", "", 2'000'000, 3'000'000, 1);
  const LinearizabilityResult result = check_linearizability(history);
  REQUIRE(result.contradictions.size() == 1);
  const auto lines = explained(history, result.contradictions[0]);
  REQUIRE(lines.size() == 3);
  CHECK(lines[1] == "client 0015 put k = \"a\", 0.000000 s – 0.001000 s, before the next operation was called");
  CHECK(lines[2] == "client 0016 get k → \"\", 0.002000 s – 0.003000 s");
  CHECK(time_of(history, result.contradictions[0]) == 3'000'000);
  const std::vector<FaultSpan> faults{{-9, -1, "early"},
                                      {-9, 0, "touches"},
                                      {500'000, Operation::never, "kill"},
                                      {4'000'000, Operation::never, "late"}};
  const auto active = faults_during(history, result.contradictions[0], faults);
  REQUIRE(active.size() == 2);
  CHECK(active[0] == "fault: touches, from -9 ns to 0.000000 s");
  CHECK(active[1] == "fault: kill, from 0.000500 s");
}

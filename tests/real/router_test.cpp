// What the course's simulator does with a message from a replica: the order of its checks, what counts, what is
// dropped.
#include "tests/catch.hpp"
#include "tests/real/router_bench.hpp"

using namespace whitewater;
using namespace whitewater::tools::real;
using namespace whitewater::tools::real::testing;

namespace {

std::string message(const std::string& src, const std::string& dst, const std::string& leader, const std::string& type,
                    const std::string& more = "") {
  return RouterBench::message(src, dst, leader, type, more);
}

}  // namespace

TEST_CASE("a replica's message is forwarded byte for byte, and counted") {
  RouterBench bench;
  const std::string bytes = "  " + message("0000", "0002", "0000", "append", ",\"x\" : [1, 2]") + " \n";
  bench.take(r0, bytes);
  REQUIRE(bench.transport.sent.size() == 1);
  CHECK(bench.transport.sent[0].bytes == bytes);
  CHECK(bench.transport.sent[0].to == r2);
  CHECK_FALSE(bench.transport.sent[0].terminated);
  CHECK(bench.course.counts().total_msgs == 1);
  CHECK(bench.course.leader() == r0);
  CHECK(bench.notes.leaders == std::vector<NodeId>{r0});
}

TEST_CASE("a broadcast goes to the others and counts once for each, the dead included") {
  RouterBench bench;
  bench.transport.closed.insert(r1);
  bench.take(r0, message("0000", "FFFF", "FFFF", "vote"));
  CHECK(bench.course.counts().total_msgs == 2);
  CHECK(bench.notes.fates == std::vector<Passage>{Passage::dead, Passage::delivered});
  CHECK(bench.course.counts().total_drops == 0);
  CHECK(bench.course.leader() == no_node);
}

TEST_CASE("what is no message counts incorrect, once each, and goes nowhere") {
  RouterBench bench;
  const std::vector<std::string> bad{"",
                                     "hello",
                                     "[1]",
                                     "{\"src\":\"0000\"}",
                                     message("0000", "001", "0000", "x"),
                                     message("0000", "0001", "zzzz", "x"),
                                     "{\"src\":0,\"dst\":\"0001\",\"leader\":\"0000\",\"type\":\"x\"}",
                                     "{\"src\":\"0000\",\"dst\":\"0001\",\"leader\":\"0000\",\"type\":\"\xff\"}",
                                     message("0000", "00EE", "0000", "x"),
                                     message("0000", "001d", "0000", "x")};
  for (std::size_t i = 0; i < bad.size(); ++i) {
    INFO(bad[i]);
    bench.take(r0, bad[i]);
    CHECK(bench.incorrect() == i + 1);
  }
  CHECK(bench.transport.sent.empty());
  CHECK(bench.course.living().size() == 3);
}

TEST_CASE("drops are drawn for messages between replicas, and only for them") {
  course::Rules rules = RouterBench::small_rules();
  rules.drops = Probability{1'000'000};
  RouterBench bench(Variant::udp, false, rules);
  bench.take(r0, message("0000", "0001", "0000", "append"));
  CHECK(bench.notes.fates == std::vector<Passage>{Passage::lost});
  CHECK(bench.course.counts().total_drops == 1);
  CHECK(bench.transport.sent.empty());
  bench.answer(bench.ask(0), "ok", "0000");
  CHECK(bench.transport.sent.size() == 1);
  CHECK(bench.notes.judgements == std::vector<Judgement>{Judgement::accepted});
}

TEST_CASE("a partition stops messages across it, and its other side names no leader") {
  course::Rules rules = RouterBench::small_rules();
  rules.events.push_back({course::EventType::part_hard, seconds(0)});
  RouterBench bench(Variant::udp, false, rules);
  bench.course.struck(0, NodeSet::first(2));
  bench.network.links().cut(simnet::LinkSet::between(NodeSet::first(2), NodeSet::of(r2)));
  bench.take(r2, message("0002", "0001", "0002", "append"));
  CHECK(bench.notes.fates == std::vector<Passage>{Passage::cut});
  CHECK(bench.course.leader() == no_node);
  bench.take(r1, message("0001", "0000", "0001", "append"));
  CHECK(bench.notes.fates.back() == Passage::delivered);
  CHECK(bench.course.leader() == r1);
}

TEST_CASE("answers are judged, and a redirect is followed at once") {
  RouterBench bench;
  const course::RequestRecord first = bench.ask(0);
  bench.answer(first, "redirect", "0001");
  REQUIRE(bench.transport.sent.size() == 2);
  CHECK(bench.transport.sent[1].to == r1);
  CHECK(bench.transport.sent[1].bytes.find("\"MID\":\"r0.1\"") != std::string::npos);
  CHECK(bench.transport.sent[1].terminated);
  const course::RequestRecord second = bench.course.requests().back();
  bench.answer(second, "ok", "0001");
  bench.answer(second, "ok", "0001");
  bench.answer(first, "ok", "0001");
  bench.take(r0, message("0000", "0013", "0000", "ok", ",\"MID\":\"nobody\""));
  using J = Judgement;
  CHECK(bench.notes.judgements == std::vector<J>{J::accepted, J::accepted, J::duplicate, J::refused, J::unknown_mid});
  CHECK(bench.course.counts().duplicates == 1);
  CHECK(bench.incorrect() == 2);
  bench.take(r0, message("0000", "0013", "0000", "ok"));
  bench.take(r0, message("0000", "0013", "0000", "maybe", ",\"MID\":\"r0.1\""));
  CHECK(bench.incorrect() == 4);
  CHECK(bench.findings.count(FindingKind::bad_answer) == 2);
}

TEST_CASE("hello is swallowed on UDP, whatever its destination") {
  RouterBench bench;
  bench.transport.known = {};
  bench.take(r0, message("0000", "0001", "FFFF", "hello"));
  CHECK(bench.transport.has_address(r0));
  CHECK(bench.course.counts().total_msgs == 0);
  CHECK(bench.findings.list().empty());
}

TEST_CASE("trap: a first message that is no hello") {
  RouterBench fair;
  fair.transport.known = {};
  fair.take(r0, message("0000", "0001", "0000", "append"));
  CHECK(fair.transport.has_address(r0));
  CHECK(fair.findings.has(FindingKind::no_hello, r0));
  RouterBench compat(Variant::udp, true);
  compat.transport.known = {};
  compat.take(r0, message("0000", "0001", "0000", "append"));
  CHECK_FALSE(compat.transport.has_address(r0));
}

TEST_CASE("trap: a message for a replica that has not said hello") {
  for (const bool compat : {false, true}) {
    RouterBench bench(Variant::udp, compat);
    bench.transport.known = NodeSet::of(r0);
    bench.take(r0, message("0000", "0002", "0000", "append"));
    CHECK(bench.notes.fates == std::vector<Passage>{Passage::unreachable});
    CHECK(bench.findings.has(FindingKind::late_hello, r2));
    CHECK(bench.course.living().contains(r2) == !compat);
    CHECK(bench.router.take_condemned().empty());
    // It gets its messages after its hello, given up or not.
    bench.take(r2, message("0002", "FFFF", "FFFF", "hello"));
    bench.take(r0, message("0000", "0002", "0000", "append"));
    CHECK(bench.notes.fates.back() == Passage::delivered);
  }
}

TEST_CASE("trap: a message for a replica that has not connected kills it") {
  for (const bool compat : {false, true}) {
    RouterBench bench(Variant::stream, compat);
    bench.transport.known = NodeSet::of(r0);
    bench.take(r0, message("0000", "0002", "0000", "append"));
    CHECK(bench.findings.has(FindingKind::not_connected, r2));
    CHECK(bench.router.take_condemned() == (compat ? NodeSet::of(r2) : NodeSet{}));
    CHECK(bench.router.take_condemned().empty());
  }
}

TEST_CASE("trap: hello on a socket") {
  RouterBench fair(Variant::stream);
  fair.take(r0, message("0000", "FFFF", "FFFF", "hello"));
  CHECK(fair.course.counts().total_msgs == 0);
  RouterBench compat(Variant::stream, true);
  compat.take(r0, message("0000", "FFFF", "FFFF", "hello"));
  CHECK(compat.course.counts().total_msgs == 2);
  CHECK(compat.findings.has(FindingKind::hello_on_socket, r0));
}

TEST_CASE("trap: empty messages and bytes that are not UTF-8 get the sender killed") {
  for (const Variant variant : {Variant::udp, Variant::stream, Variant::seqpacket})
    for (const bool compat : {false, true}) {
      RouterBench bench(variant, compat);
      bench.take(r0, "\xff\xfe");
      const bool killed = compat && variant != Variant::seqpacket;
      CHECK(bench.router.take_condemned() == (killed ? NodeSet::of(r0) : NodeSet{}));
      Read empty;
      empty.kind = Read::Kind::empty;
      bench.router.take(r1, empty, bench.now);
      CHECK(bench.router.take_condemned() == (compat ? NodeSet::of(r1) : NodeSet{}));
      CHECK(bench.incorrect() == 2);
    }
}

TEST_CASE("trap: a leader that is no replica") {
  course::Rules rules = RouterBench::small_rules();
  rules.events.push_back({course::EventType::kill_leader, seconds(1)});
  for (const bool compat : {false, true}) {
    RouterBench bench(Variant::udp, compat, rules);
    bench.take(r0, message("0000", "0001", "0042", "append"));
    CHECK(bench.findings.has(FindingKind::unknown_leader, r0));
    bench.course.struck(0, bench.course.resolve(0));
    CHECK(bench.course.crashed() == compat);
  }
}

TEST_CASE("trap: the rest of a read behind a bad object") {
  for (const bool compat : {false, true}) {
    RouterBench bench(Variant::stream, compat);
    const std::string bad = "{]}\n", good = message("0000", "0001", "0000", "append") + "\n";
    Read read;
    read.kind = Read::Kind::messages;
    read.messages = {bad, good};
    bench.router.take(r0, read, bench.now);
    CHECK(bench.transport.sent.size() == (compat ? 0 : 1));
    CHECK(bench.findings.has(FindingKind::bad_object, r0));
  }
}

TEST_CASE("trap: a get that is answered without a value") {
  course::Rules rules = RouterBench::small_rules();
  rules.mix = Probability{1'000'000};
  for (const Variant variant : {Variant::udp, Variant::stream}) {
    for (const bool compat : {false, true}) {
      RouterBench bench(variant, compat, rules);
      for (std::uint32_t i = 0; i < 10; ++i) {
        const course::RequestRecord record = bench.ask(i);
        bench.answer(record, "ok", "0000");
        if (record.is_get()) break;  // the first of a client's requests can only be a put
      }
      CHECK(bench.findings.has(FindingKind::get_without_value, bench.course.requests().back().to));
      CHECK(bench.incorrect() == 1);
      CHECK(bench.course.crashed() == (compat && variant == Variant::stream));
    }
  }
}

TEST_CASE("src is believed as the course does only with --compat; the mistake is told in any case") {
  for (const bool compat : {false, true}) {
    RouterBench bench(Variant::udp, compat);
    bench.take(r0, message("0001", "FFFF", "0001", "append"));
    REQUIRE(bench.transport.sent.size() == 2);
    CHECK(bench.transport.sent.front().to == (compat ? r0 : r1));
    bench.take(r0, message("00EE", "0002", "0000", "append"));
    CHECK(bench.course.leader() == r0);
    CHECK(bench.findings.count(FindingKind::foreign_src) == 2);
    CHECK(bench.incorrect() == 0);
  }
}

TEST_CASE("a message that the system refuses to send") {
  for (const bool compat : {false, true}) {
    RouterBench bench(Variant::udp, compat);
    bench.transport.refusing.insert(r1);
    bench.take(r0, message("0000", "0001", "0000", "append"));
    CHECK(bench.notes.fates == std::vector<Passage>{Passage::failed});
    CHECK(bench.course.living().contains(r1) == !compat);
  }
}

// Stories and traces from records made by hand: what the observer sees, and the words that come of it.
#include "scenarios/story/story.hpp"
#include "scenarios/story/trace_text.hpp"

#include "tests/catch.hpp"
#include "tests/tools/story_play.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;
using namespace whitewater::scenarios::testing;
using course::RequestRecord;

TEST_CASE("a request that dies with the leader it was sent to") {
  Play play;
  const RunLog& log = play.log();
  const PayloadRef put = client::make_put(play.pool(), client_0, NodeId{2}, "r7", "KEY", "value");
  play.at(100);
  play.lead(NodeId{2}, 1);
  play.at(1'000);
  play.ask(NodeId{2}, put);
  play.fault(simnet::faults::KindId::kill, NodeSet::of(NodeId{2}));
  play.at(900'000);
  play.lead(NodeId{3}, 2);
  const std::vector<RequestRecord> requests{record_of(put, NodeId{2}, 7, 0, 1'000)};
  const std::string expected =
      "r7: put of key KEY, first asked at t=0.001000s\n"
      "   +0.000000 s  request r7 (put) sent by client 0015 to leader 0002\n"
      "   +0.000000 s  leader 0002 killed: r7 had not arrived there yet, and is lost\n"
      "  never answered\n";
  CHECK(told(log, requests, "r7").value() == expected);
  CHECK(told(log, requests, all_unanswered).value() == expected);
}

TEST_CASE("a fault that begins and ends while a request waits is told with its number, in the kind's own word") {
  Play play;
  const RunLog& log = play.log();
  const PayloadRef put = client::make_put(play.pool(), client_0, NodeId{2}, "r7", "KEY", "value");
  play.at(1'000);
  play.ask(NodeId{2}, put);
  play.at(2'000);
  play.fault(simnet::faults::KindId::pause, NodeSet::of(NodeId{2}), 3);
  play.at(3'000);
  play.fault(simnet::faults::KindId::pause, NodeSet::of(NodeId{2}), 3, true);
  play.at(4'000);
  play.fault(simnet::faults::KindId::loss, NodeSet::first(2));
  const std::vector<RequestRecord> requests{record_of(put, NodeId{2}, 7, 0, 1'000)};
  const std::string told_story = told(log, requests, "r7").value();
  INFO(told_story);
  CHECK(told_story.find("   +0.001000 s  fault 3, pause: 0002\n") != std::string::npos);
  CHECK(told_story.find("   +0.002000 s  fault 3, pause, ends: 0002\n") != std::string::npos);
  CHECK(told_story.find("   +0.003000 s  loss: 0000, 0001\n") != std::string::npos);
  CHECK(trace_line(log, log.records()[2]) == "  0.003000000  ----  fault ends        pause             #3 0002\n");
}

TEST_CASE("a retry is told with what it repeats, and one entry to several followers is one line") {
  Play play;
  const RunLog& log = play.log();
  const PayloadRef first = client::make_put(play.pool(), client_0, NodeId{0}, "r1", "KEY", "value");
  const PayloadRef second = client::make_put(play.pool(), client_0, NodeId{2}, "r1.1", "KEY", "value");
  const std::uint64_t name = second.get_if<client::Request>()->name();
  play.at(1);
  play.lead(NodeId{2}, 1);
  play.fault(simnet::faults::KindId::partition, NodeSet::first(2));
  play.at(10);
  play.ask(NodeId{0}, first);
  play.at(20);
  play.arrive(NodeId{0}, first);
  play.reply(NodeId{0}, client::make_redirect(play.pool(), NodeId{2}, "r1"));
  play.at(30);
  play.ask(NodeId{2}, second);
  play.at(40);
  play.log(NodeId{2}, second, 9, 1);
  for (const NodeId follower : {NodeId{3}, NodeId{4}})
    play.replicate(NodeId{2}, follower, second, 9, simnet::SendOutcome::delivered);
  play.replicate(NodeId{2}, NodeId{0}, second, 9, simnet::SendOutcome::cut);
  play.at(50);
  play.note(NodeId{2}, kv::NoteCode::put_applied, name, 9);
  play.reply(NodeId{2}, client::make_ok(play.pool(), NodeId{2}, "r1.1"));
  std::vector<RequestRecord> requests{record_of(first, NodeId{0}, 1, 0, 10), record_of(second, NodeId{2}, 1, 1, 30)};
  requests[0].state = RequestRecord::State::redirected;
  requests[1].state = RequestRecord::State::ok;
  requests[1].answered = Time{} + microseconds(60);
  const std::string expected =
      "r1: put of key KEY, 2 attempts, first asked at t=0.000010s\n"
      "  before: partition since t=0.000001s: 0000, 0001 | 0002, 0003, 0004\n"
      "   +0.000000 s  request r1 (put) sent by client 0015 to replica 0000\n"
      "   +0.000010 s  r1 arrived at 0000\n"
      "   +0.000010 s  0000 answers r1: redirect\n"
      "   +0.000020 s  request r1.1 (put) sent by client 0015 to leader 0002, attempt 2\n"
      "   +0.000030 s  leader 0002 appended r1.1 at index 9 in term 1\n"
      "   +0.000030 s  leader 0002 sends r1.1 to 0003, 0004\n"
      "   +0.000030 s  leader 0002 sends r1.1 to 0000 (not delivered: cut off)\n"
      "   +0.000040 s  r1.1 is committed on leader 0002 and applied (index 9)\n"
      "   +0.000040 s  leader 0002 answers r1.1: ok\n"
      "  answered ok, 0.000050 s after it was first asked\n";
  CHECK(told(log, requests, "r1").value() == expected);
  CHECK(told(log, requests, "r1.1").value() == expected);
  CHECK(told(log, requests, all_unanswered).value() == "Every request was answered.\n");
}

TEST_CASE("a kill says which logs still hold what the victim had not answered; truncation takes it out") {
  Play play;
  const RunLog& log = play.log();
  const PayloadRef put = client::make_put(play.pool(), client_0, NodeId{2}, "r3", "KEY", "value");
  play.at(1);
  play.ask(NodeId{2}, put);
  play.arrive(NodeId{2}, put);
  play.log(NodeId{2}, put, 4, 1);
  play.log(NodeId{0}, put, 4, 1);
  play.log(NodeId{1}, put, 4, 1);
  play.truncate(NodeId{1}, 4);
  play.at(2);
  play.fault(simnet::faults::KindId::kill, NodeSet::of(NodeId{2}));
  const std::vector<RequestRecord> requests{record_of(put, NodeId{2}, 3, 0, 1)};
  const std::string story = told(log, requests, "r3").value();
  CHECK(story.find("0001 removed r3 from its log") != std::string::npos);
  CHECK(story.find("0002 killed: it had not answered r3, which is also in the log of 0000\n") != std::string::npos);
}

TEST_CASE("a MID that no request has is refused with the MIDs that there are") {
  Play play;
  const RunLog& log = play.log();
  CHECK(told(log, {}, "r1").error().text().find("it sent none") != std::string::npos);
  const std::vector<RequestRecord> requests{
      record_of(client::make_get(play.pool(), client_0, no_node, "r0", "KEY"), NodeId{0}, 0, 0, 1)};
  CHECK(told(log, requests, "r9").error().text().find("the first one is r0") != std::string::npos);
}

TEST_CASE("a trace is one aligned line of ASCII for everything") {
  std::string text;
  TraceText writer([&](std::string_view line) { text += line; });
  Play play;
  play.log().add_reader(writer);
  const PayloadRef put = client::make_put(play.pool(), client_0, no_node, "r0", "K\n\xff", "v");
  play.at(1'500'000);
  play.ask(NodeId{2}, put);
  play.arrive(NodeId{2}, put);
  play.replicate(NodeId{2}, NodeId{3}, put, 1, simnet::SendOutcome::lost);
  play.lead(NodeId{2}, 4);
  play.fault(simnet::faults::KindId::kill, NodeSet::of(NodeId{2}));
  CHECK(text ==
        "  1.500000000  0015  sends       0002  put               r0 key K?? value v\n"
        "  1.500000000  0002  receives    0015  put               r0 key K?? value v\n"
        "  1.500000000  0002  loses       0003  append_entries    term 0, after 0 of term 0, 1 entry, commit 0\n"
        "  1.500000000  0002  timer                               timer 0\n"
        "  1.500000000  0002  notes                               became_leader term 4, last index 0\n"
        "  1.500000000  ----  fault             kill              0002\n");
}

// What a story leaves out: what follows the end of a request, and what repeats itself.
#include "scenarios/story/story_lines.hpp"

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/tools/story_play.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;
using namespace whitewater::scenarios::testing;
using course::RequestRecord;

namespace {

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string mid(std::uint32_t attempt) {
  return "r1" + (attempt == 0 ? "" : "." + std::to_string(attempt));
}

// Attempts that 0001 and 0003 redirect by turns, to each other, a millisecond each.
void bounce(Play& play, std::vector<RequestRecord>& requests, std::uint32_t times) {
  const std::int64_t begin = 1'000 * static_cast<std::int64_t>(requests.size());
  for (std::uint32_t i = 0; i < times; ++i) {
    const auto attempt = static_cast<std::uint32_t>(requests.size());
    const NodeId to{static_cast<std::uint16_t>(i % 2 == 0 ? 1 : 3)};
    const NodeId other{static_cast<std::uint16_t>(4 - to.value)};
    const PayloadRef put = client::make_put(play.pool(), client_0, to, mid(attempt), "KEY", "value");
    const PayloadRef reply = client::make_redirect(play.pool(), other, mid(attempt));
    const std::int64_t sent = begin + 1'000 * i;
    play.at(sent);
    play.ask(to, put);
    play.at(sent + 400);
    play.arrive(to, put);
    play.reply(to, reply);
    play.name_leader(other);
    play.at(sent + 900);
    play.receive(to, reply);
    requests.push_back(record_of(put, to, 1, attempt, sent));
    requests.back().state = RequestRecord::State::redirected;
    requests.back().answered = Time{} + microseconds(sent + 900);
  }
}

}  // namespace

TEST_CASE("bounces are one line that counts them, and so are changes of the leader's name") {
  Play play;
  std::vector<RequestRecord> requests;
  bounce(play, requests, 37);
  const PayloadRef last = client::make_put(play.pool(), client_0, NodeId{2}, mid(37), "KEY", "value");
  const PayloadRef ok = client::make_ok(play.pool(), NodeId{2}, mid(37));
  play.at(37'000);
  play.ask(NodeId{2}, last);
  play.at(38'000);
  play.reply(NodeId{2}, ok);
  play.receive(NodeId{2}, ok);
  requests.push_back(record_of(last, NodeId{2}, 1, 37, 37'000));
  requests.back().state = RequestRecord::State::ok;
  requests.back().answered = Time{} + microseconds(38'000);
  CHECK(told(play.log(), requests, "r1").value() ==
        "r1: put of key KEY, 38 attempts, first asked at t=0.000000s\n"
        "   +0.000000 s  r1 to r1.36 bounced 37 times between 0001 and 0003, from +0.000000 s to +0.036900 s: 37 "
        "redirects "
        "that named 0001, 0003 as leader\n"
        "   +0.000400 s  the leader's name, as the replicas' messages say it, changed 37 times, between 0001 and 0003, "
        "from "
        "+0.000400 s to +0.036400 s\n"
        "   +0.037000 s  request r1.37 (put) sent by client 0015 to replica 0002, attempt 38\n"
        "   +0.038000 s  0002 answers r1.37: ok\n"
        "   +0.038000 s  client 0015 has the answer to r1.37: ok\n"
        "  answered ok, 0.038000 s after it was first asked\n");
}

TEST_CASE("few bounces are told one by one, and an event of the cluster divides them") {
  Play play;
  std::vector<RequestRecord> requests;
  bounce(play, requests, 2);
  const std::string few = told(play.log(), requests, "r1").value();
  INFO(few);
  CHECK(mentions(few, "  request r1.1 (put) sent by client 0015 to "));
  CHECK_FALSE(mentions(few, "bounced"));
  bounce(play, requests, 2);
  play.fault(simnet::faults::KindId::kill, NodeSet::of(NodeId{0}));
  bounce(play, requests, 5);
  const std::string divided = told(play.log(), requests, "r1").value();
  INFO(divided);
  CHECK(mentions(divided, "r1 to r1.3 bounced 4 times between 0001 and 0003"));
  CHECK(mentions(divided, "  0000 killed\n"));
  CHECK(mentions(divided, "r1.4 to r1.8 bounced 5 times between 0001 and 0003"));
}

TEST_CASE("a storm of bounces that ends with a death is told in a few lines, and at once") {
  Play play;
  std::vector<RequestRecord> requests;
  bounce(play, requests, 20'000);
  const PayloadRef last = client::make_put(play.pool(), client_0, NodeId{1}, mid(20'000), "KEY", "value");
  play.at(20'000'000);
  play.ask(NodeId{1}, last);
  requests.push_back(record_of(last, NodeId{1}, 1, 20'000, 20'000'000));
  for (int i = 0; i < 50; ++i) play.fault(simnet::faults::KindId::kill, NodeSet::of(NodeId{1}));
  const std::string story = told(play.log(), requests, "r1").value();
  INFO(story);
  CHECK(mentions(story, "r1 to r1.19999 bounced 20,000 times between 0001 and 0003"));
  CHECK(mentions(story, "  leader 0001 killed: r1.20000 had not arrived there yet, and is lost\n  never answered\n"));
  CHECK(std::count(story.begin(), story.end(), '\n') == 6);
}

TEST_CASE("after its answer a story tells further answers and the loss of the request, and nothing else") {
  Play play;
  const PayloadRef put = client::make_put(play.pool(), client_0, NodeId{2}, "r1", "KEY", "value");
  const PayloadRef ok = client::make_ok(play.pool(), NodeId{2}, "r1");
  play.at(0);
  play.ask(NodeId{2}, put);
  play.log(NodeId{2}, put, 4, 1);
  play.at(10);
  play.reply(NodeId{2}, ok);
  play.at(20);
  play.receive(NodeId{2}, ok);
  play.replicate(NodeId{2}, NodeId{3}, put, 4, simnet::SendOutcome::delivered);
  play.log(NodeId{3}, put, 4, 1);
  play.lead(NodeId{3}, 2);
  play.fault(simnet::faults::KindId::kill, NodeSet::of(NodeId{2}));
  play.truncate(NodeId{3}, 4);
  play.reply(NodeId{3}, ok);
  play.at(30);
  play.receive(NodeId{3}, ok);
  std::vector<RequestRecord> requests{record_of(put, NodeId{2}, 1, 0, 0)};
  requests[0].state = RequestRecord::State::ok;
  requests[0].answered = Time{} + microseconds(20);
  requests[0].duplicates = 1;
  CHECK(told(play.log(), requests, "r1").value() ==
        "r1: put of key KEY, first asked at t=0.000000s\n"
        "   +0.000000 s  request r1 (put) sent by client 0015 to replica 0002\n"
        "   +0.000000 s  0002 appended r1 at index 4 in term 1\n"
        "   +0.000010 s  0002 answers r1: ok\n"
        "   +0.000020 s  client 0015 has the answer to r1: ok\n"
        "   +0.000020 s  leader 0003 removed r1 from its log: another leader's entry belongs at index 4\n"
        "   +0.000020 s  leader 0003 answers r1: ok\n"
        "   +0.000030 s  client 0015 has the answer to r1: ok, after the request was settled\n"
        "  answered ok, 0.000020 s after it was first asked; 1 duplicate answer to r1\n");
}

TEST_CASE("a request that no other replica knows ends with the death of the replica that was asked") {
  const auto story = [](bool told_another, bool comes_back) {
    Play play;
    const PayloadRef put = client::make_put(play.pool(), client_0, NodeId{2}, "r1", "KEY", "value");
    play.ask(NodeId{2}, put);
    play.arrive(NodeId{2}, put);
    play.log(NodeId{2}, put, 4, 1);
    if (told_another) play.replicate(NodeId{2}, NodeId{3}, put, 4, simnet::SendOutcome::delivered);
    play.fault(simnet::faults::KindId::kill, NodeSet::of(NodeId{2}));
    play.lead(NodeId{3}, 2);
    if (!comes_back) play.fault(simnet::faults::KindId::kill, NodeSet::of(NodeId{2}));
    if (comes_back) play.start(NodeId{2});
    return told(play.log(), {record_of(put, NodeId{2}, 1, 0, 0)}, "r1").value();
  };
  CHECK(mentions(story(false, false), "0002 killed: no other replica has r1, so it is lost\n  never answered"));
  CHECK(mentions(story(true, false), "0002 killed: it had not answered r1, which it had sent to 0003\n"));
  CHECK(mentions(story(true, false), "0003 became leader of term 2\n   +0.000000 s  kill: 0002\n"));  // it was dead
  CHECK(mentions(story(false, true), "0002 killed: no other replica has r1, only its own disk\n"));
  CHECK(mentions(story(false, true), "0002 started again\n"));
}

// What messages tell of a failure, word for word, of two programs that spell their messages in their own ways.
#include <string>

#include "core/base/payload_pool.hpp"
#include "core/client/request.hpp"
#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/format/fate.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/search/spoken_name.hpp"
#include "tests/catch.hpp"
#include "tools/virtual/account/accounts.hpp"
#include "tools/virtual/host/datagram_words.hpp"
#include "tools/virtual/host/process_cluster.hpp"

namespace whitewater::tools::virtual_time {
namespace {

using scenarios::RunRecord;

constexpr unsigned replicas = 3;
constexpr NodeId r0{0}, r1{1}, r2{2}, client{3};

// A run without processes: who sent what to whom, and when it arrived.
class Play {
 public:
  std::uint32_t send(double at, NodeId from, NodeId to, NodeId leader, const std::string& fields,
                     scenarios::Passage fate = scenarios::Passage::delivered) {
    const std::string bytes = concat({R"({"src":")", node_text(from), R"(","dst":")", node_text(to), R"(","leader":")",
                                      node_text(leader), R"(",)", fields, "}"});
    const auto said = term_of(bytes, "");
    RunRecord record = plain(at, RunRecord::Kind::sent, from, to);
    record.payload = make_datagram(pool_, leader, 1, bytes, said ? std::optional(said->term) : std::nullopt);
    record.fate = fate;
    return log.add(std::move(record));
  }
  void arrive(double at, std::uint32_t sent) {
    const RunRecord& left = log.records()[sent];
    RunRecord record = plain(at, RunRecord::Kind::arrived, left.peer, left.node);
    record.payload = left.payload;
    record.plane = left.plane;
    record.cause = sent;
    log.add(std::move(record));
  }
  void pass(double at, NodeId from, NodeId to, NodeId leader, const std::string& fields) {
    arrive(at + 0.001, send(at, from, to, leader, fields));
  }
  void ask(double at, NodeId to, PayloadRef request) {
    RunRecord record = plain(at, RunRecord::Kind::arrived, to, client);
    record.payload = std::move(request);
    record.plane = SendKind::request;
    log.add(std::move(record));
  }
  void answer(double at, NodeId from, PayloadRef reply) {
    RunRecord record = plain(at, RunRecord::Kind::sent, from, client);
    record.payload = std::move(reply);
    record.plane = SendKind::reply;
    log.add(std::move(record));
  }
  void kill(double at, NodeId node) {
    RunRecord record = plain(at, RunRecord::Kind::fault, no_node, no_node);
    record.strike = scenarios::Strike::kill;
    record.nodes = NodeSet::of(node);
    log.add(std::move(record));
  }
  PayloadPool& pool() { return pool_; }

 private:
  static RunRecord plain(double at, RunRecord::Kind kind, NodeId node, NodeId peer) {
    RunRecord record;
    record.time = Time{static_cast<std::int64_t>(at * 1e6 + 0.5) * 1'000};
    record.kind = kind;
    record.node = node;
    record.peer = peer;
    return record;
  }
  PayloadPool pool_;

 public:
  scenarios::RunLog log{replicas, datagram_vocabulary};
};

// Its sentence names another put: nobody reads it.
scenarios::Violation about_put(const char* mid, NodeId node) {
  scenarios::Violation violation;
  violation.text = "the put r8 of client 0013, or whatever a sentence says";
  violation.put = client::request_name(client, mid);
  violation.node = node;
  return violation;
}

std::string text_of(const scenarios::Account& account) {
  std::string text;
  for (const std::string& line : account) text += line + "\n";
  return text;
}

struct Words {
  std::string ask, yes, no, lead;
};
const Words plain_words{R"("type":"vote_request","term":2,"last":0)", R"("type":"vote","term":2,"granted":true)",
                        R"("type":"vote","term":2,"granted":false)", R"("type":"append","term":2,"entries":[])"};
const Words other_words{R"("type":"RequestVote","data":{"currentTerm":2,"candidateId":"x"})",
                        R"("type":"RequestVoteReply","data":{"currentTerm":2,"voteGranted":true})",
                        R"("type":"RequestVoteReply","data":{"currentTerm":2,"voteGranted":false})",
                        R"("type":"AppendEntries","data":{"currentTerm":2,"log":[]})"};

void voted_twice(Play& play, const Words& words) {
  play.pass(1.0, r0, r1, no_node, words.ask);
  play.pass(1.0, r0, r2, no_node, words.ask);
  play.pass(1.01, r1, r0, no_node, words.ask);
  play.pass(1.01, r1, r2, no_node, words.ask);
  play.pass(1.02, r1, r0, no_node, words.no);
  play.pass(1.03, r2, r0, no_node, words.yes);
  play.pass(1.04, r0, r2, r0, words.lead);
  play.pass(1.05, r2, r1, no_node, words.yes);
  play.pass(1.06, r1, r2, r1, words.lead);
}

std::string votes(const Play& play) {
  scenarios::Account account;
  account_of_votes(account, MessageLog(play.log));
  return text_of(account);
}

TEST_CASE("Who voted twice is named, with the messages") {
  Play play;
  voted_twice(play, plain_words);
  CHECK(votes(play) ==
        "0000 asked for votes in term 2 at 1.000000 s by vote_request (term 2, last 0), and led from 1.040000 s on, "
        "with 2 of 3 votes:\n"
        "  its own\n"
        "  that of 0002: vote (term 2, granted true), sent at 1.030000 s, received at 1.031000 s\n"
        "0001 asked for votes in term 2 at 1.010000 s by vote_request (term 2, last 0), and led from 1.060000 s on, "
        "with 2 of 3 votes:\n"
        "  its own\n"
        "  that of 0002: vote (term 2, granted true), sent at 1.050000 s, received at 1.051000 s\n"
        "0002 voted twice in term 2: for 0000 at 1.030000 s, and for 0001 at 1.050000 s; a replica has one vote in a "
        "term, and gives it once (Raft §5.2)\n");
}

TEST_CASE("Another spelling tells the same") {
  Play play;
  voted_twice(play, other_words);
  const std::string text = votes(play);
  CHECK(text.find("0002 voted twice in term 2: for 0000 at 1.030000 s, and for 0001 at 1.050000 s") !=
        std::string::npos);
  CHECK(text.find("that of 0002: RequestVoteReply (data.currentTerm 2, data.voteGranted true), sent at") !=
        std::string::npos);
}

TEST_CASE("Who leads without a majority is named, and whoever never asked") {
  Play play;
  play.pass(1.0, r0, r1, no_node, plain_words.ask);
  play.pass(1.01, r0, r1, r0, plain_words.lead);
  play.pass(1.02, r1, r2, r1, plain_words.lead);
  const std::string text = votes(play);
  CHECK(text.find("0000 led without a majority: 1 of 3 replicas voted for it, and a majority is 2\n") !=
        std::string::npos);
  CHECK(text.find("0001 leads term 2 from 1.020000 s on, and never asked for votes in that term\n") !=
        std::string::npos);
  Play silent;
  silent.pass(1.01, r0, r1, r0, plain_words.lead);
  silent.pass(1.02, r1, r2, r1, plain_words.lead);
  CHECK(votes(silent) == "No message of term 2 speaks of votes: from messages nobody can say who voted for whom\n");
}

TEST_CASE("An early ok is told with what had come, and with the message that passes the put on") {
  Play play;
  play.ask(2.0, r0, client::make_put(play.pool(), client, r0, "r7", "k1", "v1"));
  play.ask(2.0, r0, client::make_put(play.pool(), client, r0, "r8", "k2", "v2"));
  play.send(2.001, r0, r1, r0, R"("type":"append","term":2,"prev":4,"entries":[{"MID":"r7","client":"0013"}])");
  play.send(2.001, r0, r2, r0, R"("type":"append","term":2,"prev":4,"entries":[{"MID":"r7","client":"0013"}])",
            scenarios::Passage::lost);
  scenarios::Account account;
  scenarios::Violation violation = about_put("r7", r0);
  violation.time = Time{} + milliseconds(2'001);
  account_of_early_ok(account, MessageLog(play.log), violation);
  CHECK(text_of(account) ==
        "0000 received put r7 of key k1 from client 0013 at 2.000000 s, and acknowledged it at 2.001000 s\n"
        "  meanwhile it received no message from another replica\n"
        "  it passed the put on to 0001 by append (term 2, entries: 1, prev 4), sent at 2.001000 s, not received by "
        "then\n"
        "  it passed the put on to 0002 by append (term 2, entries: 1, prev 4), sent at 2.001000 s, lost\n"
        "A put is acknowledged when a majority, 2 of 3, has its entry (Raft §5.3): 0000 has to wait for answers to "
        "append\n");
}

TEST_CASE("A put that was refused and done is told with the messages that passed it on before") {
  Play play;
  play.ask(2.0, r0, client::make_put(play.pool(), client, r0, "r7", "k1", "v1"));
  play.pass(2.001, r0, r1, r0, R"("type":"append","term":2,"prev":4,"entries":[{"MID":"r7","client":"0013"}])");
  play.answer(3.0, r0, client::make_redirect(play.pool(), r1, "r7"));
  scenarios::Account account;
  account_of_refused(account, MessageLog(play.log), about_put("r7", r1));
  CHECK(text_of(account) ==
        "0000 received put r7 of key k1 from client 0013 at 2.000000 s\n"
        "  it passed the put on to 0001 by append (term 2, entries: 1, prev 4), sent at 2.001000 s, received at "
        "2.002000 s\n"
        "  it redirected the client at 3.000000 s, when 0001 had received the put, too\n"
        "A leader that steps down does not know what becomes of the entries that others have: it may redirect the "
        "client of a put only when another entry is committed at its index, or when it has no entry\n");
}

TEST_CASE("A read without a majority is told with what its replica last heard") {
  Play play;
  play.pass(1.0, r1, r0, r0, R"("type":"appended","term":1,"match":3)");
  play.pass(2.0, r1, r2, r1, R"("type":"append","term":2,"entries":[])");
  play.ask(3.0, r0, client::make_get(play.pool(), client, r0, "r9", "k1"));
  play.answer(3.001, r0, client::make_ok_value(play.pool(), r0, "r9", "old"));
  scenarios::RunReport report;
  std::vector<scenarios::ReportedRequest> requests(1);
  requests[0].name = client::request_name(client, "r9");
  requests[0].mid = "r9";
  requests[0].operation = "get";
  requests[0].key = "k1";
  requests[0].client = client;
  requests[0].answered_by = r0;
  requests[0].state = scenarios::ReportedRequest::State::ok;
  requests[0].wrong_value = true;
  scenarios::Account account;
  account_of_reads(account, MessageLog(play.log), {play.log, report, requests});
  CHECK(text_of(account) ==
        "0000 received get r9 at 3.000000 s and answered it at 3.001000 s; of what it received meanwhile nothing was "
        "sent after the get had come. Before it answers a get, a leader has to hear from a majority, 2 of 3 with "
        "itself, that it still leads, and to have applied what was committed (Raft §8)\n"
        "  the last message from 0001: appended (term 1, match 3), sent at 1.000000 s, received at 1.001000 s\n"
        "  0001 has named itself leader since 2.000000 s: append (term 2, entries: 0)\n");
}

// 0000 leads term 1, and its put r1 at index 5 reaches nobody; 0001 leads term 2, and brings r2 at that index.
void contradicted(Play& play, const std::string& own, const std::string& of_leader, const std::string& answer) {
  play.send(1.0, r0, r1, r0, own, scenarios::Passage::cut);
  play.pass(2.0, r1, r0, r1, of_leader);
  play.pass(2.1, r0, r1, r1, answer);
}

std::string conflict(const Play& play) {
  scenarios::Account account;
  account_of_conflict(account, MessageLog(play.log), {"r2"}, r0, static_cast<std::uint32_t>(play.log.records().size()));
  return text_of(account);
}

const std::string of_term_2 =
    R"("type":"append","term":2,"prev":3,"entries":[{"term":1,"MID":"r0"},{"term":2,"MID":"r2","key":"k2"}])";

TEST_CASE("An entry that should have been replaced is told with both messages, and with the answer") {
  Play play;
  contradicted(play, R"("type":"append","term":1,"prev":4,"entries":[{"term":1,"MID":"r1","key":"k1"}])", of_term_2,
               R"("type":"appended","term":2,"match":5)");
  const std::string text = conflict(play);
  CHECK(text ==
        "0000 had an entry of term 1, put r1 of key k1, at index 5: it sent that itself, by append (term 1, entries: "
        "1, prev 4) to 0001, sent at 1.000000 s, cut off\n"
        "  append (term 2, entries: 2, prev 3) from 0001, sent at 2.000000 s, received at 2.001000 s, brought an entry "
        "of term 2, put r2 of key k2, for the same index: a follower cuts its log off at an entry that the leader's "
        "contradicts, and takes the leader's (Raft §5.3)\n"
        "  its answer: appended (term 2, match 5), sent at 2.100000 s, received at 2.101000 s\n");
  play.pass(3.0, r0, r2, r0, R"("type":"append","term":3,"prev":4,"entries":[{"term":1,"MID":"r1","key":"k1"}])");
  CHECK(conflict(play) == text +
                              "  later it still had the old entry: it sent it by append (term 3, entries: 1, prev 4) "
                              "to 0002, sent at 3.000000 s, received at 3.001000 s\n");
}

TEST_CASE("Entries that contradict each other are found in other spellings, and without terms") {
  Play play;
  contradicted(play, R"("type":"AppendEntries","data":{"currentTerm":1,"prevLogIndex":4,"log":[{"MID":"r1"}]})",
               R"("type":"AppendEntries","data":{"currentTerm":2,"prevLogIndex":4,"log":[{"MID":"r2"}]})",
               R"("type":"AppendEntriesReply","data":{"currentTerm":2})");
  CHECK(conflict(play).starts_with(
      "0000 had an entry, put r1, at index 5: it sent that itself, by AppendEntries (data.c"));
}

TEST_CASE("No entry is told of that the leader does not contradict") {
  Play same;
  contradicted(same, R"("type":"append","term":1,"prev":4,"entries":[{"term":2,"MID":"r2","key":"k2"}])", of_term_2,
               R"("type":"appended")");
  CHECK(conflict(same).empty());
  Play elsewhere;
  contradicted(elsewhere, R"("type":"append","term":1,"prev":5,"entries":[{"term":1,"MID":"r1"}])", of_term_2,
               R"("type":"appended")");
  CHECK(conflict(elsewhere).empty());
  Play without;
  contradicted(without, R"("type":"append","term":1,"entries":[{"term":1,"MID":"r1"}])", of_term_2,
               R"("type":"appended")");
  CHECK(conflict(without).empty());
}

TEST_CASE("A storm is told by whom each replica names, and what became of that one") {
  Play play;
  play.pass(1.0, r2, r0, r2, R"("type":"append","term":3,"entries":[])");
  play.kill(2.0, r2);
  play.pass(2.5, r0, r1, r2, R"("type":"appended","term":3)");
  play.answer(3.0, r0, client::make_redirect(play.pool(), r2, "r1"));
  scenarios::Account account;
  account_of_service(account, MessageLog(play.log), true);
  CHECK(text_of(account) ==
        "0000 names 0002 since 2.500000 s, and says term 3; its last message: appended (term 3) to 0001, sent at "
        "2.500000 s, received at 2.501000 s\n"
        "  it last heard from 0002 at 1.001000 s: append (term 3, entries: 0); 0002 died at 2.000000 s\n"
        "A replica redirects only to a leader from which it has heard lately; otherwise it keeps the request until it "
        "knows one\n");
}

TEST_CASE("A silence is told by each replica's leader, and by the oldest request without an answer") {
  Play play;
  play.pass(1.0, r0, r1, r0, R"("type":"append","term":3,"entries":[])");
  play.ask(2.0, r0, client::make_put(play.pool(), client, r0, "r1", "k", "v"));
  play.answer(2.1, r0, client::make_ok(play.pool(), r0, "r1"));
  play.ask(2.2, r0, client::make_put(play.pool(), client, r0, "r2", "k", "w"));
  play.send(2.3, r0, r1, r0, R"("type":"append","term":3,"entries":[1])", scenarios::Passage::cut);
  scenarios::Account account;
  account_of_service(account, MessageLog(play.log), false);
  const std::string text = text_of(account);
  CHECK(text.starts_with("0000 names itself since 1.000000 s, and says term 3; its last message: "));
  CHECK(text.find("0001 has sent no message that names a leader\n") != std::string::npos);
  CHECK(text.find("The oldest unanswered request is put r2, delivered to 0000 at 2.200000 s\n"
                  "  then it sent append (term 3, entries: 1) to 0001, sent at 2.300000 s, cut off\n") !=
        std::string::npos);
}

TEST_CASE("A fate of a program's message says what the message said, and is named without it") {
  static const scenarios::System system = program_system();
  scenarios::Scenario scenario;
  scenario.system = &system;
  PayloadPool pool;
  const PayloadRef payload =
      make_datagram(pool, r0, 1, R"({"src":"0000","dst":"0001","leader":"0000","type":"append","term":4,"prev":7})", 4);
  const simnet::MessageFate recorded{
      Time{}, {SendKind::message, r0, r1, 0, 42, 0}, false, simnet::SendOutcome::lost, 1, {}, payload};
  scenarios::Fate fate = scenarios::spoken_name(recorded, scenario);
  CHECK(fate.says == "append (term 4, prev 7)");
  CHECK(scenarios::fate_text(fate, scenario) == "append (term 4, prev 7) from 0000 to 0001");
  const auto key = scenarios::key_of(scenarios::simulated(fate, scenario));
  fate.says.reset();
  CHECK(key == scenarios::key_of(scenarios::simulated(fate, scenario)));
  CHECK(scenarios::fate_text(fate, scenario) == "message 0x000000000000002a from 0000 to 0001");
}

}  // namespace
}  // namespace whitewater::tools::virtual_time

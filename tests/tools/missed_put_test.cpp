// The put that a wrong get missed: which put it is, and its life as the log shows it.
#include "scenarios/story/missed_put.hpp"

#include "tests/catch.hpp"
#include "tests/tools/story_play.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;
using namespace whitewater::scenarios::testing;
using State = ReportedRequest::State;

namespace {

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Time at(std::int64_t us) {
  return Time{} + microseconds(us);
}

// Requests of one key, which are asked and answered at these microseconds; answered < 0: never.
class Requests {
 public:
  void put(const std::string& value, std::int64_t sent, std::int64_t answered) {
    ReportedRequest& request = add("put", sent, answered);
    request.written = value;
  }
  ReportedRequest& get(const std::string& value, std::int64_t sent, std::int64_t answered) {
    ReportedRequest& request = add("get", sent, answered);
    request.read = value;
    return request;
  }
  // What the latest request missed: its MID, or "nothing".
  std::string missed(const WrongGets& wrong = {}) const {
    const ReportedRequest* const put = missed_put(list_, list_.back(), wrong);
    return put == nullptr ? "nothing" : put->mid;
  }
  const std::vector<ReportedRequest>& list() const { return list_; }

 private:
  ReportedRequest& add(const std::string& operation, std::int64_t sent, std::int64_t answered) {
    ReportedRequest& request = list_.emplace_back();
    request.number = static_cast<std::uint32_t>(list_.size() - 1);
    request.name = request.number + 1;
    request.mid = "r" + std::to_string(request.number);
    request.operation = operation;
    request.key = "KEY";
    request.client = client_0;
    request.sent = at(sent);
    request.answered = at(answered);
    request.state = answered < 0 ? State::outstanding : State::ok;
    return request;
  }

  std::vector<ReportedRequest> list_;
};

// Leader 0001 acknowledges r1, of which 0002 and 0004 are told; 0003 answers a get with the older value.
class StaleRead {
 public:
  // how: what becomes of the message with the put to 0003; late: it comes after the answer. first: what becomes of a
  // first attempt at 0003, if there is one.
  explicit StaleRead(simnet::SendOutcome how, bool late = false, std::optional<State> first = std::nullopt) {
    ask_put("r0", "old", 100, 200);
    if (first) {
      const PayloadRef put = client::make_put(play_.pool(), client_0, no_node, "r1-first", "KEY", "new");
      play_.at(900);
      play_.ask(NodeId{3}, put);
      add(put, NodeId{3}, 900, 950);
      requests_.back().state = *first;
    }
    const PayloadRef put = ask_put("r1", "new", 1'000, 1'500);
    play_.at(1'100);
    play_.log(NodeId{1}, put, 2, 1);
    for (const NodeId follower : {NodeId{2}, NodeId{4}}) {
      play_.replicate(NodeId{1}, follower, put, 2, simnet::SendOutcome::delivered);
      play_.at(1'200 + 10 * follower.value);
      play_.deliver(follower, NodeId{1}, put, 2);
    }
    play_.replicate(NodeId{1}, NodeId{3}, put, 2, how);
    const auto deliver = [&](std::int64_t us) {
      play_.at(us);
      play_.deliver(NodeId{3}, NodeId{1}, put, 2);
      play_.log(NodeId{3}, put, 2, 1);
    };
    if (how == simnet::SendOutcome::delivered && !late) deliver(1'300);
    play_.at(1'500);
    play_.reply(NodeId{1}, client::make_ok(play_.pool(), NodeId{1}, "r1"));
    const PayloadRef get = client::make_get(play_.pool(), client_0, no_node, "r2", "KEY");
    const PayloadRef answer = client::make_ok_value(play_.pool(), NodeId{3}, "r2", "old");
    play_.at(2'000);
    play_.ask(NodeId{3}, get);
    play_.at(2'100);
    play_.reply(NodeId{3}, answer);
    if (late) deliver(2'150);
    play_.at(2'200);
    play_.receive(NodeId{3}, answer);
    add(get, NodeId{3}, 2'000, 2'200);
    requests_.back().read = "old";
  }

  std::string story(std::string_view subject) const {
    StoryForm form;
    form.wrong.gets = {requests_.back().name};
    return StoryTeller(play_.log(), requests_, form).tell(subject).value();
  }

 private:
  PayloadRef ask_put(const std::string& mid, const std::string& value, std::int64_t sent, std::int64_t answered) {
    const PayloadRef put = client::make_put(play_.pool(), client_0, no_node, mid, "KEY", value);
    play_.at(sent);
    play_.ask(NodeId{1}, put);
    add(put, NodeId{1}, sent, answered);
    return put;
  }
  void add(const PayloadRef& payload, NodeId to, std::int64_t sent, std::int64_t answered) {
    course::RequestRecord record = record_of(payload, to, static_cast<std::uint32_t>(requests_.size()), 0, sent);
    record.state = course::RequestRecord::State::ok;
    record.answered = at(answered);
    record.answered_by = to;
    requests_.push_back(reported_requests(std::vector{record}).front());
    requests_.back().number = static_cast<std::uint32_t>(requests_.back().mid[1] - '0');  // of "r1-first", too
  }

  mutable Play play_;
  std::vector<ReportedRequest> requests_;
};

}  // namespace

TEST_CASE("a get missed the newest put that came after what it read") {
  Requests stale;
  stale.put("a", 10, 20);
  stale.put("b", 30, 40);
  stale.put("c", 50, 60);
  stale.get("a", 70, 80);
  CHECK(stale.missed() == "r2");
  CHECK(stale.missed({{}, {2}}) == "r1");  // the contradiction names it

  Requests initial;
  initial.put("a", 10, 20);
  initial.get("", 30, 40);
  CHECK(initial.missed() == "r0");

  Requests invented;
  invented.put("a", 10, 20);
  invented.get("nobody's", 30, 40);
  CHECK(invented.missed() == "r0");
}

TEST_CASE("a get that read the newest value, or one that may be newer, missed nothing") {
  Requests right;
  right.put("a", 10, 20);
  right.put("b", 30, 40);
  right.get("b", 50, 60);
  CHECK(right.missed() == "nothing");

  Requests at_once;  // the put was not acknowledged when the get was asked
  at_once.put("a", 10, 20);
  at_once.put("b", 30, 60);
  at_once.get("a", 50, 70);
  CHECK(at_once.missed() == "nothing");

  Requests open;  // a put without an answer may take effect later
  open.put("a", 10, -1);
  open.get("a", 15, 20);
  open.get("a", 30, 40);
  CHECK(open.missed() == "nothing");
}

TEST_CASE("a put that nobody acknowledged is known when somebody read it") {
  Requests requests;
  requests.put("a", 10, 20);
  requests.put("b", 30, -1);
  requests.get("b", 40, 50);
  requests.get("a", 60, 70);
  CHECK(requests.missed() == "r1");
}

TEST_CASE("by the course's rules a get must read what was acknowledged before its answer") {
  Requests requests;
  requests.put("a", 10, 20);
  requests.put("b", 30, 60);
  requests.get("a", 50, 70).wrong_value = true;
  CHECK(requests.missed() == "r1");
}

TEST_CASE("wrong gets are those that the workload judged, and those of the contradiction") {
  Requests requests;
  requests.put("a", 10, 20);
  requests.get("a", 30, 40);
  requests.get("", 50, 60);
  requests.get("", 70, 80).wrong_value = true;
  CHECK(wrong_gets(requests.list(), std::nullopt).gets == std::vector<std::uint64_t>{4});
  Violation violation;
  violation.operations = {{client_0, at(10)}, {client_0, at(50)}};
  CHECK(wrong_gets(requests.list(), violation).gets == std::vector<std::uint64_t>{3, 4});
  CHECK(wrong_gets(requests.list(), violation).puts == std::vector<std::uint64_t>{1});
}

TEST_CASE("the story of a wrong get tells the life of the put that it missed") {
  const StaleRead lost(simnet::SendOutcome::lost);
  const std::string story = lost.story("r2");
  CHECK(story ==
        "r2: get of key KEY, first asked at t=0.002000s\n"
        "   +0.000000 s  request r2 (get) sent by client 0015 to replica 0003\n"
        "   +0.000100 s  0003 answers r2: ok\n"
        "   +0.000200 s  client 0015 has the answer to r2: ok\n"
        "  answered ok, 0.000200 s after it was first asked\n"
        "  r2 missed put r1 of 'new', first asked at t=0.001000s:\n"
        "   +0.000000 s  client 0015 asks 0001 (r1)\n"
        "   +0.000220 s  0002 is told: append_entries from 0001\n"
        "   +0.000240 s  0004 is told: append_entries from 0001\n"
        "   +0.000500 s  0001 acknowledges r1; by then 0001, 0002, 0004 knew of it: 3 of 5 replicas\n"
        "   +0.001000 s  client 0015 asks 0003 the get r2\n"
        "   +0.001100 s  0003 answers r2 with 'old' of put r0\n"
        "  0003, which answered r2, had not received the put: 1 message with it was lost on the way\n");
  CHECK(lost.story("2") == story);
  CHECK(lost.story(all_wrong) == story);
  CHECK(mentions(lost.story("r1"), "; the get r2 missed it\n"));
  CHECK_FALSE(mentions(lost.story("r0"), "missed"));
}

TEST_CASE("the life of a missed put says that the answering replica was asked for it") {
  const std::string away = StaleRead(simnet::SendOutcome::lost, false, State::redirected).story("r2");
  INFO(away);
  CHECK(mentions(away, "   +0.000000 s  client 0015 asks 0003 (r1-first), and is sent away\n"));
  CHECK(mentions(away, "1 message with it was lost on the way; it had sent the client of the put away\n"));
  const std::string silent = StaleRead(simnet::SendOutcome::lost, false, State::outstanding).story("r2");
  CHECK(mentions(silent, "; it had been asked for the put itself, and had not answered\n"));
}

TEST_CASE("the life of a missed put says whether the answering replica had received it") {
  CHECK(mentions(StaleRead(simnet::SendOutcome::cut).story("r2"),
                 "0003, which answered r2, had not received the put: 1 message with it was cut off\n"));
  CHECK(mentions(StaleRead(simnet::SendOutcome::delivered).story("r2"),
                 "0003, which answered r2, had received the put at +0.000300 s, by append_entries from 0001; it had "
                 "appended it at +0.000300 s at index 2\n"));
  CHECK(
      mentions(StaleRead(simnet::SendOutcome::delivered, true).story("r2"),
               "0003, which answered r2, had not received the put: the first message with it came only at +0.001150 s: "
               "append_entries from 0001\n"));
}

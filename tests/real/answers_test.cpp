// What a real run's answers are counted as, told to the watch by hand.
#include "core/base/payload_pool.hpp"
#include "tests/catch.hpp"
#include "tools/real/report/answer_watch.hpp"

using namespace whitewater;
using namespace whitewater::tools::real;

namespace {

NodeId node(unsigned number) {
  return NodeId{static_cast<std::uint16_t>(number)};
}

// Three replicas; client 5 asks.
class Play {
 public:
  ~Play() { requests.clear(); }

  course::RequestRecord& ask(bool get, unsigned to, const std::string& mid, const RequestSeen& how) {
    course::RequestRecord& record = requests.emplace_back();
    record.payload = get ? client::make_get(pool, node(5), no_node, mid, "key")
                         : client::make_put(pool, node(5), no_node, mid, "key", "value");
    record.to = node(to);
    watch.on_request({Time{}, record, node(to), how.fate, false, how.way});
    return record;
  }
  void get(unsigned to, const std::string& mid, Passage fate = Passage::delivered, Way way = {}) {
    course::RequestRecord unused;
    ask(true, to, mid, {Time{}, unused, node(to), fate, false, way});
  }
  void answer(unsigned from, const PayloadRef& reply) {
    AnswerSeen seen;
    seen.from = node(from);
    seen.client = node(5);
    seen.outcome = reply.get_if<client::Reply>()->outcome;
    seen.reply = reply;
    watch.on_answer(seen);
  }
  AnswerReport report(NodeSet ended = {}) const { return watch.report(requests, ended); }

  PayloadPool pool;
  AnswerWatch watch{3};
  std::vector<course::RequestRecord> requests;
};

}  // namespace

TEST_CASE("answers are counted by kind, and redirects by whom they name") {
  Play play;
  play.answer(0, client::make_ok(play.pool, node(0), "r1"));
  play.answer(1, client::make_fail(play.pool, node(0), "r2"));
  play.answer(2, client::make_fail(play.pool, node(0), "r3"));
  for (int i = 0; i < 4; ++i) play.answer(1, client::make_redirect(play.pool, node(2), "r4"));
  play.answer(2, client::make_redirect(play.pool, node(2), "r5"));
  play.answer(2, client::make_redirect(play.pool, no_node, "r6"));  // names nobody
  const AnswerReport found = play.report();
  CHECK(found.oks == 1);
  CHECK(found.fails == 2);
  CHECK(found.failing == NodeSet{0b110});
  CHECK(found.redirects == std::vector<std::vector<std::uint64_t>>{{0, 0, 0}, {0, 0, 4}, {0, 0, 1}});
  CHECK(found.unanswered_gets == 0);
}

TEST_CASE("gets that arrived at replicas which lived, and have no answer, are counted") {
  Play play;
  play.get(0, "r1", Passage::dead);
  play.get(1, "r2");
  play.get(2, "r3");
  play.get(0, "r4", Passage::delivered, {false, 7});
  play.get(0, "r5", Passage::delivered, {false, 8});
  play.watch.on_arrival({Time{}, SendKind::reply, node(5), node(0), 8});
  play.get(0, "r6");
  play.requests.back().state = course::RequestRecord::State::ok;
  course::RequestRecord unused;
  play.ask(false, 0, "r7", {Time{}, unused, node(0)});  // a put is another watch's
  const AnswerReport found = play.report(NodeSet::of(node(1)));
  CHECK(found.unanswered_gets == 2);
  CHECK(found.first_get == "r3");
  CHECK(found.gets_at == NodeSet{0b101});
}
